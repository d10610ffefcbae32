package io.genaiops.eval;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What came of evaluating one sample: a score, or the reason why there is none. Immutable and thread-safe.
 *
 * @since 0.1
 */
public sealed interface Outcome {

    /** The kinds of outcome, for counting. */
    enum Kind {
        /** There is a score. */
        SCORED,
        /** The evaluator does not apply to the sample. */
        NOT_APPLICABLE,
        /** A judge answered something unusable. */
        UNSCORED,
        /** The evaluator failed. */
        ERRORED,
        /** The evaluator was not run. */
        SKIPPED
    }

    /**
     * A score.
     *
     * @param value the score, finite and on the scale
     * @param scale the scale that the evaluator declares
     * @param direction which end of the scale is the good one
     * @param reason why this score; may be empty
     */
    record Scored(double value, Scale scale, Direction direction, String reason) implements Outcome {
        /** Refuses a value that is not on the scale. */
        public Scored {
            requireNonNull(scale, "scale");
            requireNonNull(direction, "direction");
            requireNonNull(reason, "reason");
            if (!scale.contains(value)) {
                throw new IllegalArgumentException("score must be on the scale " + scale + "; found: " + value);
            }
            value += 0.0;
        }

        @Override
        public Kind kind() {
            return Kind.SCORED;
        }
    }

    /**
     * The evaluator has nothing to measure in this sample.
     *
     * @param why what is missing
     */
    record NotApplicable(String why) implements Outcome {
        /** Refuses an empty explanation. */
        public NotApplicable {
            requireText("why", why);
        }

        @Override
        public Kind kind() {
            return Kind.NOT_APPLICABLE;
        }
    }

    /**
     * A judge answered something unusable.
     *
     * @param why what is wrong with the reply
     * @param raw the reply as it came
     */
    record Unscored(String why, String raw) implements Outcome {
        /** Refuses an empty explanation. */
        public Unscored {
            requireText("why", why);
            requireNonNull(raw, "raw");
        }

        @Override
        public Kind kind() {
            return Kind.UNSCORED;
        }
    }

    /**
     * The evaluator, or what it needed, failed.
     *
     * @param type the class of the failure
     * @param message the message of the failure and of those behind it; may be empty
     */
    record Errored(String type, String message) implements Outcome {
        /** Refuses an empty type. */
        public Errored {
            requireText("type", type);
            requireNonNull(message, "message");
        }

        @Override
        public Kind kind() {
            return Kind.ERRORED;
        }
    }

    /**
     * The evaluator was not run.
     *
     * @param why what stopped it
     */
    record Skipped(String why) implements Outcome {
        /** Refuses an empty explanation. */
        public Skipped {
            requireText("why", why);
        }

        @Override
        public Kind kind() {
            return Kind.SKIPPED;
        }
    }

    /** Returns the kind of outcome. */
    Kind kind();

    /** Returns a score; the value must be finite and on the scale. */
    static Outcome scored(double value, Scale scale, Direction direction, String reason) {
        return new Scored(value, scale, direction, reason);
    }

    /** Returns the outcome of an evaluator that has nothing to measure. */
    static Outcome notApplicable(String why) {
        return new NotApplicable(why);
    }

    /** Returns the outcome of a judge whose reply could not be used. */
    static Outcome unscored(String why, String raw) {
        return new Unscored(why, raw);
    }

    /** Returns the outcome of a failure, with the messages of up to five causes behind it. Never throws. */
    static Outcome errored(Throwable cause) {
        return new Errored(cause.getClass().getName(), describe(cause));
    }

    /**
     * Returns the outcome of what was caught while evaluating. Throws it anew if the JVM itself fails, but for a stack that
     * was too deep; after an interruption the thread is interrupted again.
     */
    static Outcome caught(Throwable failure) {
        if (failure instanceof VirtualMachineError error && !(failure instanceof StackOverflowError)) {
            throw error;
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return errored(failure);
    }

    /** Returns the outcome of an evaluator that was not run. */
    static Outcome skipped(String why) {
        return new Skipped(why);
    }

    /** Tells whether there is a score. */
    default boolean isScored() {
        return kind() == Kind.SCORED;
    }

    /** Returns the score, if there is one. */
    default OptionalDouble score() {
        return this instanceof Scored scored ? OptionalDouble.of(scored.value()) : OptionalDouble.empty();
    }

    /** Returns the reason of a score, or why there is none; empty if a score has no reason. */
    default String explanation() {
        return fold(
                Scored::reason,
                NotApplicable::why,
                Unscored::why,
                errored -> errored.message().isEmpty() ? errored.type() : errored.type() + ": " + errored.message(),
                Skipped::why);
    }

    /** Applies the function of this kind of outcome. */
    default <T> T fold(
            Function<? super Scored, ? extends T> scored,
            Function<? super NotApplicable, ? extends T> notApplicable,
            Function<? super Unscored, ? extends T> unscored,
            Function<? super Errored, ? extends T> errored,
            Function<? super Skipped, ? extends T> skipped) {
        if (this instanceof Scored outcome) {
            return scored.apply(outcome);
        }
        if (this instanceof NotApplicable outcome) {
            return notApplicable.apply(outcome);
        }
        if (this instanceof Unscored outcome) {
            return unscored.apply(outcome);
        }
        if (this instanceof Errored outcome) {
            return errored.apply(outcome);
        }
        return skipped.apply((Skipped) this);
    }

    /** Returns the outcome as JSON, from which {@link #fromJson} makes an equal one. An infinite end is left out. */
    default JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("outcome", kind().name().toLowerCase(Locale.ROOT));
        return fold(
                outcome -> {
                    json.put("value", outcome.value());
                    if (Double.isFinite(outcome.scale().min())) {
                        json.put("min", outcome.scale().min());
                    }
                    if (Double.isFinite(outcome.scale().max())) {
                        json.put("max", outcome.scale().max());
                    }
                    return json.put("direction", outcome.direction().name().toLowerCase(Locale.ROOT))
                            .put("reason", outcome.reason());
                },
                outcome -> json.put("why", outcome.why()),
                outcome -> json.put("why", outcome.why()).put("raw", outcome.raw()),
                outcome -> json.put("type", outcome.type()).put("message", outcome.message()),
                outcome -> json.put("why", outcome.why()));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws GenAiOpsException if it is anything else; the message names the field
     */
    static Outcome fromJson(JsonNode json) {
        try {
            return read(json);
        } catch (IllegalArgumentException e) {
            throw new GenAiOpsException("not an outcome: " + e.getMessage(), e);
        }
    }

    private static Outcome read(JsonNode json) {
        String kind = text(json, "outcome");
        return switch (kind) {
            case "scored" ->
                new Scored(
                        number(json, "value", Double.NaN),
                        new Scale(
                                number(json, "min", Double.NEGATIVE_INFINITY),
                                number(json, "max", Double.POSITIVE_INFINITY)),
                        direction(json),
                        text(json, "reason"));
            case "not_applicable" -> new NotApplicable(text(json, "why"));
            case "unscored" -> new Unscored(text(json, "why"), text(json, "raw"));
            case "errored" -> new Errored(text(json, "type"), text(json, "message"));
            case "skipped" -> new Skipped(text(json, "why"));
            default ->
                throw new GenAiOpsException("field 'outcome' must name a kind of outcome; found: '" + kind + "'");
        };
    }

    private static String describe(Throwable failure) {
        try {
            return messages(failure);
        } catch (RuntimeException | StackOverflowError e) {
            return "its message cannot be read: " + e.getClass().getName();
        }
    }

    private static String messages(Throwable failure) {
        StringBuilder text = new StringBuilder(Objects.toString(failure.getMessage(), ""));
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
            String said = Objects.toString(cause.getMessage(), "");
            boolean news = said.isEmpty() || text.indexOf(said) < 0;
            if (news) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append("caused by ")
                        .append(cause.getClass().getName());
                text.append(said.isEmpty() ? "" : ": ").append(said);
            }
        }
        return text.toString();
    }

    private static String text(JsonNode json, String field) {
        JsonNode node = json.path(field);
        if (!node.isTextual()) {
            throw new GenAiOpsException("field '" + field + "' of an outcome must be text; found: " + node);
        }
        return node.textValue();
    }

    private static double number(JsonNode json, String field, double ifAbsent) {
        JsonNode node = json.path(field);
        if (node.isMissingNode() && !Double.isNaN(ifAbsent)) {
            return ifAbsent;
        }
        if (!node.isNumber()) {
            throw new GenAiOpsException("field '" + field + "' of an outcome must be a number; found: " + node);
        }
        return node.doubleValue();
    }

    private static Direction direction(JsonNode json) {
        String text = text(json, "direction");
        for (Direction direction : Direction.values()) {
            if (direction.name().toLowerCase(Locale.ROOT).equals(text)) {
                return direction;
            }
        }
        throw new GenAiOpsException("field 'direction' of an outcome must name a direction; found: '" + text + "'");
    }

    private static void requireText(String name, String text) {
        if (requireNonNull(text, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }
}
