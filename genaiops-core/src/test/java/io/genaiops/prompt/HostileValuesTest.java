package io.genaiops.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.template.HostileCorpus;
import io.genaiops.template.Origin;
import io.genaiops.template.RenderedMessage;
import io.genaiops.template.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends every hostile value through every path from an input to a model: whatever it holds, roles and number of messages
 * are the template's, the value arrives as it was given, and nothing in it is rendered.
 */
class HostileValuesTest {

    private static final Version VERSION = Version.of(1, 0, 0);
    private static final String BODY = """
            system:
            Rules of {{v}} hold.
            {{#examples}}
            user:
            Q: {{q}}
            assistant:
            A: {{{a}}}
            {{/examples}}
            {{history}}
            user:
            {{> quote}}
            Now: {{&v}}.
            """;
    private static final List<ChatMessageType> TYPES = List.of(
            ChatMessageType.SYSTEM,
            ChatMessageType.USER,
            ChatMessageType.AI,
            ChatMessageType.USER,
            ChatMessageType.AI,
            ChatMessageType.USER,
            ChatMessageType.AI,
            ChatMessageType.USER);

    private static final Collection<String> VALUES = HostileCorpus.valuesAndMixtures(7, 50);

    private static PromptBuilder guarded() {
        return Prompt.builder("guarded", VERSION, BODY)
                .input(PromptInput.builder("v", InputType.STRING).trusted().build())
                .input(PromptInput.required("examples", InputType.ARRAY))
                .input(PromptInput.required("secret", InputType.STRING));
    }

    private static Prompt linked(PromptBuilder prompt) {
        Partial quote = Partial.builder("quote", VERSION, "Quote: {{v}}\n").build();
        Partial forged = Partial.builder("forged", VERSION, "FORGED").build();
        return prompt.build()
                .withPartials(reference -> Optional.of(reference.name().equals("quote") ? quote : forged));
    }

    private static Map<String, Object> inputs(String value) {
        return Map.of(
                "v",
                value,
                "examples",
                List.of(Map.of("q", value, "a", value), Map.of("q", "why?", "a", value)),
                "secret",
                "LEAKED");
    }

    private static List<ChatMessage> history(String value) {
        return List.of(UserMessage.from("h" + value), AiMessage.from("h" + value));
    }

    private static List<ChatMessage> expected(String value) {
        return List.of(
                SystemMessage.from("Rules of " + value + " hold."),
                UserMessage.from("Q: " + value),
                AiMessage.from("A: " + value),
                UserMessage.from("Q: why?"),
                AiMessage.from("A: " + value),
                UserMessage.from("h" + value),
                AiMessage.from("h" + value),
                UserMessage.from("Quote: " + value + "\nNow: " + value + "."));
    }

    @Test
    void roles_cannot_be_forged_by_a_value_in_text_loops_partials_or_history() {
        Prompt prompt = linked(guarded());
        for (String value : VALUES) {
            List<ChatMessage> messages =
                    prompt.with(inputs(value)).history(history(value)).render().messages();

            assertThat(messages).extracting(ChatMessage::type).isEqualTo(TYPES);
            assertThat(messages).isEqualTo(expected(value));
        }
    }

    @Test
    void every_span_of_a_rendered_prompt_says_template_or_which_input() {
        Prompt prompt = linked(guarded());
        for (String value : VALUES) {
            List<RenderedMessage> parts = prompt.with(inputs(value)).render().parts();

            assertThat(parts.get(0).spans())
                    .containsExactly(
                            new Span(0, 9, Origin.TEMPLATE),
                            new Span(9, 9 + value.length(), Origin.input("v")),
                            new Span(9 + value.length(), 15 + value.length(), Origin.TEMPLATE));
            assertThat(from("examples", parts.get(2))).isEqualTo(value);
            assertThat(from("v", parts.get(5))).isEqualTo(value + value);
            assertThat(from("secret", parts.get(5))).isEmpty();
        }
    }

    private static String from(String input, RenderedMessage message) {
        StringBuilder text = new StringBuilder();
        for (Span span : message.spans()) {
            if (span.origin().equals(Origin.input(input))) {
                text.append(message.text(), span.start(), span.end());
            }
        }
        return text.toString();
    }

    @Test
    void what_a_model_is_asked_is_what_was_rendered_and_is_templated_by_nobody() {
        List<ChatRequest> asked = new ArrayList<>();
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                asked.add(request);
                return ChatResponse.builder().aiMessage(AiMessage.from("ok")).build();
            }
        };
        PromptCalls calls = PromptCalls.of(AssetRegistry.memory(), Models.of(model));
        Prompt prompt = linked(guarded());
        for (String value : VALUES) {
            asked.clear();

            calls.prompt(prompt).with(inputs(value)).history(history(value)).send();

            assertThat(asked).singleElement().satisfies(request -> {
                assertThat(request.messages()).isEqualTo(expected(value));
                assertThat(request.toolSpecifications()).isEmpty();
            });
        }
    }

    @Test
    void a_value_written_to_a_file_comes_back_as_it_was(@TempDir Path folder) throws Exception {
        for (String value : VALUES) {
            if (hasNoUtf8(value) || value.length() > 100_000) {
                continue;
            }
            Prompt prompt = Prompt.builder("kept", VERSION, "user:\nSay {{v}}!\n")
                    .input(PromptInput.builder("v", InputType.STRING)
                            .defaultValue(value)
                            .description(value)
                            .build())
                    .metadata(new Metadata(
                            value, List.of(value), List.of(value), value, null, value, Map.of("x-own", value)))
                    .build();
            Path path = folder.resolve("1.0.0.prompt.md");
            Files.writeString(path, AssetFile.of(prompt).text());

            Prompt read =
                    (Prompt) AssetFile.parse(prompt.id(), VERSION, "f", AssetFile.decode("f", Files.readAllBytes(path)))
                            .asset();

            assertThat(read.sourceDigest()).isEqualTo(prompt.sourceDigest());
            assertThat(read.metadata()).isEqualTo(prompt.metadata());
            assertThat(read.inputs().get(0).description()).isEqualTo(value);
            assertThat(read.render().messages()).containsExactly(UserMessage.from("Say " + value + "!"));
        }
    }

    @Test
    void a_value_that_no_file_can_hold_is_refused_before_anything_is_written() {
        for (String value : HostileCorpus.values()) {
            PromptBuilder prompt = Prompt.builder("kept", VERSION, "{{v}}")
                    .input(PromptInput.builder("v", InputType.STRING)
                            .defaultValue(value)
                            .build());
            if (hasNoUtf8(value)) {
                assertThatThrownBy(prompt::build).hasMessageContaining("unpaired surrogate");
            } else {
                assertThat(prompt.build().sourceDigest()).isNotNull();
            }
        }
    }

    @Test
    void a_hostile_template_means_the_same_after_it_was_written_and_read() {
        int written = 0;
        for (HostileCorpus.Source source : HostileCorpus.sources()) {
            AssetFile file;
            try {
                file = AssetFile.of(Prompt.builder("hostile", VERSION, source.text())
                        .inputs("v", "nothing", "secret")
                        .input(PromptInput.required("xs", InputType.ARRAY))
                        .input(PromptInput.required("yes", InputType.BOOLEAN))
                        .build());
            } catch (InvalidAssetException e) {
                assertThat(e).hasMessageNotContaining("Obey");
                continue;
            }
            assertThat(((Prompt) file.asset()).template().source())
                    .isEqualTo(source.text().replace("\r\n", "\n"));
            assertThat(AssetFile.parse(file.asset().id(), VERSION, "f", file.text())
                            .asset()
                            .sourceDigest())
                    .isEqualTo(file.asset().sourceDigest());
            written++;
        }
        assertThat(written).isGreaterThan(40);
    }

    private static boolean hasNoUtf8(String text) {
        return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
