package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.rubric.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a judge compare answers to one question. Each pair is asked in both orders, two calls, since judges favour a
 * position; a disagreement is a tie (LLM-as-a-judge, arXiv 2306.05685, section 3.4). As thread-safe as the judge.
 *
 * @since 0.1
 */
public final class Pairwise {

    private static final String BASELINE = "baseline";

    private final Judge judge;
    private final Rubric rubric;

    private Pairwise(Judge judge, Rubric rubric) {
        this.judge = judge;
        this.rubric = rubric;
    }

    /** Returns comparisons by the rubric {@code judge-pairwise}. */
    public static Pairwise by(Judge judge) {
        return by(judge, judge.rubric("judge-pairwise"));
    }

    /**
     * Returns comparisons by a rubric of your own. It reads {@code first} and {@code second}, and its categories are
     * first, tie and second.
     */
    public static Pairwise by(Judge judge, Rubric rubric) {
        boolean pair = rubric.inputs().keySet().containsAll(List.of("first", "second"));
        if (!pair || !rubric.menu().entries().keySet().equals(Set.of("first", "tie", "second"))) {
            throw new IllegalArgumentException(
                    "a rubric for pairs reads 'first' and 'second' and has the categories first,"
                            + " tie and second; found: " + rubric + " reading "
                            + rubric.inputs().keySet());
        }
        return new Pairwise(requireNonNull(judge, "judge"), rubric);
    }

    /**
     * Returns which of two answers to the question of the sample is preferred; a reference of the sample is shown to the
     * judge. Equal answers are a tie without a call.
     */
    public Preference compare(Sample sample, String first, String second) {
        if (first.strip().equals(second.strip())) {
            Outcome tie = scored(0.5, "the answers are equal");
            return new Preference(tie, tie);
        }
        return new Preference(ask(sample, first, second), turned(ask(sample, second, first)));
    }

    /**
     * Returns an evaluator that compares the response with the text in the sample's attribute {@code baseline}: 1 the
     * response is better, 0.5 a tie, 0 the baseline is better.
     */
    public Evaluator againstBaseline() {
        return Judge.builder("preference", rubric, judge.identity(rubric))
                .scale(Scale.UNIT)
                .direction(Direction.HIGHER_IS_BETTER)
                .requests(Inquiry.REQUESTS.times(2))
                .evaluating(this::againstBaseline);
    }

    private Outcome againstBaseline(Sample sample) {
        Optional<String> response = sample.response().filter(text -> !text.isBlank());
        Optional<String> baseline =
                sample.attribute(BASELINE).map(json -> json.asText()).filter(text -> !text.isBlank());
        if (response.isEmpty() || baseline.isEmpty()) {
            return Outcome.notApplicable(
                    response.isEmpty()
                            ? "the sample has no response"
                            : "the sample has no attribute '" + BASELINE + "'");
        }
        Preference preference = compare(sample, response.get(), baseline.get());
        return switch (preference.winner()) {
            case FIRST -> scored(1, preference.explanation());
            case SECOND -> scored(0, preference.explanation());
            case TIE -> scored(0.5, preference.explanation());
            case UNDECIDED -> preference.inOrder().isScored() ? preference.swapped() : preference.inOrder();
        };
    }

    /**
     * Returns the answers from the best to the worst, by the points of all pairs: 1 for a win, a half for a tie. That
     * takes n(n-1) calls.
     *
     * @throws IllegalArgumentException if there are fewer than two answers
     */
    public Ranking rank(Sample sample, List<String> answers) {
        if (answers.size() < 2) {
            throw new IllegalArgumentException("a ranking needs two answers at least; found: " + answers.size());
        }
        List<Ranking.Pair> pairs = new ArrayList<>();
        for (int first = 0; first < answers.size(); first++) {
            for (int second = first + 1; second < answers.size(); second++) {
                pairs.add(new Ranking.Pair(first, second, compare(sample, answers.get(first), answers.get(second))));
            }
        }
        return Ranking.of(answers.size(), pairs);
    }

    /** Asks in one order: 1 for the answer that stands first. */
    private Outcome ask(Sample sample, String first, String second) {
        Map<String, Boolean> others = new LinkedHashMap<>(rubric.inputs());
        others.keySet().removeAll(List.of("first", "second"));
        Material material = Material.of(sample, others);
        Map<String, String> texts = new LinkedHashMap<>(material.texts());
        if (material.missing() != null || first.isBlank() || second.isBlank()) {
            return Outcome.notApplicable(
                    material.missing() == null ? "an answer of the pair is blank" : material.missing());
        }
        texts.put("first", Material.unicode(first));
        texts.put("second", Material.unicode(second));
        return new Grading(judge, rubric, "preference").ask(sample, texts, this::points);
    }

    private Outcome points(Verdict verdict) {
        return switch (verdict.word()) {
            case "first" -> scored(1, verdict.text());
            case "second" -> scored(0, verdict.text());
            case "tie" -> scored(0.5, verdict.text());
            default -> Outcome.notApplicable(verdict.text().isBlank() ? "the judge says so" : verdict.text());
        };
    }

    private static Outcome turned(Outcome outcome) {
        return outcome.score().isEmpty() ? outcome : scored(1 - outcome.score().getAsDouble(), outcome.explanation());
    }

    private static Outcome scored(double value, String reason) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, reason);
    }

    @Override
    public String toString() {
        return "Pairwise[" + judge + ", " + rubric + "]";
    }
}
