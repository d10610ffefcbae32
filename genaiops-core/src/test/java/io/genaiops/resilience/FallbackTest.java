package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.REQUEST;
import static io.genaiops.resilience.Fakes.blocked;
import static io.genaiops.resilience.Fakes.invalid;
import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.Fakes.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;
import io.genaiops.resilience.Fakes.Scripted;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackTest {

    private static final Fallback CHAIN =
            Fallback.of("small").to("large").onContextWindow("long").onContentPolicy("other");

    private final Scripted small = new Scripted();
    private final Scripted large = new Scripted().answering("of large");
    private final Scripted roomy = new Scripted().answering("of long");
    private final Scripted other = new Scripted().answering("of other");
    private final Models models =
            Models.of("small", small).and("large", large).and("long", roomy).and("other", other);

    @Test
    void another_model_answers_when_the_first_does_not() {
        small.failing(unavailable());
        CallTrail trail = new CallTrail();
        try (Resilience resilience = quick().attempts(2).build()) {
            ChatModel model = resilience.chatModel(CHAIN, models);

            assertThat(model.chat(REQUEST, trail.into(ChatRequestOptions.EMPTY))
                            .aiMessage()
                            .text())
                    .isEqualTo("of large");
            assertThat(trail.attempts())
                    .containsExactly(
                            new CallTrail.Attempt("small", "InternalServerException"),
                            new CallTrail.Attempt("small", "InternalServerException"),
                            new CallTrail.Attempt("large", null));
            assertThat(resilience.health().of("small").orElseThrow().fallbacks())
                    .isEqualTo(1);
        }
    }

    @Test
    void messages_too_long_go_to_the_chain_for_them() {
        small.failing(invalid("context_length_exceeded"));
        try (Resilience resilience = quick().build()) {
            assertThat(resilience.chatModel(CHAIN, models).chat("Hello")).isEqualTo("of long");
        }
        assertThat(small.asked()).isEqualTo(1);
        assertThat(large.asked()).isZero();
    }

    @Test
    void blocked_content_goes_to_the_chain_for_it() {
        small.failing(new ContentFilteredException("blocked"));
        try (Resilience resilience = quick().build()) {
            assertThat(resilience.chatModel(CHAIN, models).chat("Hello")).isEqualTo("of other");
        }
        assertThat(large.asked()).isZero();
    }

    @Test
    void an_answer_that_the_content_policy_ended_counts_as_blocked() {
        small.doing(Fakes::blocked);
        try (Resilience resilience = quick().build()) {
            assertThat(resilience.chatModel(CHAIN, models).chat("Hello")).isEqualTo("of other");
        }
    }

    @Test
    void a_blocked_answer_is_the_answer_where_no_other_model_is() {
        small.doing(() -> blocked());
        try (Resilience resilience = quick().build()) {
            assertThat(resilience.chatModel("small", small).chat(REQUEST).finishReason())
                    .isEqualTo(FinishReason.CONTENT_FILTER);
        }
    }

    @Test
    void an_open_breaker_falls_back_without_a_wait() {
        small.failing(unavailable());
        try (Resilience resilience =
                quick().attempts(1).breaker(100, 1, Duration.ofHours(1)).build()) {
            ChatModel model = resilience.chatModel(CHAIN, models);
            for (int i = 0; i < 10; i++) {
                assertThat(model.chat("Hello")).isEqualTo("of large");
            }
        }
        assertThat(small.asked()).isEqualTo(1);
    }

    @Test
    void the_failure_of_the_last_model_is_thrown_with_those_of_the_others() {
        RuntimeException first = unavailable();
        RuntimeException last = unavailable();
        small.failing(first);
        Scripted failing = new Scripted().failing(last);
        try (Resilience resilience = quick().attempts(1).build()) {
            assertThatThrownBy(() -> resilience
                            .on(Fallback.of("small").to("large"))
                            .ask(name -> (name.equals("small") ? small : failing).chat("Hello")))
                    .isSameAs(last)
                    .hasSuppressedException(first);
        }
    }

    @Test
    void a_wrong_request_goes_to_no_other_model() {
        RuntimeException wrong = invalid("temperature must be a number");
        small.failing(wrong);
        try (Resilience resilience = quick().build()) {
            assertThatThrownBy(() -> resilience.chatModel(CHAIN, models).chat("Hello"))
                    .isSameAs(wrong);
        }
        assertThat(large.asked()).isZero();
    }

    @Test
    void each_model_is_asked_in_turn_at_most_once() {
        assertThat(CHAIN.next(List.of("small"), unavailable())).contains("large");
        assertThat(CHAIN.next(List.of("small", "large"), unavailable())).isEmpty();
        assertThat(CHAIN.next(List.of("small", "long"), unavailable())).contains("large");
        assertThat(CHAIN.next(List.of("small", "long"), FailureKind.CONTEXT_WINDOW))
                .isEmpty();
        assertThat(CHAIN.names()).containsExactly("small", "large", "long", "other");
    }

    @Test
    void without_a_chain_of_its_own_a_failure_takes_the_general_one() {
        Fallback chain = Fallback.of("small").to("large").to("larger");

        assertThat(chain.next(List.of("small"), FailureKind.CONTEXT_WINDOW)).contains("large");
        assertThat(chain.next(List.of("small", "large"), FailureKind.CONTENT_POLICY))
                .contains("larger");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void a_kind_falls_back_as_its_table_says(FailureKind kind) {
        assertThat(CHAIN.next(List.of("small"), kind).isPresent()).isEqualTo(kind.isFallingBack());
    }

    @Test
    void a_chain_with_a_model_twice_or_not_mapped_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fallback.of("small").to("large").to("large"))
                .withMessageContaining("'large'");
        assertThatIllegalArgumentException().isThrownBy(() -> Fallback.of(" "));
        try (Resilience resilience = quick().build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resilience.chatModel(Fallback.of("small").to("nowhere"), models))
                    .withMessageContaining("'nowhere'");
        }
    }
}
