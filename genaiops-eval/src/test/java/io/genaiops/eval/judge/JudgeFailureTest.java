package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeFailureTest {

    private static final Sample SAMPLE = Sample.of("How long is the trail?").answered("12 kilometres.");

    private record Failing(RuntimeException failure) implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            throw failure;
        }
    }

    static Stream<RuntimeException> failures() {
        return Stream.of(
                new IllegalStateException("the connection was closed"),
                new TimeoutException("no reply within 60 s"),
                new RateLimitException("429: slow down"),
                new UncheckedIOException(new ConnectException("refused")),
                new NullPointerException());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_model_that_throws_times_out_or_is_limited_is_errored(RuntimeException failure) {
        Outcome outcome = relevance(new Failing(failure)).evaluate(SAMPLE);
        assertThat(outcome).isEqualTo(Outcome.errored(failure));
        assertThat(outcome.score()).isEmpty();
    }

    static Stream<String> silences() {
        return Stream.of("", " ", "\n\n", "\u2003");
    }

    @ParameterizedTest
    @MethodSource("silences")
    void a_model_that_says_nothing_three_times_is_errored(String silence) {
        ScriptedModel model = ScriptedModel.replying(silence, silence, silence);
        Outcome outcome = relevance(model).evaluate(SAMPLE);
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
        assertThat(outcome.explanation()).contains("judge 'judge-1' gave no text in three replies");
        assertThat(model.requests).hasSize(3);
    }

    @Test
    void a_reply_without_text_is_errored_with_its_finish_reason() {
        Outcome outcome = relevance(responding(request -> ChatResponse.builder()
                        .aiMessage(AiMessage.builder().build())
                        .finishReason(FinishReason.CONTENT_FILTER)
                        .build()))
                .evaluate(SAMPLE);
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
        assertThat(outcome.explanation()).contains("(finish reason CONTENT_FILTER)");
    }

    @Test
    void a_model_that_returns_nothing_is_errored() {
        Outcome outcome = relevance(new ChatModel() {
                    @Override
                    @SuppressWarnings("NullAway") // what a broken model does
                    public @Nullable ChatResponse chat(ChatRequest request) {
                        return null;
                    }
                })
                .evaluate(SAMPLE);
        assertThat(outcome.explanation()).contains("the model of judge 'OTHER' returned no response");
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.ERRORED);
    }

    @Test
    void a_failure_during_the_repair_is_errored_and_not_the_first_reply() {
        ScriptedModel model = ScriptedModel.replying("no idea");
        Outcome outcome = relevance(model).evaluate(SAMPLE);
        assertThat(outcome).isEqualTo(Outcome.errored(new IllegalStateException("the script has ended")));
    }

    @Test
    void a_refusing_judge_leaves_the_sample_unscored_with_what_it_said() {
        String refusal = "I'm sorry, but I can't grade this.";
        Outcome outcome =
                relevance(ScriptedModel.replying(refusal, refusal, refusal)).evaluate(SAMPLE);
        assertThat(outcome).isInstanceOf(Outcome.Unscored.class);
        assertThat(((Outcome.Unscored) outcome).raw()).contains(refusal);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failed_judge_is_neither_a_pass_nor_a_failure_of_a_check(RuntimeException failure) {
        Judge judge = Judge.of("failing", new Failing(failure));
        Evaluation evaluation = EvaluatorChain.of(
                        JudgeEvaluators.relevance(judge).atLeast(4),
                        JudgeEvaluators.toxicity(judge).atMost(1))
                .evaluate(SAMPLE);
        assertThat(evaluation.results())
                .extracting(Evaluation.Result::judgement)
                .isEqualTo(List.of(Judgement.INCONCLUSIVE, Judgement.INCONCLUSIVE));
        assertThat(evaluation.passed()).isFalse();
    }

    private static ChatModel responding(Function<ChatRequest, ChatResponse> function) {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return function.apply(request);
            }
        };
    }

    private static Evaluator relevance(ChatModel model) {
        return JudgeEvaluators.relevance(Judge.of(model));
    }
}
