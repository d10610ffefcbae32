package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracingTest {

    private static final String SECRET = "SENTINEL-7f3a";
    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello " + SECRET)).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeChatModel fake = new FakeChatModel();
    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final ChatModel model = tracing.chatModel(fake);

    @Test
    void a_call_is_one_client_span_with_model_usage_and_finish_reason() {
        assertThat(model.chat("Hello")).isEqualTo("An answer.");

        SpanData span = telemetry.onlySpan();
        assertThat(span.getName()).isEqualTo("chat gpt-test");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().get(GenAiKeys.OPERATION)).isEqualTo("chat");
        assertThat(span.getAttributes().get(GenAiKeys.PROVIDER)).isEqualTo("openai");
        assertThat(span.getAttributes().get(GenAiKeys.REQUEST_MODEL)).isEqualTo("gpt-test");
        assertThat(span.getAttributes().get(GenAiKeys.RESPONSE_MODEL)).isEqualTo("gpt-test-0613");
        assertThat(span.getAttributes().get(GenAiKeys.RESPONSE_ID)).isEqualTo("response-1");
        assertThat(span.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isEqualTo(12);
        assertThat(span.getAttributes().get(GenAiKeys.OUTPUT_TOKENS)).isEqualTo(7);
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("stop");
        assertThat(span.getAttributes().get(GenAiKeys.STREAM)).isNull();
    }

    @Test
    void a_call_from_a_prompt_carries_its_name_version_and_delivery() {
        model.chat(REQUEST, Prompts.options("trail-guide"));

        SpanData span = telemetry.onlySpan();
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_NAME)).isEqualTo("trail-guide");
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_VERSION)).isEqualTo("1.1.0");
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_LABEL)).isEqualTo("production");
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_ARM)).isEqualTo("candidate");
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_SOURCE)).isEqualTo("stale");
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_DIGEST)).isEqualTo(Prompts.DIGEST.value());
        assertThat(span.getAttributes().get(GenAiKeys.CONVERSATION)).isEqualTo("c-7");
    }

    @Test
    void the_sampler_sees_model_prompt_and_parameters_at_the_start() {
        fake.defaults = ChatRequestParameters.builder()
                .modelName("gpt-test")
                .temperature(0.5)
                .topP(0.9)
                .build();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Hello"))
                .parameters(ChatRequestParameters.builder()
                        .temperature(0.1)
                        .topK(40)
                        .maxOutputTokens(256)
                        .frequencyPenalty(0.2)
                        .presencePenalty(0.3)
                        .stopSequences("END")
                        .build())
                .build();

        model.chat(request, Prompts.options("trail-guide"));

        assertThat(telemetry.sampled()).singleElement().satisfies(start -> {
            assertThat(start.get(GenAiKeys.OPERATION)).isEqualTo("chat");
            assertThat(start.get(GenAiKeys.PROVIDER)).isEqualTo("openai");
            assertThat(start.get(GenAiKeys.REQUEST_MODEL)).isEqualTo("gpt-test");
            assertThat(start.get(GenAiKeys.PROMPT_NAME)).isEqualTo("trail-guide");
            assertThat(start.get(GenAiKeys.TEMPERATURE)).isEqualTo(0.1);
            assertThat(start.get(GenAiKeys.TOP_P)).isEqualTo(0.9);
            assertThat(start.get(GenAiKeys.TOP_K)).isEqualTo(40);
            assertThat(start.get(GenAiKeys.MAX_TOKENS)).isEqualTo(256);
            assertThat(start.get(GenAiKeys.FREQUENCY_PENALTY)).isEqualTo(0.2);
            assertThat(start.get(GenAiKeys.PRESENCE_PENALTY)).isEqualTo(0.3);
            assertThat(start.get(GenAiKeys.STOP_SEQUENCES)).containsExactly("END");
        });
    }

    @Test
    void duration_and_tokens_are_metrics_without_any_prompt() {
        model.chat(REQUEST, Prompts.options("trail-guide"));

        HistogramPointData duration = histogram("gen_ai.client.inference.duration");
        assertThat(duration.getCount()).isEqualTo(1);
        assertThat(duration.getAttributes().get(GenAiKeys.RESPONSE_MODEL)).isEqualTo("gpt-test-0613");
        assertThat(duration.getAttributes().get(GenAiKeys.PROMPT_NAME)).isNull();
        assertThat(histogram("gen_ai.client.inference.operation.input_tokens").getSum())
                .isEqualTo(12);
        assertThat(histogram("gen_ai.client.inference.operation.output_tokens").getSum())
                .isEqualTo(7);
        assertThat(counter("gen_ai.client.inference.usage.input_tokens").getValue())
                .isEqualTo(12);
        assertThat(counter("gen_ai.client.inference.usage.output_tokens")
                        .getAttributes()
                        .get(GenAiKeys.TOKEN_MODALITY))
                .isEqualTo("unknown");
        assertThat(telemetry.metric("gen_ai.client.inference.usage.reasoning.output_tokens"))
                .isEmpty();
    }

    @Test
    void a_failure_is_an_error_named_by_its_class_and_reaches_the_caller() {
        fake.answer = request -> {
            throw new IllegalStateException("no " + SECRET);
        };

        assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(IllegalStateException.class);

        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("error");
        assertThat(histogram("gen_ai.client.inference.duration").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void no_byte_of_a_prompt_or_answer_leaves_by_default() {
        fake.answer = request -> FakeChatModel.answer("It is " + SECRET);

        model.chat(REQUEST, Prompts.options("trail-guide"));

        assertThat(telemetry.export()).contains("trail-guide").doesNotContain(SECRET);
    }

    @Test
    void the_span_is_current_while_the_model_is_called_and_a_child_of_the_callers() {
        Span[] within = new Span[1];
        fake.answer = request -> {
            within[0] = Span.current();
            return FakeChatModel.answer("An answer.");
        };
        Span parent = telemetry.sdk().getTracer("test").spanBuilder("request").startSpan();
        try (var scope = parent.makeCurrent()) {
            assertThat(scope).isNotNull();
            model.chat(REQUEST);
        }
        parent.end();

        SpanData span = telemetry.spans().get(0);
        assertThat(within[0].getSpanContext()).isEqualTo(span.getSpanContext());
        assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
    }

    @Test
    void options_reach_the_listeners_of_the_model() {
        Object[] seen = new Object[1];
        fake.listeners.add(new ChatModelListener() {
            @Override
            public void onRequest(ChatModelRequestContext context) {
                seen[0] = context.attributes().get(CallContext.KEY);
            }
        });
        ChatRequestOptions options = Prompts.options("trail-guide");

        model.chat(REQUEST, options);

        assertThat(seen[0]).isEqualTo(CallContext.from(options).orElseThrow());
    }

    @Test
    void doChat_is_traced_as_well() {
        model.doChat(REQUEST);

        assertThat(telemetry.onlySpan().getName()).isEqualTo("chat gpt-test");
    }

    @Test
    void options_may_be_absent_as_langchain4j_allows() {
        assertThat(model.chat(REQUEST, (ChatRequestOptions) null)).isNotNull();
        assertThat(telemetry.spans()).hasSize(1);
    }

    @Test
    void a_model_without_names_is_still_traced() {
        fake.defaults = ChatRequestParameters.builder().build();
        fake.provider = null;

        tracing.chatModel(fake).chat(REQUEST);

        SpanData span = telemetry.onlySpan();
        assertThat(span.getName()).isEqualTo("chat");
        assertThat(span.getAttributes().get(GenAiKeys.PROVIDER)).isEqualTo("_OTHER");
    }

    @Test
    void the_host_names_the_provider_that_a_model_does_not() {
        fake.provider = ModelProvider.OTHER;

        Tracing.builder(telemetry.sdk())
                .unnamedProvider("vllm")
                .build()
                .chatModel(fake)
                .chat(REQUEST);

        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.PROVIDER)).isEqualTo("vllm");
    }

    @Test
    void a_model_in_this_process_is_internal() {
        tracing.inProcess().chatModel(fake).chat(REQUEST);

        assertThat(telemetry.onlySpan().getKind()).isEqualTo(SpanKind.INTERNAL);
    }

    @Test
    void a_model_that_answers_nothing_is_traced_and_its_nothing_returned() {
        fake.answer = request -> null;

        assertThat(model.doChat(REQUEST)).isNull();
        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void a_model_that_is_traced_already_is_not_traced_twice() {
        tracing.chatModel(tracing.chatModel(fake)).chat(REQUEST);

        assertThat(telemetry.spans()).hasSize(1);
    }

    @Test
    void captured_content_is_on_the_span_after_the_redactor_only() {
        fake.answer = request -> FakeChatModel.answer("It is " + SECRET);

        Tracing.builder(telemetry.sdk())
                .content(ContentCapture.redacted(text -> text.replace(SECRET, "[redacted]")))
                .build()
                .chatModel(fake)
                .chat(REQUEST);

        assertThat(telemetry.export())
                .contains("Hello [redacted]", "It is [redacted]")
                .doesNotContain(SECRET);
    }

    @Test
    void without_an_sdk_the_model_is_called_and_nothing_else_happens() {
        ChatResponse response =
                Tracing.create(OpenTelemetry.noop()).chatModel(fake).chat(REQUEST);

        assertThat(response.aiMessage().text()).isEqualTo("An answer.");
    }

    @Test
    void identical_requests_on_many_threads_each_get_their_own_span() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<ChatResponse>> calls = IntStream.range(0, 400)
                    .mapToObj(i -> threads.submit(() -> model.chat(REQUEST, Prompts.options("prompt-" + i % 3))))
                    .toList();
            for (Future<ChatResponse> call : calls) {
                assertThat(call.get()).isNotNull();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(telemetry.spans()).hasSize(400);
        assertThat(telemetry.spans().stream().map(SpanData::getSpanId).distinct())
                .hasSize(400);
        assertThat(histogram("gen_ai.client.inference.duration").getCount()).isEqualTo(400);
        assertThat(telemetry.points("genaiops.prompt.duration")).hasSize(3);
    }

    @Test
    void a_setting_that_cannot_work_is_refused_where_it_is_made() {
        Tracing.Builder builder = Tracing.builder(telemetry.sdk()).profile(Profile.OCTOBER_2026);

        assertThatThrownBy(() -> builder.unnamedProvider(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.streamIdleLimit(Duration.ZERO)).hasMessageContaining("positive");
        assertThatThrownBy(() -> Tracing.create(null)).isInstanceOf(NullPointerException.class);
    }

    private HistogramPointData histogram(String name) {
        return (HistogramPointData) telemetry.points(name).get(0);
    }

    private LongPointData counter(String name) {
        return (LongPointData) telemetry.points(name).get(0);
    }
}
