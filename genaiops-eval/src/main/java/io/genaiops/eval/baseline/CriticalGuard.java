package io.genaiops.eval.baseline;

import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.Measured.Cell;
import io.genaiops.eval.baseline.PairedTests.Tested;
import io.genaiops.eval.baseline.Pairing.Match;
import io.genaiops.eval.baseline.Pairing.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Watches single samples: which fell, which of them are critical, and what the guard could not see. */
final class CriticalGuard {

    private static final Comparator<Sized> WORST_FIRST = Comparator.comparing(
                    (Sized sized) -> !sized.fall().critical())
            .thenComparing(sized -> !sized.fall().failed())
            .thenComparing(Comparator.comparingDouble(Sized::share).reversed())
            .thenComparing(sized -> sized.fall().sample())
            .thenComparing(sized -> sized.fall().evaluator());

    /** A fall and the share of the scale that it went through. */
    private record Sized(Fall fall, double share) {}

    private final Pairing pairing;
    private final RegressionRule rule;

    CriticalGuard(Pairing pairing, RegressionRule rule) {
        this.pairing = pairing;
        this.rule = rule;
    }

    /** Returns the samples that fell, the worst first. */
    List<Fall> falls(List<Tested> tested) {
        List<Sized> falls = new ArrayList<>();
        for (Tested each : tested) {
            for (Pair pair : pairing.pairs()) {
                look(pair, each, falls);
            }
        }
        falls.sort(WORST_FIRST);
        return falls.stream().map(Sized::fall).toList();
    }

    private void look(Pair pair, Tested tested, List<Sized> falls) {
        Cell before = pair.before().cells().get(tested.match().before());
        Cell now = pair.now().cells().get(tested.match().now());
        if (before.score().isEmpty() || now.score().isEmpty()) {
            return;
        }
        double change = now.score().getAsDouble() - before.score().getAsDouble();
        double share = (pairing.now(tested.match()).isLowerBetter() ? change : -change) / tested.span();
        boolean failed = before.passes().orElse(0) > 0.5 && now.passes().orElse(1) <= 0.5;
        boolean critical = isCritical(pair, tested.match()) && (failed || share > rule.criticalFall());
        if (failed || critical || share >= rule.relevant()) {
            falls.add(new Sized(
                    new Fall(
                            pair.now().id(),
                            pairing.name(tested.match()),
                            before.score(),
                            now.score(),
                            before.passes(),
                            now.passes(),
                            failed,
                            critical,
                            pair.before().answer().equals(pair.now().answer())),
                    share));
        }
    }

    private boolean isCritical(Pair pair, Match match) {
        return rule.criticalEvaluators().contains(pairing.now(match).id().name()) || isTagged(pair.before());
    }

    private boolean isTagged(Measured.Row sample) {
        return !Collections.disjoint(rule.criticalTags(), sample.tags());
    }

    /** Returns what the guard could not see: a guard that watches nothing must not pass. */
    List<String> gaps(List<Tested> tested) {
        List<String> gaps = new ArrayList<>();
        for (String evaluator : rule.criticalEvaluators()) {
            List<Match> named = tested.stream()
                    .map(Tested::match)
                    .filter(match -> pairing.now(match).id().name().equals(evaluator))
                    .toList();
            if (named.isEmpty()) {
                gaps.add("critical evaluator '" + evaluator + "' is not in both");
            } else if (named.stream().noneMatch(this::canFall)) {
                gaps.add("critical evaluator '" + evaluator
                        + "' has no threshold, and no fall is stated that would be critical");
            }
        }
        for (String tag : rule.criticalTags()) {
            if (pairing.pairs().stream().noneMatch(pair -> pair.before().tags().contains(tag))) {
                gaps.add("critical tag '" + tag + "' is on no sample that both have");
            } else if (tested.stream().map(Tested::match).noneMatch(this::canFall)) {
                gaps.add("critical tag '" + tag + "' is on samples that no threshold judges, and no fall is stated that"
                        + " would be critical");
            }
        }
        lost(gaps);
        unscored(tested, gaps);
        return gaps;
    }

    private boolean canFall(Match match) {
        boolean judged = pairing.before(match).threshold().isPresent()
                && pairing.now(match).threshold().isPresent();
        return judged || Double.isFinite(rule.criticalFall());
    }

    private void lost(List<String> gaps) {
        List<String> lost = pairing.lost().stream()
                .filter(this::isTagged)
                .map(Measured.Row::id)
                .toList();
        if (!lost.isEmpty()) {
            gaps.add("critical samples are not there as they were: " + Words.ids(lost));
        }
    }

    private void unscored(List<Tested> tested, List<String> gaps) {
        for (Tested each : tested) {
            List<String> ids = pairing.pairs().stream()
                    .filter(pair -> isCritical(pair, each.match()))
                    .filter(pair -> pair.before()
                            .cells()
                            .get(each.match().before())
                            .score()
                            .isPresent())
                    .filter(pair ->
                            pair.now().cells().get(each.match().now()).score().isEmpty())
                    .map(pair -> pair.now().id())
                    .toList();
            if (!ids.isEmpty()) {
                gaps.add("critical samples have no score of '" + pairing.name(each.match()) + "' any more: "
                        + Words.ids(ids));
            }
        }
    }
}
