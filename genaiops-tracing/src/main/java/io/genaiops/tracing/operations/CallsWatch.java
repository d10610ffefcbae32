package io.genaiops.tracing.operations;

import io.genaiops.route.CallsHealth;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reports what calls say of themselves as metrics, each time they are collected: calls under way, caches, budgets, attempts,
 * breakers and the delivery of assets. Calls pay nothing for it. Thread-safe.
 *
 * @since 0.1
 */
public final class CallsWatch implements AutoCloseable {

    private final BatchCallback callback;

    private CallsWatch(BatchCallback callback) {
        this.callback = callback;
    }

    /** Begins to report the health that the supplier gives, to this meter. */
    public static CallsWatch of(Meter meter, Supplier<CallsHealth> health) {
        Map<Reading, ObservableLongMeasurement> observers = new LinkedHashMap<>();
        Readings.ALL.forEach(reading -> observers.put(reading, reading.observer(meter)));
        List<ObservableLongMeasurement> all = List.copyOf(observers.values());
        return new CallsWatch(meter.batchCallback(
                () -> {
                    CallsHealth now = health.get();
                    observers.forEach((reading, observer) -> reading.values()
                            .apply(now)
                            .forEach((attributes, value) -> observer.record(value, attributes)));
                },
                all.get(0),
                all.subList(1, all.size()).toArray(ObservableMeasurement[]::new)));
    }

    /** Reports no more. */
    @Override
    public void close() {
        callback.close();
    }
}
