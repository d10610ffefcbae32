package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Answers in the order of the points that they won in pairs (Copeland's rule). A pair without a verdict gives no points
 * and is counted.
 *
 * @param places the answers from best to worst; equal points share a place
 * @param pairs every comparison
 * @since 0.1
 */
public record Ranking(List<Place> places, List<Pair> pairs) {

    /**
     * An answer in the ranking.
     *
     * @param answer the index of the answer as it was given, from 0
     * @param place 1 for the best
     * @param points 1 for each win, a half for each tie
     * @param decided the pairs of this answer that had a verdict
     */
    public record Place(int answer, int place, double points, int decided) {}

    /**
     * A comparison.
     *
     * @param first the index of one answer
     * @param second the index of the other
     * @param preference what the judge said
     */
    public record Pair(int first, int second, Preference preference) {
        /** Requires the preference. */
        public Pair {
            requireNonNull(preference, "preference");
        }
    }

    /** Copies both. */
    public Ranking {
        places = List.copyOf(places);
        pairs = List.copyOf(pairs);
    }

    static Ranking of(int answers, List<Pair> pairs) {
        double[] points = new double[answers];
        int[] decided = new int[answers];
        for (Pair pair : pairs) {
            Preference.Winner winner = pair.preference().winner();
            if (winner != Preference.Winner.UNDECIDED) {
                double first = winner == Preference.Winner.FIRST ? 1 : winner == Preference.Winner.TIE ? 0.5 : 0;
                points[pair.first()] += first;
                points[pair.second()] += 1 - first;
                decided[pair.first()]++;
                decided[pair.second()]++;
            }
        }
        List<Place> places = new ArrayList<>();
        for (int answer = 0; answer < answers; answer++) {
            double own = points[answer];
            int better =
                    (int) Arrays.stream(points).filter(other -> other > own).count();
            places.add(new Place(answer, better + 1, own, decided[answer]));
        }
        places.sort(Comparator.comparingInt(Place::place).thenComparingInt(Place::answer));
        return new Ranking(places, pairs);
    }

    /** Returns how many pairs had no verdict. A ranking with some is not to be trusted. */
    public int undecided() {
        return (int) pairs.stream()
                .filter(pair -> pair.preference().winner() == Preference.Winner.UNDECIDED)
                .count();
    }

    /** Returns the share of the decided pairs in which both orders agreed; empty if none was decided. */
    public OptionalDouble consistency() {
        int decided = pairs.size() - undecided();
        long consistent =
                pairs.stream().filter(pair -> pair.preference().isConsistent()).count();
        return decided == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) consistent / decided);
    }

    /** Returns the indices of the answers that share the first place. */
    public List<Integer> best() {
        return IntStream.range(0, places.size())
                .filter(i -> places.get(i).place() == 1)
                .mapToObj(i -> places.get(i).answer())
                .toList();
    }
}
