package io.genaiops.eval.baseline;

import io.genaiops.eval.baseline.BaselineVerdict.Measure;
import io.genaiops.eval.baseline.Measured.Cell;
import io.genaiops.eval.baseline.Pairing.Match;
import io.genaiops.eval.baseline.Pairing.Pair;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.McNemar;
import io.genaiops.eval.statistics.PairedDifferences;
import io.genaiops.eval.statistics.Power;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The paired tests of all evaluators, corrected by Holm's method. What could have been detected is computed at the level
 * that the strictest step of the correction asks for, so it does not depend on what else was found.
 */
final class PairedTests {

    /** What the tests of one evaluator say, on the samples that have a score in both. */
    record Tested(Match match, int paired, double span, Optional<Measure> passes, Optional<Measure> scores) {

        List<Measure> measures() {
            return Stream.of(passes, scores).flatMap(Optional::stream).toList();
        }
    }

    /** A test before its correction. */
    private record Test(
            Measure measure, Function<Power, OptionalDouble> detectable, Function<Power, OptionalLong> needed) {

        Measure corrected(double pValue, Power strictest) {
            Verdict raw = measure.verdict().adjusted(pValue);
            Verdict verdict = new Verdict(
                    raw.items(),
                    raw.difference(),
                    raw.pValue(),
                    raw.interval(),
                    detectable.apply(strictest),
                    needed.apply(strictest),
                    raw.power(),
                    raw.relevant());
            return new Measure(measure.before(), measure.now(), verdict);
        }
    }

    /** The numbers of one evaluator, sample by sample. */
    private static final class Columns {

        private final double[] before;
        private final double[] now;

        Columns(double[] before, double[] now) {
            this.before = before;
            this.now = now;
        }

        static Columns of(List<Pair> pairs, Match match, Function<Cell, OptionalDouble> figure) {
            double[] before = new double[pairs.size()];
            double[] now = new double[pairs.size()];
            int count = 0;
            for (Pair pair : pairs) {
                OptionalDouble one = figure.apply(pair.before().cells().get(match.before()));
                OptionalDouble other = figure.apply(pair.now().cells().get(match.now()));
                if (one.isPresent() && other.isPresent()) {
                    before[count] = one.getAsDouble();
                    now[count++] = other.getAsDouble();
                }
            }
            return new Columns(Arrays.copyOf(before, count), Arrays.copyOf(now, count));
        }

        boolean isEmpty() {
            return before.length == 0;
        }

        boolean isWhole() {
            return all().allMatch(share -> share == Math.rint(share));
        }

        DoubleStream all() {
            return DoubleStream.concat(Arrays.stream(before), Arrays.stream(now));
        }
    }

    private final Pairing pairing;
    private final double relevant;
    private final Resampling resampling;
    private final Power usual = Power.usual();

    PairedTests(Pairing pairing, double relevant, long seed) {
        this.pairing = pairing;
        this.relevant = relevant;
        this.resampling = Resampling.seeded(seed);
    }

    List<Tested> run() {
        List<Optional<Test>> tests = new ArrayList<>();
        List<Columns> scores = new ArrayList<>();
        for (Match match : pairing.matches()) {
            Columns ofScores = Columns.of(pairing.pairs(), match, Cell::score);
            scores.add(ofScores);
            tests.add(passes(Columns.of(pairing.pairs(), match, Cell::passes)));
            tests.add(scores(ofScores, pairing.before(match)));
        }
        List<Optional<Measure>> measures = corrected(tests);
        List<Tested> tested = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            Match match = pairing.matches().get(i);
            double[] before = scores.get(i).before;
            tested.add(new Tested(
                    match,
                    before.length,
                    pairing.before(match).span(before),
                    measures.get(2 * i),
                    measures.get(2 * i + 1)));
        }
        return tested;
    }

    private List<Optional<Measure>> corrected(List<Optional<Test>> tests) {
        double[] raw = tests.stream()
                .flatMap(Optional::stream)
                .mapToDouble(test -> test.measure().verdict().pValue())
                .toArray();
        double[] adjusted = Statistics.corrected(Correction.HOLM, raw);
        Power strictest = new Power(1 - usual.alpha() / Math.max(1, raw.length), usual.power());
        List<Optional<Measure>> measures = new ArrayList<>();
        int next = 0;
        for (Optional<Test> test : tests) {
            measures.add(
                    test.isPresent()
                            ? Optional.of(test.get().corrected(adjusted[next++], strictest))
                            : Optional.empty());
        }
        return measures;
    }

    private Optional<Test> passes(Columns shares) {
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        if (!shares.isWhole()) {
            return Optional.of(test(shares, Statistics.paired(shares.before, shares.now), relevant));
        }
        McNemar table = Statistics.paired(booleans(shares.before), booleans(shares.now));
        double discordance = (table.discordant() + 1.0) / (table.items() + 2.0);
        return Optional.of(new Test(
                measure(shares, table.verdict(usual, relevant)),
                power -> power.detectableRate(table.items(), discordance),
                power -> OptionalLong.of(power.itemsForRates(Math.max(discordance, relevant), relevant))));
    }

    /** A score that can only be one of two is tested as pass or fail, and not a second time. */
    private Optional<Test> scores(Columns scores, Measured.Evaluator evaluator) {
        if (scores.isEmpty() || evaluator.isYesOrNo(scores.all().toArray())) {
            return Optional.empty();
        }
        PairedDifferences differences = Statistics.paired(scores.before, scores.now);
        return Optional.of(test(
                scores,
                evaluator.isLowerBetter() ? differences.negated() : differences,
                relevant * evaluator.span(scores.before)));
    }

    private Test test(Columns columns, PairedDifferences differences, double matters) {
        Verdict verdict = differences.verdict(usual, matters, resampling);
        double deviation = differences.standardDeviation().orElse(0);
        int items = differences.items();
        return new Test(
                measure(columns, verdict),
                power -> deviation > 0
                        ? power.detectableMean(items, deviation)
                        : items < power.fewestItems() ? OptionalDouble.empty() : verdict.detectable(),
                power -> deviation > 0
                        ? OptionalLong.of(power.itemsForMeans(deviation, matters))
                        : OptionalLong.empty());
    }

    private static Measure measure(Columns columns, Verdict verdict) {
        return new Measure(
                Statistics.mean(columns.before).value(),
                Statistics.mean(columns.now).value(),
                verdict);
    }

    private static boolean[] booleans(double[] shares) {
        boolean[] passed = new boolean[shares.length];
        for (int i = 0; i < shares.length; i++) {
            passed[i] = shares[i] == 1;
        }
        return passed;
    }
}
