package io.genaiops.eval.overlap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the edits of TER as sacreBLEU does after Tercom: shifts of blocks are tried greedily, the one that lowers the
 * edit distance most first, as long as one lowers it; what remains is insertions, deletions and substitutions. The
 * distance is computed in a beam around the diagonal. At most 1,000 shifts are tried. For one use by one thread.
 */
final class TerAlignment {

    private static final int MOST_SHIFTED = 10;
    private static final int FARTHEST_SHIFT = 50;
    private static final int BEAM = 25;
    private static final int MOST_CANDIDATES = 1_000;
    private static final int UNREACHABLE = 1 << 28;

    private static final byte MATCH_OR_SUBSTITUTE = 0;
    private static final byte DROP = 1;
    private static final byte ADD = 2;

    private final int[] reference;
    private final int length;
    private final int beam;
    private final int[][] costs;
    private final byte[][] steps;
    private final int[][] scratch;
    private final int[] partner;
    private final boolean[] wrongInReference;
    private final boolean[] wrongInResponse;
    private int candidates;

    private TerAlignment(int responseLength, int[] reference) {
        this.reference = reference;
        this.length = responseLength;
        double ratio = ratio();
        this.beam = BEAM < ratio / 2 ? (int) Math.ceil(ratio / 2 + BEAM) : BEAM;
        this.costs = new int[length + 1][reference.length + 1];
        Arrays.setAll(costs[0], j -> j);
        this.steps = new byte[length + 1][reference.length + 1];
        Arrays.fill(steps[0], ADD);
        this.scratch = new int[2][reference.length + 1];
        this.partner = new int[reference.length];
        this.wrongInReference = new boolean[reference.length];
        this.wrongInResponse = new boolean[length];
    }

    /** Returns the edits that turn the response into the reference, shifts included. */
    static int edits(int[] response, int[] reference) {
        return new TerAlignment(response.length, reference).count(response);
    }

    private int count(int[] response) {
        int[] words = response;
        int shifts = 0;
        int firstChanged = 0;
        while (true) {
            fill(words, firstChanged);
            trace(words);
            Shift best = bestShift(words);
            if (candidates >= MOST_CANDIDATES || best == null || best.gain <= 0) {
                return shifts + costs[length][reference.length];
            }
            words = best.apply(words);
            firstChanged = Math.min(best.start, best.target);
            shifts++;
        }
    }

    /** Returns the shift to make, of equally good ones the longest, then the earliest, then the least far one. */
    private @Nullable Shift bestShift(int[] words) {
        Shift best = null;
        for (int start = 0; start < length && candidates < MOST_CANDIDATES; start++) {
            int from = Math.max(0, start - FARTHEST_SHIFT);
            int to = Math.min(reference.length, start + FARTHEST_SHIFT + 1);
            for (int place = from; place < to && candidates < MOST_CANDIDATES; place++) {
                best = betterShift(words, start, place, best);
            }
        }
        return best;
    }

    private @Nullable Shift betterShift(int[] words, int start, int place, @Nullable Shift found) {
        Shift best = found;
        int most = Math.min(MOST_SHIFTED, Math.min(length - start, reference.length - place));
        boolean wrongHere = false;
        boolean wrongThere = false;
        for (int i = 0; i < most && words[start + i] == reference[place + i]; i++) {
            wrongHere |= wrongInResponse[start + i];
            wrongThere |= wrongInReference[place + i];
            boolean inside = start <= partner[place] && partner[place] <= start + i;
            if (wrongHere && wrongThere && !inside) {
                best = bestTarget(words, start, i + 1, place, best);
            }
            if (candidates >= MOST_CANDIDATES) {
                break;
            }
        }
        return best;
    }

    /** Tries to put the block before or behind each of the places that its words have in the reference. */
    private @Nullable Shift bestTarget(int[] words, int start, int size, int place, @Nullable Shift found) {
        Shift best = found;
        int before = -1;
        for (int at = place - 1; at < place + size; at++) {
            int target = at < 0 ? 0 : partner[at] + 1;
            if (target != before) {
                before = target;
                candidates++;
                Shift shift = new Shift(start, size, target, 0);
                Shift tried = shift.gaining(costs[length][reference.length] - distance(shift.apply(words), shift));
                best = best == null || tried.isBetterThan(best) ? tried : best;
            }
        }
        return best;
    }

    /** Fills the rows of the table from the first changed word on. */
    private void fill(int[] words, int firstChanged) {
        for (int i = firstChanged + 1; i <= length; i++) {
            fillRow(i, words[i - 1], costs[i - 1], costs[i], steps[i]);
        }
    }

    /** Returns the edit distance of shifted words, whose table begins like that of the present ones. */
    private int distance(int[] shifted, Shift shift) {
        int unchanged = Math.min(shift.start, shift.target);
        int[] above = costs[unchanged];
        for (int i = unchanged + 1; i <= length; i++) {
            int[] row = scratch[i & 1];
            fillRow(i, shifted[i - 1], above, row, null);
            above = row;
        }
        return above[reference.length];
    }

    /** Fills one row inside the beam and marks the cells around it that the next row looks at. */
    private void fillRow(int i, int word, int[] above, int[] row, byte @Nullable [] step) {
        int from = beamStart(i);
        int to = beamEnd(i);
        if (from > 0) {
            row[from - 1] = UNREACHABLE;
        }
        for (int j = from; j < to; j++) {
            int best = UNREACHABLE;
            byte how = DROP;
            if (j > 0) {
                best = above[j - 1] + (word == reference[j - 1] ? 0 : 1);
                how = MATCH_OR_SUBSTITUTE;
            }
            if (above[j] + 1 < best) {
                best = above[j] + 1;
                how = DROP;
            }
            if (j > 0 && row[j - 1] + 1 < best) {
                best = row[j - 1] + 1;
                how = ADD;
            }
            row[j] = best;
            if (step != null) {
                step[j] = how;
            }
        }
        if (i < length) {
            Arrays.fill(row, to, Math.max(to, beamEnd(i + 1)), UNREACHABLE);
        }
    }

    private int beamStart(int i) {
        return Math.max(0, (int) Math.floor(i * ratio()) - beam);
    }

    private int beamEnd(int i) {
        int whole = reference.length + 1;
        return i == length ? whole : Math.min(whole, (int) Math.floor(i * ratio()) + beam);
    }

    private double ratio() {
        return length == 0 ? 1 : (double) reference.length / length;
    }

    /** Notes the partner of each word of the reference, and the words on both sides that the path does not match. */
    private void trace(int[] words) {
        int i = length;
        int j = reference.length;
        while (i > 0 || j > 0) {
            byte step = steps[i][j];
            if (step == DROP) {
                wrongInResponse[--i] = true;
            } else if (step == ADD) {
                partner[--j] = i - 1;
                wrongInReference[j] = true;
            } else {
                partner[--j] = --i;
                wrongInReference[j] = words[i] != reference[j];
                wrongInResponse[i] = wrongInReference[j];
            }
        }
    }

    /** A block of words and where it goes; {@code gain} is how much lower the edit distance is then. */
    private record Shift(int start, int size, int target, int gain) {

        Shift gaining(int edits) {
            return new Shift(start, size, target, edits);
        }

        boolean isBetterThan(Shift other) {
            if (gain != other.gain) {
                return gain > other.gain;
            }
            if (size != other.size) {
                return size > other.size;
            }
            return start != other.start ? start < other.start : target < other.target;
        }

        int[] apply(int[] words) {
            int end = start + size;
            int[] shifted = words.clone();
            if (target < start) {
                System.arraycopy(words, target, shifted, target + size, start - target);
                System.arraycopy(words, start, shifted, target, size);
            } else {
                // a target inside the block itself moves it that far to the right
                int to = target > end ? target : Math.min(words.length, size + target);
                System.arraycopy(words, end, shifted, start, to - end);
                System.arraycopy(words, start, shifted, to - size, size);
            }
            return shifted;
        }
    }
}
