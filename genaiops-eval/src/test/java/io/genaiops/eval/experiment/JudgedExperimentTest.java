package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.cost.Cost;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.progress.Progress;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.replay.ScriptedReply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JudgedExperimentTest {

    @TempDir
    Path folder;

    private final ScriptedChatModel model = ScriptedChatModel.builder()
            .reply(ScriptedReply.text("hm").usage(100, 1), ScriptedReply.text("{\"score\": 4}"))
            .otherwise(ScriptedReply.text("{\"score\": 4}").usage(100, 20))
            .build();

    @Test
    void a_run_that_goes_on_reports_all_judging() {
        AtomicBoolean broken = new AtomicBoolean(true);
        JudgeMeter first = meter();
        Experiment experiment = experiment(first).reporting(progress -> {
            if (broken.get() && progress.done() == 4) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(experiment::run).isInstanceOf(GenAiOpsException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(first.total().calls()).isEqualTo(5);
        broken.set(false);
        JudgeMeter second = meter();
        List<Progress> steps = new ArrayList<>();
        ExperimentResult result = experiment(second).reporting(steps::add).run();
        assertThat(second.total().calls()).isEqualTo(6);
        assertThat(result.judging())
                .isEqualTo(new JudgeMeter.Total(
                        11,
                        0,
                        1,
                        1000,
                        181,
                        1,
                        first.total().latency().plus(second.total().latency()),
                        first.total().cost().plus(second.total().cost())));
        assertThat(result.judging().cost().cost()).isEqualTo(Cost.usd("0.11"));
        assertThat(steps.get(9).judging()).isEqualTo(result.judging().cost());
    }

    @Test
    void judges_are_part_of_what_a_run_may_cost_when_it_goes_on() {
        experiment(meter()).run();
        ExperimentResult capped =
                experiment(meter()).costAtMost(Cost.usd("0.05")).run();
        assertThat(capped.stopped())
                .hasValueSatisfying(reason -> assertThat(reason).contains("is reached"));
    }

    @Test
    void failures_of_judges_are_remembered_as_such() {
        ScriptedChatModel failing = ScriptedChatModel.builder()
                .thenFail(new IllegalStateException("503"))
                .otherwise("{\"score\": 4}")
                .build();
        JudgeMeter meter = meter();
        Experiment experiment = experiment(meter)
                .evaluatedBy(EvaluatorChain.of(
                        JudgeEvaluators.relevance(Judge.of("judge", failing).meteredBy(meter))
                                .atLeast(4)));
        assertThat(experiment.run().judging().failures()).isEqualTo(1);
        ExperimentResult again = experiment.run();
        assertThat(again.judging().failures()).isEqualTo(1);
        assertThat(again.judging().calls()).isEqualTo(11);
    }

    private Experiment experiment(JudgeMeter meter) {
        return Experiment.named("trial")
                .over(BrokenScoreTest.numbered(10))
                .textVariant("v", sample -> "an answer to " + sample.id())
                .evaluatedBy(EvaluatorChain.of(
                        JudgeEvaluators.relevance(Judge.of("judge", model).meteredBy(meter))
                                .atLeast(4)))
                .meteredBy(meter)
                .journal(folder.resolve("trial.journal"));
    }

    private static JudgeMeter meter() {
        return JudgeMeter.pricedBy(call -> Cost.usd("0.01"));
    }
}
