package io.genaiops.eval.overlap;

import static io.genaiops.eval.overlap.Scoring.GUIDE;
import static io.genaiops.eval.overlap.Scoring.GUIDES;
import static io.genaiops.eval.overlap.Scoring.outcome;
import static io.genaiops.eval.overlap.Scoring.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeteorTest {

    private static final Meteor METEOR = OverlapEvaluators.meteor();

    // NLTK, meteor_score.py; the other references are lower
    @Test
    void the_guide_of_the_literature_scores_as_published() {
        assertThat(score(METEOR, GUIDE, GUIDES[0])).isCloseTo(0.6944, within(1e-4));
        assertThat(score(METEOR, GUIDE, GUIDES)).isCloseTo(0.6944, within(1e-4));
        assertThat(score(METEOR, "non matching hypothesis", "this is a cat")).isZero();
    }

    // one chunk of n matches: 1 - 0.5 * (1/n)^3
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void an_equal_answer_is_one_chunk(int words) {
        String text = "word ".repeat(words);
        assertThat(score(METEOR, text, text)).isCloseTo(1 - 0.5 / Math.pow(words, 3), within(1e-12));
    }

    // b a against a b: 2 matches in 2 chunks; precision and recall 1, penalty .5 * 1
    @Test
    void order_costs_by_chunks() {
        assertThat(score(METEOR, "b a", "a b")).isCloseTo(0.5, within(1e-12));
        // c a b against a b c: 3 matches, chunks c and "a b": 1 - .5 * (2/3)^3
        assertThat(score(METEOR, "c a b", "a b c")).isCloseTo(1 - 0.5 * 8 / 27, within(1e-12));
        assertThat(score(METEOR.weights(0.9, 3, 0), "c a b", "a b c")).isCloseTo(1, within(1e-12));
    }

    // 1 match: precision 1/2, recall 1/4, mean = (1/8) / (.9/2 + .1/4), one chunk of one match halves it
    @Test
    void recall_weighs_more_than_precision() {
        assertThat(score(METEOR, "a x", "a b c d")).isCloseTo(0.5 * 0.125 / 0.475, within(1e-12));
        assertThat(score(METEOR, "a b c d", "a x")).isCloseTo(0.5 * 0.125 / 0.275, within(1e-12));
    }

    @Test
    void stems_match_after_forms() {
        assertThat(score(METEOR, "running cats", "runs cat")).isCloseTo(1 - 0.5 / 8, within(1e-12));
        assertThat(score(METEOR.withoutStemming(), "running cats", "runs cat")).isZero();
        // the exact "cats" goes to "cats", which leaves "cat" for "cat"
        assertThat(score(METEOR, "cats cat", "cats cat")).isCloseTo(1 - 0.5 / 8, within(1e-12));
        assertThat(outcome(METEOR, "cat cats", "cats cat").explanation()).contains("2 chunks");
    }

    @Test
    void synonyms_match_last_and_are_part_of_the_identity() {
        Meteor informed = METEOR.synonyms(Map.of("car", Set.of("automobile", "auto")));
        assertThat(score(METEOR, "red car", "red automobile")).isLessThan(0.5);
        assertThat(score(informed, "red car", "red automobile")).isCloseTo(1 - 0.5 / 8, within(1e-12));
        assertThat(informed.id()).isNotEqualTo(METEOR.id());
        assertThat(informed.id())
                .isEqualTo(METEOR.synonyms(Map.of("car", List.of("auto", "automobile")))
                        .id());
    }

    // each word takes the last free equal one, from the end: b -> second b, a -> a, first b -> first b
    @Test
    void alignment_takes_the_last_free_word_from_the_end() {
        assertThat(outcome(METEOR, "b a b", "b x a b").explanation())
                .isEqualTo("3 words of 3 and 4 aligned in 2 chunks");
        // the only the goes to the last of three, so "the cat" is torn apart as in NLTK
        assertThat(outcome(METEOR, "the cat", "the cat sat on the").explanation())
                .contains("2 chunks");
    }

    @Test
    void case_is_ignored() {
        assertThat(score(METEOR, "THE Cat", "the cat")).isEqualTo(score(METEOR, "the cat", "the cat"));
    }

    @Test
    void weights_out_of_range_are_refused_when_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> METEOR.weights(1.1, 3, 0.5))
                .withMessageContaining("alpha 1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> METEOR.weights(0.9, -1, 0.5))
                .withMessageContaining("beta -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> METEOR.weights(0.9, 3, Double.NaN));
    }

    // computed with NLTK 3.10.3, single_meteor_score without synonyms: few words, often repeated, in several forms
    @Test
    void scores_of_repeated_and_inflected_words_are_those_of_nltk() throws IOException {
        List<String> lines;
        try (InputStream in = MeteorTest.class.getResourceAsStream("meteor-values.tsv")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(lines).hasSizeGreaterThan(240).allSatisfy(line -> {
            String[] row = line.split("\t", -1);
            assertThat(score(METEOR, row[0], row[1])).as(line).isCloseTo(Double.parseDouble(row[2]), within(1e-10));
        });
    }

    @Test
    void the_alignment_is_that_of_a_search_over_all_pairs() {
        Map<String, Set<String>> synonyms = Map.of("cat", Set.of("feline", "run", "x"), "x", Set.of("sky", "cats"));
        Meteor informed = METEOR.synonyms(synonyms);
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            String response = Scoring.randomText(random, 1 + random.nextInt(12), FORMS);
            String[] references = Stream.generate(() -> Scoring.randomText(random, 1 + random.nextInt(12), FORMS))
                    .limit(1 + random.nextInt(3))
                    .toArray(String[]::new);
            double expected = Stream.of(references)
                    .mapToDouble(reference -> scoreOfAllPairs(response, reference, synonyms))
                    .max()
                    .orElseThrow();
            assertThat(score(informed, response, references))
                    .as("%s against %s", response, List.of(references))
                    .isCloseTo(expected, within(1e-12));
        }
    }

    private static final String[] FORMS = {"the", "cat", "cats", "run", "running", "x", "sky", "skies", "feline"};

    /** Asks every word of the response, from the last one, for every word of the reference, from the last one. */
    private static double scoreOfAllPairs(String response, String reference, Map<String, Set<String>> synonyms) {
        String[] one = response.split(" ", -1);
        String[] other = reference.split(" ", -1);
        int[] partners = new int[one.length];
        Arrays.fill(partners, -1);
        List<BiPredicate<String, String>> stages = List.of(
                String::equals,
                (word, partner) -> PorterStemmer.stem(word).equals(PorterStemmer.stem(partner)),
                (word, partner) -> synonyms.getOrDefault(word, Set.of()).contains(partner));
        for (BiPredicate<String, String> stage : stages) {
            for (int i = one.length - 1; i >= 0; i--) {
                for (int j = other.length - 1; j >= 0 && partners[i] < 0; j--) {
                    int place = j;
                    boolean taken = Arrays.stream(partners).anyMatch(partner -> partner == place);
                    partners[i] = !taken && stage.test(one[i], other[j]) ? j : -1;
                }
            }
        }
        return scoreOf(partners, other.length);
    }

    private static double scoreOf(int[] partners, int referenceLength) {
        double matches = 0;
        double chunks = 0;
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] >= 0) {
                matches++;
                chunks += i > 0 && partners[i - 1] >= 0 && partners[i - 1] + 1 == partners[i] ? 0 : 1;
            }
        }
        double precision = matches / partners.length;
        double recall = matches / referenceLength;
        double mean = 10 * precision * recall / (recall + 9 * precision);
        return matches == 0 ? 0 : mean * (1 - 0.5 * Math.pow(chunks / matches, 3));
    }
}
