package io.genaiops.eval;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Sets up an evaluator from a function. Made by {@link Evaluator#builder}; not thread-safe, what it makes is as
 * thread-safe as the function.
 *
 * @since 0.1
 */
public final class EvaluatorBuilder {

    private final String name;
    private String version = "1.0.0";
    private Scale scale = Scale.UNIT;
    private Direction direction = Direction.HIGHER_IS_BETTER;
    private Evaluator.Effort effort = Evaluator.Effort.LOCAL;
    private JsonNode configuration = JsonNodeFactory.instance.objectNode();

    EvaluatorBuilder(String name) {
        this.name = requireNonNull(name, "name");
    }

    /** Sets the version of the method; 1.0.0 if not set. */
    public EvaluatorBuilder version(String version) {
        this.version = requireNonNull(version, "version");
        return this;
    }

    /** Sets the scale; 0 to 1 if not set. */
    public EvaluatorBuilder scale(Scale scale) {
        this.scale = requireNonNull(scale, "scale");
        return this;
    }

    /** Sets which end of the scale is the good one; the higher one if not set. */
    public EvaluatorBuilder direction(Direction direction) {
        this.direction = requireNonNull(direction, "direction");
        return this;
    }

    /** Sets how dear an evaluation is; local if not set. */
    public EvaluatorBuilder effort(Evaluator.Effort effort) {
        this.effort = requireNonNull(effort, "effort");
        return this;
    }

    /** Sets the configuration, a JSON object, which becomes part of the identity; empty if not set. */
    public EvaluatorBuilder configuration(JsonNode configuration) {
        if (!configuration.isObject()) {
            throw new IllegalArgumentException("configuration must be a JSON object; found: " + configuration);
        }
        this.configuration = configuration.deepCopy();
        return this;
    }

    /** Returns the evaluator whose outcomes the function gives. */
    public Evaluator evaluating(Function<? super Sample, ? extends Outcome> function) {
        requireNonNull(function, "function");
        return new Declared(
                EvaluatorId.of(name, version, configuration), scale, direction, effort, Optional.empty(), function);
    }

    /** Returns the evaluator whose scores the function gives; it is asked only about samples that have a response. */
    public Evaluator scoring(ToDoubleFunction<? super Sample> function) {
        requireNonNull(function, "function");
        Scale on = scale;
        Direction towards = direction;
        return evaluating(sample -> sample.response().isEmpty()
                ? Outcome.notApplicable("the sample has no response")
                : Outcome.scored(function.applyAsDouble(sample), on, towards, ""));
    }

    static Evaluator renamed(Evaluator evaluator, String name) {
        EvaluatorId id = evaluator.id().named(name);
        return new Declared(
                id,
                evaluator.scale(),
                evaluator.direction(),
                evaluator.effort(),
                evaluator.membership(),
                evaluator::evaluate);
    }

    private record Declared(
            EvaluatorId id,
            Scale scale,
            Direction direction,
            Effort effort,
            Optional<Membership> membership,
            Function<? super Sample, ? extends Outcome> function)
            implements Evaluator {

        @Override
        public Outcome evaluate(Sample sample) {
            return function.apply(sample);
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }
}
