package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Sample;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JudgeMeterTest {

    private static final Sample SAMPLE = Sample.of("How long is the trail?").answered("12 kilometres.");
    private static final Sample OTHER = SAMPLE.answered("A day.");

    private static final class Metered implements ChatModel {

        private final Deque<String> replies;

        Metered(String... replies) {
            this.replies = new ArrayDeque<>(List.of(replies));
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            String reply = replies.remove();
            ChatResponse.Builder response =
                    ChatResponse.builder().aiMessage(AiMessage.from(reply)).modelName("judge-1-2026");
            return (reply.contains("untold") ? response : response.tokenUsage(new TokenUsage(100, 10))).build();
        }
    }

    private static Judge judge(JudgeMeter meter, String... replies) {
        AtomicLong nanos = new AtomicLong();
        return Judge.of("judge", new Metered(replies))
                .meteredBy(meter)
                .timedBy(() -> nanos.getAndAdd(Duration.ofMillis(250).toNanos()));
    }

    @Test
    void tokens_cost_and_latency_of_judge_calls_are_counted_apart() {
        JudgeMeter meter = JudgeMeter.pricedBy(call -> Cost.usd("0.002"));
        Judge judge = judge(meter, "{\"score\": 4}", "hm", "{\"score\": 2}");
        JudgeEvaluators.relevance(judge).evaluate(SAMPLE);
        JudgeEvaluators.fluency(judge).evaluate(OTHER);
        JudgeMeter.Total total = meter.total();
        assertThat(total.calls()).isEqualTo(3);
        assertThat(total.repeats()).isEqualTo(1);
        assertThat(total.failures()).isZero();
        assertThat(total.inputTokens()).isEqualTo(300);
        assertThat(total.outputTokens()).isEqualTo(30);
        assertThat(total.latency()).isEqualTo(Duration.ofMillis(750));
        assertThat(total.cost().cost()).isEqualTo(Cost.usd("0.006"));
    }

    @Test
    void totals_are_kept_by_evaluator_and_where_asked_by_sample() {
        JudgeMeter meter = JudgeMeter.create().rememberingSamples();
        Judge judge = judge(meter, "{\"score\": 4}", "{\"score\": 4}", "{\"score\": 2}");
        JudgeEvaluators.relevance(judge).evaluate(SAMPLE);
        JudgeEvaluators.relevance(judge).evaluate(OTHER);
        JudgeEvaluators.fluency(judge).evaluate(OTHER);
        assertThat(meter.of(SAMPLE).calls()).isEqualTo(1);
        assertThat(meter.of(OTHER).calls()).isEqualTo(2);
        assertThat(meter.of(SAMPLE.unanswered())).isEqualTo(JudgeMeter.Total.NONE);
        assertThat(meter.byEvaluator()).hasSize(2);
        assertThat(meter.byEvaluator().get("relevance").inputTokens()).isEqualTo(200);
        assertThat(meter.of(SAMPLE).plus(meter.of(OTHER))).isEqualTo(meter.total());
    }

    @Test
    void a_total_of_a_sample_that_was_not_kept_is_no_total_of_nothing() {
        assertThatThrownBy(() -> JudgeMeter.create().of(SAMPLE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rememberingSamples()");
    }

    @Test
    void unknown_tokens_and_prices_are_never_zero() {
        JudgeMeter meter = JudgeMeter.create();
        JudgeEvaluators.relevance(judge(meter, "{\"reason\": \"untold\", \"score\": 4}"))
                .evaluate(SAMPLE);
        assertThat(meter.total().unknownTokens()).isEqualTo(1);
        assertThat(meter.total().cost().cost().isPriced()).isFalse();
        assertThat(meter.total().cost().unpricedReasons()).containsKey("the meter of the judges knows no prices");
    }

    @Test
    void failed_calls_are_counted_as_such() {
        JudgeMeter meter = JudgeMeter.create();
        JudgeEvaluators.relevance(judge(meter)).evaluate(SAMPLE);
        assertThat(meter.total().calls()).isEqualTo(1);
        assertThat(meter.total().failures()).isEqualTo(1);
    }

    @Test
    void a_listener_hears_of_every_request() {
        List<JudgeCall> calls = new ArrayList<>();
        Judge judge = judge(JudgeMeter.create(), "hm", "{\"score\": 2}").reportingTo(calls::add);
        JudgeEvaluators.relevance(judge).evaluate(SAMPLE);
        assertThat(calls).extracting(JudgeCall::attempt).containsExactly(1, 2);
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.judge()).isEqualTo("judge");
            assertThat(call.evaluator()).isEqualTo("relevance");
            assertThat(call.model()).isEqualTo("judge-1-2026");
            assertThat(call.sample()).isEqualTo(SAMPLE);
            assertThat(call.latency()).isEqualTo(Duration.ofMillis(250));
        });
    }

    @Test
    void a_listener_that_throws_makes_the_outcome_errored() {
        Judge judge = judge(JudgeMeter.create(), "{\"score\": 2}").reportingTo(call -> {
            throw new IllegalStateException("the account is closed");
        });
        assertThat(JudgeEvaluators.relevance(judge).evaluate(SAMPLE).explanation())
                .isEqualTo("java.lang.IllegalStateException: the account is closed");
    }
}
