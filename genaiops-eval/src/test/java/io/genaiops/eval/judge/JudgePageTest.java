package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.LogProb;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import io.genaiops.asset.AssetKind;
import io.genaiops.cost.PriceList;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.panel.Panel;
import io.genaiops.eval.rubric.Menu;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.rubric.VerdictParser;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/evaluate-with-a-judge.md shows. */
class JudgePageTest {

    private static final Path PAGE = Path.of("..", "docs", "evaluate-with-a-judge.md");

    @Test
    void the_page_lists_every_evaluator_of_autocomplete_and_no_other() throws IOException {
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf("| group |"), page.indexOf("The javadoc of each"));
        List<String> listed = new ArrayList<>();
        Matcher name = Pattern.compile("(?<=[ |])([a-z]+[A-Za-z]*)(?=,| \\|)").matcher(table);
        while (name.find()) {
            listed.add(name.group(1));
        }
        listed.removeAll(List.of("group", "scale", "quality", "honesty", "retrieval", "safety", "agents", "better"));
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        JudgeEvaluatorsTest.shipped().map(Method::getName).toList());
    }

    @Test
    void the_first_sample_makes_three_calls() {
        ScriptedModel model = ScriptedModel.replying("{\"score\": 5}", "{\"score\": 5}", "{\"score\": 0}");
        String question = "When?";
        String documents = "At nine.";
        String answer = "At nine.";
        Judge judge = Judge.of(model); // any LangChain4j ChatModel
        EvaluatorChain chain = EvaluatorChain.of(
                JudgeEvaluators.relevance(judge).atLeast(4),
                JudgeEvaluators.groundedness(judge).atLeast(4),
                JudgeEvaluators.toxicity(judge).atMost(1));
        Evaluation evaluation =
                chain.evaluate(Sample.of(question).groundedIn(documents).answered(answer));
        assertThat(evaluation.passed()).isTrue();
        assertThat(model.requests).hasSize(3);
    }

    @Test
    void the_own_rubrics_are_made_as_shown() {
        Judge judge = Judge.of(ScriptedModel.replying("{\"score\": \"n/a\", \"reason\": \"it is code\"}"));
        JudgeEvaluators.rubric(judge, "politeness", "whether the answer greets the reader and thanks for the question");

        Rubric tone = Rubric.builder("tone")
                .criterion("the tone of the answer")
                .grade(1, "It could come from a machine.")
                .grade(2, "Plain.")
                .grade(3, "As a friend would say it.")
                .notApplicableWhen("the answer is code")
                .build();
        JudgeEvaluators.rubric(judge, tone).atLeast(2);
        Check check = JudgeEvaluators.rubric(judge, tone).atLeast(2);
        assertThat(check.evaluator().evaluate(Sample.of("q").answered("int i;")))
                .isEqualTo(Outcome.notApplicable("it is code"));
    }

    @Test
    void several_opinions_are_asked_for_as_shown() {
        Judge a = Judge.of("a", ScriptedModel.replying());
        Judge b = Judge.of("b", ScriptedModel.replying());
        Judge c = Judge.of("c", ScriptedModel.replying());
        Judge cheap = Judge.of("cheap", ScriptedModel.replying());
        Judge dear = Judge.of("dear", ScriptedModel.replying());
        String tie = "{\"score\": \"tie\"}";
        ScriptedModel model = ScriptedModel.replying(tie, tie, tie, tie);
        Judge judge = Judge.of(model);
        Sample sample = Sample.of("When?");
        String oneAnswer = "At nine.";
        String otherAnswer = "At ten.";
        List<String> answers = List.of(oneAnswer, otherAnswer);

        Panel.median(JudgeEvaluators.relevance(a), JudgeEvaluators.relevance(b), JudgeEvaluators.relevance(c));
        Panel.cascade(JudgeEvaluators.relevance(cheap), Threshold.between(2, 4), JudgeEvaluators.relevance(dear));
        Panel.repeated(JudgeEvaluators.relevance(judge), 5); // put no response cache before this judge

        Scorecard card = Scorecard.of(judge, Rubric.shipped("judge-relevance"), Rubric.shipped("judge-fluency"));
        EvaluatorChain.of(
                card.evaluator("relevance").atLeast(4),
                card.evaluator("fluency").atLeast(3)); // one call
        Preference preference = Pairwise.by(judge).compare(sample, oneAnswer, otherAnswer); // both orders
        Ranking ranking = Pairwise.by(judge).rank(sample, answers); // n(n-1) calls
        assertThat(preference.winner()).isEqualTo(Preference.Winner.TIE);
        assertThat(ranking).isNotNull();
        assertThat(model.requests).hasSize(4);
    }

    @Test
    void the_meter_counts_as_shown() {
        PriceList prices = PriceList.shipped();
        Clock clock = Clock.fixed(Instant.parse("2026-02-01T00:00:00Z"), ZoneOffset.UTC);
        ScriptedModel model = ScriptedModel.replying("{\"score\": 5}");
        Sample sample = Sample.of("When?").answered("At nine.");

        JudgeMeter meter =
                JudgeMeter.pricedBy(call -> prices.cost("openai", call.model(), clock.instant(), call.usage()));
        Judge judge = Judge.of(model).meteredBy(meter);
        meter.total(); // calls, failures, repeats, tokens, latency, cost
        meter.byEvaluator(); // the same, apart; by sample with rememberingSamples()
        assertThat(JudgeEvaluators.relevance(judge).evaluate(sample).isScored()).isTrue();
        assertThat(meter.total().calls()).isEqualTo(1);
        assertThat(meter.byEvaluator()).containsOnlyKeys("relevance");
    }

    @Test
    void the_file_is_a_rubric() throws IOException {
        String page = Files.readString(PAGE);
        String file = page.substring(page.indexOf("```markdown\n") + 12);
        Prompt prompt = (Prompt) AssetFile.parse(AssetKind.PROMPT, "file", file.substring(0, file.indexOf("```")))
                .asset();
        assertThat(Rubric.of(prompt).menu()).isEqualTo(Menu.grades(1, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"score\": \"٤\"}", "Score: 4", "**Score:** 4/5", "4 out of 5", "评分：4", "{\"score\": \"4/5\"}"
            })
    void what_the_page_says_is_taken_is_taken(String reply) {
        assertThat(VerdictParser.of(Menu.grades(1, 5), List.of()).read(reply).word())
                .isEqualTo("4");
    }

    @Test
    void steps_can_be_drafted_and_kept() {
        ScriptedModel model = ScriptedModel.replying("Here:\n{\"steps\": [\"Read it aloud.\", \"Compare.\"]}");
        List<String> steps = Judge.of(model).draftSteps("the tone of the answer");
        assertThat(steps).containsExactly("Read it aloud.", "Compare.");
        assertThat(Rubric.builder("tone")
                        .criterion("the tone")
                        .steps(steps)
                        .build()
                        .criterion())
                .contains("1. Read it aloud.\n2. Compare.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "{}", "{\"steps\": []}", "{\"steps\": [\" \"]}", "} {"})
    void a_reply_without_steps_is_refused(String reply) {
        Judge judge = Judge.of(ScriptedModel.replying(reply));
        assertThatThrownBy(() -> judge.draftSteps("the tone")).hasMessageContaining("judge 'judge-1' drafted no steps");
    }

    @Test
    void log_probabilities_of_the_open_ai_model_are_read_as_shown() {
        ChatModel model = new Logged();
        Judge judge = Judge.of(model)
                .weighing(response -> ((OpenAiChatResponseMetadata) response.metadata())
                        .logProbs().stream()
                                .map(token -> new LogProbabilities.Token(
                                        token.token(),
                                        token.topLogprobs().stream()
                                                .collect(
                                                        Collectors.toMap(LogProb::token, LogProb::logprob, Math::max))))
                                .toList());
        Evaluator relevance = JudgeEvaluators.relevance(judge);
        assertThat(relevance.evaluate(Sample.of("q").answered("a")).score().orElseThrow())
                .isCloseTo(4.25, within(1e-9));
    }

    private static final class Logged implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            List<LogProb> tokens = List.of(
                    token("{\"score\":", List.of()),
                    token(" ", List.of()),
                    token("4", List.of(token("4", Math.log(0.75)), token("5", Math.log(0.25)))),
                    token("}", List.of()));
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("{\"score\": 4}"))
                    .metadata(OpenAiChatResponseMetadata.builder()
                            .logProbs(tokens)
                            .build())
                    .build();
        }

        private static LogProb token(String text, List<LogProb> candidates) {
            return LogProb.builder()
                    .token(text)
                    .logprob(0.0)
                    .topLogprobs(candidates)
                    .build();
        }

        private static LogProb token(String text, double logarithm) {
            return LogProb.builder().token(text).logprob(logarithm).build();
        }
    }
}
