package io.genaiops.eval.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NGramsTest {

    // 1 2 1 2 1 against 1 2 1: 1,2 twice in the text, once there; 2,1 twice and once; 1,2,1 twice and once
    @Test
    void matches_are_clipped_to_the_other_side() {
        NGrams grams = NGrams.of(new int[] {1, 2, 1, 2, 1}, 3);
        assertThat(grams.totals()).containsExactly(5, 4, 3);
        assertThat(grams.matches(grams.countsIn(new int[] {1, 2, 1}))).containsExactly(3, 2, 1);
        assertThat(grams.matches(grams.countsIn(new int[0]))).containsExactly(0, 0, 0);
        assertThat(grams.matches(grams.countsIn(new int[] {3, 4, 5}))).containsExactly(0, 0, 0);
    }

    @Test
    void texts_shorter_than_an_order_have_none_of_it() {
        assertThat(NGrams.of(new int[] {1}, 3).totals()).containsExactly(1, 0, 0);
        assertThat(NGrams.of(new int[0], 2).totals()).containsExactly(0, 0);
        assertThat(NGrams.total(2, 3)).isZero();
        assertThat(NGrams.total(3, 3)).isEqualTo(1);
    }

    @Test
    void every_number_is_a_token_negative_ones_too() {
        int[] tokens = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1};
        NGrams grams = NGrams.of(tokens, 4);
        assertThat(grams.matches(grams.countsIn(tokens))).containsExactly(6, 5, 4, 3);
        assertThat(grams.matches(grams.countsIn(new int[] {0, 1}))).containsExactly(1, 0, 0, 0);
    }

    @Test
    void long_texts_are_counted_exactly() {
        int[] distinct = IntStream.range(0, 250_000).toArray();
        NGrams grams = NGrams.of(distinct, 4);
        assertThat(grams.matches(grams.countsIn(distinct))).containsExactly(250_000, 249_999, 249_998, 249_997);
        int[] same = new int[250_000];
        NGrams repeated = NGrams.of(same, 6);
        assertThat(repeated.matches(repeated.countsIn(new int[10]))).containsExactly(10, 9, 8, 7, 6, 5);
    }

    @Test
    void matching_is_symmetric() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            int[] some = Scoring.randomTokens(random, 30, 4);
            int[] others = Scoring.randomTokens(random, 30, 4);
            NGrams left = NGrams.of(some, 5);
            NGrams right = NGrams.of(others, 5);
            assertThat(left.matches(left.countsIn(others))).isEqualTo(right.matches(right.countsIn(some)));
        }
    }

    @Test
    void equal_tokens_get_equal_numbers() {
        Map<String, Integer> vocabulary = new HashMap<>();
        assertThat(NGrams.number(List.of("a", "b", "a"), vocabulary)).containsExactly(0, 1, 0);
        assertThat(NGrams.number(List.of("c", "b"), vocabulary)).containsExactly(2, 1);
    }
}
