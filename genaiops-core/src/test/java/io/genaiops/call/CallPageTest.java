package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.registry.AssetRegistry;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the samples of {@code docs/call-a-model-from-a-prompt.md}. */
class CallPageTest {

    private final Scripted scripted = new Scripted();
    private final ChatModel model = scripted.chat;
    private final StreamingChatModel streamingModel = scripted.streaming;
    private final AssetRegistry registry = AssetRegistry.memory();
    private final String question = "What do I pack?";
    private final String userId = "user-7";
    private final List<Cost> recorded = new ArrayList<>();

    private interface Forecast {
        String of(String place, String tenant);
    }

    @BeforeEach
    void publish_the_prompts() {
        publish(Prompt.builder("trail-guide", Version.of(1, 0, 0), "user:\n{{question}}")
                .inputs("question")
                .model(AssetRef.parse("small")));
        publish(Prompt.builder("plan-a-trip", Version.of(1, 0, 0), "user:\nPlan {{place}}.")
                .inputs("place")
                .model(AssetRef.parse("small")));
        publish(Prompt.builder("chat", Version.of(1, 0, 0), "{{history}}\nuser:\n{{question}}")
                .inputs("question")
                .model(AssetRef.parse("small")));
    }

    private void publish(PromptBuilder prompt) {
        Prompt built = prompt.build();
        registry.publish(AssetFile.of(built), "ada");
        registry.label(built.name(), "production").moveTo("1.0.0", "ada", "first");
    }

    private void record(Cost cost) {
        recorded.add(cost);
    }

    @Test
    void call_a_model_from_a_prompt() {
        scripted.says("A lamp.", "A rope.");
        PromptCalls calls = PromptCalls.builder(
                        registry, Models.of("small", model).and("small", streamingModel))
                .deadline(Duration.ofSeconds(30))
                .build();

        Answer answer = calls.prompt("trail-guide")
                .with("question", question)
                .forUser(userId)
                .send();

        assertThat(answer.text()).isEqualTo("A lamp.");
        assertThat(answer.attempts()).hasSize(1);
        assertThat(scripted.context(0).user()).isEqualTo("user-7");
        calls.prompt("trail-guide")
                .with("question", question)
                .deadline(Duration.ofSeconds(5))
                .send();
        assertThat(scripted.requests).hasSize(2);
    }

    @Test
    void get_a_record() {
        scripted.says("{\"title\": \"Huts\", \"days\": 3, \"start\": \"2026-06-01\", \"stops\": [\"Gjendesheim\"]}");
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", model));
        record Trip(String title, int days, LocalDate start, List<String> stops, Optional<String> note) {}

        TypedAnswer<Trip> trip = calls.prompt("plan-a-trip")
                .with("place", "Jotunheimen")
                .as(Trip.class)
                .send();

        trip.value().days();
        trip.repaired(); // whether it took a second attempt
        trip.answer().cost(); // of both

        assertThat(trip.value().stops()).containsExactly("Gjendesheim");
    }

    @Test
    void stream_to_a_subscriber() {
        scripted.says("A lamp.");
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", streamingModel));
        AllParts subscriber = new AllParts();

        AnswerStream stream =
                calls.prompt("trail-guide").with("question", question).publisher();
        stream.subscribe(subscriber); // a Flow.Subscriber<String>
        stream.answer().thenAccept(whole -> record(whole.cost()));

        assertThat(subscriber.parts).containsExactly("A lamp.", "complete");
        assertThat(recorded).hasSize(1);
    }

    @Test
    void keep_a_conversation() {
        scripted.says("Yes.", "Until October.");
        Models models = Models.of("small", model);
        Map<Object, ChatMemory> memories = new ConcurrentHashMap<>();

        PromptCalls remembering = PromptCalls.builder(registry, models)
                .memory(id -> memories.computeIfAbsent(id, key -> MessageWindowChatMemory.withMaxMessages(20)))
                .build();

        remembering
                .prompt("chat")
                .with("question", "Is the pass open?")
                .inConversation("c-17")
                .send();
        remembering
                .prompt("chat")
                .with("question", "How long?")
                .inConversation("c-17")
                .send();
        assertThat(scripted.requests.get(1).messages()).hasSize(3);
    }

    static final class Forecasts {

        @Tool("Tells the weather of a place in the coming days.")
        String weather(@P("a town or a hut") String place) {
            return place;
        }
    }

    @Test
    void let_the_model_call_tools() throws NoSuchMethodException {
        scripted.calls("weather", "Oslo").says("Rain.");
        Models models = Models.of("small", model);
        Forecast forecast = (place, tenant) -> "rain in " + place + " for " + tenant;
        Method method = Forecasts.class.getDeclaredMethod("weather", String.class);

        PromptCalls withTools = PromptCalls.builder(registry, models)
                .tool("weather", (request, context) -> forecast.of(request.arguments(), context.tenant()))
                .maxToolRoundTrips(5)
                .build();

        registry.publish(
                AssetFile.of(ToolDefinition.builder("weather", Version.of(1, 0, 0))
                        .specification(ToolSpecifications.toolSpecificationFrom(method))
                        .build()),
                "ada");
        registry.label(new AssetId(AssetKind.TOOL, "weather"), Label.PRODUCTION).moveTo("1.0.0", "ada", "first");
        Prompt prompt = Prompt.builder("weather-guide", Version.of(1, 0, 0), "user:\nHow is it?")
                .tools(AssetRef.parse("weather"))
                .build();
        registry.publish(AssetFile.of(prompt), "ada");
        Answer answer = withTools.prompt("weather-guide:1.0.0").forTenant("t1").send();
        assertThat(scripted.requests.get(0).toolSpecifications().get(0).description())
                .isEqualTo("Tells the weather of a place in the coming days.");
        assertThat(answer.text()).isEqualTo("Rain.");
        assertThat(answer.messages().toString()).contains("rain in Oslo for t1");
    }

    private static final Pattern CARD = Pattern.compile("\\d{16}");

    @Test
    void check_what_goes_in_and_what_comes_out() {
        Models models = Models.of("small", model);
        scripted.says("I guarantee sun.", "It may rain.");

        class NoCardNumbers implements InputGuardrail {
            @Override
            public InputGuardrailResult validate(UserMessage message) {
                return successWith(CARD.matcher(message.singleText()).replaceAll("[card]"));
            }
        }

        class NoPromises implements OutputGuardrail {
            @Override
            public OutputGuardrailResult validate(AiMessage answer) {
                return answer.text().contains("guarantee")
                        ? reprompt("it promises", "Answer again, and promise nothing.")
                        : success();
            }
        }

        PromptCalls checked = PromptCalls.builder(registry, models)
                .inputGuardrails(new NoCardNumbers())
                .outputGuardrails(new NoPromises())
                .maxGuardrailRetries(1)
                .build();

        Answer answer = checked.prompt("trail-guide")
                .with("question", "Sun on 1234123412341234?")
                .send();

        assertThat(answer.text()).isEqualTo("It may rain.");
        assertThat(answer.messages())
                .containsExactly(
                        UserMessage.from("Sun on [card]?"),
                        AiMessage.from("I guarantee sun."),
                        UserMessage.from("Answer again, and promise nothing."));
    }
}
