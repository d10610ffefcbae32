package io.genaiops.definition;

/**
 * How much an application may harm people, in the classes that the European AI Act (Regulation (EU) 2024/1689)
 * distinguishes. What its article 5 prohibits has no class: it is not built. Files spell the constants in lower case.
 *
 * @since 0.1
 */
public enum RiskClass {
    /** None of the duties below. */
    MINIMAL,
    /** People must be told that they deal with a machine or its products (article 50). */
    LIMITED,
    /** A use that article 6 and annex III name: records, oversight and documentation are due. */
    HIGH;

    /**
     * Returns the class that files spell so.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static RiskClass parse(String text) {
        return FieldRules.parse("riskClass", text, values());
    }

    @Override
    public String toString() {
        return FieldRules.spelled(this);
    }
}
