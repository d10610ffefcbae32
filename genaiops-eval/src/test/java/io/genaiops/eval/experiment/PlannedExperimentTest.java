package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.RefusedException;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.journal.ReplyCache;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.judge.Scorecard;
import io.genaiops.eval.panel.Panel;
import io.genaiops.eval.planning.ExperimentPlan;
import io.genaiops.eval.planning.VariantPlan;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.replay.ScriptedReply;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.variant.TrailGuide;
import io.genaiops.eval.variant.Variants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedExperimentTest {

    private static final Evaluator NUMBER = Evaluator.builder("number")
            .scoring(sample -> Double.parseDouble(sample.response().orElse("")));

    @TempDir
    Path folder;

    private final TrailGuide guide = new TrailGuide();
    private final ScriptedChatModel judging = ScriptedChatModel.builder()
            .otherwise(ScriptedReply.text("{\"score\": 4}").usage(100, 20))
            .build();
    private final JudgeMeter meter = JudgeMeter.pricedBy(call -> Cost.usd("0.01"));
    private final Judge judge = Judge.of("judge", judging).meteredBy(meter);

    @Test
    void a_plan_says_what_a_run_would_ask_and_cost_and_asks_nobody() {
        ExperimentPlan plan = experiment(3).plan();
        assertThat(plan.answers()).isEqualTo(12);
        assertThat(plan.toAsk()).isEqualTo(12);
        VariantPlan briefSmall = plan.variants().get(2);
        assertThat(briefSmall.name()).isEqualTo("trail-guide:2.0.0 small");
        // "Answer briefly: sample 0" and eight tokens around it, three times
        assertThat(briefSmall.forecast().inputTokens()).hasValue(3L * ("Answer briefly: ".length() + length(0) + 8));
        assertThat(briefSmall.forecast().inputIsBound()).isTrue();
        assertThat(briefSmall.forecast().outputTokens()).hasValue(3 * 50);
        assertThat(briefSmall.forecast().looked()).isEqualTo(3);
        assertThat(briefSmall.forecast().cost())
                .isEqualTo(Cost.usd(
                        Long.toString(briefSmall.forecast().inputTokens().getAsLong() + 2 * 150)));
        assertThat(guide.small.requests()).isEmpty();
        assertThat(guide.large.requests()).isEmpty();
    }

    @Test
    void a_plan_is_a_table_for_people() {
        assertThat(experiment(3).repeated(2).plan().describe()).isEqualTo("""
                plan of 'trial': 24 answers = 3 rows x 4 variants x 2 repetitions
                  variant                  to ask  input tokens  output tokens      cost
                  trail-guide:1.1.0 small       6        <= 108         <= 300   708 USD
                  trail-guide:1.1.0 large       6        <= 108         <= 600  1308 USD
                  trail-guide:2.0.0 small       6        <= 204         <= 300   804 USD
                  trail-guide:2.0.0 large       6        <= 204         <= 600  1404 USD
                all answers to ask for: 24, cost at most 4224 USD
                <= input: one token for each UTF-8 byte; an estimator in the calls counts
                <= output: as long as prompt and model let answers be; expectingOutputTokens(…) says better
                judging: no evaluator asks a model""");
    }

    @Test
    void the_host_may_know_better_how_long_answers_are() {
        VariantPlan variant =
                experiment(3).expectingOutputTokens(10).plan().variants().get(1);
        assertThat(variant.forecast().outputTokens()).hasValue(30);
        assertThat(variant.forecast().outputIsBound()).isFalse();
        assertThatThrownBy(() -> experiment(1).expectingOutputTokens(0))
                .hasMessage("expected output tokens must be at least 1; found: 0");
    }

    @Test
    void what_is_not_known_is_unknown_and_never_0() {
        ScriptedChatModel endless = ScriptedChatModel.builder().otherwise("1").build();
        ExperimentPlan plan = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(3))
                .variants(Variants.of(guide.calls(io.genaiops.model.Models.of("endless", endless)))
                        .prompts("trail-guide:1.1.0")
                        .models("endless")
                        .asking((call, sample) -> call.with("question", sample.input())))
                .textVariant("function", sample -> "1")
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .plan();
        assertThat(plan.variants().get(0).forecast().inputTokens()).isPresent();
        assertThat(plan.variants().get(0).forecast().outputTokens()).isEmpty();
        assertThat(plan.variants().get(1).forecast().inputTokens()).isEmpty();
        assertThat(plan.cost().isPriced()).isFalse();
        assertThat(plan.describe())
                .containsPattern("trail-guide:1.1.0 endless +3 +<= 54 +unknown +unknown")
                .containsPattern("function +3 +unknown +unknown +unknown")
                .contains("all answers to ask for: 6, cost unknown")
                .contains("cost unknown: how long answers of model 'endless' are is not known: set maxOutputTokens")
                .contains("cost unknown: a function of the host asks, so that nothing is known before");
    }

    @Test
    void a_part_of_many_rows_stands_for_all() {
        ExperimentPlan plan = experiment(1000).plan();
        VariantPlan variant = plan.variants().get(0);
        assertThat(variant.toAsk()).isEqualTo(1000);
        assertThat(variant.forecast().looked()).isEqualTo(200);
        long exact = 0;
        for (int i = 0; i < 1000; i++) {
            exact += length(i) + 8;
        }
        assertThat(variant.forecast().inputTokens().getAsLong()).isBetween(exact * 98 / 100, exact * 102 / 100);
        assertThat(plan.describe())
                .contains("tokens and cost go by 200 rows of each variant, so that they are estimates");
    }

    @Test
    void replies_that_are_there_are_not_asked_for() {
        Path journal = folder.resolve("trial.journal");
        ReplyCache cache = ReplyCache.directory(folder.resolve("replies"));
        Experiment.named("other")
                .over(BrokenScoreTest.numbered(4))
                .variants(guide.variants())
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .cachedIn(cache)
                .run();
        experiment(4).journal(journal).run();
        int before = guide.small.requests().size();
        ExperimentPlan plan = experiment(6).cachedIn(cache).plan();
        assertThat(plan.cached()).isEqualTo(16);
        assertThat(plan.toAsk()).isEqualTo(8);
        ExperimentPlan going = experiment(4).journal(journal).cachedIn(cache).plan();
        assertThat(going.known()).isEqualTo(16);
        assertThat(going.toAsk()).isZero();
        assertThat(going.describe())
                .containsPattern("trail-guide:1.1.0 small +0 +- +- +-")
                .contains("not asked for: 16 replies in the journal, 0 in the cache");
        assertThat(going.cost().isPriced()).as("no calls have no cost").isFalse();
        assertThat(guide.small.requests()).hasSize(before);
    }

    @Test
    void a_plan_leaves_a_journal_as_it_is() throws java.io.IOException {
        Path journal = folder.resolve("trial.journal");
        experiment(2).journal(journal).plan();
        assertThat(journal).doesNotExist();
        experiment(2).journal(journal).run();
        byte[] bytes = Files.readAllBytes(journal);
        ExperimentPlan other = experiment(2)
                .evaluatedBy(EvaluatorChain.of(JudgeEvaluators.relevance(judge).atLeast(4)))
                .journal(journal)
                .plan();
        assertThat(other.toAsk()).isZero();
        assertThat(other.judging().evaluations()).as("by another chain").isEqualTo(8);
        assertThat(Files.readAllBytes(journal)).isEqualTo(bytes);
    }

    @Test
    void requests_to_judges_are_counted_apart() {
        Scorecard card = Scorecard.of(judge, Rubric.shipped("judge-relevance"), Rubric.shipped("judge-fluency"));
        EvaluatorChain chain = EvaluatorChain.of(
                NUMBER.atLeast(0.5),
                JudgeEvaluators.relevance(judge).atLeast(4),
                Panel.repeated(JudgeEvaluators.coherence(judge), 5).atLeast(4),
                card.evaluator("relevance").named("card relevance").observed(),
                card.evaluator("fluency").observed());
        ExperimentPlan plan = experiment(3).evaluatedBy(chain).plan();
        // relevance 1, coherence 5, the card 1
        assertThat(plan.judging().requests()).isEqualTo(new Evaluator.Requests(12 * 7, 12L * 21));
        assertThat(plan.describe())
                .contains("judging, apart: 84 requests, at most 252 if replies cannot be used for 12 answers; tokens"
                        + " unknown, cost unknown (no judge with a meter has been asked yet)");
        assertThat(judging.requests()).isEmpty();
        Evaluator own = Evaluator.builder("own").effort(Evaluator.Effort.MODEL).scoring(sample -> 1);
        ExperimentPlan unbounded =
                experiment(3).evaluatedBy(EvaluatorChain.of(own.atLeast(0.5))).plan();
        assertThat(unbounded.judging().requests().atMost()).isEmpty();
        assertThat(unbounded.describe()).contains("12 requests, more as samples need for 12 answers");
    }

    @Test
    void a_meter_that_has_seen_judges_tells_what_more_of_them_cost() {
        JudgeEvaluators.relevance(judge).evaluate(Sample.of("q").answered("a"));
        ExperimentPlan plan = experiment(3)
                .evaluatedBy(EvaluatorChain.of(JudgeEvaluators.relevance(judge).atLeast(4)))
                .meteredBy(meter)
                .plan();
        assertThat(plan.judging().tokens()).hasValue(12 * 120);
        assertThat(plan.judging().cost()).isEqualTo(Cost.usd("0.12"));
        assertThat(plan.describe()).contains("about 1,440 tokens, about 0.12 USD");
    }

    @Test
    void a_host_that_does_not_approve_spends_nothing() {
        List<ExperimentPlan> seen = new ArrayList<>();
        Experiment experiment = experiment(3).approvedBy(plan -> {
            seen.add(plan);
            return plan.toAsk() <= 10;
        });
        assertThatThrownBy(experiment::run)
                .isInstanceOf(RefusedException.class)
                .hasMessage("experiment 'trial' was not approved, and nothing was asked: 12 answers, cost 2112 USD");
        assertThat(seen)
                .singleElement()
                .satisfies(plan -> assertThat(plan.toAsk()).isEqualTo(12));
        assertThat(guide.small.requests()).isEmpty();
        assertThat(experiment.over(BrokenScoreTest.numbered(2)).run().variants())
                .hasSize(4);
        assertThat(guide.small.requests()).hasSize(4);
    }

    @Test
    void rows_that_cannot_be_asked_about_are_named_before_they_fail() {
        ExperimentPlan plan = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(10))
                .variants(Variants.of(guide.calls())
                        .prompts("trail-guide:1.1.0")
                        .models("small", "large")
                        .asking((call, sample) ->
                                sample.id().equals("s4") ? call : call.with("question", sample.input())))
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .plan();
        assertThat(plan.variants().get(0).forecast().problems())
                .containsExactly("1 of 10 rows: prompt 'trail-guide' 1.1.0 needs input 'question'; given: []");
        assertThat(plan.variants().get(0).forecast().inputTokens()).hasValue(9L * (length(0) + 8));
        assertThat(plan.describe())
                .contains("cannot be asked, by trail-guide:1.1.0 small, trail-guide:1.1.0 large: 1 of 10 rows: prompt");
    }

    @Test
    void nothing_of_a_variant_can_be_asked() {
        ExperimentPlan plan = Experiment.named("trial")
                .over(BrokenScoreTest.numbered(2))
                .variants(Variants.of(guide.calls())
                        .prompts("trail-guide:1.1.0")
                        .models("small")
                        .asking((call, sample) -> call))
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)))
                .plan();
        assertThat(plan.variants().get(0).forecast().inputTokens()).isEmpty();
        assertThat(plan.variants().get(0).forecast().cost()).isEqualTo(Cost.unpriced("no row can be asked about"));
    }

    private Experiment experiment(int rows) {
        return Experiment.named("trial")
                .over(BrokenScoreTest.numbered(rows))
                .variants(guide.variants())
                .evaluatedBy(EvaluatorChain.of(NUMBER.atLeast(0.5)));
    }

    private static int length(int item) {
        return BrokenScoreTest.numbered(item + 1).samples().get(item).input().length();
    }
}
