package io.genaiops.eval.suite;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a wrong one was probably meant to be. */
final class Nearest {

    private static final int SHOWN = 5;

    private Nearest() {}

    /** Returns what to say of a name that is not known: those nearest to it, or all of them if none is near. */
    static String to(String wrong, Collection<String> known) {
        List<String> near = known.stream()
                .filter(name -> near(wrong, name))
                .sorted(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
        if (!near.isEmpty()) {
            return "did you mean " + String.join(" or ", near) + "?";
        }
        return known.isEmpty()
                ? "there is none"
                : "expected one of " + known.stream().sorted().toList();
    }

    private static boolean near(String wrong, String name) {
        String own = name.substring(name.lastIndexOf('.') + 1);
        String wanted = wrong.substring(wrong.lastIndexOf('.') + 1);
        boolean within = wanted.length() > 2 && (own.contains(wanted) || wanted.contains(own) && own.length() > 2);
        return within || distance(wrong, name) <= Math.max(1, name.length() / 4);
    }

    /** Returns how many letters are to be put in, taken out or changed. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
