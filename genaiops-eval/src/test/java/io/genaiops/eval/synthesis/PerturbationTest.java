package io.genaiops.eval.synthesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PerturbationTest {

    private static final String[] WORDS = {
        "How",
        "long",
        "is",
        "the",
        "north",
        "trail",
        "12500",
        "12,500",
        "3.5",
        "don't",
        "Höhe",
        "Crème",
        "(roughly)",
        "?",
        "—",
        "😀",
        "𝒳𝒴𝒵𝒲",
        "ﬁnd",
        "ΑΒΓΔ",
        "naïve",
        "x"
    };

    /** Texts of which some have nothing to change. */
    static Stream<String> texts() {
        Random random = new Random(5);
        return Stream.concat(
                Stream.of("", " ", "?", "a", "12,500", "Hello there"),
                Stream.generate(() -> Stream.generate(() -> WORDS[random.nextInt(WORDS.length)])
                                .limit(1 + random.nextInt(12))
                                .collect(Collectors.joining(" ")))
                        .limit(200));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void every_change_keeps_what_it_promises(String text) {
        for (long seed = 1; seed <= 5; seed++) {
            for (Perturbation each : Perturbation.all()) {
                String changed = each.apply(text, seed);
                assertThat(changed).isEqualTo(each.apply(text, seed));
                assertThat(UTF_8.newEncoder().canEncode(changed))
                        .as(each.kind())
                        .isTrue();
                assertThat(promise(each.kind(), text, changed))
                        .as("%s made '%s' of '%s'", each.kind(), changed, text)
                        .isTrue();
            }
        }
    }

    private static boolean promise(String kind, String text, String changed) {
        return switch (kind) {
            case "typos" ->
                words(changed).size() == words(text).size()
                        && distance(text, changed) <= 2 * words(text).size();
            case "upper-case" -> changed.equals(text.toUpperCase(Locale.ROOT));
            case "lower-case" -> changed.toUpperCase(Locale.ROOT).equals(text.toUpperCase(Locale.ROOT));
            case "space" -> words(changed).equals(words(text)) && !changed.equals(text);
            case "without-punctuation" ->
                only(changed, Character::isLetterOrDigit).equals(only(text, Character::isLetterOrDigit))
                        && changed.length() <= text.length();
            case "without-accents" ->
                Normalizer.normalize(changed, Normalizer.Form.NFD)
                                .chars()
                                .noneMatch(c -> Character.getType(c) == Character.NON_SPACING_MARK)
                        && words(changed).size() == words(text).size();
            case "lookalikes" -> plain(changed).equals(plain(text)) && changed.length() == text.length();
            case "grouped-numbers" -> changed.replace(",", "").equals(text.replace(",", ""));
            case "dropped-words" ->
                words(text).size() < 2
                        ? changed.equals(text)
                        : isPart(words(changed), words(text))
                                && words(changed).size() < words(text).size();
            case "swapped-words" ->
                words(changed).stream()
                        .sorted()
                        .toList()
                        .equals(words(text).stream().sorted().toList());
            default -> false;
        };
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private static String only(String text, IntPredicate kept) {
        return text.codePoints().filter(kept).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String plain(String text) {
        String plain = text;
        for (Map.Entry<Character, Character> pair : CharacterChanges.LOOKALIKES.entrySet()) {
            plain = plain.replace(pair.getValue(), pair.getKey());
        }
        return plain;
    }

    private static boolean isPart(List<String> some, List<String> all) {
        int found = 0;
        for (String word : all) {
            found += found < some.size() && some.get(found).equals(word) ? 1 : 0;
        }
        return !some.isEmpty() && found == some.size();
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            grouped-numbers     | Is it 12500 or 1,234,567?      | Is it 12,500 or 1234567?
            grouped-numbers     | In 2024, 1.50000 and a12345    | In 2024, 1.50000 and a12345
            grouped-numbers     | 12500.75 m                     | 12500.75 m
            without-punctuation | Don't go (far), 3.5 km: why?   | Don't go far 3.5 km why
            without-accents     | Crème brûlée, naïve            | Creme brulee, naive
            upper-case          | straße                         | STRASSE
            dropped-words       | one                            | one
            swapped-words       | one two                        | two one
            """)
    void a_change_is_the_one_that_is_meant(String kind, String text, String changed) {
        Perturbation perturbation = Perturbation.all().stream()
                .filter(each -> each.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        assertThat(perturbation.apply(text, 1)).isEqualTo(changed);
    }

    @Test
    void a_rate_says_how_many_words_are_changed() {
        String text = "trail ".repeat(2000).strip();
        for (double rate : new double[] {0.1, 0.5, 1}) {
            List<String> words = words(Perturbation.typos(rate).apply(text, 3));
            long changed = words.stream().filter(word -> !word.equals("trail")).count();
            double deviation = Math.sqrt(2000 * rate * (1 - rate));
            assertThat((double) changed).isBetween(2000 * rate - 4 * deviation, 2000 * rate + 4 * deviation);
        }
        assertThat(Perturbation.typos(0.001).apply("trail", 1)).isNotEqualTo("trail");
        for (double wrong : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Perturbation.typos(wrong));
        }
    }

    @Test
    void a_changed_sample_keeps_all_but_its_input_and_says_where_it_came_from() {
        Sample sample = Sample.of("How long is the north trail?")
                .withId("q1")
                .expecting("12 km")
                .groundedIn("The trail is 12 km long.")
                .tagged("facts")
                .with("level", TextNode.valueOf("hard"))
                .answered("12 km");
        Dataset dataset = Dataset.of("d", List.of(sample, Sample.of("?").withId("q2")));
        Perturbed typos = Perturbation.typos(0.5).of(dataset, 7);
        assertThat(typos.unchanged()).containsExactly("q2");
        assertThat(typos.dataset().name()).isEqualTo("d typos");
        Sample changed = typos.dataset().get(0);
        assertThat(changed)
                .isEqualTo(Sample.of(changed.input())
                        .withId("q1~typos")
                        .expecting("12 km")
                        .groundedIn("The trail is 12 km long.")
                        .tagged("facts", "perturbed:typos")
                        .with("level", TextNode.valueOf("hard"))
                        .with("source", TextNode.valueOf("q1")));
        assertThat(changed.input()).isNotEqualTo(sample.input());
    }

    @Test
    void seed_and_id_alone_say_how_an_input_is_changed(@TempDir Path folder) throws IOException {
        List<Sample> samples = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            samples.add(Sample.of("How long is the north trail?").withId("q" + i));
            lines.append("{\"id\": \"q").append(i).append("\", \"input\": \"How long is the north trail?\"}\n");
        }
        Dataset all = Dataset.of("d", samples);
        Dataset onDisk = Dataset.reader().holding(0).read(Files.writeString(folder.resolve("d.jsonl"), lines));
        for (Perturbation each : Perturbation.all()) {
            Dataset changed = each.of(all, 3).dataset();
            assertThat(each.of(all, 3).dataset().samples()).isEqualTo(changed.samples());
            assertThat(each.of(onDisk, 3).dataset().samples()).isEqualTo(changed.samples());
            assertThat(each.of(all.slice(20, 30), 3).dataset().samples()).isSubsetOf(changed.samples());
        }
        Dataset typos = Perturbation.typos(0.3).of(all, 3).dataset();
        assertThat(typos.samples().stream().map(Sample::input).distinct().count())
                .isGreaterThan(10);
        assertThat(Perturbation.typos(0.3).of(all, 4).dataset().samples()).isNotEqualTo(typos.samples());
        assertThat(all.and(typos).size()).isEqualTo(100);
    }

    @Test
    void a_change_of_ones_own_has_a_kind() {
        Perturbation shout = Perturbation.of("shout", (text, random) -> text + "!");
        assertThat(shout.of(Dataset.of("d", List.of(Sample.of("q").withId("1"))), 1)
                        .dataset()
                        .get(0)
                        .tags())
                .containsExactly("perturbed:shout");
        assertThatIllegalArgumentException().isThrownBy(() -> Perturbation.of("Shout it", (text, random) -> text));
        assertThat(Perturbation.all().stream().filter(each -> !each.keepsMeaning()))
                .extracting(Perturbation::kind)
                .containsExactly("dropped-words", "swapped-words");
    }
}
