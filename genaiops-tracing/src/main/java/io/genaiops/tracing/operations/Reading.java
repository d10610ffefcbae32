package io.genaiops.tracing.operations;

import io.genaiops.route.CallsHealth;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Map;
import java.util.function.Function;

/**
 * One instrument, and what it reads from the health of calls.
 *
 * @param name the name of the instrument
 * @param unit what it counts, as UCUM annotation
 * @param description what it says
 * @param counts whether it only grows, and is no state of the moment
 * @param values its values, by the attributes that tell them apart; none where the host has no such part
 */
record Reading(
        String name,
        String unit,
        String description,
        boolean counts,
        Function<CallsHealth, Map<Attributes, Long>> values) {

    /** Returns the instrument. */
    ObservableLongMeasurement observer(Meter meter) {
        return counts
                ? meter.counterBuilder(name)
                        .setUnit(unit)
                        .setDescription(description)
                        .buildObserver()
                : meter.gaugeBuilder(name)
                        .ofLongs()
                        .setUnit(unit)
                        .setDescription(description)
                        .buildObserver();
    }
}
