package io.genaiops.tracing.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .messages(UserMessage.from("Hello"))
            .parameters(ChatRequestParameters.builder().topK(40).build())
            .build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry().withoutValidation();

    @Test
    void version_1_41_writes_the_names_that_backends_read_today_and_none_of_the_later_ones() {
        trace(Profile.VERSION_1_41);

        assertThat(names())
                .containsExactlyInAnyOrder(
                        "gen_ai.client.operation.duration",
                        "gen_ai.client.operation.time_to_first_chunk",
                        "gen_ai.client.operation.time_per_output_chunk",
                        "gen_ai.client.token.usage");
        Map<String, Double> tokens = telemetry.points("gen_ai.client.token.usage").stream()
                .collect(Collectors.toMap(
                        point -> point.getAttributes().get(GenAiKeys.TOKEN_TYPE),
                        point -> ((HistogramPointData) point).getSum()));
        assertThat(tokens).isEqualTo(Map.of("input", 24.0, "output", 14.0));
        SpanData span = telemetry.spans().get(0);
        assertThat(telemetry.keys())
                .contains("gen_ai.usage.cache_creation.input_tokens")
                .doesNotContain("gen_ai.usage.cache_write.input_tokens");
        assertThat(span.getAttributes().get(AttributeKey.doubleKey("gen_ai.request.top_k")))
                .isEqualTo(40.0);
        assertThat(span.getInstrumentationScopeInfo().getSchemaUrl()).isEqualTo(Profile.VERSION_1_41.schemaUrl());
    }

    @Test
    void october_2026_writes_none_of_the_names_that_were_renamed() {
        trace(Profile.OCTOBER_2026);

        assertThat(names())
                .containsExactlyInAnyOrder(
                        "gen_ai.client.inference.duration",
                        "gen_ai.client.inference.time_to_first_chunk",
                        "gen_ai.client.inference.time_per_output_chunk",
                        "gen_ai.client.inference.usage.input_tokens",
                        "gen_ai.client.inference.usage.output_tokens",
                        "gen_ai.client.inference.usage.cache_write.input_tokens",
                        "gen_ai.client.inference.operation.input_tokens",
                        "gen_ai.client.inference.operation.output_tokens");
        assertThat(telemetry.keys())
                .contains("gen_ai.usage.cache_write.input_tokens")
                .doesNotContain("gen_ai.usage.cache_creation.input_tokens");
    }

    @ParameterizedTest
    @EnumSource(ModelProvider.class)
    void every_provider_has_a_name(ModelProvider provider) {
        assertThat(ProviderNames.of(provider).equals(ProviderNames.UNKNOWN)).isEqualTo(provider == ModelProvider.OTHER);
    }

    @Test
    void a_missing_provider_is_unknown() {
        assertThat(ProviderNames.of(null)).isEqualTo("_OTHER");
    }

    @Test
    void every_finish_reason_has_a_name_and_a_missing_one_has_none() {
        assertThat(Arrays.stream(FinishReason.values()).map(FinishReasons::of))
                .hasSize(FinishReason.values().length)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(FinishReasons.of(null)).isNull();
    }

    private void trace(Profile profile) {
        Tracing tracing = Tracing.builder(telemetry.sdk())
                .profile(profile)
                .promptMetrics(false)
                .usage(tokens -> new Usage(12L, 7L, null, 2L, null))
                .build();
        tracing.chatModel(new FakeChatModel()).chat(REQUEST);
        tracing.streamingChatModel(new FakeStreamingChatModel()).chat(REQUEST, new CollectingHandler());
    }

    private Set<String> names() {
        return telemetry.metrics().stream().map(MetricData::getName).collect(Collectors.toSet());
    }
}
