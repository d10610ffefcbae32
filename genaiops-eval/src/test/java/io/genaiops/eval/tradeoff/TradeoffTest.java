package io.genaiops.eval.tradeoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Columns;
import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.tradeoff.Option.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TradeoffTest {

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void the_one_that_dominates_all_others_is_recommended() {
        Tradeoff tradeoff = weigh(one("old", 0.5, 2, 1), one("new", 0.8, 1, 1), one("worst", 0.3, 3, 2));

        assertThat(tradeoff.variants(Standing.ON_FRONT)).containsExactly("new");
        assertThat(tradeoff.variants(Standing.DOMINATED)).containsExactly("old", "worst");
        assertThat(tradeoff.option("worst").rivals()).containsExactly("old", "new");
        assertThat(tradeoff.recommended()).contains("new");
        assertThat(tradeoff.recommendation().lines())
                .hasSize(4)
                .first()
                .isEqualTo("Take new: every other variant is dominated");
        assertThat(tradeoff.recommendation())
                .containsPattern("new dominates old: quality better by 0.\\d+ to 0.\\d+, 0.4\\d to 0.5\\d? times the"
                        + " cost, latency no worse by what matters");
        assertThat(tradeoff.questions()).isEqualTo(9);
    }

    @Test
    void better_and_dearer_are_both_on_the_front() {
        Tradeoff tradeoff = weigh(one("small", 0.5, 1, 1), one("large", 0.8, 4, 1));

        assertThat(tradeoff.variants(Standing.ON_FRONT)).containsExactly("small", "large");
        assertThat(tradeoff.recommended()).isEmpty();
        assertThat(tradeoff.recommendation())
                .startsWith("small, large: none of them dominates another; which to take depends on what counts\n"
                        + "large against small: quality better by ")
                .containsPattern("times the cost");
    }

    @Test
    void what_the_items_do_not_tell_is_not_claimed() {
        Tradeoff tradeoff =
                Tradeoff.between(List.of(contender("a", 8, 0.5, 1, 1), contender("b", 8, 0.55, 1, 1)), 0.05, 1);

        assertThat(tradeoff.variants(Standing.CANNOT_TELL)).containsExactly("a", "b");
        assertThat(tradeoff.recommended()).isEmpty();
        assertThat(tradeoff.recommendation())
                .startsWith("The items do not settle which variant to take")
                .contains("cannot tell b from a in quality (0.05 matters, about ")
                .doesNotContain("better")
                .doesNotContain("dominates");
    }

    @Test
    void variants_that_differ_by_nothing_that_matters_are_both_on_the_front() {
        Contender first = one("a", 0.5, 1, 1);
        Tradeoff tradeoff = weigh(first, new Contender("b", first.quality(), first.quantities()));

        assertThat(tradeoff.variants(Standing.ON_FRONT)).containsExactly("a", "b");
        assertThat(tradeoff.recommended()).isEmpty();
        assertThat(tradeoff.recommendation()).endsWith("a and b differ by nothing that matters");
    }

    @Test
    void what_is_unknown_of_all_plays_no_part_and_is_named() {
        Tradeoff tradeoff = weigh(
                new Contender("a", one("a", 0.4, 1, 1).quality(), RatiosTest.seconds(noisy(200, 1))),
                new Contender("b", one("b", 0.8, 1, 1).quality(), RatiosTest.seconds(noisy(200, 0.5))));

        assertThat(tradeoff.recommended()).contains("b");
        assertThat(tradeoff.unknowns()).containsExactly("cost is unknown of every variant and plays no part");
        assertThat(tradeoff.option("a").cost()).isEmpty();
        assertThat(tradeoff.describe()).contains("; cost unknown; latency ", "quality is 'clear'; 2 tests corrected");
    }

    @Test
    void what_is_unknown_of_one_leaves_the_pair_open() {
        Contender known = one("known", 0.4, 1, 1);
        Contender unpriced =
                new Contender("unpriced", one("x", 0.8, 1, 1).quality(), RatiosTest.seconds(noisy(200, 0.5)));
        Tradeoff tradeoff = weigh(known, unpriced);

        assertThat(tradeoff.option("known").standing()).isEqualTo(Standing.CANNOT_TELL);
        assertThat(tradeoff.option("unpriced").standing()).isEqualTo(Standing.ON_FRONT);
        assertThat(tradeoff.recommended()).isEmpty();
        assertThat(tradeoff.recommendation())
                .contains("cannot tell unpriced from known in cost, which is not known of both; quality better by ");
        assertThat(tradeoff.unknowns()).containsExactly("cost of unpriced is unknown");
    }

    @Test
    void nothing_is_recommended_that_was_hardly_scored() {
        double[] half = noisy(200, 0.8);
        for (int i = 0; i < 100; i++) {
            half[i] = Double.NaN;
        }
        Contender seldom = new Contender(
                "seldom", Columns.judged("clear", half), one("x", 0, 0.5, 0.5).quantities());
        Tradeoff tradeoff = weigh(one("plain", 0.4, 1, 1), seldom);

        assertThat(tradeoff.variants(Standing.ON_FRONT)).containsExactly("seldom");
        assertThat(tradeoff.recommended()).isEmpty();
        assertThat(tradeoff.recommendation())
                .startsWith(
                        "Nothing is recommended, since seldom has no score for 100 of 200 items; on what was scored,"
                                + " seldom would be it");
        assertThat(tradeoff.unknowns()).containsExactly("seldom has no score for 100 of 200 items");
        assertThat(tradeoff.option("seldom").quality().orElseThrow().missing()).isEqualTo(100);
    }

    @Test
    void every_sentence_carries_the_caveats() {
        Tradeoff tradeoff = weigh(one("a", 0.4, 1, 1), one("b", 0.8, 1, 1))
                .with(List.of(new Caveat("stopped early", "after 200 of 400 items")));

        assertThat(tradeoff.recommendation().lines()).allMatch(line -> line.endsWith(" [stopped early]"));
        assertThat(tradeoff.describe()).startsWith("stopped early: after 200 of 400 items\n");
    }

    @Test
    void two_variants_are_the_fewest() {
        assertThatThrownBy(() -> weigh(one("a", 0.4, 1, 1)))
                .hasMessage("variants are weighed between two or more; found: 1");
        assertThatThrownBy(() -> weigh(one("a", 0.4, 1, 1), one("b", 0.4, 1, 1)).option("c"))
                .hasMessage("no variant 'c'; there are [a, b]");
    }

    @Test
    void variants_that_do_not_differ_are_hardly_ever_said_to_dominate() {
        requireFewAlarms(60);
    }

    @Test
    @Tag("endurance")
    void variants_that_do_not_differ_are_hardly_ever_said_to_dominate_in_a_thousand_runs() {
        requireFewAlarms(1000);
    }

    private void requireFewAlarms(int runs) {
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            List<Contender> alike = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                alike.add(contender(name, 40, 0.5, 1, 1));
            }
            Tradeoff tradeoff = Tradeoff.between(alike, 0.05, run);
            boolean claimed = tradeoff.recommendation().matches("(?s).*(dominat|better|worse by 0|times the).*");
            alarms += claimed ? 1 : 0;
        }
        assertThat(alarms / (double) runs).isLessThanOrEqualTo(0.05 + 2.5 * Math.sqrt(0.0475 / runs));
    }

    private static Tradeoff weigh(Contender... contenders) {
        return Tradeoff.between(List.of(contenders), 0.05, 1);
    }

    private Contender one(String name, double quality, double cost, double latency) {
        return contender(name, 200, quality, cost, latency);
    }

    private Contender contender(String name, int items, double quality, double cost, double latency) {
        double[] scores = noisy(items, quality);
        Quantities quantities = Quantities.of(items, 1);
        for (int item = 0; item < items; item++) {
            quantities.set(
                    item,
                    1,
                    Sample.of("q")
                            .answered("a")
                            .took(Duration.ofNanos((long) (1e9 * latency * (0.9 + 0.2 * random.nextDouble()))))
                            .costing(Cost.of(
                                    BigDecimal.valueOf(cost * (0.9 + 0.2 * random.nextDouble())),
                                    Cost.usd("1").currency().orElseThrow())));
        }
        return new Contender(name, Columns.judged("clear", scores), quantities);
    }

    private double[] noisy(int items, double mean) {
        double[] values = new double[items];
        Arrays.setAll(values, i -> Math.min(1, Math.max(0, mean + 0.4 * (random.nextDouble() - 0.5))));
        return values;
    }
}
