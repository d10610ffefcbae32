package io.genaiops.eval.semantic;

import io.genaiops.eval.Outcome;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which texts an evaluator reads: of bearable length, not blank, and in scripts that the host says its model knows. A
 * text is outside when over a third of its letters are.
 *
 * @param scripts the names of the scripts; empty for all
 */
record Legible(Set<String> scripts) {

    static final Legible ALL = new Legible(Set.of());

    /** The most characters (UTF-16 units) of a text. */
    static final int MOST_CHARACTERS = 50_000;

    /** The most references; each is embedded. */
    static final int MOST_REFERENCES = 100;

    static Legible in(UnicodeScript... scripts) {
        if (scripts.length == 0) {
            throw new IllegalArgumentException("at least one script is needed; found: none");
        }
        return new Legible(new TreeSet<>(Arrays.stream(scripts).map(Enum::name).toList()));
    }

    /** Returns the references that are not blank. */
    static List<String> written(List<String> references) {
        return references.stream().filter(reference -> !isBlank(reference)).toList();
    }

    /** Returns why a text cannot be compared, if so. */
    Optional<Outcome> refuse(String what, String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.of(Outcome.notApplicable(what + " is too long to embed: at most " + MOST_CHARACTERS
                    + " characters; found " + text.length()));
        }
        if (isBlank(text)) {
            return Optional.of(Outcome.notApplicable(what + " is blank"));
        }
        return isKnown(text)
                ? Optional.empty()
                : Optional.of(Outcome.notApplicable("language: " + what + " is not written in one of " + scripts));
    }

    /** Returns why the first of these, none of them blank, cannot be compared, if so. */
    Optional<Outcome> refuse(List<String> references) {
        if (references.isEmpty()) {
            return Optional.of(Outcome.notApplicable("the sample has no reference that is not blank"));
        }
        if (references.size() > MOST_REFERENCES) {
            return Optional.of(Outcome.notApplicable(
                    "too many references: at most " + MOST_REFERENCES + "; found " + references.size()));
        }
        List<Outcome> refusals = new ArrayList<>();
        references.forEach(reference -> refuse("a reference", reference).ifPresent(refusals::add));
        return refusals.stream().findFirst();
    }

    /** Control characters are blank too, as they are to LangChain4j's segments. */
    private static boolean isBlank(String text) {
        return text.isBlank() || text.codePoints().allMatch(c -> c <= ' ');
    }

    private boolean isKnown(String text) {
        if (scripts.isEmpty()) {
            return true;
        }
        long letters = text.codePoints().filter(Character::isLetter).count();
        long known = text.codePoints()
                .filter(Character::isLetter)
                .filter(letter -> scripts.contains(UnicodeScript.of(letter).name()))
                .count();
        return 3 * (letters - known) <= letters;
    }
}
