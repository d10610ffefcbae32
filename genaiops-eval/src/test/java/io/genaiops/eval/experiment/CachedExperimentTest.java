package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.journal.ReplyCache;
import io.genaiops.eval.progress.Progress;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.variant.TrailGuide;
import io.genaiops.eval.variant.Variants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CachedExperimentTest {

    private static final Evaluator NUMBER = Evaluator.builder("number")
            .scoring(sample -> Double.parseDouble(sample.response().orElse("")));

    @TempDir
    Path folder;

    private final TrailGuide guide = new TrailGuide();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    @Test
    void a_second_experiment_asks_nobody_what_the_first_one_asked() {
        ExperimentResult first = prompts("first").run();
        assertThat(first.reused()).isZero();
        assertThat(guide.small.requests()).hasSize(20);
        ExperimentResult second = prompts("second").run();
        assertThat(second.reused()).isEqualTo(40);
        assertThat(guide.small.requests()).hasSize(20);
        assertThat(guide.large.requests()).hasSize(20);
        assertThat(second.variant("trail-guide:2.0.0 large").items())
                .isEqualTo(first.variant("trail-guide:2.0.0 large").items());
        assertThat(second.variant("trail-guide:2.0.0 small").cost())
                .as("what answers of the variant cost, whoever paid")
                .isEqualTo(first.variant("trail-guide:2.0.0 small").cost());
    }

    @Test
    void only_what_changed_is_asked() {
        prompts("first").run();
        guide.publish("2.1.0", "Be brief: {{question}}");
        ExperimentResult second = experiment("second")
                .variants(Variants.of(guide.calls())
                        .prompts("trail-guide:2.0.0", "trail-guide:2.1.0")
                        .models("small")
                        .asking((call, sample) -> call.with("question", sample.input())))
                .run();
        assertThat(second.reused()).isEqualTo(10);
        assertThat(guide.small.requests()).hasSize(30);
    }

    @Test
    void repetitions_stay_different_answers() {
        AtomicInteger count = new AtomicInteger();
        Experiment twice = experiment("first")
                .textVariant("v", sample -> Integer.toString(count.incrementAndGet() % 2))
                .keyed("v")
                .repeated(2);
        List<ItemResult> items = twice.run().variant("v").items();
        assertThat(count).hasValue(20);
        ExperimentResult again = twice.run();
        assertThat(count).hasValue(20);
        assertThat(again.variant("v").items()).isEqualTo(items);
        assertThat(again.variant("v").items().get(0).trials())
                .extracting(trial -> trial.evaluation().sample().response().orElseThrow())
                .containsExactly("1", "0");
        assertThat(twice.repeated(3).run().reused()).isEqualTo(20);
        assertThat(count).hasValue(30);
    }

    @Test
    void a_failure_is_never_kept() {
        AtomicBoolean down = new AtomicBoolean(true);
        Experiment experiment = experiment("trial")
                .textVariant("v", sample -> {
                    asked.merge(sample.id(), 1, Integer::sum);
                    if (down.get() && sample.id().equals("s3")) {
                        throw new java.io.IOException("reset by peer");
                    }
                    return "1";
                })
                .keyed("v");
        assertThat(experiment.run().variant("v").errors()).isEqualTo(1);
        down.set(false);
        ExperimentResult after = experiment.run();
        assertThat(after.variant("v").errors()).isZero();
        assertThat(after.reused()).isEqualTo(9);
        assertThat(asked).containsEntry("s3", 2).containsEntry("s4", 1);
    }

    @Test
    void a_reply_that_is_late_is_not_kept() throws InterruptedException {
        AtomicBoolean slow = new AtomicBoolean(true);
        CountDownLatch given = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Experiment experiment = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(1))
                .textVariant("v", sample -> {
                    if (slow.get()) {
                        boolean interrupted = false;
                        while (!interrupted) {
                            try {
                                given.await();
                                interrupted = true;
                            } catch (InterruptedException e) {
                                given.countDown();
                            }
                        }
                        gone.countDown();
                    }
                    return "1";
                })
                .keyed("v")
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .cachedIn(ReplyCache.directory(folder));
        ExperimentResult late = experiment.timeout(Duration.ofMillis(20)).run();
        assertThat(late.variant("v").errors()).isEqualTo(1);
        gone.await();
        slow.set(false);
        ExperimentResult after = experiment.timeout(Duration.ofMinutes(1)).run();
        assertThat(after.reused()).isZero();
        assertThat(after.variant("v").errors()).isZero();
    }

    @Test
    void a_function_without_a_key_is_always_asked() {
        Experiment experiment = experiment("trial").textVariant("v", sample -> {
            asked.merge(sample.id(), 1, Integer::sum);
            return "1";
        });
        experiment.run();
        assertThat(experiment.run().reused()).isZero();
        assertThat(asked.values()).containsOnly(2);
    }

    @Test
    void a_key_belongs_to_the_function_just_added() {
        assertThatThrownBy(() -> experiment("trial").keyed("k"))
                .hasMessage("a key belongs to the variant just added; found none for 'k'");
        assertThatThrownBy(() -> experiment("trial").variants(guide.variants()).keyed("k"))
                .hasMessageContaining("found none for 'k'");
    }

    @Test
    void what_fails_while_a_question_is_made_ready_fails_the_variant() {
        ExperimentResult result = experiment("trial")
                .variants(Variants.of(guide.calls())
                        .prompts("trail-guide:1.1.0")
                        .models("small")
                        .retrieving((prompt, sample) -> {
                            switch (sample.id()) {
                                case "s1" -> throw new java.io.IOException("index is down");
                                case "s2" -> throw new StackOverflowError();
                                default -> {
                                    return sample;
                                }
                            }
                        })
                        .asking((call, sample) -> call.with("question", sample.input())))
                .run();
        VariantResult variant = result.variants().get(0);
        assertThat(variant.errors()).isEqualTo(2);
        assertThat(variant.items().get(1).trials().get(0).error()).isEqualTo("java.io.IOException: index is down");
    }

    @Test
    void a_mended_reference_needs_no_new_answer() {
        prompts("first").run();
        List<Sample> mended = new ArrayList<>();
        numbered().forEach(sample -> mended.add(sample.expecting("mended")));
        ExperimentResult second =
                prompts("second").over(Dataset.of("d", mended)).run();
        assertThat(second.reused()).isEqualTo(40);
        assertThat(second.variants()
                        .get(0)
                        .items()
                        .get(0)
                        .trials()
                        .get(0)
                        .evaluation()
                        .sample()
                        .references())
                .containsExactly("mended");
    }

    @Test
    void a_run_that_goes_on_knows_what_came_from_the_cache() {
        prompts("first").run();
        Path journal = folder.resolve("trial.journal");
        assertThat(prompts("second").journal(journal).run().reused()).isEqualTo(40);
        ExperimentResult again = prompts("second").journal(journal).run();
        assertThat(again.reused()).isEqualTo(40);
        assertThat(guide.small.requests()).hasSize(20);
        assertThat(again.abandoned()).isZero();
    }

    @Test
    void what_the_cache_gives_counts_for_no_ceiling() {
        Experiment dear = experiment("trial")
                .variant("v", sample -> Answers.costing("1", Cost.usd("1")))
                .keyed("v");
        dear.run();
        ExperimentResult capped = dear.costAtMost(Cost.usd("0.5")).run();
        assertThat(capped.stopped()).isEmpty();
        assertThat(capped.reused()).isEqualTo(10);
    }

    @Test
    void progress_tells_what_is_reused_and_what_is_spent() {
        List<Progress> steps = new ArrayList<>();
        Experiment experiment = experiment("trial")
                .variant("v", sample -> {
                    if (sample.id().equals("s9")) {
                        throw new IllegalStateException("planted by a test");
                    }
                    return Answers.costing("1", Cost.usd("1"));
                })
                .keyed("v")
                .reporting(steps::add);
        experiment.run();
        Progress last = steps.get(9);
        assertThat(last.isComplete()).isTrue();
        assertThat(last.reused()).isZero();
        assertThat(last.errors()).isEqualTo(1);
        assertThat(last.cost().cost()).isEqualTo(Cost.usd("9"));
        experiment.run();
        assertThat(steps.get(19).reused()).isEqualTo(9);
        assertThat(steps.get(19).cost().calls()).isZero();
    }

    private Experiment prompts(String name) {
        return experiment(name).variants(guide.variants());
    }

    private Experiment experiment(String name) {
        return Experiment.named(name)
                .over(numbered())
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .cachedIn(ReplyCache.directory(folder.resolve("replies")));
    }

    private static Dataset numbered() {
        return BrokenScoreTest.numbered(10);
    }
}
