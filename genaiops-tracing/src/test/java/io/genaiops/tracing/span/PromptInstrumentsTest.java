package io.genaiops.tracing.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PromptInstrumentsTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeChatModel fake = new FakeChatModel();

    @Test
    void a_call_from_a_prompt_is_measured_by_prompt_label_arm_and_model() {
        Tracing.create(telemetry.sdk()).chatModel(fake).chat(REQUEST, Prompts.options("trail-guide"));

        Attributes attributes =
                telemetry.points("genaiops.prompt.duration").get(0).getAttributes();
        assertThat(attributes.get(GenAiKeys.PROMPT_NAME)).isEqualTo("trail-guide");
        assertThat(attributes.get(GenAiKeys.PROMPT_VERSION)).isEqualTo("1.1.0");
        assertThat(attributes.get(GenAiKeys.PROMPT_LABEL)).isEqualTo("production");
        assertThat(attributes.get(GenAiKeys.PROMPT_ARM)).isEqualTo("candidate");
        assertThat(attributes.get(GenAiKeys.PROMPT_MODEL)).isEqualTo("gpt-test");
        assertThat(attributes.size()).isEqualTo(5);
    }

    @Test
    void tokens_are_counted_by_type() {
        ChatModel model = Tracing.builder(telemetry.sdk())
                .usage(tokens -> new Usage(12L, 7L, 4L, 2L, 3L))
                .build()
                .chatModel(fake);

        model.chat(REQUEST, Prompts.options("trail-guide"));
        model.chat(REQUEST, Prompts.options("trail-guide"));

        Map<String, Long> tokens = telemetry.points("genaiops.prompt.tokens").stream()
                .collect(Collectors.toMap(
                        point -> point.getAttributes().get(GenAiKeys.PROMPT_TOKEN_TYPE),
                        point -> ((LongPointData) point).getValue()));
        assertThat(tokens).isEqualTo(Map.of("input", 24L, "output", 14L, "cached", 8L, "reasoning", 6L));
        assertThat(telemetry.total("gen_ai.client.inference.usage.cache_read.input_tokens"))
                .isEqualTo(8);
        assertThat(telemetry.total("gen_ai.client.inference.usage.cache_write.input_tokens"))
                .isEqualTo(4);
        assertThat(telemetry.total("gen_ai.client.inference.usage.reasoning.output_tokens"))
                .isEqualTo(6);
    }

    @Test
    void a_failure_is_measured_with_its_type() {
        fake.answer = request -> {
            throw new IllegalStateException();
        };

        assertThatThrownBy(() ->
                        Tracing.create(telemetry.sdk()).chatModel(fake).chat(REQUEST, Prompts.options("trail-guide")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(telemetry
                        .points("genaiops.prompt.duration")
                        .get(0)
                        .getAttributes()
                        .get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void beyond_a_thousand_attribute_sets_prompts_become_other_and_are_counted() {
        ChatModel model = Tracing.create(telemetry.sdk()).chatModel(fake);

        for (int i = 0; i < 1_200; i++) {
            model.chat(REQUEST, Prompts.options("prompt-" + i));
        }
        model.chat(REQUEST, Prompts.options("prompt-7"));

        assertThat(telemetry.points("genaiops.prompt.duration")).hasSize(1_001);
        assertThat(telemetry.points("genaiops.prompt.duration").stream()
                        .filter(point -> "_other".equals(point.getAttributes().get(GenAiKeys.PROMPT_NAME)))
                        .mapToLong(point -> ((HistogramPointData) point).getCount())
                        .sum())
                .isEqualTo(200);
        assertThat(telemetry.points("genaiops.prompt.tokens")).hasSize(1_002);
        assertThat(telemetry.total("genaiops.prompt.overflow")).isEqualTo(200 + 1_400);
        assertThat(telemetry.spans())
                .hasSize(1_201)
                .allSatisfy(span -> assertThat(span.getAttributes().get(GenAiKeys.PROMPT_NAME))
                        .startsWith("prompt-"));
    }

    @Test
    void the_instruments_of_prompts_can_be_switched_off() {
        Tracing.builder(telemetry.sdk())
                .promptMetrics(false)
                .build()
                .chatModel(fake)
                .chat(REQUEST, Prompts.options("trail-guide"));

        assertThat(telemetry.metric("genaiops.prompt.duration")).isEmpty();
        assertThat(telemetry.metric("genaiops.prompt.tokens")).isEmpty();
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.PROMPT_NAME))
                .isEqualTo("trail-guide");
    }
}
