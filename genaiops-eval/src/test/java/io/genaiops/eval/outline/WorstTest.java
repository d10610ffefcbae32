package io.genaiops.eval.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorstTest {

    private record Case(int place, double severity) {}

    @Test
    void the_worst_are_kept_in_order_and_all_are_counted() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            int most = 1 + random.nextInt(8);
            Worst<Case> worst = new Worst<>(most);
            List<Case> bad = new ArrayList<>();
            for (int i = 0; i < random.nextInt(40); i++) {
                Case each = new Case(i, random.nextInt(4));
                worst.offer(each.severity(), () -> each);
                if (each.severity() > 0) {
                    bad.add(each);
                }
            }
            bad.sort(Comparator.comparingDouble(Case::severity).reversed().thenComparingInt(Case::place));
            assertThat(worst.total()).isEqualTo(bad.size());
            assertThat(worst.kept()).isEqualTo(bad.subList(0, Math.min(most, bad.size())));
        }
    }

    @Test
    void what_is_not_kept_is_not_made() {
        Worst<String> worst = new Worst<>(1);
        worst.offer(2, () -> "bad");
        worst.offer(2, () -> {
            throw new AssertionError("made for nothing");
        });
        worst.offer(0, () -> {
            throw new AssertionError("not bad at all");
        });
        worst.offer(3, () -> "worse");
        assertThat(worst.kept()).containsExactly("worse");
        assertThat(worst.total()).isEqualTo(3);
    }

    @Test
    void a_selection_of_none_is_refused() {
        assertThatThrownBy(() -> new Worst<>(0)).hasMessage("a selection keeps at least 1; found: 0");
    }
}
