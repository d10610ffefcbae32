package io.genaiops.eval.rubric;

import static java.util.Objects.requireNonNull;

/**
 * What a reply of a judge came to.
 *
 * @param kind whether there is a score
 * @param word the entry of the menu as the menu has it; empty if there is none
 * @param value the value of that entry; 0 if there is none
 * @param text the judge's reason, or what is wrong with the reply
 * @since 0.1
 */
public record Verdict(Kind kind, String word, double value, String text) {

    /** The kinds of verdict. */
    public enum Kind {
        /** An entry of the menu. */
        SCORED,
        /** The judge says that the rubric does not apply, and the menu lets it. */
        NOT_APPLICABLE,
        /** Nothing that can be used. */
        UNUSABLE
    }

    /** Requires all. */
    public Verdict {
        requireNonNull(kind, "kind");
        requireNonNull(word, "word");
        requireNonNull(text, "text");
    }

    static Verdict scored(String word, double value, String reason) {
        return new Verdict(Kind.SCORED, word, value, reason);
    }

    static Verdict notApplicable(String reason) {
        return new Verdict(Kind.NOT_APPLICABLE, Menu.NOT_APPLICABLE, 0, reason);
    }

    static Verdict unusable(String why) {
        return new Verdict(Kind.UNUSABLE, "", 0, why);
    }

    /** Tells whether the reply could be used. */
    public boolean isUsable() {
        return kind != Kind.UNUSABLE;
    }
}
