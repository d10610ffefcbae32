package io.genaiops.eval.ranking;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A measure of a ranking. Made by {@link RankingEvaluators}, which says what the sample has to hold. Immutable and
 * thread-safe; takes the time of sorting the judged documents.
 *
 * @since 0.1
 */
public final class RankingEvaluator implements Evaluator {

    /** How a figure comes of a ranking, its settings, and the highest grade that it can take. */
    record Measure(
            String name,
            ObjectNode settings,
            Direction direction,
            double highestGrade,
            ToDoubleFunction<Ranking> function) {

        static Measure of(String name, ToDoubleFunction<Ranking> function) {
            return new Measure(
                    name,
                    JsonNodeFactory.instance.objectNode(),
                    Direction.HIGHER_IS_BETTER,
                    Double.POSITIVE_INFINITY,
                    function);
        }

        Measure lowerIsBetter() {
            return new Measure(name, settings, Direction.LOWER_IS_BETTER, highestGrade, function);
        }

        Measure with(String setting, String value) {
            ObjectNode copy = settings.deepCopy().put(setting, value);
            return new Measure(name, copy, direction, highestGrade, function);
        }

        Measure upToGrade(double highest) {
            return new Measure(name, settings, direction, highest, function);
        }
    }

    private record Options(String attribute, double relevantFrom, boolean emptyIsWorst) {}

    private final Measure measure;
    private final Options options;

    private RankingEvaluator(Measure measure, Options options) {
        this.measure = measure;
        this.options = options;
    }

    static RankingEvaluator of(Measure measure) {
        return new RankingEvaluator(measure, new Options("relevant", 1, false));
    }

    /** Returns a copy that reads the relevant documents from this attribute; {@code relevant} if not set. */
    public RankingEvaluator attribute(String attribute) {
        if (requireNonNull(attribute, "attribute").isBlank()) {
            throw new IllegalArgumentException("attribute must not be blank");
        }
        return new RankingEvaluator(measure, new Options(attribute, options.relevantFrom, options.emptyIsWorst));
    }

    /**
     * Returns a copy for which a document is relevant from this grade on, over 0; 1 if not set, so that a grade of 0.5
     * is not relevant. NDCG takes the grades as they are.
     */
    public RankingEvaluator relevantFrom(double grade) {
        if (!(grade > 0) || Double.isInfinite(grade)) {
            throw new IllegalArgumentException("grade must be over 0 and finite; found: " + grade);
        }
        return new RankingEvaluator(measure, new Options(options.attribute, grade, options.emptyIsWorst));
    }

    /**
     * Returns a copy that scores a sample without documents 0, as {@code trec_eval -c} does, instead of
     * {@link Outcome.NotApplicable}. For a run in which every sample was searched for.
     *
     * @throws IllegalStateException if 0 is the good end, as of the noise
     */
    public RankingEvaluator emptyIsWorst() {
        if (measure.direction == Direction.LOWER_IS_BETTER) {
            throw new IllegalStateException("nothing retrieved has no " + measure.name + ": 0 would be the best score");
        }
        return new RankingEvaluator(measure, new Options(options.attribute, options.relevantFrom, true));
    }

    /**
     * Returns the mean over the samples of a run, such as MAP and MRR. Samples that are not applicable are left out;
     * when they are over 5 %, or one is malformed, there is no mean.
     */
    public RunEvaluator mean() {
        EvaluatorId id = id();
        return new MeanRanking(id.named("mean_" + id.name()), this);
    }

    @Override
    public EvaluatorId id() {
        ObjectNode configuration = measure.settings.deepCopy();
        configuration.put("attribute", options.attribute).put("relevantFrom", options.relevantFrom);
        return EvaluatorId.of(measure.name, "1.0.0", configuration.put("emptyIsWorst", options.emptyIsWorst));
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return measure.direction;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        Optional<JsonNode> judged = sample.attribute(options.attribute);
        if (judged.isEmpty() || judged.get().isNull()) {
            return Outcome.notApplicable(
                    "the sample has no attribute '" + options.attribute + "' that says which documents are relevant");
        }
        try {
            return score(sample, Ranking.judgements(options.attribute, judged.get()));
        } catch (GenAiOpsException e) {
            return Outcome.errored(e);
        }
    }

    private Outcome score(Sample sample, Map<String, Double> judgements) {
        Ranking ranking = Ranking.of(sample.context(), judgements, options.relevantFrom);
        if (ranking.relevant() == 0) {
            return Outcome.notApplicable("attribute '" + options.attribute + "' names no relevant document");
        }
        if (ranking.highestGrade() > measure.highestGrade) {
            throw new GenAiOpsException("grades must be at most " + measure.highestGrade + " for " + measure.name
                    + " with this gain; found: " + ranking.highestGrade());
        }
        if (ranking.retrieved() == 0 && !options.emptyIsWorst) {
            return Outcome.notApplicable("the sample has no context; emptyIsWorst() scores it 0");
        }
        double score = ranking.retrieved() == 0 ? 0 : measure.function.applyAsDouble(ranking);
        return Outcome.scored(score, scale(), direction(), ranking.toString());
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
