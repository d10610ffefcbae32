package io.genaiops.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names that a price is for. A pattern constrains what it says and nothing else: without a date it is for every date
 * of the family, with one for that date alone. Only {@code *} at its end makes it the start of a family.
 */
record ModelPattern(ModelName name, boolean isStart) {

    private static final Pattern POINT_AT_END = Pattern.compile("(?<=\\d)\\.$");

    static ModelPattern parse(String text) {
        String stripped = text.strip();
        boolean start = stripped.endsWith("*");
        String name = start ? stripped.substring(0, stripped.length() - 1) : stripped;
        if (name.indexOf('*') >= 0) {
            throw new IllegalArgumentException("a model may have one * and at its end; found: '" + text + "'");
        }
        if (!start) {
            return new ModelPattern(ModelName.parse(name), false);
        }
        // What follows is unknown, so nothing of the start is taken for a date or a revision.
        ModelName whole = ModelName.parse(name + "x");
        String family = whole.family().substring(0, whole.family().length() - 1);
        return new ModelPattern(
                new ModelName(
                        POINT_AT_END.matcher(family).replaceFirst("-"),
                        whole.providers(),
                        whole.region().orElse(null),
                        null,
                        null),
                true);
    }

    /** Returns the family, or the start of families, that the pattern is for. */
    String family() {
        return name.family();
    }

    /** Returns whether the pattern is for a name that a provider is asked for; either may leave the provider out. */
    boolean matches(ModelName asked, String provider) {
        boolean sameFamily =
                isStart ? asked.family().startsWith(family()) : asked.family().equals(family());
        return sameFamily
                && others(asked, provider).containsAll(others(name, provider))
                && agree(name.region(), asked.region())
                && agree(name.date(), asked.date())
                && agree(name.revision(), asked.revision());
    }

    /** Returns how much the pattern says: the exact family first, then a longer start, then its other parts. */
    int specificity(String provider) {
        int parts = others(name, provider).size() + count(name.region()) + count(name.date()) + count(name.revision());
        return (isStart ? family().length() : ModelName.MOST_CHARACTERS + 1) * 16 + Math.min(parts, 15);
    }

    /** Returns the providers that a name says, other than the one it is asked of. */
    static List<String> others(ModelName name, String provider) {
        List<String> others = new ArrayList<>(name.providers());
        others.removeIf(provider::equals);
        return others;
    }

    private static boolean agree(Optional<?> said, Optional<?> found) {
        return said.isEmpty() || said.equals(found);
    }

    private static int count(Optional<?> part) {
        return part.isPresent() ? 1 : 0;
    }
}
