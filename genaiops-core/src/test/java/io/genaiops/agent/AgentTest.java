package io.genaiops.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserName;
import dev.langchain4j.service.V;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptInput;
import io.genaiops.prompt.PromptLimits;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgentTest {

    /** Reads as a template to LangChain4j: an unknown variable, its only variable, and one that it knows by itself. */
    private static final String TAGS =
            "{{x}} {{hello}} {{it}} {{question}} {{current_date}} {{{y}}} {{#s}}{{/s}} {{contents}}";

    interface Assistant {
        String answer(@V("question") String question);
    }

    interface Plain {
        String answer(String question);
    }

    interface Streaming {
        TokenStream answer(@MemoryId String id, @dev.langchain4j.service.UserMessage String question);
    }

    interface Conversation {
        Result<String> answer(@MemoryId String id, @dev.langchain4j.service.UserMessage String question);
    }

    private final FakeModels models = new FakeModels();
    private final AssetRegistry registry = AssetRegistry.memory();

    private static PromptBuilder guide(String version, String body) {
        return Prompt.builder("trail-guide", Version.parse(version), body)
                .model(AssetRef.parse("small"))
                .inputs("question");
    }

    private Agent agent(String body) {
        return agent(guide("1.0.0", body));
    }

    private Agent agent(PromptBuilder prompt) {
        publish(prompt, "1.0.0");
        return Agent.of(PromptCalls.of(registry, models.named("small")));
    }

    private void publish(PromptBuilder prompt, String version) {
        registry.publish(AssetFile.of(prompt.build()), "ada");
        registry.label("trail-guide", "production").moveTo(version, "ada", "now");
    }

    @Test
    void rendered_text_reaches_the_model_as_it_is_in_system_examples_and_user_message() {
        String body = """
                system:
                S {{question}}
                user:
                E {{question}}
                assistant:
                A {{question}}
                user:
                U {{question}}
                """;
        Assistant assistant = agent(body).bind(Assistant.class, "trail-guide");

        assertThat(assistant.answer(TAGS)).isEqualTo("An answer.");

        assertThat(models.lastMessages())
                .containsExactly(
                        SystemMessage.from("S " + TAGS),
                        UserMessage.from("E " + TAGS),
                        AiMessage.from("A " + TAGS),
                        UserMessage.from("U " + TAGS));
    }

    @Test
    void an_only_argument_that_langchain4j_would_compile_reaches_the_model_as_it_is() {
        Plain assistant = agent("user:\nU {{question}}\n").bind(Plain.class, "trail-guide");

        assistant.answer(TAGS);

        assertThat(models.lastMessages()).containsExactly(UserMessage.from("U " + TAGS));
    }

    @Test
    void a_streamed_answer_gets_rendered_text_as_it_is() throws Exception {
        Streaming assistant = agent("system:\nS {{question}}\nuser:\nU {{question}}\n")
                .bind(
                        Streaming.class,
                        "trail-guide",
                        options -> options.chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10)));

        assertThat(streamed(assistant.answer("m-1", TAGS))).isEqualTo("An answer.");

        assertThat(models.lastMessages())
                .containsExactly(SystemMessage.from("S " + TAGS), UserMessage.from("U " + TAGS));
    }

    @Test
    void memory_keeps_what_was_sent_and_stands_between_examples_and_the_message() {
        MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        Conversation assistant = agent("system:\nS\nuser:\nE\nassistant:\nA\nuser:\nU {{question}}\n")
                .bind(Conversation.class, "trail-guide", options -> options.chatMemoryProvider(id -> memory));

        assistant.answer("m-1", "first {{x}}");
        assistant.answer("m-1", "second");

        assertThat(models.lastMessages())
                .containsExactly(
                        SystemMessage.from("S"),
                        UserMessage.from("E"),
                        AiMessage.from("A"),
                        UserMessage.from("U first {{x}}"),
                        AiMessage.from("An answer."),
                        UserMessage.from("U second"));
        assertThat(memory.messages())
                .containsExactly(
                        SystemMessage.from("S"),
                        UserMessage.from("U first {{x}}"),
                        AiMessage.from("An answer."),
                        UserMessage.from("U second"),
                        AiMessage.from("An answer."));
    }

    @Test
    void retrieval_asks_with_the_rendered_message_and_adds_to_it() {
        List<String> queries = new ArrayList<>();
        Conversation assistant = agent("user:\nU {{question}}\n")
                .bind(
                        Conversation.class,
                        "trail-guide",
                        options -> options.chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                                .contentRetriever(query -> {
                                    queries.add(query.text());
                                    return List.of(Content.from("A map helps {{z}}."));
                                }));

        Result<String> result = assistant.answer("m-1", TAGS);

        assertThat(queries).containsExactly("U " + TAGS);
        assertThat(result.sources()).hasSize(1);
        assertThat(models.seen.get(0).lastUser()).startsWith("U " + TAGS).contains("A map helps {{z}}.");
    }

    @Test
    void guardrails_see_the_rendered_message_and_a_reprompt_keeps_examples_and_identity() {
        List<String> checked = new ArrayList<>();
        InputGuardrail input = new InputGuardrail() {
            @Override
            public InputGuardrailResult validate(UserMessage message) {
                checked.add(message.singleText());
                return success();
            }
        };
        OutputGuardrail output = new OutputGuardrail() {
            @Override
            public OutputGuardrailResult validate(AiMessage message) {
                return message.text().equals("Better.") ? success() : reprompt("too short", "Say more.");
            }
        };
        models.script = request -> AiMessage.from(models.seen.size() == 1 ? "No." : "Better.");
        Assistant assistant = agent("system:\nS\nuser:\nE\nassistant:\nA\nuser:\nU {{question}}\n")
                .bind(
                        Assistant.class,
                        "trail-guide",
                        options -> options.inputGuardrails(input).outputGuardrails(output));

        assertThat(assistant.answer(TAGS)).isEqualTo("Better.");

        assertThat(checked).containsExactly("U " + TAGS);
        assertThat(models.lastMessages()).contains(UserMessage.from("E"), AiMessage.from("A"));
        assertThat(models.seen)
                .hasSize(2)
                .allSatisfy(seen ->
                        assertThat(seen.context().orElseThrow().prompt().name()).isEqualTo("trail-guide"));
    }

    @Test
    void a_label_that_moves_takes_effect_at_the_next_invocation_model_included() {
        FakeModels large = new FakeModels();
        publish(guide("1.0.0", "user:\nold {{question}}\n"), "1.0.0");
        Assistant assistant = Agent.of(
                        PromptCalls.of(registry, models.named("small").and("large", large.chat)))
                .bind(Assistant.class, "trail-guide");
        assistant.answer("1");

        publish(guide("2.0.0", "user:\nnew {{question}}\n").model(AssetRef.parse("large")), "2.0.0");
        assistant.answer("2");

        assertThat(models.seen).extracting(FakeModels.Seen::lastUser).containsExactly("old 1");
        assertThat(large.seen).extracting(FakeModels.Seen::lastUser).containsExactly("new 2");
        assertThat(large.seen.get(0).context().orElseThrow().prompt().version()).hasToString("2.0.0");
    }

    @Test
    void a_snapshot_keeps_every_invocation_on_one_version() {
        publish(guide("1.0.0", "user:\nold {{question}}\n"), "1.0.0");
        PromptCalls calls = PromptCalls.of(registry, models.named("small"));
        Assistant assistant = Agent.of(calls.in(registry.snapshot())).bind(Assistant.class, "trail-guide");

        publish(guide("2.0.0", "user:\nnew {{question}}\n"), "2.0.0");
        assistant.answer("1");

        assertThat(models.seen.get(0).lastUser()).isEqualTo("old 1");
    }

    interface Parametrised {
        String answer(@V("question") String question, InvocationParameters parameters, ChatRequestParameters request);
    }

    @Test
    void parameters_of_the_call_win_over_those_of_the_prompt() {
        Parametrised assistant = agent(guide("1.0.0", "user:\n{{question}}\n")
                        .parameters(new ModelParameters(0.2, null, null, null, null, 50, List.of())))
                .bind(Parametrised.class, "trail-guide");

        assistant.answer(
                "q",
                new InvocationParameters(),
                ChatRequestParameters.builder().temperature(0.9).build());

        assertThat(models.seen.get(0).request().temperature()).isEqualTo(0.9);
        assertThat(models.seen.get(0).request().maxOutputTokens()).isEqualTo(50);
    }

    @Test
    void the_host_says_for_whom_and_shared_parameters_are_left_as_they_were() {
        Parametrised assistant = agent("user:\n{{question}}\n").bind(Parametrised.class, "trail-guide");
        InvocationParameters shared =
                new CallContext(null, "user-7", "tenant-2", "c-3", Map.of("team", "trails")).toInvocationParameters();

        assistant.answer("q", shared, ChatRequestParameters.builder().build());

        CallContext context = models.seen.get(0).context().orElseThrow();
        assertThat(context.user()).isEqualTo("user-7");
        assertThat(context.tenant()).isEqualTo("tenant-2");
        assertThat(context.conversation()).isEqualTo("c-3");
        assertThat(context.attributes()).containsEntry("team", "trails");
        assertThat(context.prompt().name()).isEqualTo("trail-guide");
        assertThat(context.prompt().resolution().label()).isEqualTo(Label.PRODUCTION);
        assertThat(shared.asMap()).containsOnlyKeys(CallContext.KEY);
    }

    interface Rich {
        String answer(
                @V("question") String question,
                @V("hints") List<String> hints,
                @UserName String name,
                @dev.langchain4j.service.UserMessage ImageContent image);

        default String answer(String question) {
            return answer(question, List.of("default"), "Ada", ImageContent.from(image()));
        }

        static Image image() {
            return Image.builder().url("https://example.org/map.png").build();
        }
    }

    @Test
    void lists_images_user_names_and_default_methods_work() {
        Agent agent = agent(
                Prompt.builder("trail-guide", Version.of(1, 0, 0), "user:\n{{question}}{{#hints}} {{.}}{{/hints}}\n")
                        .model(AssetRef.parse("small"))
                        .input(PromptInput.required("question", InputType.STRING))
                        .input(PromptInput.optional("hints", InputType.ARRAY)));
        Rich assistant = agent.bind(Rich.class, "trail-guide");

        assistant.answer("{{q}}");

        UserMessage message = (UserMessage) models.lastMessages().get(0);
        assertThat(message.name()).isEqualTo("Ada");
        assertThat(message.contents())
                .containsExactly(TextContent.from("{{q}} default"), ImageContent.from(Rich.image()));
        assertThat(List.of(assistant)).contains(assistant).doesNotContain(agent.bind(Rich.class, "trail-guide"));
        assertThat(assistant.toString()).contains("Rich");
    }

    enum Mood {
        GOOD,
        BAD
    }

    interface Typed {
        Mood mood(String question);
    }

    @Test
    void a_typed_answer_appends_langchain4js_format_to_the_rendered_message() {
        models.script = request -> AiMessage.from("BAD");
        Typed assistant = agent("user:\n{{question}}\n").bind(Typed.class, "trail-guide");

        assertThat(assistant.mood("{{x}}")).isEqualTo(Mood.BAD);
        assertThat(models.seen.get(0).lastUser()).startsWith("{{x}}").contains("GOOD");
    }

    @Test
    void what_the_model_throws_arrives_as_it_is() {
        models.script = request -> {
            throw new UnsupportedOperationException("down");
        };
        Assistant assistant = agent("user:\n{{question}}\n").bind(Assistant.class, "trail-guide");

        assertThatThrownBy(() -> assistant.answer("q"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("down");
    }

    @Test
    void a_conversation_that_passes_the_input_limit_of_the_prompt_is_refused() {
        Conversation assistant = agent(guide("1.0.0", "user:\n{{question}}\n").limits(new PromptLimits(60, null, null)))
                .bind(Conversation.class, "trail-guide", options -> {
                    MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
                    return options.chatMemoryProvider(id -> memory);
                });

        assistant.answer("m", "ten bytes!");

        assertThatThrownBy(() -> assistant.answer("m", "ten bytes, and twenty more"))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void a_prompt_that_does_not_end_with_a_user_message_is_refused() {
        Assistant assistant = agent("user:\n{{question}}\nassistant:\nSure,\n").bind(Assistant.class, "trail-guide");

        assertThatThrownBy(() -> assistant.answer("q")).hasMessageContaining("end with a user message");
    }

    interface Annotated {
        @dev.langchain4j.service.SystemMessage("Be rude.")
        String answer(@V("question") String question);
    }

    interface Misnamed {
        String answer(@V("query") String query, @V("question") String question);

        String nothing();
    }

    @Test
    void a_service_that_does_not_fit_is_refused_when_it_is_bound() {
        Agent agent = agent("user:\n{{question}}\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.bind(Annotated.class, "trail-guide"))
                .withMessageContaining("answer(…) has @SystemMessage or @UserMessage");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.bind(Misnamed.class, "trail-guide"))
                .withMessageContaining("argument 1 is 'query', which is no input")
                .withMessageContaining("nothing(…) does not give [question]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.bind(String.class, "trail-guide"))
                .withMessageContaining("must be an interface");
    }

    @Test
    void options_that_a_prompt_sets_are_refused() {
        Agent agent = agent("user:\n{{question}}\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.bind(Assistant.class, "trail-guide", options -> options.chatModel(models.chat)))
                .withMessageContaining("a model, which comes from PromptCalls");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.bind(Assistant.class, "trail-guide", options -> options.systemMessage("x")))
                .withMessageContaining("a system or user message");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> agent.bind(
                        Assistant.class, "trail-guide", options -> options.storeRetrievedContentInChatMemory(false)))
                .withMessageContaining("storeRetrievedContentInChatMemory(false)");
    }

    @Test
    void a_missing_model_is_named_when_the_service_is_bound() {
        publish(guide("1.0.0", "user:\n{{question}}\n"), "1.0.0");
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", models.chat));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agent.of(calls).bind(Streaming.class, "trail-guide"))
                .withMessageStartingWith("no streaming model is mapped to the name 'small'; mapped are []");
    }

    private static String streamed(TokenStream stream) throws Exception {
        CompletableFuture<String> text = new CompletableFuture<>();
        stream.onPartialResponse(part -> {})
                .onCompleteResponse(
                        response -> text.complete(response.aiMessage().text()))
                .onError(text::completeExceptionally)
                .start();
        return text.get(20, TimeUnit.SECONDS);
    }
}
