package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.trial.Trial;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoppedExperimentTest {

    private static final Evaluator NUMBER = Evaluator.builder("number")
            .scoring(sample -> Double.parseDouble(sample.response().orElse("")));

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void a_ceiling_stops_before_it_is_passed() {
        ExperimentResult result = costing("0.10", 100).costAtMost(Cost.usd("1")).run();
        assertThat(asked).hasValue(10);
        assertThat(result.variant("v").cost().cost()).isEqualTo(Cost.usd("1"));
        assertThat(result.stopped())
                .hasValue("the ceiling of 1 USD is reached: 1 USD spent and up to 0.1 for each further answer");
        assertThat(result.variant("v").measurements().get(0).aggregate().count(Outcome.Kind.SKIPPED))
                .isEqualTo(90);
        assertThat(result.variant("v").measurements().get(0).aggregate().coverage())
                .isEqualTo(0.1);
        assertThat(result.variant("v").errors()).isZero();
        Trial last = result.variant("v").items().get(99).trials().get(0);
        assertThat(last.isAnswered()).isFalse();
        assertThat(last.evaluation().results().get(0).outcome().kind()).isEqualTo(Outcome.Kind.SKIPPED);
        assertThat(last.error()).isEqualTo("not run: " + result.stopped().orElseThrow());
    }

    @Test
    void a_ceiling_holds_with_many_under_way() {
        ExperimentResult result = costing("0.10", 500)
                .costAtMost(Cost.usd("2.05"))
                .concurrency(16)
                .run();
        Cost spent = result.variant("v").cost().cost();
        // the first 16 may begin before anything is known of their cost
        assertThat(spent.amount().orElseThrow()).isLessThanOrEqualTo(new java.math.BigDecimal("2.05"));
        assertThat(result.stopped()).isPresent();
    }

    @Test
    void a_ceiling_that_is_not_reached_changes_nothing() {
        ExperimentResult result = costing("0.10", 10).costAtMost(Cost.usd("5")).run();
        assertThat(result.stopped()).isEmpty();
        assertThat(asked).hasValue(10);
    }

    @Test
    void a_ceiling_cannot_be_kept_over_unknown_costs() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(10))
                .sampleVariant(
                        "v",
                        sample -> sample.answered("1")
                                .costing(Cost.unpriced("no price").ofModel("m")))
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .costAtMost(Cost.usd("1"))
                .run();
        assertThat(result.stopped().orElseThrow())
                .startsWith(
                        "the ceiling of 1 USD cannot be kept, since costs are not known: 1 of 1 calls are unpriced");
        assertThat(result.variant("v").measurements().get(0).scoredItems()).isEqualTo(1);
        assertThatThrownBy(() -> Experiment.named("e").costAtMost(Cost.unpriced("why")))
                .hasMessage("a ceiling must be an amount; found: unpriced: why");
    }

    @Test
    void a_run_stops_when_variants_are_told_apart() {
        ExperimentResult result = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(400))
                .textVariant("a", sample -> number(sample) % 4 == 0 ? "1" : "0")
                .textVariant("b", sample -> "1")
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .stoppingWhenSettledBy("number")
                .run();
        int run = result.variant("b").measurements().get(0).scoredItems();
        assertThat(run).isBetween(5, 40);
        assertThat(result.stopped())
                .hasValue("settled after " + run
                        + " of 400 items: the sequential test on 'number' tells all variants apart");
        assertThat(result.variant("a").measurements().get(0).aggregate().count(Outcome.Kind.SKIPPED))
                .isEqualTo(400 - run);
    }

    @Test
    void equal_variants_are_hardly_ever_told_apart() {
        int settled = 0;
        for (int run = 0; run < 200; run++) {
            Random chance = new Random(run);
            ExperimentResult result = Experiment.named("trial")
                    .over(BrokenScoreTest.numbered(100))
                    .textVariant("a", sample -> chance.nextBoolean() ? "1" : "0")
                    .textVariant("b", sample -> chance.nextBoolean() ? "1" : "0")
                    .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                    .stoppingWhenSettledBy("number")
                    .run();
            settled += result.stopped().isPresent() ? 1 : 0;
        }
        // at most 5 % in the long run, whenever one looks; 2.5 standard errors of 200 runs
        assertThat(settled).isLessThanOrEqualTo(17);
    }

    @Test
    void what_settles_must_be_there() {
        Experiment one = costing("1", 3).stoppingWhenSettledBy("number");
        assertThatThrownBy(one::run).hasMessage("variants are settled between two or more; found: 1");
        Experiment unknown = costing("1", 3).textVariant("w", sample -> "1").stoppingWhenSettledBy("relevance");
        assertThatThrownBy(unknown::run)
                .hasMessage("the evaluator that settles must be in the chain; found: 'relevance' beside [number]");
    }

    private Experiment costing(String amount, int items) {
        return Experiment.named("trial")
                .over(BrokenScoreTest.numbered(items))
                .sampleVariant("v", sample -> {
                    asked.incrementAndGet();
                    return sample.answered("1").costing(Cost.usd(amount));
                })
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)));
    }

    private static int number(Sample sample) {
        return Integer.parseInt(sample.id().substring(1));
    }
}
