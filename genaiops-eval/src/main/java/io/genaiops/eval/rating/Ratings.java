package io.genaiops.eval.rating;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ratings of one person, read from a sheet by {@link SheetKey}. Immutable.
 *
 * @since 0.1
 */
public final class Ratings {

    private record Answer(String sample, Digest text) {}

    private final String rater;
    private final List<Criterion> criteria;
    private final List<Rating> all;

    Ratings(String rater, List<Criterion> criteria, List<Rating> all) {
        if (rater.isBlank() || rater.length() > 50 || rater.contains("/")) {
            throw new IllegalArgumentException(
                    "a rater needs a name of 1 to 50 characters without '/'; found: '" + rater + "'");
        }
        this.rater = rater;
        this.criteria = criteria;
        this.all = List.copyOf(all);
    }

    /** Returns who rated. */
    public String rater() {
        return rater;
    }

    /** Returns what was rated. */
    public List<Criterion> criteria() {
        return criteria;
    }

    /** Returns the ratings, in the order of the file. */
    public List<Rating> all() {
        return all;
    }

    /** Returns what was said of a variant's answer to a sample; empty if it was not rated. */
    public Optional<Rating> of(String sample, String variant) {
        return all.stream()
                .filter(rating ->
                        rating.sample().equals(sample) && rating.variant().equals(variant))
                .findFirst();
    }

    /**
     * Returns this person as an evaluator of a criterion, called {@code human:<rater>/<criterion>}: it knows the answers of
     * the sheet, and of any other it says {@code NotApplicable}. Word for word equal answers to a sample get the mean of
     * their scores. Its identity holds every rating.
     *
     * @throws IllegalArgumentException if the sheet has no such criterion
     */
    public Evaluator evaluator(String criterion) {
        Criterion asked = criterion(criterion);
        Map<Answer, Outcome> outcomes = new HashMap<>();
        all.forEach(rating -> outcomes.merge(
                new Answer(rating.sample(), rating.answer()),
                rating.outcome(criterion),
                (one, other) -> mean(asked, criterion, rating)));
        return new Human(
                id(asked),
                asked.scale(),
                asked.direction(),
                sample -> outcomes.getOrDefault(
                        new Answer(sample.id(), CellText.exact(sample.response().orElse(""))),
                        Outcome.notApplicable(rater + " did not rate this answer")));
    }

    /** Returns the identity of the evaluator of a criterion. */
    public EvaluatorId id(String criterion) {
        return id(criterion(criterion));
    }

    Criterion criterion(String name) {
        return criteria.stream()
                .filter(criterion -> criterion.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "ratings of '" + rater + "' have no criterion '" + name + "'; they have "
                                + criteria.stream().map(Criterion::name).toList()));
    }

    private EvaluatorId id(Criterion criterion) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode().put("criterion", criterion.header());
        configuration.put("direction", criterion.direction().name());
        ArrayNode ratings = configuration.putArray("ratings");
        all.forEach(rating -> ratings.addObject()
                .put("sample", rating.sample())
                .put("variant", rating.variant())
                .put("answer", rating.answer().value())
                .set("outcome", rating.outcome(criterion.name()).toJson()));
        return EvaluatorId.of("human:" + rater + "/" + criterion.name(), "1", configuration);
    }

    private Outcome mean(Criterion asked, String criterion, Rating like) {
        double[] scores = all.stream()
                .filter(rating ->
                        rating.sample().equals(like.sample()) && rating.answer().equals(like.answer()))
                .flatMapToDouble(rating -> rating.outcome(criterion).score().stream())
                .toArray();
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        return scores.length == 0
                ? Outcome.notApplicable("the rater says so")
                : Outcome.scored(sum / scores.length, asked.scale(), asked.direction(), "");
    }

    private record Human(EvaluatorId id, Scale scale, Direction direction, Lookup lookup) implements Evaluator {

        private interface Lookup {
            Outcome outcome(Sample sample);
        }

        @Override
        public Outcome evaluate(Sample sample) {
            return sample.response().isEmpty()
                    ? Outcome.notApplicable("the sample has no response")
                    : lookup.outcome(sample);
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** Returns rater and number of ratings. */
    @Override
    public String toString() {
        return "Ratings[" + rater + ", " + all.size() + " answers]";
    }
}
