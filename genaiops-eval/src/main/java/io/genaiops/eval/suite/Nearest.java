package io.genaiops.eval.suite;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a wrong one was probably meant to be. */
final class Nearest {

    private static final int SHOWN = 5;
    private static final int MANY = 20;

    private Nearest() {}

    /** Returns what to say of a name that is not known: those nearest to it, or what there is if none is near. */
    static String to(String wrong, Collection<String> known) {
        List<String> near = known.stream()
                .filter(name -> near(wrong, name))
                .sorted(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
        return near.isEmpty() ? all(wrong, known) : "did you mean " + String.join(" or ", near) + "?";
    }

    private static String all(String wrong, Collection<String> known) {
        String room = wrong.substring(0, wrong.indexOf('.') + 1);
        List<String> names = known.stream().sorted().toList();
        List<String> within = names.stream()
                .filter(name -> !room.isEmpty() && name.startsWith(room))
                .toList();
        if (!within.isEmpty() || names.size() <= MANY) {
            return "expected one of " + (within.isEmpty() ? names : within);
        }
        return "expected a name that begins with one of "
                + names.stream()
                        .map(name -> name.substring(0, name.indexOf('.') + 1))
                        .distinct()
                        .toList();
    }

    private static boolean near(String wrong, String name) {
        String own = name.substring(name.lastIndexOf('.') + 1);
        String wanted = wrong.substring(wrong.lastIndexOf('.') + 1);
        boolean within =
                ("_" + own + "_").contains("_" + wanted + "_") || ("_" + wanted + "_").contains("_" + own + "_");
        return within || distance(wrong, name) <= Math.max(1, name.length() / 3);
    }

    /** Returns how many letters are to be put in, taken out or changed. */
    private static int distance(String some, String another) {
        String one = some.toLowerCase(Locale.ROOT);
        String other = another.toLowerCase(Locale.ROOT);
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
