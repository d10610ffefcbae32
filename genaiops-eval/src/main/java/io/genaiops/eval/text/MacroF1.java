package io.genaiops.eval.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The mean over the classes of the F1 of each, of answers that name a class. */
record MacroF1() implements RunEvaluator {

    private static final double LEAST_COVERAGE = 0.95;
    private static final int SHOWN = 10;

    /** What was counted of one class. */
    private static final class Tally {
        private int right;
        private int answered;
        private int expected;

        /** Half of the sum of precision's and recall's denominators, so that F1 is 0 where nothing is right. */
        double f1() {
            return 2.0 * right / (answered + expected);
        }
    }

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of("macro_f1", "1.0.0", JsonNodeFactory.instance.objectNode());
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(List<Sample> samples) {
        List<Sample> labelled = samples.stream()
                .filter(sample ->
                        sample.response().isPresent() && !sample.references().isEmpty())
                .toList();
        String coverage = labelled.size() + " of " + samples.size() + " samples have a response and a reference";
        if (labelled.isEmpty() || labelled.size() < LEAST_COVERAGE * samples.size()) {
            return Outcome.notApplicable(coverage);
        }
        Map<String, Tally> classes = new TreeMap<>();
        labelled.forEach(sample -> classes.computeIfAbsent(expected(sample), name -> new Tally()).expected++);
        int others = 0;
        for (Sample sample : labelled) {
            Tally answered = classes.get(answer(sample));
            if (answered == null) {
                others++;
            } else {
                answered.answered++;
                answered.right += answer(sample).equals(expected(sample)) ? 1 : 0;
            }
        }
        double mean = classes.values().stream().mapToDouble(Tally::f1).average().orElseThrow();
        return Outcome.scored(mean, scale(), direction(), reason(classes, others) + "; " + coverage);
    }

    private static String answer(Sample sample) {
        return Words.normalize(sample.response().orElseThrow());
    }

    /** Returns the reference that the answer names, else the first one. */
    private static String expected(Sample sample) {
        List<String> references =
                sample.references().stream().map(Words::normalize).toList();
        String answer = answer(sample);
        return references.contains(answer) ? answer : references.get(0);
    }

    private static String reason(Map<String, Tally> classes, int others) {
        String lowest = classes.entrySet().stream()
                .sorted((one, other) ->
                        Double.compare(one.getValue().f1(), other.getValue().f1()))
                .limit(SHOWN)
                .map(each -> String.format(
                        Locale.ROOT,
                        "%s %.3f",
                        TextEvaluators.shortened(each.getKey()),
                        each.getValue().f1()))
                .collect(Collectors.joining(", "));
        return "F1 of " + classes.size() + " classes"
                + (classes.size() > SHOWN ? ", the lowest: " : ": ") + lowest
                + (others == 0 ? "" : "; " + others + " answers name no class of a reference");
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
