package io.genaiops.tracing.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCaptureTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AttributeKey<String> INPUT = AttributeKey.stringKey("gen_ai.input.messages");
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("gen_ai.system_instructions");
    private static final AttributeKey<String> OUTPUT = AttributeKey.stringKey("gen_ai.output.messages");
    private static final AttributeKey<String> TOOLS = AttributeKey.stringKey("gen_ai.tool.definitions");
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .messages(
                    SystemMessage.from("Be \"kind\"."),
                    UserMessage.from("What do I pack?\nFor snow."),
                    AiMessage.builder()
                            .thinking("Snow means boots.")
                            .toolExecutionRequests(List.of(ToolExecutionRequest.builder()
                                    .id("call-1")
                                    .name("weather")
                                    .arguments("{\"place\":\"Alps\"}")
                                    .build()))
                            .build(),
                    ToolExecutionResultMessage.from("call-1", "weather", "-4 degrees"))
            .toolSpecifications(ToolSpecification.builder()
                    .name("weather")
                    .description("Tells the weather")
                    .build())
            .build();

    @Test
    void nothing_is_captured_when_off() {
        ContentCapture off = ContentCapture.off();

        assertThat(off.isOff()).isTrue();
        assertThat(off.request(REQUEST)).isEqualTo(Attributes.empty());
        assertThat(off.response(answer("x"))).isEqualTo(Attributes.empty());
        assertThat(off.exception(new IllegalStateException("x"))).isEqualTo(Attributes.empty());
    }

    @Test
    void full_content_has_the_shape_of_the_conventions() throws Exception {
        Attributes attributes = ContentCapture.full().request(REQUEST);

        assertThat(attributes.get(SYSTEM)).isEqualTo("[{\"type\":\"text\",\"content\":\"Be \\\"kind\\\".\"}]");
        assertThat(JSON.readTree(attributes.get(INPUT))).isEqualTo(JSON.readTree("""
                [{"role":"user","parts":[{"type":"text","content":"What do I pack?\\nFor snow."}]},
                 {"role":"assistant","parts":[
                   {"type":"reasoning","content":"Snow means boots."},
                   {"type":"tool_call","id":"call-1","name":"weather","arguments":"{\\"place\\":\\"Alps\\"}"}]},
                 {"role":"tool","parts":[{"type":"tool_call_response","id":"call-1","response":"-4 degrees"}]}]"""));
        assertThat(attributes.get(TOOLS)).isEqualTo("[{\"type\":\"function\",\"name\":\"weather\"}]");
    }

    @Test
    void an_answer_carries_its_finish_reason() {
        assertThat(ContentCapture.full().response(answer("Boots.")).get(OUTPUT))
                .isEqualTo("[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Boots.\"}],"
                        + "\"finish_reason\":\"tool_call\"}]");
    }

    @Test
    void metadata_says_roles_types_and_sizes_only() {
        Attributes attributes = ContentCapture.metadata().request(REQUEST);

        assertThat(attributes.get(AttributeKey.stringArrayKey("genaiops.content.input")))
                .containsExactly(
                        "user:text:25",
                        "assistant:reasoning:17",
                        "assistant:tool_call:16",
                        "tool:tool_call_response:10");
        assertThat(attributes.get(AttributeKey.stringArrayKey("genaiops.content.system")))
                .containsExactly("text:10");
        assertThat(attributes.toString()).doesNotContain("pack", "kind", "Alps", "degrees", "boots");
        assertThat(ContentCapture.metadata().exception(new IllegalStateException("pack")))
                .isEqualTo(Attributes.empty());
    }

    @Test
    void the_redactor_gets_every_text_by_itself() {
        ContentCapture redacted = ContentCapture.redacted(text -> "<" + text.length() + ">");

        assertThat(redacted.request(REQUEST).toString())
                .contains("<25>", "<17>", "<16>", "<10>")
                .doesNotContain("pack", "kind", "Alps", "degrees", "boots");
        assertThat(redacted.exception(new IllegalStateException("secret")).get(MESSAGE))
                .isEqualTo("<6>");
    }

    @Test
    void each_kind_has_its_own_level() {
        ContentCapture capture = ContentCapture.full()
                .with(ContentKind.INPUT, CaptureLevel.OFF)
                .with(ContentKind.EXCEPTION, CaptureLevel.METADATA);

        Attributes attributes = capture.request(REQUEST);

        assertThat(attributes.get(INPUT)).isNull();
        assertThat(attributes.get(SYSTEM)).isNotNull();
        assertThat(capture.exception(new IllegalStateException("x"))).isEqualTo(Attributes.empty());
        assertThat(capture.isOff()).isFalse();
        assertThat(ContentCapture.full()
                        .exception(new IllegalStateException("x"))
                        .get(MESSAGE))
                .isEqualTo("x");
    }

    @Test
    void settings_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> ContentCapture.full().with(ContentKind.INPUT, CaptureLevel.REDACTED))
                .hasMessageContaining("ContentCapture.redacted(redactor)");
        assertThatThrownBy(() -> ContentCapture.full().upTo(255)).hasMessageContaining("255");
        assertThatThrownBy(() -> ContentCapture.full().upTo(2_000_000)).hasMessageContaining("2000000");
    }

    @Test
    void binary_content_becomes_size_and_type() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(new byte[1000]);
        ChatRequest request = ChatRequest.builder()
                .messages(
                        UserMessage.from(
                                TextContent.from("See"),
                                ImageContent.from(base64, "image/png"),
                                ImageContent.from("https://example.org/a.png"),
                                AudioContent.from(base64, "audio/wav"),
                                VideoContent.from("data:video/mp4;base64," + base64),
                                PdfFileContent.from(base64, "application/pdf")),
                        CustomMessage.from(Map.of("key", "value")))
                .build();

        JsonNode parts = JSON.readTree(ContentCapture.full().request(request).get(INPUT))
                .get(0)
                .get("parts");

        assertThat(parts).hasSize(6);
        assertThat(parts.get(1).toString())
                .isEqualTo(
                        "{\"type\":\"blob\",\"modality\":\"image\",\"mime_type\":\"image/png\",\"content\":\"\",\"size\":1000}");
        assertThat(parts.get(2).get("uri").asText()).isEqualTo("https://example.org/a.png");
        assertThat(parts.get(3).get("size").asInt()).isEqualTo(1000);
        assertThat(parts.get(4).get("size").asInt()).isEqualTo(1000);
        assertThat(parts.get(5).get("modality").asText()).isEqualTo("document");
        assertThat(ContentCapture.metadata()
                        .request(request)
                        .get(AttributeKey.stringArrayKey("genaiops.content.input")))
                .contains("user:blob:image/png:1000");
    }

    @Test
    void structured_content_is_a_value() {
        var value =
                ContentCapture.full().structured().request(REQUEST).get(AttributeKey.valueKey("gen_ai.input.messages"));

        assertThat(value.getType()).isEqualTo(ValueType.ARRAY);
        assertThat(value.asString()).contains("What do I pack?");
    }

    @Test
    void the_longest_texts_are_cut_and_say_so() throws Exception {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("short"), UserMessage.from("x".repeat(5_000)))
                .build();

        String json = ContentCapture.full().upTo(1_000).request(request).get(INPUT);

        JsonNode messages = JSON.readTree(json);
        assertThat(bytes(json)).isBetween(900, 1_000);
        assertThat(messages.at("/0/parts/0/content").asText()).isEqualTo("short");
        assertThat(messages.at("/1/parts/0/content").asText()).endsWith(" more characters]");
    }

    @Test
    void messages_after_the_first_are_left_out_when_not_even_their_frames_fit() throws Exception {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            messages.add(UserMessage.from("message " + i));
        }

        Attributes attributes = ContentCapture.full()
                .upTo(512)
                .request(ChatRequest.builder().messages(messages).build());

        JsonNode kept = JSON.readTree(attributes.get(INPUT));
        assertThat(bytes(attributes.get(INPUT))).isLessThanOrEqualTo(512);
        assertThat(attributes.get(AttributeKey.longKey("genaiops.content.input.dropped")))
                .isEqualTo(20_000L - kept.size());
        assertThat(kept.size()).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatever_is_captured_is_valid_json_within_the_budget(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<ChatMessage> messages = new ArrayList<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                messages.add(UserMessage.from(hostile(random)));
            }
            int budget = 256 + random.nextInt(4_000);

            String json = ContentCapture.full()
                    .upTo(budget)
                    .request(ChatRequest.builder().messages(messages).build())
                    .get(INPUT);

            assertThat(bytes(json)).isLessThanOrEqualTo(budget);
            assertThat(JSON.readTree(json).isArray()).isTrue();
        }
    }

    @Test
    void a_text_that_fits_comes_through_unchanged() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            String text = hostile(random).replaceAll("[\\ud800-\\udfff]", "?");

            String json = ContentCapture.full()
                    .upTo(1024 * 1024)
                    .request(ChatRequest.builder()
                            .messages(UserMessage.from(text))
                            .build())
                    .get(INPUT);

            assertThat(JSON.readTree(json).at("/0/parts/0/content").asText()).isEqualTo(text);
        }
    }

    private static String hostile(Random random) {
        String alphabet = "ab \"\\\n\r\t\u0000\u001f\u007fä€\u2028";
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(400); i > 0; i--) {
            switch (random.nextInt(8)) {
                case 0 -> text.appendCodePoint(0x1f600 + random.nextInt(40));
                case 1 -> text.append((char) (0xd800 + random.nextInt(0x800)));
                default -> text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        return text.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static ChatResponse answer(String text) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(text))
                .finishReason(FinishReason.TOOL_EXECUTION)
                .build();
    }
}
