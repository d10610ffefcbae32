package io.genaiops.eval.judge;

import java.util.Collection;
import java.util.Optional;

/**
 * Finds the verdict in a judge's reply. The last match binds and must be on the menu; JSON goes before prose. What breaks
 * off, contradicts itself or repeats the judged text word by word is no verdict: rather none than a wrong one. Time is
 * linear in the reply.
 */
final class VerdictParser {

    private static final String THINKING = "<think>";
    private static final String THOUGHT = "</think>";
    private static final int SHORTEST_ECHO = 8;

    private final Rubric rubric;
    private final Collection<String> judged;

    VerdictParser(Rubric rubric, Collection<String> judged) {
        this.rubric = rubric;
        this.judged = judged;
    }

    Verdict read(String reply) {
        int thought = reply.lastIndexOf(THOUGHT);
        String text = thought < 0 ? reply : reply.substring(thought + THOUGHT.length());
        if (text.isBlank()) {
            return Verdict.unusable("the reply is empty");
        }
        if (text.stripLeading().startsWith(THINKING)) {
            return Verdict.unusable("the reply breaks off while thinking");
        }
        Optional<Verdict> json = JsonVerdict.last(text, this);
        return json.orElseGet(
                () -> TextVerdict.last(text, this).orElseGet(() -> Verdict.unusable("the reply states no score")));
    }

    /** Returns the verdict for a number as it was written, such as {@code 4}, {@code 4/5} or {@code ４}. */
    Verdict grade(String written, String reason) {
        Grade grade = Grade.parse(written);
        if (grade.isWhole() && rubric.offers(grade.value()) && grade.isOutOf(rubric.highest())) {
            return Verdict.of((int) grade.value(), reason);
        }
        return Verdict.unusable("score '" + shortened(written) + "' is not a whole number from " + rubric.lowest()
                + " to " + rubric.highest());
    }

    /** Tells whether a stretch of the reply is copied from the judged text and so may not be the judge's own. */
    boolean isEcho(String stretch) {
        String stripped = stretch.strip();
        return stripped.length() >= SHORTEST_ECHO && judged.stream().anyMatch(text -> text.contains(stripped));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
