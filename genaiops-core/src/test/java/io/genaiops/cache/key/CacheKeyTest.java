package io.genaiops.cache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {

    private static CacheKey key(ChatRequest request) {
        return CacheKey.builder("small", request).build().orElseThrow();
    }

    private static ChatRequest of(ChatMessage... messages) {
        return ChatRequest.builder().messages(messages).build();
    }

    private static ChatRequest with(Consumer<ChatRequest.Builder> change) {
        ChatRequest.Builder builder = ChatRequest.builder().messages(UserMessage.from("Where is the hut?"));
        change.accept(builder);
        return builder.build();
    }

    private static ToolSpecification tool(String name, String field) {
        return ToolSpecification.builder()
                .name(name)
                .parameters(JsonObjectSchema.builder().addStringProperty(field).build())
                .build();
    }

    private static ResponseFormat format(String... fields) {
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
        for (String field : fields) {
            schema.addStringProperty(field);
        }
        return ResponseFormat.builder()
                .type(ResponseFormat.JSON.type())
                .jsonSchema(JsonSchema.builder()
                        .name("Hut")
                        .rootElement(schema.build())
                        .build())
                .build();
    }

    private static PromptIdentity prompt(String version, String text) {
        return new PromptIdentity("trail-guide", Version.parse(version), Resolution.fresh(Digest.ofText(text), null));
    }

    @Test
    void every_part_of_a_request_has_a_key_of_its_own() {
        Map<String, ChatRequest> requests = new LinkedHashMap<>();
        requests.put("plain", with(request -> {}));
        requests.put("other text", of(UserMessage.from("Where is the hut")));
        requests.put("other role", of(SystemMessage.from("Where is the hut?")));
        requests.put("answer", of(AiMessage.from("Where is the hut?")));
        requests.put("name", of(UserMessage.from("Ann", "Where is the hut?")));
        requests.put("two texts", of(UserMessage.from(TextContent.from("Where is"), TextContent.from(" the hut?"))));
        requests.put("two messages", of(UserMessage.from("Where is"), UserMessage.from(" the hut?")));
        requests.put("empty message", of(UserMessage.from("Where is the hut?"), SystemMessage.from("-")));
        requests.put("image", of(UserMessage.from(ImageContent.from("aGVsbG8=", "image/png"))));
        requests.put("other image", of(UserMessage.from(ImageContent.from("aGVsbG8h", "image/png"))));
        requests.put("other mime", of(UserMessage.from(ImageContent.from("aGVsbG8=", "image/gif"))));
        requests.put("image address", of(UserMessage.from(ImageContent.from("data:a"))));
        requests.put(
                "detail",
                of(UserMessage.from(ImageContent.from("aGVsbG8=", "image/png", ImageContent.DetailLevel.HIGH))));
        requests.put("audio", of(UserMessage.from(AudioContent.from("aGVsbG8=", "image/png"))));
        requests.put("video", of(UserMessage.from(VideoContent.from("aGVsbG8=", "image/png"))));
        requests.put("pdf", of(UserMessage.from(PdfFileContent.from("aGVsbG8=", "image/png"))));
        requests.put(
                "tool call",
                of(AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name("find")
                        .arguments("{}")
                        .build())));
        requests.put(
                "tool call id",
                of(AiMessage.from(ToolExecutionRequest.builder()
                        .id("2")
                        .name("find")
                        .arguments("{}")
                        .build())));
        requests.put(
                "thinking",
                of(AiMessage.builder().text("Where is the hut?").thinking("Hm").build()));
        requests.put(
                "attribute",
                of(AiMessage.builder()
                        .text("Where is the hut?")
                        .attributes(Map.of("a", 1))
                        .build()));
        requests.put("tool result", of(ToolExecutionResultMessage.from("1", "find", "north")));
        requests.put("tool result id", of(ToolExecutionResultMessage.from("2", "find", "north")));
        requests.put("custom", of(CustomMessage.from(Map.of("role", "tutor"))));
        requests.put("model", with(request -> request.modelName("m")));
        requests.put("temperature", with(request -> request.temperature(0.1)));
        requests.put("other temperature", with(request -> request.temperature(0.2)));
        requests.put("topP", with(request -> request.topP(0.1)));
        requests.put("topK", with(request -> request.topK(1)));
        requests.put("frequency", with(request -> request.frequencyPenalty(0.1)));
        requests.put("presence", with(request -> request.presencePenalty(0.1)));
        requests.put("output", with(request -> request.maxOutputTokens(1)));
        requests.put("stop", with(request -> request.stopSequences(List.of("a", "b"))));
        requests.put("one stop", with(request -> request.stopSequences(List.of("ab"))));
        requests.put("other stop", with(request -> request.stopSequences(List.of("b", "a"))));
        requests.put("tool", with(request -> request.toolSpecifications(tool("find", "name"))));
        requests.put("tool field", with(request -> request.toolSpecifications(tool("find", "place"))));
        requests.put("tools", with(request -> request.toolSpecifications(tool("find", "name"), tool("go", "to"))));
        requests.put(
                "other order", with(request -> request.toolSpecifications(tool("go", "to"), tool("find", "name"))));
        requests.put("choice", with(request -> request.toolChoice(ToolChoice.REQUIRED)));
        requests.put("json", with(request -> request.responseFormat(ResponseFormat.JSON)));
        requests.put("schema", with(request -> request.responseFormat(format("name", "height"))));
        requests.put("schema order", with(request -> request.responseFormat(format("height", "name"))));

        Map<CacheKey, String> keys = new HashMap<>();
        requests.forEach((name, request) -> assertThat(keys.put(key(request), name))
                .as("the key of '%s' is taken", name)
                .isNull());
        requests.values().forEach(request -> assertThat(keys).containsKey(key(request)));
    }

    @Test
    void what_belongs_to_the_call_has_a_key_of_its_own() {
        ChatRequest request = with(each -> {});
        CallContext acme = new CallContext(prompt("1.0.0", "a"), "ann", "acme", "1", Map.of());
        CallContext none = new CallContext(prompt("1.0.0", "a"), "ann", null, "1", Map.of());
        CallContext blank = new CallContext(prompt("1.0.0", "a"), "ann", "", "1", Map.of());
        CallContext version = new CallContext(prompt("1.0.1", "a"), "ann", "acme", "1", Map.of());
        CallContext digest = new CallContext(prompt("1.0.0", "b"), "ann", "acme", "1", Map.of());
        CallContext without = new CallContext(null, "ann", "acme", "1", Map.of());
        CallContext bob = new CallContext(prompt("1.0.0", "a"), "bob", "acme", "1", Map.of());
        CacheKey.Builder small = CacheKey.builder("small", request);
        ChatRequestParameters defaults =
                ChatRequestParameters.builder().temperature(0.5).build();

        assertThat(List.of(
                        small.context(acme).build().orElseThrow(),
                        small.context(none).build().orElseThrow(),
                        small.context(blank).build().orElseThrow(),
                        small.context(version).build().orElseThrow(),
                        small.context(digest).build().orElseThrow(),
                        small.context(without).build().orElseThrow(),
                        small.context(acme).repetition(1).build().orElseThrow(),
                        small.context(acme).separateUsers().build().orElseThrow(),
                        small.context(bob).build().orElseThrow(),
                        small.defaults(defaults).build().orElseThrow(),
                        CacheKey.builder("large", request).context(acme).build().orElseThrow()))
                .doesNotHaveDuplicates();
        assertThat(CacheKey.builder("small", request).context(bob).build())
                .as("the user counts only where the host says so")
                .isEqualTo(CacheKey.builder("small", request).context(acme).build());
    }

    @Test
    void the_prompt_can_be_found_by_its_name_and_the_key_by_its_digest() {
        CacheKey key = CacheKey.builder("small", with(each -> {}))
                .context(CallContext.of(prompt("1.0.0", "a")))
                .build()
                .orElseThrow();
        assertThat(key.prompt()).contains("trail-guide");
        assertThat(key.digest().abbreviated()).isEqualTo(key.toString()).hasSize(12);
        assertThat(key(with(each -> {})).prompt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void two_keys_are_equal_just_when_the_requests_are(long seed) {
        Random random = new Random(seed);
        List<ChatRequest> requests =
                IntStream.range(0, 250).mapToObj(i -> arbitrary(random)).toList();
        List<CacheKey> keys = requests.stream().map(CacheKeyTest::key).toList();
        int equal = 0;
        for (int i = 0; i < requests.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean same = requests.get(i).equals(requests.get(j));
                equal += same ? 1 : 0;
                assertThat(keys.get(i).equals(keys.get(j)))
                        .as("%s and %s", requests.get(i), requests.get(j))
                        .isEqualTo(same);
            }
        }
        assertThat(equal).as("the same request came up twice").isPositive();
    }

    /** Texts of few letters, so that what is cut elsewhere often reads the same. */
    private static ChatRequest arbitrary(Random random) {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            messages.add(
                    switch (random.nextInt(4)) {
                        case 0 -> SystemMessage.from(text(random));
                        case 1 -> UserMessage.from(TextContent.from(text(random)), TextContent.from(text(random)));
                        case 2 -> AiMessage.from(text(random));
                        default -> UserMessage.from(text(random));
                    });
        }
        ChatRequest.Builder request = ChatRequest.builder().messages(messages);
        if (random.nextInt(3) == 0) {
            request.stopSequences(IntStream.range(0, random.nextInt(3))
                    .mapToObj(i -> text(random))
                    .toList());
        }
        if (random.nextInt(3) == 0) {
            request.maxOutputTokens(random.nextInt(2) + 1);
        }
        return request.build();
    }

    private static String text(Random random) {
        String letters = "aé\u0000\ud83d\ude00-";
        StringBuilder text = new StringBuilder("a");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void half_a_character_is_no_question_mark() {
        Set<CacheKey> keys = new HashSet<>();
        for (String text : List.of("a?", "a\ud83d", "a\ude00", "a\ud83d\ude00", "a\ufffd")) {
            assertThat(keys.add(key(of(UserMessage.from(text))))).as(text).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {680, 681, 682, 683, 1023, 1024, 2040, 2041, 2047, 2048, 2049, 2050, 9000})
    void long_texts_differ_wherever_they_differ(int length) {
        for (String letter : List.of("a", "é", "€")) {
            String text = letter.repeat(length);
            CacheKey key = key(of(UserMessage.from(text)));
            assertThat(key(of(UserMessage.from(letter.repeat(length))))).isEqualTo(key);
            for (int place : List.of(0, length / 2, length - 1)) {
                String other = text.substring(0, place) + "b" + text.substring(place + 1);
                assertThat(key(of(UserMessage.from(other))))
                        .as("%d of %d", place, length)
                        .isNotEqualTo(key);
            }
            assertThat(key(of(UserMessage.from(text + letter)))).isNotEqualTo(key);
        }
    }

    @Test
    void parameters_of_a_provider_count_by_all_of_their_fields() {
        assertThat(key(with(request -> request.parameters(new Seeded(1, "a")))))
                .isEqualTo(key(with(request -> request.parameters(new Seeded(1, "a")))))
                .isNotEqualTo(key(with(request -> request.parameters(new Seeded(2, "a")))))
                .isNotEqualTo(key(with(request -> request.parameters(new Seeded(1, "b")))))
                .isNotEqualTo(key(with(request -> {})));
    }

    @Test
    void what_cannot_be_told_apart_has_no_key() {
        CacheKey.Builder hidden = CacheKey.builder("small", with(request -> request.parameters(new Hidden(1))));
        assertThat(hidden.build()).isEmpty();
        assertThat(hidden.unknownClass()).contains(Hidden.class.getName());

        Map<String, Object> attributes = Map.of("when", new Object());
        assertThat(CacheKey.builder("small", of(CustomMessage.from(attributes))).build())
                .isEmpty();

        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);
        assertThat(CacheKey.builder("small", of(CustomMessage.from(endless))).build())
                .isEmpty();
    }

    @Test
    void a_key_without_the_question_is_the_same_for_every_question() {
        ChatMessage rules = SystemMessage.from("Be brief.");
        ChatRequest one = of(rules, UserMessage.from("Where is the hut?"));
        ChatRequest other = of(rules, UserMessage.from("Where can I find the hut?"));
        ChatRequest longer = of(SystemMessage.from("Be long."), UserMessage.from("Where is the hut?"));
        CacheKey key = CacheKey.builder("small", one).withoutQuestion().build().orElseThrow();
        assertThat(CacheKey.builder("small", other).withoutQuestion().build()).contains(key);
        assertThat(CacheKey.builder("small", longer).withoutQuestion().build().orElseThrow())
                .isNotEqualTo(key);
        assertThat(key(one)).isNotEqualTo(key);
        assertThatThrownBy(() -> CacheKey.builder("small", of(rules)).withoutQuestion())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the last message must be of the user; found: SYSTEM");
    }

    @Test
    void a_repetition_counts_from_zero() {
        assertThatThrownBy(() -> CacheKey.builder("small", with(each -> {})).repetition(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("repetition must be at least 0; found: -1");
    }

    /** As a provider's module has them. */
    public static final class Seeded extends DefaultChatRequestParameters {

        private final int seed;
        private final Map<String, String> labels;

        Seeded(int seed, String label) {
            super(DefaultChatRequestParameters.builder());
            this.seed = seed;
            this.labels = Map.of("label", label);
        }

        public int seed() {
            return seed;
        }

        public Map<String, String> getLabels() {
            return labels;
        }
    }

    /** With a field that nobody can read. */
    public static final class Hidden extends DefaultChatRequestParameters {

        private final int seed;

        Hidden(int seed) {
            super(DefaultChatRequestParameters.builder());
            this.seed = seed;
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }
    }
}
