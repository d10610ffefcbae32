package io.genaiops.eval.panel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes one evaluator of different ones: all of, any of or most of some checks, or the weighted mean of some scores.
 *
 * <pre>{@code
 * Evaluator sound = Combined.allOf(relevance.atLeast(4), toxicity.atMost(0.1));
 * Evaluator overall = Combined.weightedMean(relevance.weighted(3), brevity.weighted(1));
 * }</pre>
 *
 * A member without a score is neither passed nor failed: the result has a score only where that member cannot change it,
 * and otherwise says why there is none. For several judges of one property see {@link Panel}.
 *
 * @since 0.1
 */
public final class Combined {

    /** Which kind of non-score stands for several: the most alarming one. */
    private static final List<Outcome.Kind> BY_ALARM =
            List.of(Outcome.Kind.ERRORED, Outcome.Kind.UNSCORED, Outcome.Kind.SKIPPED, Outcome.Kind.NOT_APPLICABLE);

    private Combined() {}

    /** Returns 1 if every check passes, 0 if one fails. Cheap ones first; nothing is asked after a failure. */
    public static Evaluator allOf(Check... checks) {
        return judging("all_of", checks, (passed, failed, all) -> failed > 0 ? 0 : passed == all ? 1 : Settled.OPEN);
    }

    /** Returns 1 if one check passes, 0 if all fail. Cheap ones first; nothing is asked after a pass. */
    public static Evaluator anyOf(Check... checks) {
        return judging("any_of", checks, (passed, failed, all) -> passed > 0 ? 1 : failed == all ? 0 : Settled.OPEN);
    }

    /**
     * Returns 1 if more than half of the checks pass, 0 if that cannot be any more. Cheap ones first; nothing is asked
     * after it is settled.
     */
    public static Evaluator majority(Check... checks) {
        return judging(
                "majority_of",
                checks,
                (passed, failed, all) -> 2 * passed > all ? 1 : 2 * failed >= all ? 0 : Settled.OPEN);
    }

    /**
     * Returns the weighted mean of the scores, each moved to 0 (the bad end of its scale) to 1 (the good end). If one has
     * no score there is no mean: over the rest it would be another figure.
     *
     * @throws IllegalArgumentException if a scale has an infinite end
     */
    public static Evaluator weightedMean(Evaluator.Weighted... members) {
        List<Evaluator.Weighted> all = List.copyOf(Arrays.asList(members));
        List<Evaluator> evaluators =
                all.stream().map(Evaluator.Weighted::evaluator).toList();
        requireSeveral(evaluators);
        evaluators.forEach(Combined::requireEnds);
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        ArrayNode list = configuration.putArray("members");
        all.forEach(member -> identify(list.addObject(), member.evaluator()).put("weight", member.weight()));
        return evaluator("weighted_mean", evaluators, configuration, sample -> mean(all, sample));
    }

    private static Outcome mean(List<Evaluator.Weighted> members, Sample sample) {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        double sum = 0;
        double weights = 0;
        for (Evaluator.Weighted member : members) {
            Outcome outcome = member.evaluator().attempt(sample);
            outcomes.add(outcome);
            lines.add(Votes.described(member.evaluator(), outcome));
            if (outcome instanceof Outcome.Scored scored) {
                // by the greatest weight first, so that no sum of weights overflows
                sum += member.weight() / heaviest(members) * goodness(scored);
                weights += member.weight() / heaviest(members);
            }
        }
        String list = String.join("; ", lines);
        return outcomes.stream().allMatch(Outcome::isScored)
                ? score(Math.min(1, sum / weights), "weighted mean of: " + list)
                : withoutScore(outcomes, list);
    }

    private static double heaviest(List<Evaluator.Weighted> members) {
        return members.stream().mapToDouble(Evaluator.Weighted::weight).max().orElseThrow();
    }

    private static double goodness(Outcome.Scored scored) {
        Scale scale = scored.scale();
        double share = (scored.value() / 2 - scale.min() / 2) / (scale.max() / 2 - scale.min() / 2);
        return scored.direction() == Direction.HIGHER_IS_BETTER ? share : 1 - share;
    }

    /** Says what the passes and failures so far come to. */
    private interface Settled {

        int OPEN = -1;

        int score(int passed, int failed, int all);
    }

    private static Evaluator judging(String name, Check[] checks, Settled rule) {
        List<Check> all = List.copyOf(Arrays.asList(checks));
        List<Evaluator> evaluators = all.stream().map(Check::evaluator).toList();
        requireSeveral(evaluators);
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        ArrayNode list = configuration.putArray("checks");
        for (Check check : all) {
            String threshold = check.threshold()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "a combined check needs a threshold; found: " + check + "; use atLeast(…) or atMost(…)"))
                    .toString();
            identify(list.addObject(), check.evaluator()).put("threshold", threshold);
        }
        List<Check> cheapFirst = all.stream()
                .sorted(Comparator.comparing(check -> check.evaluator().effort()))
                .toList();
        return evaluator(name, evaluators, configuration, sample -> judge(cheapFirst, rule, sample));
    }

    private static Outcome judge(List<Check> checks, Settled rule, Sample sample) {
        List<Outcome> missing = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int passed = 0;
        int failed = 0;
        for (Check check : checks) {
            Outcome outcome = check.evaluator().attempt(sample);
            Judgement judgement = check.threshold().orElseThrow().judge(outcome);
            passed += judgement == Judgement.PASSED ? 1 : 0;
            failed += judgement == Judgement.FAILED ? 1 : 0;
            if (judgement == Judgement.INCONCLUSIVE) {
                missing.add(outcome);
            }
            lines.add(judgement + " " + Votes.described(check.evaluator(), outcome));
            int score = rule.score(passed, failed, checks.size());
            if (score != Settled.OPEN) {
                return score(score, String.join("; ", lines));
            }
        }
        return withoutScore(missing, String.join("; ", lines));
    }

    private static Outcome withoutScore(List<Outcome> outcomes, String list) {
        Outcome worst = outcomes.stream()
                .filter(outcome -> !outcome.isScored())
                .min(Comparator.comparing(outcome -> BY_ALARM.indexOf(outcome.kind())))
                .orElseThrow();
        return Votes.explained(worst, "nothing is concluded: " + list + "; ");
    }

    private static Outcome score(double value, String reason) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, reason);
    }

    private static Evaluator evaluator(
            String name, List<Evaluator> members, ObjectNode configuration, Function<Sample, Outcome> function) {
        return Evaluator.builder(name)
                .effort(members.stream()
                        .map(Evaluator::effort)
                        .max(Comparator.naturalOrder())
                        .orElseThrow())
                .configuration(configuration)
                .evaluating(function);
    }

    private static ObjectNode identify(ObjectNode json, Evaluator member) {
        return json.put("name", member.id().name())
                .put("version", member.id().version())
                .put("configuration", member.id().configuration().value());
    }

    private static void requireSeveral(List<Evaluator> members) {
        if (members.size() < 2) {
            throw new IllegalArgumentException("at least two members are needed; found: " + members);
        }
        Set<EvaluatorId> seen = new HashSet<>();
        for (Evaluator member : members) {
            if (!seen.add(member.id())) {
                throw new IllegalArgumentException("members must differ; found twice: " + member.id()
                        + "; hold one score against one threshold, such as between(…)");
            }
        }
    }

    private static void requireEnds(Evaluator member) {
        Scale scale = member.scale();
        if (Double.isInfinite(scale.min()) || Double.isInfinite(scale.max())) {
            throw new IllegalArgumentException("a mean needs scales with two ends; found: " + member.id() + " on "
                    + scale + "; make it a check and use allOf(…)");
        }
    }
}
