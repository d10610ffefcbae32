package io.genaiops.eval.baseline;

import io.genaiops.eval.baseline.BaselineVerdict.Difference;
import io.genaiops.eval.baseline.BaselineVerdict.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a baseline and a later run have in common, and where they differ. */
final class Pairing {

    /** A sample that both have, with one row. */
    record Pair(Measured.Row before, Measured.Row now) {}

    /** An evaluator that both have, by its places in the two lists. */
    record Match(int before, int now) {}

    private final Baseline baseline;
    private final Baseline candidate;
    private final RegressionRule rule;
    private final List<String> names;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Measured.Row> appeared = new ArrayList<>();
    private final List<Measured.Row> vanished = new ArrayList<>();
    private final List<Measured.Row> changed = new ArrayList<>();
    private final List<Match> matches = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();

    Pairing(Baseline baseline, Baseline candidate, RegressionRule rule) {
        this.baseline = baseline;
        this.candidate = candidate;
        this.rule = rule;
        this.names = Measured.Evaluator.names(candidate.evaluators());
        pairSamples();
        dataset();
        matchEvaluators();
        facts();
    }

    List<Pair> pairs() {
        return pairs;
    }

    /** Returns the samples of the later run alone. */
    List<String> appeared() {
        return ids(appeared);
    }

    /** Returns the samples of the baseline alone. */
    List<String> vanished() {
        return ids(vanished);
    }

    /** Returns the samples whose row is another one. */
    List<String> changed() {
        return ids(changed);
    }

    /** Returns the samples of the baseline that are not in the later run as they were. */
    List<Measured.Row> lost() {
        List<Measured.Row> lost = new ArrayList<>(vanished);
        lost.addAll(changed);
        return lost;
    }

    List<Match> matches() {
        return matches;
    }

    List<Difference> differences() {
        return differences;
    }

    /** Returns what to call an evaluator, so that it is told from others of its name. */
    String name(Match match) {
        return names.get(match.now());
    }

    Measured.Evaluator before(Match match) {
        return baseline.evaluators().get(match.before());
    }

    Measured.Evaluator now(Match match) {
        return candidate.evaluators().get(match.now());
    }

    /** Both lists are in the order of the ids, so one walk through them is enough. */
    private void pairSamples() {
        List<Measured.Row> old = baseline.samples();
        List<Measured.Row> recent = candidate.samples();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < recent.size()) {
            int order = i == old.size()
                    ? 1
                    : j == recent.size()
                            ? -1
                            : old.get(i).id().compareTo(recent.get(j).id());
            if (order < 0) {
                vanished.add(old.get(i++));
            } else if (order > 0) {
                appeared.add(recent.get(j++));
            } else {
                pair(old.get(i++), recent.get(j++));
            }
        }
    }

    private void pair(Measured.Row before, Measured.Row now) {
        if (before.row().equals(now.row())) {
            pairs.add(new Pair(before, now));
        } else {
            changed.add(before);
        }
    }

    private void dataset() {
        if (!appeared.isEmpty() || !vanished.isEmpty() || !changed.isEmpty()) {
            differ("dataset", dataset(baseline), dataset(candidate), standing(rule.allowsOtherDataset()));
        } else if (!baseline.datasetDigest().equals(candidate.datasetDigest())) {
            differ(
                    "digest of the dataset, in recorded responses or the order of rows",
                    baseline.datasetDigest().abbreviated(),
                    candidate.datasetDigest().abbreviated(),
                    Standing.NOTED);
        }
    }

    private static String dataset(Baseline of) {
        return of.facts().dataset() + ", " + Words.samples(of.size()) + ", "
                + of.datasetDigest().abbreviated();
    }

    private void matchEvaluators() {
        Set<Integer> left = new TreeSet<>();
        for (int now = 0; now < candidate.evaluators().size(); now++) {
            left.add(now);
        }
        List<Integer> unmatched = new ArrayList<>();
        for (int before = 0; before < baseline.evaluators().size(); before++) {
            int now = indexOfIdentity(before);
            if (now >= 0) {
                left.remove(now);
                match(before, now);
            } else {
                unmatched.add(before);
            }
        }
        for (int before : unmatched) {
            matchByName(before, unmatched, left);
        }
        for (int now : left) {
            evaluator(Words.NONE, candidate.evaluators().get(now).id().toString());
        }
    }

    private int indexOfIdentity(int before) {
        return candidate.evaluators().stream()
                .map(Measured.Evaluator::id)
                .toList()
                .indexOf(baseline.evaluators().get(before).id());
    }

    private void match(int before, int now) {
        Measured.Evaluator old = baseline.evaluators().get(before);
        Measured.Evaluator recent = candidate.evaluators().get(now);
        String name = "'" + old.id().name() + "'";
        if (!old.hasScaleOf(recent)) {
            differ("scale of " + name, scale(old), scale(recent), standing(rule.allowsOtherEvaluators()));
            return;
        }
        if (!old.threshold().equals(recent.threshold())) {
            differ("threshold of " + name, threshold(old), threshold(recent), standing(rule.allowsOtherEvaluators()));
        }
        matches.add(new Match(before, now));
    }

    /** Takes an evaluator of the same name for a changed one, if there is only one of the name on either side. */
    private void matchByName(int before, List<Integer> unmatched, Set<Integer> left) {
        Measured.Evaluator old = baseline.evaluators().get(before);
        List<Integer> sameName =
                left.stream().filter(now -> isNamed(candidate, now, old)).toList();
        long rivals = unmatched.stream()
                .filter(other -> isNamed(baseline, other, old))
                .count();
        if (sameName.size() != 1 || rivals != 1) {
            evaluator(old.id().toString(), Words.NONE);
            return;
        }
        int now = sameName.get(0);
        left.remove(now);
        evaluator(old.id().toString(), candidate.evaluators().get(now).id().toString());
        match(before, now);
    }

    private static boolean isNamed(Baseline of, int index, Measured.Evaluator other) {
        return of.evaluators().get(index).id().name().equals(other.id().name());
    }

    private void evaluator(String before, String now) {
        differ("evaluator", before, now, standing(rule.allowsOtherEvaluators()));
    }

    private void facts() {
        note("variant", baseline.variant(), candidate.variant());
        note(
                "prompts",
                texts(baseline.facts().prompts()),
                texts(candidate.facts().prompts()));
        note("models", texts(baseline.facts().models()), texts(candidate.facts().models()));
        note(
                "repetitions",
                Integer.toString(baseline.facts().repetitions()),
                Integer.toString(candidate.facts().repetitions()));
    }

    private void note(String what, String before, String now) {
        if (!before.equals(now)) {
            differ(what, before, now, Standing.NOTED);
        }
    }

    private void differ(String what, String before, String now, Standing standing) {
        differences.add(new Difference(what, before, now, standing));
    }

    private static Standing standing(boolean allowed) {
        return allowed ? Standing.ALLOWED : Standing.REFUSED;
    }

    private static String scale(Measured.Evaluator evaluator) {
        return evaluator.scale() + " "
                + BaselineWriter.word(evaluator.direction()).replace('_', ' ');
    }

    private static String threshold(Measured.Evaluator evaluator) {
        return evaluator.threshold().map(Object::toString).orElse(Words.NONE);
    }

    private static String texts(Collection<?> values) {
        return values.isEmpty() ? "not known" : Words.list(values, Object::toString);
    }

    private static List<String> ids(List<Measured.Row> samples) {
        return samples.stream().map(Measured.Row::id).toList();
    }
}
