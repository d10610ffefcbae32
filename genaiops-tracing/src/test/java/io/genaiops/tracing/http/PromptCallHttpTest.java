package io.genaiops.tracing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.Capability;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.AnswerStream;
import io.genaiops.call.PromptCalls;
import io.genaiops.call.TypedAnswer;
import io.genaiops.cost.Usage;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.typed.InvalidAnswerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls of prompts over HTTP: typed, published and too late. */
class PromptCallHttpTest {

    record Sum(int total, Optional<String> note) {}

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    private static final Prompt PROMPT =
            Prompt.builder("guide", Version.of(1, 0, 0), "user:\nHow much?").build();

    private static PromptCalls calls() {
        return PromptCalls.of(
                AssetRegistry.memory(),
                Models.of(
                                "small",
                                SERVER.chat()
                                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                                        .strictJsonSchema(true)
                                        .build())
                        .and("small", SERVER.streaming().build()));
    }

    @Test
    void a_typed_call_sends_the_schema_and_repairs_once() {
        SERVER.answers(OpenAiServer.completion());

        assertThatThrownBy(() -> calls().prompt(PROMPT).as(Sum.class).send())
                .isInstanceOf(InvalidAnswerException.class)
                .hasMessageContaining("JSON expected")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("lamp"));
        assertThat(SERVER.bodies())
                .hasSize(2)
                .allSatisfy(body -> assertThat(body).contains("\"json_schema\"", "\"total\"", "\"note\""));
        assertThat(SERVER.bodies().get(1)).contains("Your answer is not what was asked for");
    }

    @Test
    void a_typed_answer_with_a_null_for_what_may_be_absent_is_read() {
        SERVER.answers(OpenAiServer.saying("{\\\"total\\\": 4, \\\"note\\\": null}"));

        TypedAnswer<Sum> sum = calls().prompt(PROMPT).as(Sum.class).send();

        assertThat(sum.value()).isEqualTo(new Sum(4, Optional.empty()));
        assertThat(sum.answer().usage()).isEqualTo(Usage.of(19, 5));
    }

    @Test
    void a_published_answer_arrives_part_by_part() throws Exception {
        SERVER.answers(OpenAiServer.streamOf("Bring", " a", " lamp."));
        List<String> parts = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);

        AnswerStream stream = calls().prompt(PROMPT).publisher();
        stream.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(String part) {
                parts.add(part);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable failure) {
                parts.add(failure.toString());
                over.countDown();
            }

            @Override
            public void onComplete() {
                over.countDown();
            }
        });

        assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(parts).containsExactly("Bring", " a", " lamp.");
        Answer answer = stream.answer().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(answer.text()).isEqualTo("Bring a lamp.");
        assertThat(answer.usage()).isEqualTo(Usage.of(19, 5));
        assertThat(answer.timeToFirstToken()).isPresent();
    }

    @Test
    void a_call_that_the_server_holds_back_ends_at_its_deadline() {
        SERVER.answers(OpenAiServer.completion().withFixedDelay(3_000));

        assertThatThrownBy(() ->
                        calls().prompt(PROMPT).deadline(Duration.ofMillis(100)).send())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("did not answer within 100 ms");
    }
}
