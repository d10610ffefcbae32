package io.genaiops.resilience;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of calls so far, model by model, in the order of their names.
 *
 * @param underWay the calls that have not ended
 * @param models the models that were asked
 * @since 0.1
 */
public record ResilienceHealth(int underWay, List<Model> models) {

    /** Copies the list. */
    public ResilienceHealth {
        models = List.copyOf(models);
    }

    /** Whether calls reach a model. */
    public enum Breaker {
        /** There is no breaker. */
        OFF,
        /** They do. */
        CLOSED,
        /** They are refused. */
        OPEN,
        /** A few do, to try it out. */
        HALF_OPEN
    }

    /**
     * The counts of one model.
     *
     * @param name the host's name of it
     * @param breaker whether calls reach it
     * @param attempts how often it was to be asked
     * @param retries how many of them were not the first of their call
     * @param failures how many of them failed
     * @param timeouts how many of those were out of time
     * @param refusals how many of those were not made, for each reason that there was
     * @param fallbacks how often a call went on to another model
     */
    public record Model(
            String name,
            Breaker breaker,
            long attempts,
            long retries,
            long failures,
            long timeouts,
            Map<ModelUnavailableException.Reason, Long> refusals,
            long fallbacks) {

        /** Copies the refusals. */
        public Model {
            refusals = Map.copyOf(refusals);
        }

        /** Returns how many attempts were not made, because of the breaker or a limit. */
        public long refused() {
            return refusals.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Returns the counts of a model, if it was asked. */
    public Optional<Model> of(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** Returns whether no breaker is open. */
    public boolean isHealthy() {
        return models.stream().noneMatch(model -> model.breaker() == Breaker.OPEN);
    }
}
