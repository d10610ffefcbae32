package io.genaiops.eval.rating;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.agreement.Agreement;
import io.genaiops.eval.agreement.Coefficient;
import io.genaiops.eval.agreement.Scale;
import io.genaiops.eval.agreement.TwoRaters;
import io.genaiops.eval.agreement.Weights;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.Resampling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How far several people agree on a criterion.
 *
 * @param criterion the criterion
 * @param answers how many answers at least two of them scored
 * @param alone how many answers fewer than two of them scored, and which therefore show nothing
 * @param alpha Krippendorff's alpha of all raters: by equality for yes and no, by rank for grades, by distance for numbers
 * @param interval the 95 % bootstrap interval of alpha; empty if the ratings do not show how far it varies
 * @param pairs every two raters
 * @since 0.1
 */
public record RaterAgreement(
        String criterion, int answers, int alone, Coefficient alpha, Optional<Interval> interval, List<Pair> pairs) {

    /**
     * Two raters.
     *
     * @param first the one
     * @param second the other
     * @param agreement the share of answers that both gave the same score; empty if none was scored by both
     * @param kappa Cohen's kappa, for grades with quadratic weights; undefined for numbers
     */
    public record Pair(String first, String second, Optional<Proportion> agreement, Coefficient kappa) {}

    private static final double LEVEL = 0.95;

    /** Copies the pairs. */
    public RaterAgreement {
        pairs = List.copyOf(pairs);
    }

    static RaterAgreement of(String criterion, List<Ratings> raters, Resampling resampling) {
        Set<String> names = new HashSet<>();
        Set<Criterion> scales = new HashSet<>();
        raters.forEach(ratings -> {
            names.add(ratings.rater());
            scales.add(ratings.criterion(criterion));
        });
        if (raters.size() < 2 || names.size() < raters.size() || scales.size() > 1) {
            throw new IllegalArgumentException(
                    "agreement needs two raters at least, with different names and one scale;" + " found: " + raters
                            + " with " + scales);
        }
        Criterion asked = scales.iterator().next();
        Map<List<String>, Map<String, Double>> scores = scores(criterion, raters);
        double[][] units = scores.values().stream()
                .map(unit ->
                        unit.values().stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        int answers =
                (int) scores.values().stream().filter(unit -> unit.size() > 1).count();
        Scale scale = scale(asked);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < raters.size(); i++) {
            for (int j = i + 1; j < raters.size(); j++) {
                pairs.add(pair(asked, raters.get(i).rater(), raters.get(j).rater(), scores));
            }
        }
        return new RaterAgreement(
                criterion,
                answers,
                units.length - answers,
                Agreement.krippendorffAlpha(units, scale),
                Agreement.krippendorffInterval(units, scale, LEVEL, resampling),
                pairs);
    }

    private static Map<List<String>, Map<String, Double>> scores(String criterion, List<Ratings> raters) {
        Map<List<String>, Map<String, Double>> scores = new LinkedHashMap<>();
        for (Ratings ratings : raters) {
            for (Rating rating : ratings.all()) {
                Map<String, Double> unit = scores.computeIfAbsent(
                        List.of(rating.sample(), rating.variant()), answer -> new LinkedHashMap<>());
                OptionalDouble score = rating.outcome(criterion).score();
                score.ifPresent(value -> unit.put(ratings.rater(), value));
            }
        }
        return scores;
    }

    private static Scale scale(Criterion criterion) {
        return switch (criterion.form()) {
            case YES_NO -> Scale.NOMINAL;
            case GRADE -> Scale.ORDINAL;
            case NUMBER -> Scale.INTERVAL;
        };
    }

    private static Pair pair(
            Criterion asked, String first, String second, Map<List<String>, Map<String, Double>> scores) {
        List<Map<String, Double>> both = scores.values().stream()
                .filter(unit -> unit.containsKey(first) && unit.containsKey(second))
                .toList();
        if (both.isEmpty()) {
            return new Pair(first, second, Optional.empty(), undefined("no answer was scored by both"));
        }
        if (asked.form() == Criterion.Form.NUMBER) {
            long same = both.stream()
                    .filter(unit -> score(unit, first) == score(unit, second))
                    .count();
            return new Pair(
                    first,
                    second,
                    Optional.of(new Proportion((int) same, both.size())),
                    undefined("numbers have no kappa; see alpha"));
        }
        TwoRaters raters = Agreement.between(levels(both, first), levels(both, second));
        Weights weights = asked.form() == Criterion.Form.GRADE ? Weights.QUADRATIC : Weights.NONE;
        return new Pair(first, second, Optional.of(raters.percentAgreement()), raters.kappa(weights));
    }

    private static int[] levels(List<Map<String, Double>> units, String rater) {
        return units.stream()
                .mapToInt(unit -> (int) Math.rint(score(unit, rater)))
                .toArray();
    }

    private static double score(Map<String, Double> unit, String rater) {
        return requireNonNull(unit.get(rater), rater);
    }

    private static Coefficient undefined(String why) {
        return new Coefficient(OptionalDouble.empty(), why);
    }
}
