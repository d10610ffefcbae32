package io.genaiops.cache.veto;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules that find what embeddings overlook: a no, a number, a name, an order of words. They know English, and refuse any
 * other language. They would rather refuse too often than too seldom: what they refuse costs a call, what they let pass may
 * be a wrong answer. They do not make two texts mean the same; that is measured. Stateless and thread-safe.
 *
 * @since 0.1
 */
public final class Vetoes {

    private static final Vetoes ENGLISH = new Vetoes();
    private static final int LONGEST = 4_000;

    private Vetoes() {}

    /** Returns the rules for English. */
    public static Vetoes english() {
        return ENGLISH;
    }

    /**
     * Returns why two texts must not get one answer, if a rule says so. The order of the two does not matter. Texts of more
     * than 4,000 characters are refused as {@link Veto#DETAIL}.
     */
    public Optional<Veto> between(String one, String other) {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        if (one.equals(other)) {
            return Optional.empty();
        }
        if (one.length() > LONGEST || other.length() > LONGEST) {
            return Optional.of(Veto.DETAIL);
        }
        return Optional.ofNullable(first(Wording.of(one), Wording.of(other)));
    }

    private static @Nullable Veto first(Wording one, Wording other) {
        if (!English.isEnglish(one.words) || !English.isEnglish(other.words)) {
            return Veto.LANGUAGE;
        } else if (!one.literals.equals(other.literals)) {
            return Veto.LITERAL;
        } else if (!one.numbers.equals(other.numbers)) {
            return Veto.NUMBER;
        } else if (!one.negations.equals(other.negations)) {
            return Veto.NEGATION;
        } else if (haveOpposites(one, other)) {
            return Veto.OPPOSITE;
        } else if (!one.times.equals(other.times)) {
            return Veto.TIME;
        } else if (!other.all.containsAll(one.names) || !one.all.containsAll(other.names)) {
            return Veto.NAME;
        } else if (askDifferently(one, other)) {
            return Veto.QUESTION;
        } else if (one.duty != other.duty) {
            return Veto.MODALITY;
        } else if (!one.quantities.equals(other.quantities)) {
            return Veto.QUANTITY;
        } else if (areReordered(one, other)) {
            return Veto.ORDER;
        }
        return isOneSentence(one.words, other.words) || differInDetail(one.content, other.content) ? Veto.DETAIL : null;
    }

    private static boolean haveOpposites(Wording one, Wording other) {
        List<String> left = without(one.words, other.all);
        List<String> right = without(other.words, one.all);
        return left.stream().anyMatch(word -> right.stream().anyMatch(each -> English.areOpposites(word, each)));
    }

    private static List<String> without(List<String> words, Set<String> others) {
        return words.stream().filter(word -> !others.contains(word)).toList();
    }

    /** A request that names no question may ask what or how; it does not ask when, where, who or why. */
    private static boolean askDifferently(Wording one, Wording other) {
        if (one.polar || other.polar) {
            return one.polar != other.polar;
        }
        if (one.asking.isEmpty() || other.asking.isEmpty()) {
            Set<String> asked = one.asking.isEmpty() ? other.asking : one.asking;
            return !Set.of("what", "how").containsAll(asked);
        }
        return !one.asking.equals(other.asking);
    }

    private static boolean areReordered(Wording one, Wording other) {
        List<String> personsHere = one.persons;
        List<String> personsThere = other.persons;
        if (!personsHere.equals(personsThere)
                && (sorted(personsHere).equals(sorted(personsThere))
                        || !thirds(one).equals(thirds(other)))) {
            return true;
        }
        List<String> here = common(one.content, other.content);
        List<String> there = common(other.content, one.content);
        if (here.equals(there)) {
            return false;
        }
        boolean sameBag = sorted(one.content).equals(sorted(other.content));
        return sameBag || one.directed || other.directed || namesAreReordered(one, other);
    }

    private static Set<String> thirds(Wording wording) {
        Set<String> thirds = new HashSet<>(wording.persons);
        thirds.remove("i");
        thirds.remove("you");
        return thirds;
    }

    private static boolean namesAreReordered(Wording one, Wording other) {
        Set<String> names = new HashSet<>();
        one.names.forEach(name -> names.add(Wording.stem(name)));
        other.names.forEach(name -> names.add(Wording.stem(name)));
        return !common(one.content, names).equals(common(other.content, names));
    }

    /** Returns the first of each word that both have, in order. */
    private static List<String> common(List<String> words, Iterable<String> others) {
        Set<String> wanted = new HashSet<>();
        others.forEach(wanted::add);
        return words.stream().filter(wanted::contains).distinct().toList();
    }

    private static List<String> sorted(List<String> words) {
        return words.stream().sorted().toList();
    }

    /** Tells whether one is the other with some of its words exchanged in place, and not by another form of the same. */
    private static boolean isOneSentence(List<String> one, List<String> other) {
        if (one.size() != other.size()) {
            return false;
        }
        int exchanged = 0;
        for (int i = 0; i < one.size(); i++) {
            String here = one.get(i);
            String there = other.get(i);
            boolean small = English.isFunction(here) && English.isFunction(there);
            exchanged += small || Wording.stem(here).equals(Wording.stem(there)) ? 0 : 1;
        }
        return exchanged > 0 && exchanged * 2 <= one.size();
    }

    /** Tells whether all but a third of the content words are the same, and at least one is not. */
    private static boolean differInDetail(List<String> one, List<String> other) {
        List<String> left = new ArrayList<>(one);
        other.forEach(left::remove);
        List<String> right = new ArrayList<>(other);
        one.forEach(right::remove);
        int differing = Math.max(left.size(), right.size());
        int same = Math.max(one.size(), other.size()) - differing;
        return differing > 0 && (left.isEmpty() || right.isEmpty() || differing * 2 <= same);
    }
}
