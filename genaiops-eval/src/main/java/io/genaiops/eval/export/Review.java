package io.genaiops.eval.export;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Sample;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about the response of a sample. Immutable.
 *
 * <pre>{@code
 * Sample reviewed = Review.corrected("ada", "It is closed in winter.").on(sample);
 * }</pre>
 *
 * @since 0.1
 */
public final class Review {

    /** The attribute that holds a review. */
    public static final String ATTRIBUTE = "review";

    /** What was decided. */
    public enum Decision {
        /** The response is right as it is. */
        ACCEPTED,
        /** The response is wrong. */
        REJECTED,
        /** Another answer is right. */
        CORRECTED
    }

    private final Decision decision;
    private final String by;
    private final @Nullable String better;

    private Review(Decision decision, String by, @Nullable String better) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("who reviewed must not be blank");
        }
        this.decision = decision;
        this.by = by;
        this.better = better;
    }

    /** Returns that the response is right. */
    public static Review accepted(String by) {
        return new Review(Decision.ACCEPTED, by, null);
    }

    /** Returns that the response is wrong. */
    public static Review rejected(String by) {
        return new Review(Decision.REJECTED, by, null);
    }

    /** Returns that the response is wrong and what the right one is. */
    public static Review corrected(String by, String better) {
        if (better.isBlank()) {
            throw new IllegalArgumentException("the right answer must not be blank; reject the response instead");
        }
        return new Review(Decision.CORRECTED, by, requireNonNull(better, "better"));
    }

    /** Returns the sample with this review as its attribute {@value #ATTRIBUTE}. */
    public Sample on(Sample sample) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("decision", decision.name())
                .put("by", by);
        if (better != null) {
            json.put("better", better);
        }
        return sample.with(ATTRIBUTE, json);
    }

    /**
     * Returns the review of a sample, if it has one.
     *
     * @throws IllegalArgumentException if the attribute is something else
     */
    public static Optional<Review> of(Sample sample) {
        return sample.attribute(ATTRIBUTE).filter(json -> !json.isNull()).map(json -> parse(sample, json));
    }

    private static Review parse(Sample sample, JsonNode json) {
        String by = json.path("by").asText();
        Optional<Decision> decision = Optional.empty();
        for (Decision each : Decision.values()) {
            decision = each.name().equalsIgnoreCase(json.path("decision").asText()) ? Optional.of(each) : decision;
        }
        boolean better = json.path("better").isTextual();
        if (decision.isEmpty() || by.isBlank() || better != (decision.get() == Decision.CORRECTED)) {
            throw new IllegalArgumentException("review of sample '" + sample.id() + "' must be an object of decision"
                    + " (accepted, rejected or corrected), by, and better where it is corrected; found: " + json);
        }
        return better ? corrected(by, json.get("better").textValue()) : new Review(decision.get(), by, null);
    }

    /** Returns what was decided. */
    public Decision decision() {
        return decision;
    }

    /** Returns who decided. */
    public String by() {
        return by;
    }

    /** Returns the right answer, if another one was given. */
    public Optional<String> better() {
        return Optional.ofNullable(better);
    }

    /** Returns decision and reviewer, without any text. */
    @Override
    public String toString() {
        return "Review[" + decision + " by " + by + "]";
    }
}
