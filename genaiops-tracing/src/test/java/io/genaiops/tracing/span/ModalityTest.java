package io.genaiops.tracing.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.cost.Usage;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens by what they stand for: text, audio, images, or no one knows. */
class ModalityTest {

    private static final String INPUT = "gen_ai.client.inference.usage.input_tokens";

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Test
    void tokens_of_which_no_split_is_known_are_unknown() {
        chat(new Usage(12L, 7L, null, null, null));

        assertThat(tokens(INPUT)).isEqualTo(Map.of("unknown", 12L));
        assertThat(telemetry.keys()).noneMatch(key -> key.contains("usage.text") || key.contains("usage.audio"));
    }

    @Test
    void what_is_left_beside_audio_and_images_is_text() {
        chat(new Usage(12L, 7L, null, null, null, 3L, 4L, 5L, 0L));

        assertThat(tokens(INPUT)).isEqualTo(Map.of("audio", 3L, "image", 4L, "text", 5L));
        assertThat(tokens("gen_ai.client.inference.usage.output_tokens"))
                .isEqualTo(Map.of("audio", 5L, "image", 0L, "text", 2L));
        var span = telemetry.onlySpan().getAttributes();
        assertThat(span.get(GenAiKeys.AUDIO_INPUT_TOKENS)).isEqualTo(3);
        assertThat(span.get(GenAiKeys.IMAGE_INPUT_TOKENS)).isEqualTo(4);
        assertThat(span.get(GenAiKeys.TEXT_INPUT_TOKENS)).isEqualTo(5);
        assertThat(span.get(GenAiKeys.TEXT_OUTPUT_TOKENS)).isEqualTo(2);
    }

    @Test
    void what_is_left_beside_one_of_them_may_be_anything() {
        chat(new Usage(12L, 7L, null, null, null, 3L, null, null, null));

        assertThat(tokens(INPUT)).isEqualTo(Map.of("audio", 3L, "unknown", 9L));
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.TEXT_INPUT_TOKENS))
                .isNull();
    }

    @Test
    void parts_that_are_more_than_the_whole_are_not_believed() {
        chat(new Usage(12L, 7L, null, null, null, 30L, 4L, null, null));

        assertThat(tokens(INPUT)).isEqualTo(Map.of("unknown", 12L));
    }

    @Test
    void version_1_41_knows_no_modalities() {
        telemetry.withoutValidation();

        Tracing.builder(telemetry.sdk())
                .profile(Profile.VERSION_1_41)
                .usage(tokens -> new Usage(12L, 7L, null, null, null, 3L, 4L, 5L, 0L))
                .build()
                .chatModel(new FakeChatModel())
                .chat("Hello");

        assertThat(telemetry.keys()).noneMatch(key -> key.contains("audio"));
    }

    private void chat(Usage usage) {
        Tracing.builder(telemetry.sdk())
                .usage(tokens -> usage)
                .build()
                .chatModel(new FakeChatModel())
                .chat("Hello");
    }

    private Map<String, Long> tokens(String counter) {
        return telemetry.points(counter).stream()
                .collect(Collectors.toMap(
                        point -> point.getAttributes().get(GenAiKeys.TOKEN_MODALITY),
                        point -> ((LongPointData) point).getValue()));
    }
}
