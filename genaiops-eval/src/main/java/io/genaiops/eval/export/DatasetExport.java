package io.genaiops.eval.export;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.dataset.FieldMapping;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes a dataset to a file, which is there as a whole or not at all. Immutable.
 *
 * <pre>{@code
 * DatasetExport.of(dataset).jsonLines(Path.of("dataset.jsonl"));
 * Exported pairs = DatasetExport.of(reviewed).preferencePairs(Path.of("pairs.jsonl"));
 * pairs.leftOut(); // {no review=12, accepted as it is=30}
 * }</pre>
 *
 * @since 0.1
 */
public final class DatasetExport {

    private static final String HISTORY = "history";

    private final Dataset dataset;
    private final Function<? super Sample, Optional<Review>> reviews;
    private final Function<? super Sample, String> prompts;

    private DatasetExport(
            Dataset dataset,
            Function<? super Sample, Optional<Review>> reviews,
            Function<? super Sample, String> prompts) {
        this.dataset = requireNonNull(dataset, "dataset");
        this.reviews = requireNonNull(reviews, "reviews");
        this.prompts = requireNonNull(prompts, "prompts");
    }

    /** Returns an export of the dataset, whose samples hold their reviews. */
    public static DatasetExport of(Dataset dataset) {
        return new DatasetExport(dataset, Review::of, Sample::input);
    }

    /** Returns an export that finds the review of a sample by this function, such as in the ratings of people. */
    public DatasetExport reviewedBy(Function<? super Sample, Optional<Review>> review) {
        return new DatasetExport(dataset, review, prompts);
    }

    /** Returns an export that tunes with this prompt instead of the input, such as one that contains the context. */
    public DatasetExport asking(Function<? super Sample, String> prompt) {
        return new DatasetExport(dataset, reviews, prompt);
    }

    /**
     * Writes every sample as a row of JSON Lines, which {@link Dataset#read(Path)} reads back with the same digest. What is
     * known of a response is kept, but for the prompt that it answers; of those there is a count.
     */
    public Exported jsonLines(Path file) {
        try (RowWriter writer = new RowWriter(file)) {
            for (Sample sample : dataset) {
                writer.write(FieldMapping.rowOf(sample));
                if (sample.prompt().isPresent()) {
                    writer.notCarried("the prompt that was answered");
                }
            }
            return writer.finish();
        }
    }

    /**
     * Writes reviewed answers for tuning a chat model, one object with {@code messages} a line: the {@code history} of the
     * sample, the prompt as the user and the right answer as the assistant. Right is what was accepted, or what it was
     * corrected to; all else is left out and counted.
     *
     * @throws GenAiOpsException if no sample is left; the file is then as it was
     */
    public Exported chatMessages(Path file) {
        return tuning(file, (sample, review) -> {
            String right = review.decision() == Review.Decision.REJECTED
                    ? leftOut("rejected")
                    : review.better().orElseGet(() -> response(sample));
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            ArrayNode messages = row.putArray("messages");
            sample.attribute(HISTORY).ifPresent(turns -> turns.forEach(turn -> messages.add(message(sample, turn))));
            messages.addObject().put("role", "user").put("content", prompt(sample));
            messages.addObject().put("role", "assistant").put("content", right);
            return row;
        });
    }

    /**
     * Writes pairs of answers of which the first is better, one object with {@code prompt}, {@code chosen} and
     * {@code rejected} a line: what a response was corrected to, and the response. All else is left out and counted.
     *
     * @throws GenAiOpsException if no sample is left; the file is then as it was
     */
    public Exported preferencePairs(Path file) {
        return tuning(file, (sample, review) -> {
            if (review.decision() != Review.Decision.CORRECTED) {
                leftOut(
                        review.decision() == Review.Decision.ACCEPTED
                                ? "accepted as it is"
                                : "rejected without a better answer");
            }
            if (sample.attribute(HISTORY).isPresent()) {
                leftOut("has a history, for which a pair has no place");
            }
            String chosen = review.better().orElse("");
            String rejected = response(sample);
            if (chosen.strip().equals(rejected.strip())) {
                leftOut("corrected to what it was");
            }
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("prompt", prompt(sample))
                    .put("chosen", chosen)
                    .put("rejected", rejected);
        });
    }

    /** Makes the row of a sample. */
    private interface Tuning {
        ObjectNode row(Sample sample, Review review);
    }

    private Exported tuning(Path file, Tuning tuning) {
        try (RowWriter writer = new RowWriter(file)) {
            for (Sample sample : dataset) {
                try {
                    Review review = reviews.apply(sample).orElseThrow(() -> new LeftOutException("no review"));
                    writer.write(tuning.row(sample, review));
                } catch (LeftOutException e) {
                    writer.leftOut(e.reason);
                }
            }
            writer.requireRows(dataset.name());
            return writer.finish();
        }
    }

    private String prompt(Sample sample) {
        String prompt = prompts.apply(sample);
        return prompt.isBlank() ? leftOut("blank prompt") : prompt;
    }

    private static String response(Sample sample) {
        String response = sample.response().orElseGet(() -> leftOut("no response"));
        return response.isBlank() ? leftOut("blank response") : response;
    }

    private static JsonNode message(Sample sample, JsonNode turn) {
        if (!turn.path("role").isTextual() || !turn.has("content")) {
            throw new IllegalArgumentException("attribute 'history' of sample '" + sample.id()
                    + "' must be an array of objects with role and content; found: " + turn);
        }
        return turn;
    }

    private static String leftOut(String reason) {
        throw new LeftOutException(reason);
    }

    private static final class LeftOutException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        LeftOutException(String reason) {
            super(null, null, false, false);
            this.reason = reason;
        }
    }

    /** Returns the dataset. */
    @Override
    public String toString() {
        return "DatasetExport[" + dataset + "]";
    }
}
