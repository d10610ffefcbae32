package io.genaiops.eval;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Digest;
import io.genaiops.eval.language.Languages;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

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
    private Evaluator.@Nullable Requests requests;
    private Languages languages = Languages.ALL;
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

    /** Sets how many requests to a chat model an evaluation makes; see {@link Evaluator#requests()} if not set. */
    public EvaluatorBuilder requests(Evaluator.Requests requests) {
        this.requests = requireNonNull(requests, "requests");
        return this;
    }

    /** Sets the languages that it is made for; every one if not set. */
    public EvaluatorBuilder languages(Languages languages) {
        this.languages = requireNonNull(languages, "languages");
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
                new Declaration(EvaluatorId.of(name, version, configuration), scale, direction, languages),
                new Expense(effort, requests),
                Optional.empty(),
                function);
    }

    /**
     * Returns the member of a group at this index: what the group's evaluation of a sample has there is its outcome. The
     * group may call this while it is being constructed.
     */
    public Evaluator memberOf(Evaluator.Group group, int index) {
        requireNonNull(group, "group");
        return new Member(
                new Declaration(EvaluatorId.of(name, version, configuration), scale, direction, languages),
                new Expense(effort, requests),
                group,
                index);
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
        Declaration declared = Declaration.of(evaluator);
        return new Declared(
                declared.as(declared.id.named(name)),
                Expense.of(evaluator),
                evaluator.membership(),
                evaluator::evaluate);
    }

    static Evaluator negated(Evaluator evaluator) {
        Declaration declared = Declaration.of(evaluator);
        Scale scale = declared.scale;
        if (Double.isInfinite(scale.min()) || Double.isInfinite(scale.max())) {
            throw new IllegalStateException("evaluator '" + declared.id.name() + "' scores on " + scale
                    + ", where no score has an opposite; hold it against a threshold from the other side instead");
        }
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("negated", declared.id.configuration().value());
        EvaluatorId id = EvaluatorId.of("not_" + declared.id.name(), declared.id.version(), configuration);
        return new Declared(
                declared.as(id),
                Expense.of(evaluator),
                Optional.empty(),
                sample -> mirrored(declared.attempt(evaluator::evaluate, sample)));
    }

    private static Outcome mirrored(Outcome outcome) {
        if (outcome instanceof Outcome.Scored scored) {
            Scale scale = scored.scale();
            double value = scale.min() + (scale.max() - scored.value());
            double inside = Math.max(scale.min(), Math.min(scale.max(), value));
            String reason = "not " + Scale.format(scored.value());
            return Outcome.scored(
                    inside,
                    scale,
                    scored.direction(),
                    scored.reason().isEmpty() ? reason : reason + ": " + scored.reason());
        }
        return outcome;
    }

    static Evaluator sampled(Evaluator evaluator, double rate, long seed) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be over 0 and up to 1; found: " + rate);
        }
        Outcome skipped = Outcome.skipped("not among the " + Scale.format(100 * rate) + " % of samples that are drawn");
        return new Declared(
                Declaration.of(evaluator),
                Expense.of(evaluator),
                Optional.empty(),
                sample -> draw(seed, sample.id()) < rate ? evaluator.evaluate(sample) : skipped);
    }

    static Evaluator reading(Evaluator evaluator, String what, Function<? super Sample, Optional<Sample>> view) {
        requireNonNull(view, "view");
        if (what.isBlank()) {
            throw new IllegalArgumentException("what is read must be named, since it is part of the identity of '"
                    + evaluator.id().name() + "'; found a blank text");
        }
        Declaration declared = Declaration.of(evaluator);
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("of", declared.id.configuration().value()).put("reading", what);
        Outcome lacking = Outcome.notApplicable("the sample has no '" + what + "' to read");
        return new Declared(
                declared.as(EvaluatorId.of(declared.id.name(), declared.id.version(), configuration)),
                Expense.of(evaluator),
                Optional.empty(),
                sample -> {
                    Optional<Sample> seen = view.apply(sample);
                    return seen.isPresent() ? evaluator.evaluate(seen.get()) : lacking;
                });
    }

    /** Returns a number from 0 to below 1 that depends on seed and id alone. */
    private static double draw(long seed, String id) {
        String digits = Digest.ofText(seed + "\n" + id).abbreviated();
        return Long.parseLong(digits, 16) / (double) (1L << 48);
    }

    /** What an evaluator says of itself, read once, so that it cannot change or fail later. */
    record Declaration(EvaluatorId id, Scale scale, Direction direction, Languages languages) {

        Declaration {
            requireNonNull(id, "an evaluator returned null as its id");
            requireNonNull(scale, () -> "evaluator '" + id.name() + "' returned null as its scale");
            requireNonNull(direction, () -> "evaluator '" + id.name() + "' returned null as its direction");
            requireNonNull(languages, () -> "evaluator '" + id.name() + "' returned null as its languages");
        }

        static Declaration of(Evaluator evaluator) {
            return new Declaration(evaluator.id(), evaluator.scale(), evaluator.direction(), evaluator.languages());
        }

        Declaration as(EvaluatorId other) {
            return new Declaration(other, scale, direction, languages);
        }

        Outcome attempt(Function<Sample, Outcome> evaluation, Sample sample) {
            try {
                Optional<Outcome> refusal = refusal(sample);
                return refusal.isPresent() ? refusal.get() : held(evaluation.apply(sample));
            } catch (Throwable e) {
                return Outcome.caught(e);
            }
        }

        Optional<Outcome> refusal(Sample sample) {
            try {
                return languages.isAll()
                        ? Optional.empty()
                        : sample.language().flatMap(languages::refusal).map(Outcome::notApplicable);
            } catch (IllegalArgumentException e) {
                return Optional.of(Outcome.errored(e));
            }
        }

        private Outcome held(@Nullable Outcome outcome) {
            if (outcome == null) {
                throw new IllegalStateException("evaluator '" + id.name() + "' returned null instead of an outcome");
            }
            if (outcome instanceof Outcome.Scored scored
                    && (!scored.scale().equals(scale) || scored.direction() != direction)) {
                throw new IllegalStateException("evaluator '" + id.name() + "' declares " + scale + " " + direction
                        + " and scored on " + scored.scale() + " " + scored.direction());
            }
            return outcome;
        }
    }

    /** What an evaluation takes. */
    private record Expense(Evaluator.Effort effort, Evaluator.@Nullable Requests requests) {

        static Expense of(Evaluator evaluator) {
            return new Expense(evaluator.effort(), evaluator.requests());
        }
    }

    /** Is equal to what has its identity, since two builds of a group are two objects. */
    private record Member(Declaration declaration, Expense expense, Group group, int index) implements Evaluator {

        @Override
        public EvaluatorId id() {
            return declaration.id;
        }

        @Override
        public Scale scale() {
            return declaration.scale;
        }

        @Override
        public Direction direction() {
            return declaration.direction;
        }

        @Override
        public Languages languages() {
            return declaration.languages;
        }

        @Override
        public Effort effort() {
            return expense.effort;
        }

        @Override
        public Requests requests() {
            return expense.requests == null ? Evaluator.super.requests() : expense.requests;
        }

        @Override
        public Optional<Membership> membership() {
            return Optional.of(new Membership(group, index));
        }

        @Override
        public Outcome evaluate(Sample sample) {
            return declaration
                    .refusal(sample)
                    .orElseGet(() -> group.evaluate(sample).get(index));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Member that && declaration.id.equals(that.declaration.id);
        }

        @Override
        public int hashCode() {
            return declaration.id.hashCode();
        }

        @Override
        public String toString() {
            return declaration.id.toString();
        }
    }

    private record Declared(
            Declaration declaration,
            Expense expense,
            Optional<Membership> membership,
            Function<? super Sample, ? extends Outcome> function)
            implements Evaluator {

        @Override
        public EvaluatorId id() {
            return declaration.id;
        }

        @Override
        public Scale scale() {
            return declaration.scale;
        }

        @Override
        public Direction direction() {
            return declaration.direction;
        }

        @Override
        public Languages languages() {
            return declaration.languages;
        }

        @Override
        public Effort effort() {
            return expense.effort;
        }

        @Override
        public Requests requests() {
            return expense.requests == null ? Evaluator.super.requests() : expense.requests;
        }

        @Override
        public Outcome evaluate(Sample sample) {
            Optional<Outcome> refusal = declaration.refusal(sample);
            return refusal.isPresent() ? refusal.get() : function.apply(sample);
        }

        @Override
        public String toString() {
            return declaration.id.toString();
        }
    }
}
