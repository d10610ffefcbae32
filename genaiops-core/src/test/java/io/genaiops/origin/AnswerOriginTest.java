package io.genaiops.origin;

import static io.genaiops.release.TrailRelease.GUIDE;
import static io.genaiops.release.TrailRelease.NOW;
import static io.genaiops.release.TrailRelease.SMALL;
import static io.genaiops.release.TrailRelease.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.release.ReleasedAsset;
import io.genaiops.release.TrailRelease;
import io.genaiops.store.AssetStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From an answer or a span back to the assets and versions that made it. */
class AnswerOriginTest {

    private static final Map<String, String> INPUTS = Map.of("region", "the Harz");

    private final AssetRegistry registry = TrailRelease.registry();

    /** Says always the same. */
    private static final class Parrot implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Up the Brocken."))
                    .build();
        }
    }

    private Answer answer() {
        PromptCalls calls = PromptCalls.builder(registry, Models.of("small", new Parrot()))
                .clock(TrailRelease.CLOCK)
                .build();
        return calls.prompt("trail-guide:3.0.0").with("region", "the Harz").send();
    }

    private Map<String, String> attributes(String version, String digest) {
        return Map.of(
                "gen_ai.prompt.name",
                "trail-guide",
                "gen_ai.prompt.version",
                version,
                "genaiops.prompt.digest",
                digest,
                "genaiops.model",
                "small");
    }

    private Map<String, String> attributes() {
        return attributes("1.0.0", digest(registry, GUIDE, "1.0.0").value());
    }

    private static AssetRegistry at(AssetStore store, String time) {
        return AssetRegistry.builder(store)
                .clock(Clock.fixed(Instant.parse(time), ZoneOffset.UTC))
                .build();
    }

    @Test
    void an_answer_leads_to_exactly_the_versions_that_made_it() {
        Answer answer = answer();

        AnswerOrigin origin = AnswerOrigin.of(registry, answer);

        assertThat(origin.problems()).isEmpty();
        assertThat(origin.isComplete()).isTrue();
        assertThat(origin.assets())
                .extracting(ReleasedAsset::toString)
                .containsExactly("model 'small' 1.0.0", "partial 'tone' 1.0.0", "prompt 'trail-guide' 3.0.0");
        assertThat(origin.render(INPUTS).messages()).isEqualTo(answer.messages());
        assertThat(origin.render(Map.of("region", "the Alps")).messages()).isNotEqualTo(answer.messages());
    }

    @Test
    void the_attributes_of_a_span_lead_there_too() {
        AnswerOrigin origin = AnswerOrigin.of(registry, attributes(), NOW);

        assertThat(origin.problems()).isEmpty();
        assertThat(origin.assets()).hasSize(3);
        assertThat(origin.render(INPUTS).text()).contains("Be brief.", "Where to hike in the Harz?");
    }

    @Test
    void a_partial_that_moved_since_does_not_change_what_is_rendered() {
        Answer answer = answer();
        TrailRelease.label(registry, new AssetId(AssetKind.PARTIAL, "tone"), "production", "1.1.0");

        AnswerOrigin origin = AnswerOrigin.of(registry, answer);

        assertThat(origin.problems()).isEmpty();
        assertThat(origin.render(INPUTS).messages()).isEqualTo(answer.messages());
    }

    @Test
    void a_model_that_moved_since_is_named_and_the_one_of_then_is_found() {
        AssetStore store = AssetStore.memory();
        TrailRelease.fill(store);
        TrailRelease.label(at(store, "2026-11-02T10:00:00Z"), SMALL, "production", "1.1.0");

        AnswerOrigin before = AnswerOrigin.of(registry(store), attributes(), Instant.parse("2026-11-01T12:00:00Z"));
        AnswerOrigin after = AnswerOrigin.of(registry(store), attributes(), Instant.parse("2026-11-02T12:00:00Z"));

        assertThat(before.problems()).containsExactly("model 'small' was 1.0.0 then, and 'production' is on 1.1.0 now");
        assertThat(before.assets()).extracting(ReleasedAsset::toString).contains("model 'small' 1.0.0");
        assertThat(after.problems()).isEmpty();
        assertThat(after.assets()).extracting(ReleasedAsset::toString).contains("model 'small' 1.1.0");
    }

    private static AssetRegistry registry(AssetStore store) {
        return AssetRegistry.of(store);
    }

    @Test
    void a_deleted_version_is_named() {
        Answer answer = answer();
        registry.delete(GUIDE, Version.of(3, 0, 0), "ada", "asked for");

        AnswerOrigin origin = AnswerOrigin.of(registry, answer);

        assertThat(origin.problems())
                .singleElement()
                .asString()
                .contains("prompt 'trail-guide' 3.0.0 is not there as it was", "deleted");
        assertThat(origin.prompt()).isEmpty();
        assertThat(origin.assets()).isEmpty();
        assertThatThrownBy(() -> origin.render(INPUTS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("deleted");
    }

    @Test
    void a_deleted_partial_is_named() {
        Map<String, String> attributes = attributes();
        AssetId tone = new AssetId(AssetKind.PARTIAL, "tone");
        TrailRelease.label(registry, tone, "production", "1.1.0");
        registry.delete(tone, Version.of(1, 0, 0), "ada", "asked for");

        AnswerOrigin origin = AnswerOrigin.of(registry, attributes, NOW);

        assertThat(origin.problems()).anySatisfy(problem -> assertThat(problem).contains("partial 'tone'"));
        assertThat(origin.isComplete()).isFalse();
        assertThat(origin.assets()).isEmpty();
    }

    @Test
    void another_digest_is_named_with_both() {
        String other = digest(registry, GUIDE, "1.1.0").value();

        AnswerOrigin origin = AnswerOrigin.of(registry, attributes("1.0.0", other), NOW);

        assertThat(origin.problems())
                .singleElement()
                .asString()
                .contains("answered with digest " + other)
                .contains("has " + digest(registry, GUIDE, "1.0.0") + " now");
    }

    @Test
    void a_file_that_was_edited_is_named(@TempDir Path folder) throws Exception {
        AssetRegistry files = TrailRelease.fill(AssetStore.directory(folder));
        Path file = folder.resolve("prompts/trail-guide/1.0.0.prompt.md");
        Files.writeString(file, Files.readString(file).replace("Where", "Whither"));

        AnswerOrigin origin = AnswerOrigin.of(files, attributes(), NOW);

        assertThat(origin.problems())
                .singleElement()
                .asString()
                .contains("trail-guide", "was published with source digest");
    }

    @Test
    void a_model_that_the_version_does_not_name_is_said_to_be_the_hosts() {
        AnswerOrigin chosen = AnswerOrigin.of(
                registry,
                Map.of(
                        "genaiops.prompt.name",
                        "trail-guide",
                        "genaiops.prompt.version",
                        "1.0.0",
                        "genaiops.model",
                        "huge"),
                NOW);
        AnswerOrigin spare = AnswerOrigin.of(
                registry,
                Map.of(
                        "gen_ai.prompt.name",
                        "trail-guide",
                        "gen_ai.prompt.version",
                        "1.0.0",
                        "genaiops.model",
                        "spare"),
                NOW);

        assertThat(chosen.problems())
                .anySatisfy(problem -> assertThat(problem).contains("model 'huge' answered", "the host chose it"))
                .anySatisfy(problem -> assertThat(problem).contains("digest", "was not recorded"));
        assertThat(spare.problems())
                .anySatisfy(problem -> assertThat(problem).contains("'spare' is defined by no asset"));
    }

    @Test
    void the_model_of_a_trace_is_found_by_what_its_provider_calls_it() {
        AssetStore store = AssetStore.memory();
        TrailRelease.fill(store);
        TrailRelease.label(at(store, "2026-11-02T10:00:00Z"), SMALL, "production", "1.1.0");
        Instant before = Instant.parse("2026-11-01T12:00:00Z");

        AnswerOrigin then = AnswerOrigin.of(registry(store), asked("m-1"), before);
        AnswerOrigin later = AnswerOrigin.of(registry(store), asked("m-2"), Instant.parse("2026-11-02T12:00:00Z"));
        AnswerOrigin other = AnswerOrigin.of(registry(store), asked("m-2"), before);

        assertThat(then.assets()).extracting(ReleasedAsset::toString).contains("model 'small' 1.0.0");
        assertThat(then.problems()).containsExactly("model 'small' was 1.0.0 then, and 'production' is on 1.1.0 now");
        assertThat(later.assets()).extracting(ReleasedAsset::toString).contains("model 'small' 1.1.0");
        assertThat(later.problems()).isEmpty();
        assertThat(other.problems())
                .singleElement()
                .asString()
                .contains("model 'm-2' answered, which prompt 'trail-guide' 3.0.0 does not name");
    }

    @Test
    void two_models_that_are_one_to_the_provider_are_not_told_apart() {
        TrailRelease.publish(
                registry, AssetKind.MODEL, TrailRelease.model("1.0.0", "m-1").replace("small", "twin"));
        TrailRelease.label(registry, new AssetId(AssetKind.MODEL, "twin"), "production", "1.0.0");
        TrailRelease.publish(
                registry,
                AssetKind.PROMPT,
                "---\nname: trail-guide\nversion: 4.0.0\nmodel: small\nfallback: [twin]\n---\nHi");

        AnswerOrigin origin = AnswerOrigin.of(
                registry,
                Map.of(
                        "gen_ai.prompt.name",
                        "trail-guide",
                        "gen_ai.prompt.version",
                        "4.0.0",
                        "genaiops.prompt.digest",
                        digest(registry, GUIDE, "4.0.0").value(),
                        "gen_ai.request.model",
                        "m-1"),
                NOW);

        assertThat(origin.problems())
                .singleElement()
                .asString()
                .contains(
                        "'m-1' answered, which is that of [model small",
                        "twin",
                        "which of them it was, was not recorded");
    }

    private Map<String, String> asked(String served) {
        return Map.of(
                "gen_ai.prompt.name",
                "trail-guide",
                "gen_ai.prompt.version",
                "3.0.0",
                "genaiops.prompt.digest",
                digest(registry, GUIDE, "3.0.0").value(),
                "gen_ai.request.model",
                served);
    }

    @Test
    void what_the_model_was_sent_is_told_of_an_answer() {
        AnswerOrigin origin = AnswerOrigin.of(registry, answer());

        assertThat(origin.sent()).containsExactly(new SentMessage("user", "Be brief.Where to hike in the Harz?"));
        assertThat(origin.differences(INPUTS)).isEmpty();
        assertThat(origin.differences(Map.of("region", "the Alps")))
                .containsExactly("message 1 was user 'Be brief.Where to hike in the Harz?' and is user"
                        + " 'Be brief.Where to hike in the Alps?' with these inputs");
    }

    @Test
    void what_the_model_was_sent_is_told_of_a_trace_that_captured_it() {
        String system = "[{\"type\":\"text\",\"content\":\"Be kind.\"}]";
        String input = """
                [{"role":"user","parts":[{"type":"text","content":"Look"},{"type":"blob","modality":"image"}]},
                 {"role":"assistant","parts":[{"type":"reasoning","content":"hm"},
                   {"type":"tool_call","id":"1","name":"lookup","arguments":"{}"}]},
                 {"role":"tool","parts":[{"type":"tool_call_response","id":"1","response":"sunny"}]}]""";

        AnswerOrigin origin = captured(Map.of("gen_ai.system_instructions", system, "gen_ai.input.messages", input));

        assertThat(origin.problems()).isEmpty();
        assertThat(origin.sent())
                .containsExactly(
                        new SentMessage("system", "Be kind."),
                        new SentMessage("user", "Look\n[image]"),
                        new SentMessage("assistant", "[tool call lookup {}]"),
                        new SentMessage("tool", "sunny"));
        assertThat(origin.differences(INPUTS))
                .contains("4 messages were sent, and the prompt makes 1; a conversation, tools and guardrails add"
                        + " messages");
    }

    @Test
    void messages_of_the_system_are_told_first_as_in_traces() {
        assertThat(SentMessage.of(
                        List.of(UserMessage.from("Look"), AiMessage.from("Where?"), SystemMessage.from("Be kind."))))
                .containsExactly(
                        new SentMessage("system", "Be kind."),
                        new SentMessage("user", "Look"),
                        new SentMessage("assistant", "Where?"));
    }

    @Test
    void a_label_whose_history_does_not_go_so_far_is_named() {
        AnswerOrigin origin = AnswerOrigin.of(registry, attributes(), Instant.parse("2026-10-01T10:00:00Z"));

        assertThat(origin.problems())
                .containsExactly("model 'small' had no version under the label 'production' at 2026-10-01T10:00:00Z, as"
                        + " far as its history goes");
    }

    @Test
    void a_trace_with_structured_content_leads_there_too() {
        List<Map<String, Object>> input = List.of(Map.of(
                "role",
                "user",
                "parts",
                List.of(Map.of("type", "text", "content", "Be brief.Where to hike in the Harz?"))));

        AnswerOrigin origin = captured(Map.of("gen_ai.input.messages", input));

        assertThat(origin.differences(INPUTS)).isEmpty();
    }

    @Test
    void a_trace_without_content_says_nothing_of_what_was_sent() {
        AnswerOrigin origin = captured(Map.of("genaiops.content.input", List.of("user:text:120")));

        assertThat(origin.sent()).isEmpty();
        assertThat(origin.problems()).isEmpty();
        assertThatThrownBy(() -> origin.differences(INPUTS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there must be messages to compare with");
    }

    @Test
    void what_is_missing_of_captured_content_is_named() {
        String cut = "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Be br…[31 more characters]\"}]}]";

        assertThat(captured(Map.of("gen_ai.input.messages", cut, "genaiops.content.input.dropped", 2L))
                        .problems())
                .containsExactly(
                        "2 messages were left out of gen_ai.input.messages when it was captured",
                        "a message of role 'user' in gen_ai.input.messages was cut by 31 characters when it was"
                                + " captured");
        assertThat(captured(Map.of("genaiops.content.system.reference", "s3://prompts/1"))
                        .problems())
                .containsExactly("gen_ai.system_instructions is kept at s3://prompts/1; put what is there into the"
                        + " attributes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[", "[1]", "[{\"role\":\"user\"}]", "secret text"})
    void content_that_cannot_be_read_is_named_and_not_quoted(String text) {
        AnswerOrigin origin = captured(Map.of("gen_ai.input.messages", text));

        assertThat(origin.problems())
                .containsExactly("gen_ai.input.messages cannot be read: expected a list of messages as GenAI"
                        + " conventions have it, found another text");
        assertThat(origin.isComplete()).isFalse();
        assertThat(captured(Map.of("gen_ai.input.messages", 7)).problems())
                .singleElement()
                .asString()
                .endsWith("found Integer");
    }

    private AnswerOrigin captured(Map<String, ?> content) {
        Map<String, Object> attributes = new HashMap<>(
                attributes("3.0.0", digest(registry, GUIDE, "3.0.0").value()));
        attributes.putAll(content);
        return AnswerOrigin.of(registry, attributes, NOW);
    }

    @Test
    void attributes_without_a_prompt_are_refused() {
        assertThatThrownBy(() -> AnswerOrigin.of(registry, Map.of("gen_ai.request.model", "m"), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have gen_ai.prompt.name; found: [gen_ai.request.model]");
    }
}
