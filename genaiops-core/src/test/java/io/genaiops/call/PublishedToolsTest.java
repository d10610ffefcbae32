package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prompts of a registry that name tools, whose definitions are assets. */
class PublishedToolsTest {

    private static final AssetId WEATHER = new AssetId(AssetKind.TOOL, "weather");

    private final Scripted model = new Scripted();
    private final AssetRegistry registry = AssetRegistry.memory();
    private final List<String> ran = new ArrayList<>();

    private void publishTool(String version, String instructions) {
        ToolDefinition tool = ToolDefinition.builder("weather", Version.parse(version))
                .function("getWeather")
                .instructions(instructions)
                .build();
        registry.publish(AssetFile.of(tool), "author");
        registry.label(WEATHER, Label.PRODUCTION).moveTo(version, "author", "first");
    }

    private void publishPrompt(String version) {
        Prompt guide = Prompt.builder("guide", Version.parse(version), "user:\nHow is it?")
                .tools(AssetRef.parse("weather"))
                .build();
        registry.publish(AssetFile.of(guide), "author");
        registry.label("guide", "production").moveTo(version, "author", "first");
    }

    private PromptCallsBuilder builder() {
        return PromptCalls.builder(registry, Models.of("small", model.chat).and("small", model.streaming));
    }

    private PromptCalls calls() {
        return builder()
                .tool("weather", (request, context) -> {
                    ran.add(request.name() + request.arguments());
                    return "4 degrees";
                })
                .build();
    }

    private String told(int request) {
        return model.requests.get(request).toolSpecifications().get(0).description();
    }

    @Test
    void the_model_is_told_what_was_published_and_the_hosts_tool_of_that_name_runs() {
        publishTool("1.0.0", "Tells the weather.");
        publishPrompt("1.0.0");
        model.calls("getWeather", "{\"at\": 1}").says("Cold.");

        assertThat(calls().prompt("guide").send().text()).isEqualTo("Cold.");

        assertThat(model.requests.get(0).toolSpecifications())
                .containsExactly(registry.tool("weather").specification());
        assertThat(ran).containsExactly("getWeather{\"at\": 1}");
        List<ChatMessage> second = model.requests.get(1).messages();
        assertThat(((ToolExecutionResultMessage) second.get(second.size() - 1)).text())
                .isEqualTo("4 degrees");
    }

    @Test
    void a_prompt_keeps_the_version_that_it_was_published_with() {
        publishTool("1.0.0", "one");
        publishPrompt("1.0.0");
        publishTool("2.0.0", "two");
        model.says("a", "b");
        PromptCalls calls = calls();

        calls.prompt("guide").send();
        publishPrompt("2.0.0");
        calls.prompt(registry.prompt("guide:2.0.0")).send();

        assertThat(told(0)).isEqualTo("one");
        assertThat(told(1)).isEqualTo("two");
        assertThat(registry.prompt("guide:1.0.0").identity().digest())
                .isNotEqualTo(registry.prompt("guide:2.0.0").identity().digest());
    }

    @Test
    void a_snapshot_delivers_the_tool_with_the_prompt() {
        publishTool("1.0.0", "one");
        publishPrompt("1.0.0");
        model.says("a");

        calls().in(registry.snapshot()).prompt("guide").send();

        assertThat(told(0)).isEqualTo("one");
        assertThat(registry.snapshot().tool("weather").instructions()).isEqualTo("one");
    }

    @Test
    void a_specification_in_the_code_gives_way_to_what_was_published() {
        publishTool("1.0.0", "one");
        publishPrompt("1.0.0");
        model.says("a");
        ToolSpecification code = ToolSpecification.builder()
                .name("getWeather")
                .description("code")
                .build();

        builder().tool(code, (request, context) -> "").build().prompt("guide").send();

        assertThat(told(0)).isEqualTo("one");
    }

    @Test
    void a_tool_without_a_definition_is_the_hosts_own_and_not_in_the_lock() {
        publishPrompt("1.0.0");
        model.says("a");
        ToolSpecification code =
                ToolSpecification.builder().name("weather").description("code").build();

        builder().tool(code, (request, context) -> "").build().prompt("guide").send();

        assertThat(told(0)).isEqualTo("code");
        assertThat(registry.describe(AssetId.prompt("guide"))
                        .published(Version.of(1, 0, 0))
                        .orElseThrow()
                        .lock())
                .isEmpty();
        assertThat(registry.prompt("guide").tool(AssetRef.parse("weather"))).isEmpty();
    }

    @Test
    void a_tool_known_by_its_name_alone_is_refused_without_a_definition() {
        publishPrompt("1.0.0");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> calls().prompt("guide").send())
                .withMessageContaining("'weather@production', which was given by its name alone")
                .withMessageContaining("publish one before the prompt");
        assertThat(model.requests).isEmpty();
    }

    @Test
    void a_prompt_in_code_takes_a_definition_too_and_its_digest_shows_it() {
        publishTool("1.0.0", "one");
        model.says("a");
        AssetRef reference = AssetRef.parse("weather");
        Prompt bare = Prompt.builder("guide", Version.of(1, 0, 0), "user:\nHow is it?")
                .tools(reference)
                .build();
        Prompt whole = bare.withTools(Map.of(reference, registry.tool("weather")));

        calls().prompt(whole).send();

        assertThat(told(0)).isEqualTo("one");
        assertThat(whole.identity().digest()).isNotEqualTo(bare.identity().digest());
        assertThat(whole.withTools(Map.of(reference, registry.tool("weather:1.0.0")))
                        .identity()
                        .digest())
                .isEqualTo(whole.identity().digest());
    }
}
