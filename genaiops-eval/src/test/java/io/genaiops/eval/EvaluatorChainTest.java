package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Evaluator.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EvaluatorChainTest {

    private static final Sample SAMPLE = Sample.of("question").withId("row-1").answered("answer");

    private final List<String> ran = new ArrayList<>();

    @Test
    void cheap_runs_before_dear_and_results_keep_the_given_order() {
        EvaluatorChain chain = EvaluatorChain.of(
                tracked("judge", Effort.MODEL, 1).atLeast(0.5),
                tracked("first", Effort.LOCAL, 1).atLeast(0.5),
                tracked("embedding", Effort.EMBEDDING, 1).atLeast(0.5),
                tracked("second", Effort.LOCAL, 1).atLeast(0.5));
        Evaluation evaluation = chain.evaluate(SAMPLE);
        assertThat(ran).containsExactly("first", "second", "embedding", "judge");
        assertThat(evaluation.results())
                .extracting(result -> result.evaluator().name())
                .containsExactly("judge", "first", "embedding", "second");
        assertThat(evaluation.passed()).isTrue();
    }

    @Test
    void a_failed_requirement_skips_the_rest() {
        EvaluatorChain chain = EvaluatorChain.of(
                tracked("judge", Effort.MODEL, 1).atLeast(0.5),
                tracked("cheap", Effort.LOCAL, 1).atLeast(0.5),
                tracked("gate", Effort.LOCAL, 0).atLeast(0.5).required(),
                tracked("late", Effort.LOCAL, 1).atLeast(0.5));
        Evaluation evaluation = chain.evaluate(SAMPLE);
        assertThat(ran).containsExactly("cheap", "gate");
        assertThat(evaluation.results())
                .extracting(Evaluation.Result::judgement)
                .containsExactly(Judgement.INCONCLUSIVE, Judgement.PASSED, Judgement.FAILED, Judgement.INCONCLUSIVE);
        assertThat(evaluation.results().get(0).outcome()).isEqualTo(Outcome.skipped("requirement 'gate' failed"));
        assertThat(evaluation.judgement()).isEqualTo(Judgement.FAILED);
    }

    // Computed outside of Java: SHA-256 over JSON with sorted keys and without blanks.
    @Test
    void the_digest_is_the_same_everywhere() {
        EvaluatorChain chain = EvaluatorChain.of(
                Evaluator.builder("exact_match").scoring(sample -> 1).atLeast(1).required(),
                Evaluator.builder("words")
                        .scale(Scale.AMOUNT)
                        .scoring(sample -> 1)
                        .below(50.5),
                Evaluator.builder("length")
                        .scale(Scale.AMOUNT)
                        .scoring(sample -> 1)
                        .observed(),
                Evaluator.builder("reading")
                        .scale(Scale.AMOUNT)
                        .scoring(sample -> 1)
                        .between(0.25, 4));

        assertThat(chain.digest())
                .hasToString("sha256:f7c4a059ddb79433f2b05582cb02839eeb66b53ce88233e8e19b2d0a21faa702");
        assertThat(chain.withConcurrency(2).withTimeout(Duration.ofSeconds(1)).digest())
                .isEqualTo(chain.digest());
    }

    @Test
    void the_digest_follows_identity_threshold_requirement_and_order() {
        Evaluator words = tracked("words", Effort.LOCAL, 1);
        Evaluator other = tracked("other", Effort.LOCAL, 1);
        List<EvaluatorChain> chains = List.of(
                EvaluatorChain.of(words.atLeast(0.5), other.observed()),
                EvaluatorChain.of(other.observed(), words.atLeast(0.5)),
                EvaluatorChain.of(words.atLeast(0.5).required(), other.observed()),
                EvaluatorChain.of(words.atLeast(0.6), other.observed()),
                EvaluatorChain.of(words.above(0.5), other.observed()),
                EvaluatorChain.of(words.between(0.5, 0.75), other.observed()),
                EvaluatorChain.of(words.observed(), other.observed()),
                EvaluatorChain.of(words.named("else").atLeast(0.5), other.observed()),
                EvaluatorChain.of(words.negated().atLeast(0.5), other.observed()),
                EvaluatorChain.of(words.atLeast(0.5)));

        assertThat(chains).extracting(EvaluatorChain::digest).doesNotHaveDuplicates();
    }

    @Test
    void a_requirement_that_errored_did_not_fail_and_stops_nothing() {
        EvaluatorChain chain = EvaluatorChain.of(
                broken("gate", () -> new IllegalStateException("down"))
                        .atLeast(0.5)
                        .required(),
                tracked("late", Effort.LOCAL, 1).atLeast(0.5));
        Evaluation evaluation = chain.evaluate(SAMPLE);
        assertThat(ran).containsExactly("late");
        assertThat(evaluation.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
    }

    @Test
    void an_evaluator_that_throws_never_sinks_the_others() {
        EvaluatorChain chain = EvaluatorChain.of(
                broken("exception", () -> new IllegalStateException("down")).atLeast(0.5),
                broken("assertion", () -> new AssertionError("no")).atLeast(0.5),
                broken("stack", StackOverflowError::new).atLeast(0.5),
                broken("linkage", () -> new NoClassDefFoundError("Gone")).atLeast(0.5),
                tracked("well", Effort.LOCAL, 1).atLeast(0.5));
        Evaluation evaluation = chain.evaluate(SAMPLE);
        assertThat(evaluation.results())
                .extracting(result -> result.outcome().explanation())
                .containsExactly(
                        "java.lang.IllegalStateException: down",
                        "java.lang.AssertionError: no",
                        "java.lang.StackOverflowError",
                        "java.lang.NoClassDefFoundError: Gone",
                        "");
        assertThat(evaluation.passed()).isFalse();
        assertThat(evaluation.failures()).isEmpty();
        assertThat(evaluation.inconclusive()).hasSize(4);
    }

    @Test
    void a_dying_jvm_is_not_hidden() {
        EvaluatorChain chain = EvaluatorChain.of(
                broken("memory", () -> new OutOfMemoryError("heap")).atLeast(0.5));
        assertThatThrownBy(() -> chain.evaluate(SAMPLE)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> chain.evaluateAsync(SAMPLE, Runnable::run).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void an_evaluator_is_held_to_its_declaration() {
        Outcome elsewhere = Outcome.scored(3, Scale.of(1, 5), Direction.HIGHER_IS_BETTER, "");
        EvaluatorChain chain = EvaluatorChain.of(
                evaluator("null", sample -> null).atLeast(0.5),
                evaluator("scale", sample -> elsewhere).atLeast(0.5),
                evaluator("off", sample -> scored(1.5)).atLeast(0.5),
                evaluator("nan", sample -> scored(Double.NaN)).atLeast(0.5));
        assertThat(chain.evaluate(SAMPLE).results())
                .extracting(result -> result.outcome().explanation())
                .containsExactly(
                        "java.lang.IllegalStateException: evaluator 'null' returned null instead of an outcome",
                        "java.lang.IllegalStateException: evaluator 'scale' declares 0..1 HIGHER_IS_BETTER and scored"
                                + " on 1..5 HIGHER_IS_BETTER",
                        "java.lang.IllegalArgumentException: score must be on the scale 0..1; found: 1.5",
                        "java.lang.IllegalArgumentException: score must be on the scale 0..1; found: NaN");
    }

    @Test
    void two_evaluators_of_one_identity_are_refused() {
        Evaluator one = tracked("same", Effort.LOCAL, 1);
        Evaluator other = tracked("same", Effort.LOCAL, 0);
        assertThatThrownBy(() -> EvaluatorChain.of(one.atLeast(0.5), other.atMost(0.9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("two checks of the chain have the evaluator same 1.0.0");
        assertThat(EvaluatorChain.of(one.atLeast(0.5), other.named("other").atMost(0.9))
                        .checks())
                .hasSize(2);
    }

    @Test
    void an_empty_chain_is_refused() {
        assertThatThrownBy(EvaluatorChain::of).hasMessage("a chain needs at least one check; found: none");
    }

    @Test
    void a_chain_that_only_observes_never_passes() {
        Evaluation evaluation =
                EvaluatorChain.of(tracked("seen", Effort.LOCAL, 1).observed()).evaluate(SAMPLE);
        assertThat(evaluation.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(evaluation.inconclusive()).isEmpty();
    }

    @Test
    void asynchronous_and_synchronous_agree() {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            for (EvaluatorChain chain : List.of(
                    EvaluatorChain.of(
                            evaluator("a", s -> scored(1)).atLeast(0.5),
                            evaluator("b", s -> scored(0)).atLeast(0.5).required(),
                            evaluator("c", s -> scored(1)).atLeast(0.5)),
                    EvaluatorChain.of(
                            evaluator("a", s -> scored(1)).atLeast(0.5).required(),
                            broken("b", () -> new IllegalStateException("down")).atLeast(0.5),
                            evaluator("c", s -> scored(0.7)).observed()))) {
                assertThat(chain.evaluateAsync(SAMPLE, executor).join()).isEqualTo(chain.evaluate(SAMPLE));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void independent_evaluators_run_side_by_side() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Function<Sample, Outcome> meet = sample -> {
            both.countDown();
            try {
                return scored(both.await(30, TimeUnit.SECONDS) ? 1 : 0);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            EvaluatorChain chain = EvaluatorChain.of(
                    evaluator("a", meet).atLeast(0.5), evaluator("b", meet).atLeast(0.5));
            assertThat(chain.evaluateAsync(SAMPLE, executor)
                            .get(60, TimeUnit.SECONDS)
                            .passed())
                    .isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void a_refusing_executor_is_an_error_of_each_evaluator() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("full");
        };
        Evaluation evaluation = EvaluatorChain.of(evaluator("a", s -> scored(1)).atLeast(0.5))
                .evaluateAsync(SAMPLE, refusing)
                .join();
        assertThat(evaluation.results().get(0).outcome().explanation())
                .isEqualTo("java.util.concurrent.RejectedExecutionException: full");
    }

    @Test
    void an_evaluator_whose_declaration_is_null_is_refused_at_construction() {
        Evaluator nameless = new Evaluator() {
            @Override
            public EvaluatorId id() {
                return EvaluatorId.of("half", "1");
            }

            @Override
            public Scale scale() {
                return Scale.UNIT;
            }

            @Override
            public Direction direction() {
                return null;
            }

            @Override
            public Outcome evaluate(Sample sample) {
                return scored(1);
            }
        };
        assertThatThrownBy(() -> EvaluatorChain.of(nameless.atLeast(0.5)))
                .hasMessage("evaluator 'half' returned null as its direction");
    }

    @Test
    void a_group_that_breaks_its_promise_is_an_error_of_each_member() {
        for (List<Outcome> answers :
                java.util.Arrays.<List<Outcome>>asList(null, List.of(), java.util.Arrays.asList(null, null))) {
            Evaluation evaluation =
                    EvaluatorChain.of(new Pair(answers).checks()).evaluate(SAMPLE);
            assertThat(evaluation.inconclusive()).hasSize(2);
            assertThat(evaluation.results()).allMatch(result -> result.outcome().kind() == Outcome.Kind.ERRORED);
        }
        Evaluation half =
                EvaluatorChain.of(new Pair(List.of(scored(1))).checks()).evaluate(SAMPLE);
        assertThat(half.results())
                .extracting(result -> result.outcome().kind())
                .containsExactly(Outcome.Kind.SCORED, Outcome.Kind.ERRORED);
    }

    /** Two evaluators that share a call which answers what it likes. */
    private record Pair(List<Outcome> answers) implements Evaluator.Group {

        List<Check> checks() {
            return members().stream().map(member -> member.atLeast(0.5)).toList();
        }

        @Override
        public List<Evaluator> members() {
            return List.of(new PairMember(this, 0), new PairMember(this, 1));
        }

        @Override
        public List<Outcome> evaluate(Sample sample) {
            return answers;
        }
    }

    private record PairMember(Pair pair, int index) implements Evaluator {

        @Override
        public EvaluatorId id() {
            return EvaluatorId.of("member" + index, "1");
        }

        @Override
        public Scale scale() {
            return Scale.UNIT;
        }

        @Override
        public Direction direction() {
            return Direction.HIGHER_IS_BETTER;
        }

        @Override
        public java.util.Optional<Membership> membership() {
            return java.util.Optional.of(new Membership(pair, index));
        }

        @Override
        public Outcome evaluate(Sample sample) {
            return pair.evaluate(sample).get(index);
        }
    }

    @Test
    void a_cancelled_evaluation_begins_nothing_more() {
        List<Runnable> tasks = new ArrayList<>();
        EvaluatorChain chain = EvaluatorChain.of(
                tracked("first", Effort.LOCAL, 1).atLeast(0.5).required(),
                tracked("second", Effort.LOCAL, 1).atLeast(0.5));
        CompletableFuture<Evaluation> future = chain.evaluateAsync(SAMPLE, tasks::add);
        future.cancel(false);
        tasks.get(0).run();
        assertThat(tasks).hasSize(1);
        assertThat(ran).isEmpty();
    }

    @Test
    void an_evaluation_describes_itself() {
        Evaluation evaluation = EvaluatorChain.of(
                        evaluator(
                                        "relevance",
                                        s -> Outcome.scored(
                                                0.2, Scale.UNIT, Direction.HIGHER_IS_BETTER, "off topic\nentirely"))
                                .atLeast(0.5),
                        evaluator("groundedness", s -> Outcome.notApplicable("no context"))
                                .atLeast(0.8),
                        evaluator("length", s -> scored(0.123456789)).observed())
                .evaluate(SAMPLE);
        assertThat(evaluation.describe()).isEqualTo("""
                        FAILED sample 'row-1'
                          FAILED relevance: 0.2 (at least 0.5): off topic
                            entirely
                          INCONCLUSIVE groundedness: NOT_APPLICABLE (at least 0.8): no context
                          OBSERVED length: 0.123457""");
    }

    private Evaluator tracked(String name, Effort effort, double value) {
        return Evaluator.builder(name).effort(effort).evaluating(sample -> {
            ran.add(name);
            return scored(value);
        });
    }

    private static Evaluator broken(String name, java.util.function.Supplier<Throwable> failure) {
        return evaluator(name, sample -> {
            throw sneaky(failure.get());
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    static Evaluator evaluator(String name, Function<Sample, Outcome> function) {
        return Evaluator.builder(name).evaluating(function);
    }

    static Outcome scored(double value) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
    }
}
