package io.genaiops.eval.baseline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** What a variant was measured to be: by which evaluators, and for each sample. */
final class Measured {

    private Measured() {}

    /** An evaluator whose scores are kept, and what they are held against. */
    record Evaluator(EvaluatorId id, Scale scale, Direction direction, Optional<Threshold> threshold) {

        static Evaluator of(ScoreColumn column) {
            return new Evaluator(column.evaluator(), column.scale(), column.direction(), column.threshold());
        }

        boolean hasScaleOf(Evaluator other) {
            return scale.equals(other.scale) && direction == other.direction;
        }

        boolean isLowerBetter() {
            return direction == Direction.LOWER_IS_BETTER;
        }

        /** Tells whether a score can only be one of two, so that it says no more than pass and fail do. */
        boolean isYesOrNo(double... scores) {
            return threshold.isPresent()
                    && Arrays.stream(scores).allMatch(score -> score == scale.min() || score == scale.max());
        }

        /** What a share of the scale is a share of: its length or, where it has no end, the size of the scores. */
        double span(double... scores) {
            double length = scale.max() - scale.min();
            double size = Arrays.stream(scores).map(Math::abs).average().orElse(0);
            return Double.isFinite(length) ? length : size > 0 ? size : 1;
        }

        /** Returns what files and reports call each of them: its name or, where two have one, its whole identity. */
        static List<String> names(List<Evaluator> evaluators) {
            List<Function<EvaluatorId, String>> forms = List.of(
                    EvaluatorId::name,
                    EvaluatorId::toString,
                    id -> id.name() + " " + id.version() + " "
                            + id.configuration().value());
            for (Function<EvaluatorId, String> form : forms) {
                List<String> names = new ArrayList<>();
                evaluators.forEach(evaluator -> names.add(form.apply(evaluator.id())));
                if (new HashSet<>(names).size() == names.size()) {
                    return names;
                }
            }
            throw new IllegalArgumentException("evaluators need identities that tell them apart; found: "
                    + evaluators.stream()
                            .map(evaluator -> evaluator.id().toString())
                            .toList());
        }
    }

    /** What is kept only if it is wished; a repetition without an answer has an empty one. */
    record Texts(String input, List<Optional<String>> answers) {}

    /**
     * What one evaluator gave.
     *
     * @param score the mean over the repetitions that have a score
     * @param passes the share of passes among them, if there is a threshold
     * @param missing how many repetitions have no score, by the kind of outcome there is instead
     */
    record Cell(OptionalDouble score, OptionalDouble passes, Map<Outcome.Kind, Integer> missing) {

        static Cell of(ScoreColumn column, int item) {
            Map<Outcome.Kind, Integer> missing = new EnumMap<>(Outcome.Kind.class);
            for (int repetition = 1; repetition <= column.repetitions(); repetition++) {
                Outcome.Kind kind = column.kind(item, repetition).orElse(Outcome.Kind.SKIPPED);
                if (kind != Outcome.Kind.SCORED) {
                    missing.merge(kind, 1, Integer::sum);
                }
            }
            OptionalDouble score = column.score(item);
            return new Cell(
                    score.isPresent() ? OptionalDouble.of(onScale(score.getAsDouble(), column.scale())) : score,
                    column.passes(item),
                    missing.isEmpty() ? Map.of() : missing);
        }

        /** A mean may lie a rounding error beyond its largest part, and -0 is 0. */
        private static double onScale(double mean, Scale scale) {
            return Math.min(Math.max(mean, scale.min()), scale.max()) + 0.0;
        }

        int withoutScore() {
            return missing.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * What a variant made of one sample, over all repetitions.
     *
     * @param row the start of the digest of the row without a response
     * @param answer the start of the digest of all answers
     * @param cells the scores, in the order of the evaluators
     * @param texts input and answers, if they are wished
     */
    record Row(String id, String row, String answer, SortedSet<String> tags, List<Cell> cells, Optional<Texts> texts) {

        static Row of(ItemResult item, int index, List<ScoreColumn> columns, boolean withTexts) {
            List<Optional<String>> answers =
                    item.trials().stream().map(Row::answer).toList();
            Sample sample = item.sample();
            return new Row(
                    sample.id(),
                    digestOf(sample),
                    digestOf(answers),
                    new TreeSet<>(sample.tags()),
                    columns.stream().map(column -> Cell.of(column, index)).toList(),
                    withTexts ? Optional.of(new Texts(sample.input(), answers)) : Optional.empty());
        }

        private static Optional<String> answer(Trial trial) {
            return trial.isAnswered() ? trial.evaluation().sample().response() : Optional.empty();
        }

        private static String digestOf(Sample sample) {
            return Dataset.of("row", List.of(sample.unanswered())).digest().abbreviated();
        }

        private static String digestOf(List<Optional<String>> answers) {
            ArrayNode texts = JsonNodeFactory.instance.arrayNode();
            answers.forEach(answer -> answer.ifPresentOrElse(text -> texts.add(encodable(text)), texts::addNull));
            return Digest.ofJson(texts).abbreviated();
        }

        /** Unpaired surrogates have no digest; they count as question marks. */
        private static String encodable(String text) {
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }
}
