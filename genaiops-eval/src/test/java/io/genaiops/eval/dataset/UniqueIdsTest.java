package io.genaiops.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniqueIdsTest {

    @Test
    void equal_hashes_of_different_ids_are_told_apart() {
        agrees_with_a_map(new Random(1), id -> 7);
        agrees_with_a_map(new Random(2), id -> (long) id.length() << 40);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5})
    void the_first_of_equal_ids_is_found(long seed) {
        agrees_with_a_map(new Random(seed), String::hashCode);
    }

    @Test
    void the_usual_hash_finds_ids_again() {
        List<String> added = new ArrayList<>();
        UniqueIds ids = new UniqueIds(added::get);
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.add("id-" + i)).isEqualTo(-1);
            added.add("id-" + i);
        }
        for (int i = 0; i < 100_000; i += 999) {
            assertThat(ids.add("id-" + i)).isEqualTo(i);
        }
    }

    private static void agrees_with_a_map(Random random, ToLongFunction<String> hash) {
        List<String> added = new ArrayList<>();
        Map<String, Integer> expected = new HashMap<>();
        UniqueIds ids = new UniqueIds(added::get, hash);
        for (int i = 0; i < 3000; i++) {
            String id = Integer.toString(random.nextInt(2000), 36);
            int earlier = ids.add(id);
            assertThat(earlier).isEqualTo(expected.getOrDefault(id, -1));
            if (earlier < 0) {
                expected.put(id, added.size());
                added.add(id);
            }
        }
    }
}
