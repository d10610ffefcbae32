package io.genaiops.eval.claim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Finds the sentences that a source plainly states, so that no judge need be asked. It never says that something is
 * unsupported. A sentence that does not begin with a pronoun passes if a sentence of the source is the same word by word; or
 * if, in a language whose critical words are known, a sentence of the source
 *
 * <ul>
 *   <li>begins with the same words in the same order, but for articles and the like,
 *   <li>has the same critical words (negations, conditions, quantities, duty), no more and no fewer,
 *   <li>and either ends there, or goes on with "and" or "because" and neither has critical words.
 * </ul>
 *
 * <p>That is narrower than a share of n-grams on purpose. Of the 154 labelled sentences of {@code support.tsv}, about the
 * handbook of the examples, 27 of 60 right ones pass and none of 94 wrong ones, in which a number, a negation, a condition or
 * two words were changed; of 37 in {@code support-held-out.tsv}, written afterwards, 10 of 14 and none of 23. At 80 percent
 * known trigrams, 49 of those 94 would pass. {@code FirstStageTest} measures all of it. The
 * confidence is the lower end of the 95 percent Wilson interval of the share of right ones among the 27 that passed.
 */
final class FirstStage {

    /** The confidence in a sentence that passed: none of 27 was wrong. */
    static final double CONFIDENCE = 0.87;

    private static final int VERSION = 1;
    private static final int FEWEST_WORDS = 3;

    /** What may follow words that are a statement of their own. */
    private static final Set<String> GOES_ON =
            Set.of("and", "because", "und", "weil", "et", "parce", "car", "y", "porque");

    /** What these stand for may be something else in the response than in the source. */
    private static final Set<String> PRONOUNS = Set.of(
            ("it they he she this that these those we i there es er sie wir ich dies diese dieser dieses il elle ils elles"
                            + " cela ça ce on nous je él ella ello ellos ellas esto eso")
                    .split(" "));

    private final Map<String, List<Words>> byBeginning = new HashMap<>();
    private final Set<List<String>> verbatim = new HashSet<>();

    FirstStage(List<String> documents) {
        for (String document : documents) {
            for (String sentence : Sentences.of(document)) {
                Words words = Words.of(sentence);
                if (!isQuestion(sentence) && words.all().size() >= FEWEST_WORDS && verbatim.add(words.all())) {
                    byBeginning
                            .computeIfAbsent(beginning(words), key -> new ArrayList<>())
                            .add(words);
                }
            }
        }
    }

    static ObjectNode identity() {
        return JsonNodeFactory.instance.objectNode().put("version", VERSION);
    }

    /** Returns the confidence that the source supports the sentence; empty if it is not plain. */
    OptionalDouble support(String sentence) {
        Words words = Words.of(sentence);
        if (isQuestion(sentence)
                || words.all().size() < FEWEST_WORDS
                || PRONOUNS.contains(words.all().get(0))) {
            return OptionalDouble.empty();
        }
        boolean plain = verbatim.contains(words.all())
                || (words.content().size() >= FEWEST_WORDS
                        && words.isOfKnownLanguage()
                        && byBeginning.getOrDefault(beginning(words), List.of()).stream()
                                .anyMatch(passage -> states(passage, words)));
        return plain ? OptionalDouble.of(CONFIDENCE) : OptionalDouble.empty();
    }

    private static boolean states(Words passage, Words sentence) {
        List<String> said = passage.content();
        int end = sentence.content().size();
        if (said.size() < end || !said.subList(0, end).equals(sentence.content())) {
            return false;
        }
        List<String> critical = sentence.critical();
        if (said.size() == end) {
            return critical.equals(passage.critical());
        }
        boolean closed = GOES_ON.contains(said.get(end)) && !Words.isNumber(said.get(end - 1));
        return closed && critical.isEmpty() && passage.critical().isEmpty();
    }

    private static String beginning(Words words) {
        List<String> content = words.content();
        return String.join(" ", content.subList(0, Math.min(FEWEST_WORDS, content.size())));
    }

    private static boolean isQuestion(String sentence) {
        String stripped = sentence.strip();
        return stripped.endsWith("?") || stripped.endsWith("？") || stripped.endsWith("؟");
    }
}
