package io.genaiops.cache.veto;

/**
 * Why two texts must not get one answer, however near their embeddings are.
 *
 * @since 0.1
 */
public enum Veto {
    /** One of them is not in a language whose words are known, as far as can be told. */
    LANGUAGE("a text is not in English, or too short to tell"),
    /** An address, quotation, identifier, symbol or code is in one only. */
    LITERAL("an address, quotation, identifier or symbol differs"),
    /** A number, its unit or their order differs. */
    NUMBER("a number or its unit differs"),
    /** One says no where the other does not. */
    NEGATION("one says no where the other does not"),
    /** One has a word and the other its opposite. */
    OPPOSITE("one has a word and the other its opposite"),
    /** A day, a season, a tense or another word of time differs. */
    TIME("a day, a season or a tense differs"),
    /** A name is in one only. */
    NAME("a name is in one only"),
    /** They ask for different things: when instead of where, or whether instead of why. */
    QUESTION("they ask for different things"),
    /** What must be is not what may be. */
    MODALITY("one asks what must be, the other what may be"),
    /** All, only, most and few are not the same. */
    QUANTITY("all, only, most or few differ"),
    /** The same words in another order, such as from there to here. */
    ORDER("the same words are in another order"),
    /** All is the same but a word or two that only one of them has. */
    DETAIL("all is the same but a word or two");

    private final String reason;

    Veto(String reason) {
        this.reason = reason;
    }

    /** Returns the reason in words. */
    public String reason() {
        return reason;
    }
}
