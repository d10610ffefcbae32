package io.genaiops.eval.slice;

import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.ScoreColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The samples on which two variants were judged differently by one evaluator. An item passes if more than half of its judged
 * repetitions do, and fails if fewer do; where exactly half pass it is undecided. Items that only one variant was judged on
 * are listed apart, so that a missing judgement is neither a pass nor a failure. Immutable.
 *
 * @since 0.1
 */
public final class Flips {

    private static final int MOST_SHOWN = 20;

    private final Comparison comparison;
    private final EvaluatorId evaluator;
    private final List<Flip> worse;
    private final List<Flip> better;
    private final List<Flip> lost;
    private final List<Flip> gained;
    private final int undecided;

    private Flips(Comparison comparison, EvaluatorId evaluator, Found found) {
        this.comparison = comparison;
        this.evaluator = evaluator;
        this.worse = sorted(found.worse);
        this.better = sorted(found.better);
        this.lost = List.copyOf(found.lost);
        this.gained = List.copyOf(found.gained);
        this.undecided = found.undecided;
    }

    /**
     * Looks for the samples that flipped.
     *
     * @param comparison the two variants
     * @param evaluator the name of the evaluator, whose scores must be held against a threshold
     * @param samples the samples of the same items, gone through once for their ids
     */
    public static Flips of(Comparison comparison, String evaluator, Iterable<Sample> samples) {
        ScoreColumn first = ScoreColumn.named(evaluator, comparison.scoresOfFirst());
        ScoreColumn second = ScoreColumn.named(evaluator, comparison.scoresOfSecond());
        if (first.threshold().isEmpty() || second.threshold().isEmpty()) {
            throw new IllegalArgumentException("samples flip between pass and fail, and '" + evaluator
                    + "' is only observed: hold it against a threshold with at(evaluator, threshold)");
        }
        Found found = new Found(first, second);
        int item = 0;
        for (Sample sample : samples) {
            found.look(item++, sample.id());
        }
        return new Flips(comparison, first.evaluator(), found);
    }

    private static List<Flip> sorted(List<Flip> flips) {
        return flips.stream()
                .sorted(Comparator.comparingDouble(Flip::size).reversed())
                .toList();
    }

    /** What was found so far. */
    private static final class Found {

        private final ScoreColumn first;
        private final ScoreColumn second;
        private final List<Flip> worse = new ArrayList<>();
        private final List<Flip> better = new ArrayList<>();
        private final List<Flip> lost = new ArrayList<>();
        private final List<Flip> gained = new ArrayList<>();
        private int undecided;

        Found(ScoreColumn first, ScoreColumn second) {
            this.first = first;
            this.second = second;
        }

        void look(int item, String id) {
            OptionalDouble before = first.passes(item);
            OptionalDouble after = second.passes(item);
            if (before.isPresent() && after.isPresent()) {
                judge(item, id, before.getAsDouble(), after.getAsDouble());
            } else if (before.isPresent()) {
                lost.add(flip(item, id));
            } else if (after.isPresent()) {
                gained.add(flip(item, id));
            }
        }

        private void judge(int item, String id, double before, double after) {
            if (before == 0.5 || after == 0.5) {
                undecided++;
            } else if (before > 0.5 && after < 0.5) {
                worse.add(flip(item, id));
            } else if (before < 0.5 && after > 0.5) {
                better.add(flip(item, id));
            }
        }

        private Flip flip(int item, String id) {
            return new Flip(item, id, first.score(item), second.score(item));
        }
    }

    /** Returns the evaluator. */
    public EvaluatorId evaluator() {
        return evaluator;
    }

    /** Returns the items that the first variant passed and the second failed, those that moved furthest first. */
    public List<Flip> worse() {
        return worse;
    }

    /** Returns the items that the first variant failed and the second passed, those that moved furthest first. */
    public List<Flip> better() {
        return better;
    }

    /** Returns the items that only the first variant was judged on, in the order of the dataset. */
    public List<Flip> lost() {
        return lost;
    }

    /** Returns the items that only the second variant was judged on, in the order of the dataset. */
    public List<Flip> gained() {
        return gained;
    }

    /** Returns how many items have exactly as many passed as failed repetitions in one of the variants. */
    public int undecided() {
        return undecided;
    }

    /** Returns the counts, and the 20 of each kind that moved furthest, one on each line. */
    public String describe() {
        List<String> lines = new ArrayList<>();
        show("passed by " + comparison.first() + ", failed by " + comparison.second(), worse, lines);
        show("failed by " + comparison.first() + ", passed by " + comparison.second(), better, lines);
        show("judged only in " + comparison.first(), lost, lines);
        show("judged only in " + comparison.second(), gained, lines);
        if (undecided > 0) {
            lines.add(undecided + " items undecided: half of the repetitions passed");
        }
        return Caveat.above(comparison.caveats(), lines);
    }

    private void show(String what, List<Flip> flips, List<String> lines) {
        String head = evaluator.name() + ", " + what + ": " + flips.size() + (flips.size() == 1 ? " item" : " items");
        String cut = flips.size() > MOST_SHOWN ? ", of which " + MOST_SHOWN + " are shown" : "";
        lines.add(Caveat.mark(head + cut, comparison.caveats()));
        flips.stream().limit(MOST_SHOWN).forEach(flip -> lines.add("  " + flip));
    }

    @Override
    public String toString() {
        return describe();
    }
}
