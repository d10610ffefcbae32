package io.genaiops.policy;

import io.genaiops.definition.PolicyFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The values of facts: how hosts state them, and how they are shown. */
final class Values {

    private static final int MOST_SHOWN = 10;
    private static final int LONGEST_SHOWN = 200;

    /** The attributes of calls that state facts, besides the host's own; all others say nothing to a policy. */
    private static final Map<String, PolicyFact> ATTRIBUTES = Stream.of(
                    PolicyFact.REGION, PolicyFact.DATA_CLASS, PolicyFact.ENVIRONMENT, PolicyFact.PURPOSE)
            .collect(Collectors.toMap(PolicyFact::name, Function.identity()));

    private Values() {}

    /** Returns the fact that an attribute of a call states, if it is one. */
    static @Nullable PolicyFact ofAttribute(String name) {
        PolicyFact known = ATTRIBUTES.get(name);
        return known != null || !PolicyFact.isOwnName(name) ? known : new PolicyFact(name);
    }

    /** Returns what a host states in code, which must say something. */
    static List<String> stated(PolicyFact fact, String... values) {
        List<String> stated = new ArrayList<>(values.length);
        for (String value : values) {
            if (value.isBlank()) {
                throw new IllegalArgumentException(fact + " must not be blank; leave out what is not known");
            }
            stated.add(NamePattern.spelled(fact, value.strip()));
        }
        if (stated.isEmpty()) {
            throw new IllegalArgumentException(fact + " needs a value; leave out what is not known");
        }
        return List.copyOf(stated);
    }

    /** Returns the values that an attribute of a call lists with commas between; empty if it says nothing. */
    static List<String> listed(PolicyFact fact, String attribute) {
        List<String> values = new ArrayList<>(2);
        int start = 0;
        while (start <= attribute.length()) {
            int comma = attribute.indexOf(',', start);
            int end = comma < 0 ? attribute.length() : comma;
            String value = attribute.substring(start, end).strip();
            if (!value.isEmpty()) {
                values.add(NamePattern.spelled(fact, value));
            }
            start = end + 1;
        }
        return values;
    }

    /** Returns both lists together, each value once. */
    static List<String> both(List<String> some, List<String> more) {
        if (some.containsAll(more)) {
            return some;
        }
        List<String> all = new ArrayList<>(some);
        more.stream().filter(value -> !all.contains(value)).forEach(all::add);
        return List.copyOf(all);
    }

    /** Returns what may stand in a report or a log: not too much, on one line. */
    static List<String> shown(List<String> values) {
        List<String> shown =
                values.stream().limit(MOST_SHOWN).map(Values::shown).collect(Collectors.toCollection(ArrayList::new));
        if (values.size() > MOST_SHOWN) {
            shown.add("… " + (values.size() - MOST_SHOWN) + " more");
        }
        return List.copyOf(shown);
    }

    private static String shown(String value) {
        String cut = value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
        StringBuilder clean = new StringBuilder(cut.length());
        cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .map(c -> c == '\u2028' || c == '\u2029' ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
