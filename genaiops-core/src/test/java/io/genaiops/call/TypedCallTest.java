package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.genaiops.RefusedException;
import io.genaiops.asset.Version;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cache.semantic.SemanticCache;
import io.genaiops.cache.semantic.SemanticTrial;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptLimits;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.schema.JsonSchema;
import io.genaiops.typed.InvalidAnswerException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Answers that are read as records. */
class TypedCallTest {

    record Trip(String title, int days, LocalDate start, Optional<String> note) {}

    record Unreadable(Thread thread) {}

    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    record Drawing(Shape shape) {}

    private static final String GOOD = "{\"title\": \"Fjord\", \"days\": 3, \"start\": \"2026-06-01\"}";
    private static final String BAD = "{\"title\": \"SECRET\", \"days\": \"many\", \"SECRETKEY\": 1}";

    private final Scripted model = new Scripted();
    private final AtomicLong nanos = new AtomicLong();

    private static PromptBuilder trip() {
        return Prompt.builder("trip", Version.of(1, 0, 0), "system:\nPlan.\nuser:\nPlan {{place}}.\n")
                .inputs("place");
    }

    private PromptCalls calls() {
        return PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model.chat))
                .prices(PriceList.of(
                        Price.of("openai", "gpt-test", Rates.usd().input("10").output("100"))))
                .nanoTime(() -> nanos.getAndAdd(1_000_000))
                .build();
    }

    private PromptCall call() {
        return calls().prompt(trip().build()).with("place", "Norway");
    }

    @Test
    void an_answer_that_fits_is_a_record() {
        model.says(GOOD);

        TypedAnswer<Trip> trip = call().as(Trip.class).send();

        assertThat(trip.value()).isEqualTo(new Trip("Fjord", 3, LocalDate.of(2026, 6, 1), Optional.empty()));
        assertThat(trip.repaired()).isFalse();
        assertThat(trip.answer().usage()).isEqualTo(Usage.of(100, 10));
        assertThat(trip.toString()).contains("Trip").doesNotContain("Fjord");
    }

    @Test
    void an_answer_can_be_waited_for_elsewhere() throws Exception {
        model.says(GOOD);
        assertThat(call().as(Trip.class)
                        .sendAsync()
                        .get(20, TimeUnit.SECONDS)
                        .value()
                        .days())
                .isEqualTo(3);
    }

    @Test
    void a_model_without_the_capability_is_asked_in_words_after_the_prompt() {
        model.says(GOOD);

        call().as(Trip.class).send();

        assertThat(model.requests.get(0).responseFormat()).isNull();
        assertThat(model.requests.get(0).messages()).hasSize(2).startsWith(SystemMessage.from("Plan."));
        String asked = ((UserMessage) model.requests.get(0).messages().get(1)).singleText();
        assertThat(asked)
                .startsWith("Plan Norway.\n\nAnswer with JSON alone")
                .endsWith(JsonSchema.ofRecord(Trip.class).toString());
    }

    @Test
    void words_of_ours_are_not_taken_for_words_of_the_prompt() {
        model.says(GOOD);
        Answer answer = call().as(Trip.class).send().answer();

        assertThat(answer.messages()).isEqualTo(model.requests.get(0).messages());
        PromptRequest prepared = call().prepare();
        assertThat(prepared.rendered().text()).isEqualTo("Plan.\n\nPlan Norway.");
    }

    @Test
    void a_model_with_the_capability_is_held_to_the_schema() {
        model.capabilities = Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        model.says(GOOD);

        call().as(Trip.class).send();

        ResponseFormat format = model.requests.get(0).responseFormat();
        assertThat(format.jsonSchema().name()).isEqualTo("Trip");
        assertThat(((JsonObjectSchema) format.jsonSchema().rootElement()).required())
                .containsExactly("title", "days", "start");
        assertThat(model.requests.get(0).messages())
                .containsExactly(SystemMessage.from("Plan."), UserMessage.from("Plan Norway."));
    }

    @Test
    void the_schema_of_a_held_model_counts_as_input() {
        model.capabilities = Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        Prompt tight = trip().limits(new PromptLimits(60, null, null)).build();
        PromptCall call = calls().prompt(tight).with("place", "Norway");
        model.says("plain");
        call.send();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> call.as(Trip.class).send())
                .withMessageContaining("allows 60 input tokens");
    }

    @Test
    void an_answer_that_does_not_fit_is_shown_to_the_model_once_with_all_that_is_wrong() {
        model.says(BAD, GOOD);

        TypedAnswer<Trip> trip = call().as(Trip.class).send();

        assertThat(trip.repaired()).isTrue();
        assertThat(trip.value().title()).isEqualTo("Fjord");
        List<ChatMessage> repair = model.requests.get(1).messages();
        assertThat(repair).hasSize(4).contains(AiMessage.from(BAD));
        assertThat(((UserMessage) repair.get(3)).singleText())
                .contains("/days")
                .contains("start")
                .contains("SECRETKEY")
                .contains(JsonSchema.ofRecord(Trip.class).toString());
    }

    @Test
    void both_attempts_are_in_the_usage_cost_latency_and_attempts() {
        model.says(BAD, GOOD);

        Answer answer = call().as(Trip.class).send().answer();

        assertThat(answer.usage()).isEqualTo(Usage.of(200, 20));
        assertThat(answer.cost()).isEqualTo(Cost.usd("0.004"));
        assertThat(answer.latency()).isEqualTo(Duration.ofMillis(1));
        assertThat(answer.attempts())
                .containsExactly(new CallTrail.Attempt("small", null), new CallTrail.Attempt("small", null));
        assertThat(answer.text()).isEqualTo(GOOD);
        assertThat(answer.messages()).hasSize(4);
    }

    @Test
    void a_repair_that_does_not_fit_either_is_an_error_without_text() {
        model.says(BAD, BAD);

        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> call().as(Trip.class).send())
                .withMessageStartingWith("prompt 'trip' 1.0.0 on model 'small' was asked for a value")
                .withMessageContaining("/days")
                .withMessageContaining("0.004 USD")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"))
                .satisfies(e -> assertThat(e.violations())
                        .hasSizeGreaterThanOrEqualTo(3)
                        .anySatisfy(v -> assertThat(v.message()).contains("SECRETKEY")));
        assertThat(model.requests).hasSize(2);
    }

    @Test
    void an_answer_that_does_not_fit_is_never_kept() {
        keepsWhatFitsOnly(builder -> builder.cache(ResponseCache.inMemory()));
    }

    @Test
    void nor_is_it_kept_behind_a_cache_of_meanings() {
        EmbeddingModel blind = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> texts) {
                return Response.from(texts.stream()
                        .map(each -> Embedding.from(new float[] {1}))
                        .toList());
            }
        };
        SemanticTrial trial = SemanticTrial.run(blind, List.of(), 0.05);
        keepsWhatFitsOnly(builder -> builder.cache(
                SemanticCache.builder(ResponseCache.inMemory(), trial).build()));
    }

    private void keepsWhatFitsOnly(UnaryOperator<PromptCallsBuilder> cache) {
        PromptCalls kept = cache.apply(PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model.chat)))
                .build();
        PromptCall call = kept.prompt(trip().build()).with("place", "Norway");
        model.says(BAD, BAD, GOOD);

        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> call.as(Trip.class).send());
        TypedAnswer<Trip> asked = call.as(Trip.class).send();
        TypedAnswer<Trip> again = call.as(Trip.class).send();

        assertThat(asked.repaired()).isFalse();
        assertThat(asked.answer().fromCache()).isEmpty();
        assertThat(again.answer().fromCache()).contains("exact");
        assertThat(model.requests).hasSize(3);
    }

    @Test
    void the_schema_of_the_prompt_is_asked_for_and_must_hold_too() {
        JsonSchema promised = JsonSchema.parse("{\"type\": \"object\", \"properties\": {\"days\": {\"maximum\": 2}}}");
        Prompt prompt = trip().output(promised).build();
        model.says(GOOD, GOOD.replace("3", "2"));

        TypedAnswer<Trip> trip =
                calls().prompt(prompt).with("place", "Norway").as(Trip.class).send();

        assertThat(trip.value().days()).isEqualTo(2);
        assertThat(trip.repaired()).isTrue();
        assertThat(((UserMessage) model.requests.get(0).messages().get(1)).singleText())
                .endsWith(promised.toString());
    }

    @Test
    void the_schema_of_the_prompt_can_be_the_only_one() {
        Prompt prompt =
                trip().output(JsonSchema.parse("{\"required\": [\"days\"]}")).build();
        model.says(GOOD);

        JsonNode json = calls().prompt(prompt)
                .with("place", "Norway")
                .as(JsonNode.class)
                .send()
                .value();

        assertThat(json.path("days").asInt()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call().as(JsonNode.class))
                .withMessageContaining("only if the prompt has an 'output' schema");
    }

    @Test
    void types_that_no_answer_can_be_read_as_are_refused_before_anything_is_asked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call().as(Shape.class))
                .withMessageContaining("sealed")
                .withMessageContaining("Wrap it in a record");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call().as(Drawing.class))
                .withMessageContaining("component 'shape'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call().as(Unreadable.class))
                .withMessageContaining("component 'thread'")
                .withMessageContaining("java.lang.Thread");
        assertThat(model.requests).isEmpty();
    }

    @Test
    void what_the_model_throws_at_the_repair_comes_out_as_it_is() {
        model.says(BAD).fails();
        assertThatThrownBy(() -> call().as(Trip.class).send())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("down");
    }
}
