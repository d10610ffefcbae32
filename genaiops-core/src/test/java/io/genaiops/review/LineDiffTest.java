package io.genaiops.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineDiffTest {

    private static String shown(String before, String after) {
        return LineDiff.between(before, after).stream()
                .map(LineChange::toString)
                .collect(Collectors.joining("|"));
    }

    @ParameterizedTest
    @CsvSource({
        "a b c, a b c, ' a| b| c'",
        "a b c, a c, ' a|-b| c'",
        "a c, a b c, ' a|+b| c'",
        "a b, a x, ' a|-b|+x'",
        "'', a, '+a'",
        "a, '', '-a'",
        "'', '', ''",
        // E. Myers, "An O(ND) difference algorithm and its variations" (1986), figure 1: five edits.
        "A B C A B B A, C B A B A C, '-A|-B| C|+B| A| B|-B| A|+C'"
    })
    void the_shortest_way_is_shown(String before, String after, String shown) {
        assertThat(shown(before.replace(' ', '\n'), after.replace(' ', '\n'))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void kept_and_removed_lines_are_the_old_text_kept_and_added_ones_the_new(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String before = text(random);
            String after = text(random);
            List<LineChange> changes = LineDiff.between(before, after);

            assertThat(side(changes, LineChange.Kind.ADDED)).isEqualTo(before);
            assertThat(side(changes, LineChange.Kind.REMOVED)).isEqualTo(after);
            assertThat(changes.stream().filter(change -> !change.isKept()).count())
                    .as("as many edits as the longest common subsequence leaves")
                    .isEqualTo(edits(before, after));
            assertThat(changes.stream()
                            .mapToInt(LineChange::before)
                            .filter(n -> n > 0)
                            .toArray())
                    .containsExactly(
                            IntStream.rangeClosed(1, lines(before).size()).toArray());
            assertThat(changes.stream()
                            .mapToInt(LineChange::after)
                            .filter(n -> n > 0)
                            .toArray())
                    .containsExactly(
                            IntStream.rangeClosed(1, lines(after).size()).toArray());
        }
    }

    @Test
    void beyond_the_bound_the_middle_counts_as_replaced() {
        String before = "first\n" + numbered("a", 100_000) + "\nlast";
        String after = "first\n" + numbered("b", 100_000) + "\nlast";
        List<LineChange> changes = LineDiff.between(before, after);

        assertThat(changes).hasSize(200_002);
        assertThat(changes.get(0).isKept()).isTrue();
        assertThat(changes.get(200_001).isKept()).isTrue();
        assertThat(side(changes, LineChange.Kind.ADDED)).isEqualTo(before);
        assertThat(side(changes, LineChange.Kind.REMOVED)).isEqualTo(after);
    }

    @Test
    void up_to_the_bound_kept_lines_are_found() {
        String before = numbered("a", 5_000);
        List<String> lines = new ArrayList<>(lines(before));
        for (int i = 0; i < 500; i++) {
            lines.set(10 * i, "changed " + i);
        }

        assertThat(LineDiff.between(before, String.join("\n", lines)).stream().filter(LineChange::isKept))
                .hasSize(4_500);
    }

    @Test
    void numbers_say_what_the_kind_says() {
        assertThatThrownBy(() -> new LineChange(LineChange.Kind.ADDED, 1, 1, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LineChange(LineChange.Kind.KEPT, 1, 0, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining("\n"));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 4).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? Collections.emptyList() : List.of(text.split("\n", -1));
    }

    private static String side(List<LineChange> changes, LineChange.Kind left) {
        return changes.stream()
                .filter(change -> change.kind() != left)
                .map(LineChange::text)
                .collect(Collectors.joining("\n"));
    }

    private static long edits(String before, String after) {
        List<String> one = lines(before);
        List<String> other = lines(after);
        int[][] common = new int[one.size() + 1][other.size() + 1];
        for (int i = 1; i <= one.size(); i++) {
            for (int j = 1; j <= other.size(); j++) {
                common[i][j] = one.get(i - 1).equals(other.get(j - 1))
                        ? common[i - 1][j - 1] + 1
                        : Math.max(common[i - 1][j], common[i][j - 1]);
            }
        }
        return one.size() + other.size() - 2L * common[one.size()][other.size()];
    }
}
