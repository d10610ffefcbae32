package io.genaiops.review;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares two texts line by line (E. Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1, 1986,
 * section 4). Up to {@link #MOST_EDITS} edits the result is the shortest; beyond, what lies between the common beginning
 * and the common end counts as replaced, so that time and memory stay bounded.
 */
final class LineDiff {

    static final int MOST_EDITS = 1_000;

    private final List<String> before;
    private final List<String> after;
    private final List<LineChange> changes = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    static List<LineChange> between(String before, String after) {
        return new LineDiff(lines(before), lines(after)).compare();
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private List<LineChange> compare() {
        int start = 0;
        int shorter = Math.min(before.size(), after.size());
        while (start < shorter && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        for (int i = 0; i < start; i++) {
            kept(i, i);
        }
        middle(start, before.size() - end, after.size() - end);
        for (int i = end; i > 0; i--) {
            kept(before.size() - i, after.size() - i);
        }
        return List.copyOf(changes);
    }

    private void middle(int start, int beforeEnd, int afterEnd) {
        List<int[]> trace = search(start, beforeEnd, afterEnd);
        if (trace.isEmpty()) {
            for (int i = start; i < beforeEnd; i++) {
                removed(i);
            }
            for (int j = start; j < afterEnd; j++) {
                added(j);
            }
            return;
        }
        int x = beforeEnd - start;
        int y = afterEnd - start;
        List<LineChange> backwards = new ArrayList<>();
        for (int d = trace.size() - 1; d >= 0; d--) {
            int[] reached = trace.get(d);
            int k = x - y;
            boolean down = k == -d || (k != d && at(reached, d - 1, k - 1) < at(reached, d - 1, k + 1));
            int fromX = d == 0 ? 0 : down ? at(reached, d - 1, k + 1) : at(reached, d - 1, k - 1) + 1;
            while (x > fromX) {
                backwards.add(LineChange.kept(start + x, start + y, before.get(start + x - 1)));
                x--;
                y--;
            }
            if (d > 0 && down) {
                backwards.add(LineChange.added(start + y, after.get(start + y - 1)));
                y--;
            } else if (d > 0) {
                backwards.add(LineChange.removed(start + x, before.get(start + x - 1)));
                x--;
            }
        }
        Collections.reverse(backwards);
        changes.addAll(backwards);
    }

    /**
     * Returns, for every number of edits, how far each diagonal was reached with one edit less; empty if more edits than
     * the bound are needed.
     */
    private List<int[]> search(int start, int beforeEnd, int afterEnd) {
        int n = beforeEnd - start;
        int m = afterEnd - start;
        List<int[]> trace = new ArrayList<>();
        int[] reached = {0};
        for (int d = 0; d <= MOST_EDITS; d++) {
            trace.add(reached);
            int[] next = new int[2 * d + 1];
            for (int k = -d; k <= d; k += 2) {
                int x = 0;
                if (d > 0) {
                    boolean down = k == -d || (k != d && at(reached, d - 1, k - 1) < at(reached, d - 1, k + 1));
                    x = down ? at(reached, d - 1, k + 1) : at(reached, d - 1, k - 1) + 1;
                }
                while (x < n && x - k < m && before.get(start + x).equals(after.get(start + x - k))) {
                    x++;
                }
                next[k + d] = x;
                if (x >= n && x - k >= m) {
                    return trace;
                }
            }
            reached = next;
        }
        return List.of();
    }

    private static int at(int[] reached, int d, int k) {
        return k < -d || k > d ? -1 : reached[k + d];
    }

    private void kept(int i, int j) {
        changes.add(LineChange.kept(i + 1, j + 1, before.get(i)));
    }

    private void removed(int i) {
        changes.add(LineChange.removed(i + 1, before.get(i)));
    }

    private void added(int j) {
        changes.add(LineChange.added(j + 1, after.get(j)));
    }
}
