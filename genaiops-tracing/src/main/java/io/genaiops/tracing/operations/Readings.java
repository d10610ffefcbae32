package io.genaiops.tracing.operations;

import io.genaiops.resilience.ResilienceHealth;
import io.genaiops.route.CallsHealth;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The instruments of calls: all in the namespace of genaiops, since the conventions have none for these. */
final class Readings {

    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("genaiops.model");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("genaiops.result");
    private static final AttributeKey<String> DECISION = AttributeKey.stringKey("genaiops.decision");

    static final List<Reading> ALL = List.of(
            new Reading(
                    "genaiops.calls.active",
                    "{call}",
                    "Calls that have begun and not ended.",
                    false,
                    one(health -> health.calls().underWay())),
            new Reading(
                    "genaiops.calls.started",
                    "{call}",
                    "Calls that have begun.",
                    true,
                    one(health -> health.calls().begun())),
            new Reading(
                    "genaiops.cache.requests",
                    "{request}",
                    "Requests that looked for a kept answer.",
                    true,
                    by(
                            RESULT,
                            health -> health.routes().cache(),
                            Map.of(
                                    "hit", figures -> figures.hits(),
                                    "wait", figures -> figures.waits(),
                                    "miss", figures -> figures.misses() - figures.waits()))),
            new Reading(
                    "genaiops.cache.evictions",
                    "{answer}",
                    "Answers that were thrown out for their age or for want of room.",
                    true,
                    by(RESULT, health -> health.routes().cache(), Map.of("evicted", figures -> figures.evictions()))),
            new Reading(
                    "genaiops.budget.decisions",
                    "{decision}",
                    "What the budget said to calls.",
                    true,
                    by(
                            DECISION,
                            health -> health.routes().budget(),
                            Map.of(
                                    "admitted", figures -> figures.admitted(),
                                    "degraded", figures -> figures.degraded(),
                                    "refused", figures -> figures.refused()))),
            new Reading(
                    "genaiops.budget.reservations",
                    "{reservation}",
                    "Reservations that are under way.",
                    false,
                    by(DECISION, health -> health.routes().budget(), Map.of("open", figures -> figures.open()))),
            new Reading(
                    "genaiops.budget.overruns",
                    "{reservation}",
                    "Reservations of which more was used than reserved.",
                    true,
                    by(
                            DECISION,
                            health -> health.routes().budget(),
                            Map.of("admitted", figures -> figures.overruns()))),
            new Reading(
                    "genaiops.model.attempts",
                    "{attempt}",
                    "Attempts to ask a model, by how they ended; retries are among them.",
                    true,
                    Readings::attempts),
            new Reading(
                    "genaiops.model.retries",
                    "{attempt}",
                    "Attempts that were not the first of their call.",
                    true,
                    models(ResilienceHealth.Model::retries)),
            new Reading(
                    "genaiops.model.fallbacks",
                    "{call}",
                    "Calls that went on to another model.",
                    true,
                    models(ResilienceHealth.Model::fallbacks)),
            new Reading(
                    "genaiops.model.breaker",
                    "1",
                    "Whether calls reach the model: 0 yes, 1 a few, 2 none.",
                    false,
                    models(Readings::breaker)),
            new Reading(
                    "genaiops.delivery.requests",
                    "{request}",
                    "Requests for assets, by where they were answered from.",
                    true,
                    by(
                            RESULT,
                            health -> Optional.of(health.delivery()),
                            Map.of(
                                    "hit", delivery -> delivery.hits(),
                                    "miss", delivery -> delivery.misses(),
                                    "stale", delivery -> delivery.staleServed(),
                                    "fallback", delivery -> delivery.fallbacksUsed()))),
            new Reading(
                    "genaiops.delivery.queue",
                    "{refresh}",
                    "Refreshes of assets that wait or run.",
                    false,
                    one(health -> health.delivery().refreshQueue())));

    private Readings() {}

    private static Function<CallsHealth, Map<Attributes, Long>> one(ToLongFunction<CallsHealth> value) {
        return health -> Map.of(Attributes.empty(), value.applyAsLong(health));
    }

    private static <T> Function<CallsHealth, Map<Attributes, Long>> by(
            AttributeKey<String> key, Function<CallsHealth, Optional<T>> part, Map<String, ToLongFunction<T>> values) {
        return health -> {
            Map<Attributes, Long> read = new LinkedHashMap<>();
            part.apply(health)
                    .ifPresent(figures -> values.forEach(
                            (name, value) -> read.put(Attributes.of(key, name), value.applyAsLong(figures))));
            return read;
        };
    }

    private static Function<CallsHealth, Map<Attributes, Long>> models(ToLongFunction<ResilienceHealth.Model> value) {
        return health -> {
            Map<Attributes, Long> read = new LinkedHashMap<>();
            health.routes()
                    .resilience()
                    .ifPresent(resilience -> resilience
                            .models()
                            .forEach(model -> read.put(Attributes.of(MODEL, model.name()), value.applyAsLong(model))));
            return read;
        };
    }

    private static Map<Attributes, Long> attempts(CallsHealth health) {
        Map<Attributes, Long> read = new LinkedHashMap<>();
        health.routes()
                .resilience()
                .ifPresent(resilience -> resilience.models().forEach(model -> {
                    long other = model.failures() - model.timeouts() - model.refused();
                    put(read, model, "answered", model.attempts() - model.failures());
                    put(read, model, "timeout", model.timeouts());
                    put(read, model, "refused", model.refused());
                    put(read, model, "failed", other);
                }));
        return read;
    }

    private static void put(Map<Attributes, Long> read, ResilienceHealth.Model model, String result, long value) {
        read.put(Attributes.of(MODEL, model.name(), RESULT, result), Math.max(0, value));
    }

    private static long breaker(ResilienceHealth.Model model) {
        return switch (model.breaker()) {
            case OFF, CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
