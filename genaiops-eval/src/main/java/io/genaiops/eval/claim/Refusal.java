package io.genaiops.eval.claim;

import io.genaiops.eval.language.WordSplitter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recognises short answers that claim nothing, in English, German, French and Spanish. A long answer, or one with
 * a "but", is never one: it may refuse one thing and claim another.
 */
final class Refusal {

    private static final int LONGEST = 30;

    private static final List<String> PHRASES = Stream.of(
                    "I don't know",
                    "I do not know",
                    "I can't answer",
                    "I cannot answer",
                    "I am unable to",
                    "I'm unable to",
                    "I can't help",
                    "I cannot help",
                    "I can't assist",
                    "I cannot assist",
                    "I can't provide",
                    "I cannot provide",
                    "does not answer",
                    "do not answer",
                    "not enough information",
                    "context does not contain",
                    "context doesn't contain",
                    "documents do not contain",
                    "documents don't contain",
                    "document does not contain",
                    "no information about",
                    "Das weiß ich nicht",
                    "ich weiß es nicht",
                    "kann ich nicht beantworten",
                    "je ne sais pas",
                    "je ne peux pas",
                    "no lo sé",
                    "no puedo responder")
            .map(Refusal::key)
            .toList();

    /** What follows these may be a claim. */
    private static final List<String> TURNS = List.of("but", "however", "aber", "mais", "pero");

    private Refusal() {}

    static boolean is(List<String> response) {
        String text = " " + String.join(" ", response) + " ";
        return response.size() <= LONGEST
                && TURNS.stream().noneMatch(response::contains)
                && PHRASES.stream().anyMatch(text::contains);
    }

    private static String key(String phrase) {
        return " " + String.join(" ", WordSplitter.words(phrase)) + " ";
    }
}
