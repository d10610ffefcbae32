package io.genaiops.eval.comparison;

import io.genaiops.eval.Direction;
import io.genaiops.eval.statistics.SequentialPassRate;
import io.genaiops.eval.statistics.SequentialPassRate.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks at the items in the order of the dataset, as far as all variants have answered them, and says when it is settled
 * which of each two variants is better: of the items on which two differ, the share that one wins is held against a half
 * by a sequential test, which may be looked at after every item ({@link SequentialPassRate}). With several pairs the level
 * of 95 % is divided among them. Not thread-safe.
 *
 * @since 0.1
 */
public final class Settlement {

    private static final double LEVEL = 0.95;

    /** Two variants, and how many items each won. */
    private static final class Pair {

        private final ScoreColumn first;
        private final ScoreColumn second;
        private SequentialPassRate wins;

        Pair(ScoreColumn first, ScoreColumn second, double level) {
            this.first = first;
            this.second = second;
            this.wins = new SequentialPassRate(0, 0, level);
        }

        void look(int item) {
            OptionalDouble one = figure(first, item);
            OptionalDouble other = figure(second, item);
            if (one.isPresent() && other.isPresent() && one.getAsDouble() != other.getAsDouble()) {
                boolean higher = other.getAsDouble() > one.getAsDouble();
                boolean lowerIsBetter = first.threshold().isEmpty() && first.direction() == Direction.LOWER_IS_BETTER;
                wins = wins.plus(higher != lowerIsBetter);
            }
        }

        private static OptionalDouble figure(ScoreColumn column, int item) {
            return column.threshold().isPresent() ? column.passes(item) : column.score(item);
        }

        boolean isSettled() {
            return wins.decide(0.5) != Decision.CONTINUE;
        }
    }

    private final List<ScoreColumn> columns;
    private final List<Pair> pairs = new ArrayList<>();
    private int seen;

    private Settlement(List<ScoreColumn> columns) {
        this.columns = columns;
        int count = columns.size() * (columns.size() - 1) / 2;
        double level = 1 - (1 - LEVEL) / count;
        for (int i = 0; i < columns.size(); i++) {
            for (int j = i + 1; j < columns.size(); j++) {
                pairs.add(new Pair(columns.get(i), columns.get(j), level));
            }
        }
    }

    /**
     * Returns a settlement over one evaluator's columns, one for each variant.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static Settlement between(List<ScoreColumn> columns) {
        if (columns.size() < 2) {
            throw new IllegalArgumentException("variants are settled between two or more; found: " + columns.size());
        }
        return new Settlement(List.copyOf(columns));
    }

    /** Looks at what is new and says why nothing further is needed; empty if something is. */
    public Optional<String> look() {
        int items = columns.get(0).items();
        while (seen < items && isComplete(seen)) {
            for (Pair pair : pairs) {
                pair.look(seen);
            }
            seen++;
        }
        return pairs.stream().allMatch(Pair::isSettled)
                ? Optional.of("settled after " + seen + " of " + items + " items: the sequential test on '"
                        + columns.get(0).evaluator().name() + "' tells all variants apart")
                : Optional.empty();
    }

    private boolean isComplete(int item) {
        for (ScoreColumn column : columns) {
            for (int repetition = 1; repetition <= column.repetitions(); repetition++) {
                if (column.kind(item, repetition).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }
}
