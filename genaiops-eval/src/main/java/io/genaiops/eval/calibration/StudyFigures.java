package io.genaiops.eval.calibration;

import io.genaiops.eval.agreement.Agreement;
import io.genaiops.eval.agreement.Coefficient;
import io.genaiops.eval.agreement.Correlation;
import io.genaiops.eval.agreement.JudgeAccuracy;
import io.genaiops.eval.agreement.Scale;
import io.genaiops.eval.agreement.TwoRaters;
import io.genaiops.eval.agreement.Weights;
import io.genaiops.eval.agreement.WithinSystems;
import io.genaiops.eval.calibration.Adjudication.Truth;
import io.genaiops.eval.calibration.StudyRow.Orders;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Computes the figures of a study from its rows. */
final class StudyFigures {

    static final double LEVEL = 0.95;

    private static final int[] FACTORS = {1, 2, 4, 5, 10, 100, 1000};
    private static final int MOST_LEVELS = 1000;
    private static final int RESAMPLES = 1000;

    /** An item on which both spoke. */
    private record Compared(String system, double judge, boolean judgePasses, Truth truth) {}

    private final StudyPlan plan;
    private final List<StudyRow> rows;
    private final List<Compared> compared;
    private final double[] judge;
    private final double[] truth;
    private final Map<Measure, Figure> figures = new EnumMap<>(Measure.class);

    private StudyFigures(StudyPlan plan, List<StudyRow> rows) {
        this.plan = plan;
        this.rows = rows;
        this.compared = new ArrayList<>();
        for (StudyRow row : rows) {
            Optional<Truth> known = plan.truth(row.labels());
            if (known.isPresent() && row.score().isPresent()) {
                double score = row.score().getAsDouble();
                compared.add(new Compared(row.system(), score, plan.judge().passes(score), known.get()));
            }
        }
        this.judge = compared.stream().mapToDouble(Compared::judge).toArray();
        this.truth = compared.stream().mapToDouble(item -> item.truth().score()).toArray();
    }

    static Optional<JudgeAccuracy> accuracy(StudyPlan plan, List<StudyRow> rows) {
        return new StudyFigures(plan, rows).accuracy();
    }

    static Map<Measure, Figure> of(StudyPlan plan, List<StudyRow> rows) {
        StudyFigures study = new StudyFigures(plan, rows);
        study.passAndFail();
        study.grades();
        study.alphas();
        study.correlations();
        study.consistency();
        return Collections.unmodifiableMap(study.figures);
    }

    private Optional<JudgeAccuracy> accuracy() {
        if (compared.isEmpty()) {
            return Optional.empty();
        }
        boolean[] judged = new boolean[compared.size()];
        boolean[] passes = new boolean[compared.size()];
        for (int i = 0; i < judged.length; i++) {
            judged[i] = compared.get(i).judgePasses();
            passes[i] = compared.get(i).truth().passes();
        }
        return Optional.of(Agreement.judgeAccuracy(judged, passes));
    }

    private void passAndFail() {
        Optional<JudgeAccuracy> found = accuracy();
        if (found.isEmpty()) {
            Figure none = Figure.none("no item has both a score of the judge and a truth");
            for (Measure measure : List.of(
                    Measure.AGREEMENT, Measure.KAPPA, Measure.SENSITIVITY, Measure.SPECIFICITY, Measure.INFORMEDNESS)) {
                figures.put(measure, none);
            }
            return;
        }
        JudgeAccuracy accuracy = found.get();
        TwoRaters raters = accuracy.raters();
        figures.put(Measure.AGREEMENT, Figure.of(raters.percentAgreement(), LEVEL));
        figures.put(Measure.KAPPA, kappa(raters, Weights.NONE));
        figures.put(Measure.SENSITIVITY, rate(accuracy.sensitivity(), "no item truly passes"));
        figures.put(Measure.SPECIFICITY, rate(accuracy.specificity(), "no item truly fails"));
        figures.put(
                Measure.INFORMEDNESS,
                new Figure(accuracy.informedness(), accuracy.informednessInterval(LEVEL), accuracy.items()));
    }

    private Figure kappa(TwoRaters raters, Weights weights) {
        Coefficient kappa = raters.kappa(weights);
        return new Figure(kappa, raters.kappaInterval(weights, LEVEL), compared.size());
    }

    private static Figure rate(Optional<Proportion> rate, String why) {
        return rate.map(found -> Figure.of(found, LEVEL)).orElse(Figure.none(why));
    }

    private void grades() {
        Figure why = compared.isEmpty()
                ? Figure.none("no item has both a score of the judge and a truth")
                : plan.sameScale()
                        ? Figure.none("the scores are measures, not grades")
                        : Figure.none("judge and people use different scales");
        Optional<Integer> factor = plan.sameScale() && !compared.isEmpty() ? factor() : Optional.empty();
        figures.put(
                Measure.WEIGHTED_KAPPA,
                factor.map(f -> kappa(levels(f), Weights.QUADRATIC)).orElse(why));
        figures.put(
                Measure.LINEAR_KAPPA,
                factor.map(f -> kappa(levels(f), Weights.LINEAR)).orElse(why));
    }

    /** Kappa does not change if all scores are multiplied, so that halves can be levels too. */
    private Optional<Integer> factor() {
        double[] all = Stream.of(judge, truth)
                .flatMapToDouble(Arrays::stream)
                .distinct()
                .toArray();
        return Arrays.stream(FACTORS)
                .filter(factor ->
                        all.length <= MOST_LEVELS && Arrays.stream(all).allMatch(score -> isLevel(score * factor)))
                .boxed()
                .findFirst();
    }

    private static boolean isLevel(double value) {
        return Math.abs(value) < 1e8 && Math.abs(value - Math.rint(value)) < 1e-9;
    }

    private TwoRaters levels(int factor) {
        return Agreement.between(levels(judge, factor), levels(truth, factor));
    }

    private static int[] levels(double[] scores, int factor) {
        return Arrays.stream(scores)
                .mapToInt(score -> (int) Math.rint(score * factor))
                .toArray();
    }

    private void alphas() {
        double[][] people = rows.stream()
                .map(row ->
                        row.labels().values().stream().mapToDouble(this::rating).toArray())
                .toArray(double[][]::new);
        double[][] all = rows.stream()
                .filter(row -> row.score().isPresent())
                .map(row -> Stream.concat(
                                row.labels().values().stream().map(this::rating),
                                Stream.of(judgeRating(row.score().getAsDouble())))
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new);
        figures.put(Measure.HUMAN_ALPHA, alpha(people));
        figures.put(Measure.ALPHA, alpha(all));
    }

    /** Grades are compared where both use one scale, else pass and fail. */
    private double rating(double label) {
        return plan.sameScale() ? label : plan.humans().passes(label) ? 1 : 0;
    }

    private double judgeRating(double score) {
        return plan.sameScale() ? score : plan.judge().passes(score) ? 1 : 0;
    }

    private Figure alpha(double[][] ratings) {
        Scale scale = plan.sameScale() ? Scale.ORDINAL : Scale.NOMINAL;
        int paired =
                (int) Arrays.stream(ratings).filter(unit -> unit.length > 1).count();
        return new Figure(
                Agreement.krippendorffAlpha(ratings, scale),
                Agreement.krippendorffInterval(
                        ratings, scale, LEVEL, Resampling.seeded(plan.seed()).times(RESAMPLES)),
                paired);
    }

    private void correlations() {
        figures.put(Measure.PEARSON, correlation(Correlation.PEARSON));
        figures.put(Measure.SPEARMAN, correlation(Correlation.SPEARMAN));
        figures.put(Measure.KENDALL, correlation(Correlation.KENDALL_TAU_B));
        List<String> systems = compared.stream().map(Compared::system).toList();
        long named = systems.stream().distinct().count();
        if (named < 2) {
            figures.put(Measure.SPEARMAN_WITHIN, Figure.none("the items are of one system"));
        } else {
            WithinSystems within = Agreement.correlationWithin(Correlation.SPEARMAN, systems, judge, truth);
            figures.put(Measure.SPEARMAN_WITHIN, new Figure(within.mean(), within.interval(LEVEL), compared.size()));
        }
    }

    private Figure correlation(Correlation correlation) {
        if (compared.isEmpty()) {
            return Figure.none("no item has both a score of the judge and a truth");
        }
        Coefficient found = Agreement.correlation(correlation, judge, truth);
        return new Figure(found, correlation.interval(found, judge.length, LEVEL), judge.length);
    }

    private void consistency() {
        List<List<String>> verdicts = rows.stream()
                .map(row -> row.answers().stream()
                        .flatMap(answer -> answer.score().stream().boxed())
                        .map(score -> plan.judge().passes(score) ? "pass" : "fail")
                        .toList())
                .filter(given -> given.size() > 1)
                .toList();
        if (verdicts.isEmpty()) {
            figures.put(Measure.SELF_CONSISTENCY, Figure.none("no item was scored twice"));
        } else {
            Mean mean = Agreement.selfConsistency(verdicts);
            figures.put(Measure.SELF_CONSISTENCY, Figure.of(mean.value(), mean.interval(LEVEL), verdicts.size()));
        }
        List<Orders> orders = rows.stream()
                .flatMap(row -> row.orders().stream().limit(1))
                .filter(Orders::isScored)
                .toList();
        String none = rows.stream().allMatch(row -> row.orders().isEmpty())
                ? "it judges no pairs"
                : "no pair has a verdict in both orders";
        List<Orders> turned = orders.stream().filter(Orders::isTurned).toList();
        figures.put(Measure.SWAP_CONSISTENCY, share(orders, Orders::isConsistent, none));
        figures.put(
                Measure.FIRST_PLACE,
                share(
                        turned,
                        order -> order.inOrder().score().orElse(0) == 1,
                        orders.isEmpty() ? none : "no pair has two winners"));
    }

    private static Figure share(List<Orders> orders, Predicate<Orders> counted, String none) {
        return orders.isEmpty()
                ? Figure.none(none)
                : Figure.of(new Proportion((int) orders.stream().filter(counted).count(), orders.size()), LEVEL);
    }
}
