package io.genaiops.eval.judge;

/** A grade from the menu with its reason, or, where the grade is negative, what is wrong with the reply. */
record Verdict(int score, String text) {

    private static final int NONE = -1;

    static Verdict of(int score, String reason) {
        return new Verdict(score, reason);
    }

    static Verdict unusable(String why) {
        return new Verdict(NONE, why);
    }

    boolean isUsable() {
        return score != NONE;
    }
}
