package io.genaiops.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.Pairwise;
import io.genaiops.eval.statistics.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JudgeStudyTest {

    @Test
    void figures_of_pass_and_fail_are_those_of_the_table() {
        // Truth: 25 pass, 25 fail; the judge is right on 22 and 20 of them.
        StudyResult study = JudgeStudy.of(Studies.READING.atLeast(4))
                .over(Studies.table(22, 3, 20, 5))
                .run();

        assertThat(study.accuracy().orElseThrow())
                .hasToString("JudgeAccuracy[passedRightly=22, failedWrongly=3, failedRightly=20, passedWrongly=5]");
        assertThat(study.figure(Measure.AGREEMENT).value().orElseThrow()).isEqualTo(0.84);
        assertThat(study.figure(Measure.AGREEMENT).interval()).contains(new Proportion(42, 50).wilson(0.95));
        assertThat(study.figure(Measure.SENSITIVITY).value().orElseThrow()).isEqualTo(0.88);
        assertThat(study.figure(Measure.SPECIFICITY).value().orElseThrow()).isEqualTo(0.8);
        assertThat(study.figure(Measure.INFORMEDNESS).value().orElseThrow()).isCloseTo(0.68, within(1e-12));
        // (0.84 - 0.5) / 0.5, since 25 of 50 truly pass.
        assertThat(study.figure(Measure.KAPPA).value().orElseThrow()).isCloseTo(0.68, within(1e-12));
        assertThat(study.figure(Measure.KAPPA).interval()).isPresent();
        assertThat(study.figure(Measure.SELF_CONSISTENCY).value().orElseThrow()).isEqualTo(1);
        assertThat(study.figure(Measure.SWAP_CONSISTENCY)).hasToString("none: it judges no pairs");
        assertThat(study.figure(Measure.SPEARMAN_WITHIN)).hasToString("none: the items are of one system");
    }

    @Test
    void grades_are_compared_with_weights_and_by_rank() {
        double[] judged = {1, 2, 3, 4, 5, 5};
        double[] human = {1, 2, 3, 4, 5, 4};
        StudyResult study = JudgeStudy.of(Studies.READING.atLeast(4))
                .over(Studies.scored(judged, human))
                .run();

        // Squared distances: 1/6 seen; all 36 pairs give var 20/9 + var 65/36 + (1/6)^2 = 4.0556 by chance.
        assertThat(study.figure(Measure.WEIGHTED_KAPPA).value().orElseThrow())
                .isCloseTo(1 - (1 / 6.0) / (20 / 9.0 + 65 / 36.0 + 1 / 36.0), within(1e-12));
        assertThat(study.figure(Measure.LINEAR_KAPPA).isDefined()).isTrue();
        // By hand: ranks 1 2 3 4 5.5 5.5 and 1 2 3 4.5 6 4.5.
        assertThat(study.figure(Measure.SPEARMAN).value().orElseThrow()).isCloseTo(16.25 / 17, within(1e-12));
        assertThat(study.figure(Measure.KENDALL).value().orElseThrow()).isCloseTo(13 / 14.0, within(1e-12));
        assertThat(study.figure(Measure.PEARSON).items()).isEqualTo(6);
        assertThat(study.figure(Measure.HUMAN_ALPHA).isDefined()).isFalse();
        assertThat(study.figure(Measure.ALPHA).value().orElseThrow()).isBetween(0.9, 1.0);
    }

    @Test
    void pooling_over_systems_does_not_hide_that_a_judge_only_knows_the_systems() {
        List<LabelledItem> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double human = i % 4 / 4.0;
            double judged = (i + 2) % 4 / 4.0;
            items.add(
                    Studies.item("a" + i, 1 + judged, Map.of("ada", 1 + human)).by("bad"));
            items.add(
                    Studies.item("b" + i, 4 + judged, Map.of("ada", 4 + human)).by("good"));
        }
        StudyResult study =
                JudgeStudy.of(Studies.READING.atLeast(3)).over(items).run();

        assertThat(study.figure(Measure.SPEARMAN).value().orElseThrow()).isGreaterThan(0.6);
        Figure within = study.figure(Measure.SPEARMAN_WITHIN);
        assertThat(within.value().orElseThrow()).isLessThan(0);
        assertThat(within.interval().orElseThrow().contains(within.value().orElseThrow()))
                .isTrue();
    }

    @Test
    void outcomes_that_are_no_scores_are_counted_and_never_dropped() {
        List<LabelledItem> items = new ArrayList<>(Studies.table(20, 0, 20, 0));
        Evaluator moody = Evaluator.builder("moody").scale(Studies.GRADES).evaluating(sample -> switch (sample.id()) {
            case "tp0" -> Outcome.unscored("no verdict", "hm");
            case "tp1" -> throw new IllegalStateException("timeout");
            case "tp2" -> Outcome.notApplicable("no context");
            default -> Studies.READING.evaluate(sample);
        });
        StudyResult study = JudgeStudy.of(moody.atLeast(4)).over(items).run();

        assertThat(study.outcomes())
                .containsEntry(Outcome.Kind.SCORED, 74)
                .containsEntry(Outcome.Kind.UNSCORED, 2)
                .containsEntry(Outcome.Kind.ERRORED, 2)
                .containsEntry(Outcome.Kind.NOT_APPLICABLE, 2);
        assertThat(study.coverage()).isEqualTo(37 / 40.0);
        assertThat(study.trust()).isEqualTo(Trust.MAY_WATCH);
        assertThat(study.findings())
                .filteredOn(finding -> !finding.met())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .isEqualTo(
                                "not met: a score on at least 95.0 % of the items; found 92.5 %; see the outcomes that"
                                        + " are no scores: {SCORED=74, NOT_APPLICABLE=2, UNSCORED=2, ERRORED=2}"));
    }

    @Test
    void a_judge_that_never_scores_has_no_figures_and_must_not_be_used() {
        Evaluator broken =
                Evaluator.builder("broken").scale(Studies.GRADES).evaluating(sample -> Outcome.unscored("no", ""));
        StudyResult study = JudgeStudy.of(broken.atLeast(4))
                .over(Studies.table(20, 0, 20, 0))
                .run();

        assertThat(study.trust()).isEqualTo(Trust.MUST_NOT_BE_USED);
        assertThat(study.coverage()).isZero();
        assertThat(study.figure(Measure.KAPPA)).hasToString("none: no item has both a score of the judge and a truth");
        assertThat(study.toMarkdown()).contains("must not be used").doesNotContain("NaN");
    }

    @Test
    void self_consistency_is_measured_by_asking_again() {
        int[] calls = {0};
        Evaluator coin = Evaluator.builder("coin").scale(Studies.GRADES).scoring(sample -> calls[0]++ % 2 == 0 ? 5 : 1);
        StudyResult twice = JudgeStudy.of(coin.atLeast(4))
                .over(Studies.table(9, 0, 9, 0))
                .repeated(2)
                .run();
        StudyResult once = JudgeStudy.of(Studies.READING.atLeast(4))
                .over(Studies.table(30, 0, 30, 0))
                .repeated(1)
                .run();

        assertThat(twice.figure(Measure.SELF_CONSISTENCY).value().orElseThrow()).isZero();
        assertThat(once.figure(Measure.SELF_CONSISTENCY).isDefined()).isFalse();
        assertThat(once.trust()).isNotEqualTo(Trust.MAY_GATE);
        assertThat(once.findings())
                .anySatisfy(finding -> assertThat(finding.advice()).isEqualTo("ask more than once: repeated(2)"));
    }

    @Test
    void people_may_say_yes_or_no_while_the_judge_grades() {
        List<LabelledItem> items = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            items.add(Studies.item("s" + i, i % 5 + 1, Map.of("ada", i % 5 + 1 >= 4 ? 1.0 : 0.0)));
        }
        StudyResult study = JudgeStudy.of(Studies.READING.atLeast(4))
                .over(items)
                .humansPass(Scale.UNIT, Threshold.above(0.5))
                .run();

        assertThat(study.figure(Measure.AGREEMENT).value().orElseThrow()).isEqualTo(1);
        assertThat(study.figure(Measure.WEIGHTED_KAPPA)).hasToString("none: judge and people use different scales");
        assertThat(study.figure(Measure.SPEARMAN).isDefined()).isTrue();
        assertThat(study.figure(Measure.ALPHA).value().orElseThrow()).isEqualTo(1);
        assertThat(study.trust()).isEqualTo(Trust.MAY_GATE);
    }

    @Test
    void a_judge_of_pairs_is_asked_in_both_orders_once_an_answer() {
        StudyResult fair = JudgeStudy.of(
                        pairs(content -> content.indexOf("good") < content.indexOf("poor") ? "first" : "second"))
                .over(pairItems(25))
                .run();
        StudyResult biased =
                JudgeStudy.of(pairs(content -> "first")).over(pairItems(25)).run();

        assertThat(fair.figure(Measure.SWAP_CONSISTENCY).value().orElseThrow()).isEqualTo(1);
        assertThat(fair.figure(Measure.AGREEMENT).value().orElseThrow()).isEqualTo(1);
        assertThat(fair.trust()).isEqualTo(Trust.MAY_GATE);
        assertThat(fair.evaluator())
                .isEqualTo(pairs(content -> "tie").againstBaseline().id());
        assertThat(biased.figure(Measure.SWAP_CONSISTENCY).value().orElseThrow())
                .isZero();
        assertThat(biased.figure(Measure.FIRST_PLACE).value().orElseThrow()).isEqualTo(1);
        assertThat(biased.trust()).isEqualTo(Trust.MUST_NOT_BE_USED);
        assertThat(StudyResult.fromJson(biased.toJson())).isEqualTo(biased);
    }

    @Test
    void items_are_asked_on_the_given_threads() {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            JudgeStudy study = JudgeStudy.of(Studies.READING.atLeast(4)).over(Studies.table(22, 3, 20, 5));
            assertThat(study.on(threads).clock(Studies.CLOCK).run())
                    .isEqualTo(study.clock(Studies.CLOCK).run());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void what_cannot_be_studied_is_refused() {
        JudgeStudy study = JudgeStudy.of(Studies.READING.atLeast(4));
        LabelledItem item = Studies.item("s", 3, Map.of("ada", 3.0));

        assertThatThrownBy(() -> JudgeStudy.of(Studies.READING.observed())).hasMessageContaining("needs a threshold");
        assertThatThrownBy(study::run).hasMessage("a study has no items; set them with over(items)");
        assertThatThrownBy(() -> study.over(List.of(item, item)).run()).hasMessageContaining("found twice: 's'");
        assertThatThrownBy(() -> study.over(List.of(Studies.item("s", 3, Map.of("ada", 6.0))))
                        .run())
                .hasMessageContaining("label of rater 'ada' on sample 's' must be on the scale 1..5; found: 6.0");
        assertThatThrownBy(() -> study.repeated(0)).hasMessageContaining("found: 0");
    }

    private static List<LabelledItem> pairItems(int ofEach) {
        List<LabelledItem> items = new ArrayList<>();
        for (int i = 0; i < 2 * ofEach; i++) {
            boolean wins = i % 2 == 0;
            Sample sample = Sample.of("question " + i)
                    .with("baseline", new TextNode(wins ? "poor" : "good"))
                    .answered(wins ? "good" : "poor");
            items.add(LabelledItem.of(sample, wins ? 1 : 0));
        }
        return items;
    }

    private static Pairwise pairs(UnaryOperator<String> taste) {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                String content = ((UserMessage) request.messages().get(1)).singleText();
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("{\"reason\": \"r\", \"score\": \"" + taste.apply(content) + "\"}"))
                        .build();
            }
        };
        return Pairwise.by(Judge.of("pairs", model));
    }
}
