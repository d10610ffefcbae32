package io.genaiops.eval.panel;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What the members of a panel say about one sample. */
record Votes(List<Evaluator> members, List<Outcome> outcomes) {

    /** How votes become one score. */
    enum Rule {
        MAJORITY,
        MEAN,
        MEDIAN
    }

    static Votes of(List<Evaluator> members, Sample sample) {
        List<Outcome> outcomes = new ArrayList<>();
        members.forEach(member -> outcomes.add(member.attempt(sample)));
        return new Votes(members, outcomes);
    }

    Outcome outcome(Rule rule) {
        double[] scores = scores();
        if (scores.length * 2 <= members.size()) {
            return withoutScore(scores.length);
        }
        OptionalDouble value = value(rule, scores);
        if (value.isEmpty()) {
            return Outcome.unscored("no score has a majority: " + list(), list());
        }
        Scale scale = members.get(0).scale();
        return Outcome.scored(
                Math.max(scale.min(), Math.min(scale.max(), value.getAsDouble())),
                scale,
                members.get(0).direction(),
                rule.name().toLowerCase(Locale.ROOT) + " of " + scores.length + " of " + members.size() + ", spread "
                        + number(scores[scores.length - 1] - scores[0]) + ": " + list());
    }

    private Outcome withoutScore(int scored) {
        long notApplicable = count(Outcome.Kind.NOT_APPLICABLE);
        if (notApplicable * 2 > members.size()) {
            return Outcome.notApplicable(notApplicable + " of " + members.size() + " say not applicable: " + list());
        }
        String why = "only " + scored + " of " + members.size() + " gave a score: " + list();
        return count(Outcome.Kind.ERRORED) == members.size()
                ? outcomes.get(0)
                : Outcome.unscored(
                        why,
                        outcomes.stream()
                                .map(outcome -> outcome instanceof Outcome.Unscored unscored
                                        ? unscored.raw()
                                        : outcome.explanation())
                                .collect(Collectors.joining("\n---\n")));
    }

    private OptionalDouble value(Rule rule, double[] scores) {
        return switch (rule) {
            case MEAN -> Arrays.stream(scores).average();
            case MEDIAN -> {
                int middle = scores.length / 2;
                yield OptionalDouble.of(
                        scores.length % 2 == 1 ? scores[middle] : (scores[middle - 1] + scores[middle]) / 2);
            }
            case MAJORITY ->
                Arrays.stream(scores)
                        .filter(score -> Arrays.stream(scores)
                                                .filter(other -> other == score)
                                                .count()
                                        * 2
                                > members.size())
                        .findFirst();
        };
    }

    private double[] scores() {
        return outcomes.stream()
                .map(Outcome::score)
                .flatMapToDouble(OptionalDouble::stream)
                .sorted()
                .toArray();
    }

    private long count(Outcome.Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }

    private String list() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            lines.add(described(members.get(i), outcomes.get(i)));
        }
        return String.join("; ", lines);
    }

    static String described(Evaluator member, Outcome outcome) {
        String said = outcome.score().isPresent()
                ? number(outcome.score().getAsDouble())
                : outcome.kind().name();
        String why = outcome.explanation();
        return named(member) + " " + said + (why.isEmpty() ? "" : " (" + why + ")");
    }

    static String named(Evaluator member) {
        return member.id().name() + "#"
                + member.id().configuration().abbreviated().substring(0, 6);
    }

    static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Returns the outcome with more before its reason. */
    static Outcome explained(Outcome outcome, String before) {
        return outcome.fold(
                scored -> Outcome.scored(scored.value(), scored.scale(), scored.direction(), before + scored.reason()),
                other -> Outcome.notApplicable(before + other.why()),
                other -> Outcome.unscored(before + other.why(), other.raw()),
                other -> new Outcome.Errored(other.type(), before + other.message()),
                other -> Outcome.skipped(before + other.why()));
    }
}
