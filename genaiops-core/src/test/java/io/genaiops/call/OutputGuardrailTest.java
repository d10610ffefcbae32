package io.genaiops.call;

import static io.genaiops.call.Guards.NO_RUDE_WORD;
import static io.genaiops.call.Guards.NUMBERS_MASKED;
import static io.genaiops.call.Guards.OUT;
import static io.genaiops.call.Guards.SHORTER;
import static io.genaiops.call.Guards.output;
import static io.genaiops.call.Guards.seeingOutput;
import static io.genaiops.call.Guards.text;
import static io.genaiops.call.TwoModels.ask;
import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.database.TestDatabases;
import io.genaiops.database.Wrapped;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guardrails on what the model answers. */
class OutputGuardrailTest {

    record Days(int days) {}

    private final TwoModels models = new TwoModels();
    private final Scripted small = models.small;

    @AfterEach
    void close() {
        models.close();
    }

    private PromptCalls guarded(UnaryOperator<PromptCallsBuilder> more, OutputGuardrail... checks) {
        return models.calls(builder -> more.apply(builder).outputGuardrails(checks));
    }

    private PromptCalls guarded(OutputGuardrail... checks) {
        return guarded(builder -> builder, checks);
    }

    @Test
    void an_answer_that_fails_is_refused_with_every_reason_and_charged_and_kept_by_nobody() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.calls(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, 5))
                .build();
        ResponseCache cache = ResponseCache.inMemory();
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        PromptCalls calls = guarded(
                builder -> builder.budget(budget).cache(cache).memory(id -> memory),
                NO_RUDE_WORD,
                output("tone", request -> OUT.failure("it shouts")));
        small.says("You fool!", "You fool!");
        PromptCall call = calls.prompt(Prompt.builder("chat", Version.of(1, 0, 0), "{{history}}\nuser:\nHi")
                        .model(AssetRef.parse("small"))
                        .build())
                .inConversation("c1");

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(call::send)
                    .withMessage(
                            "the answer of prompt 'chat' 1.0.0 was refused by its guardrails: manners: it is rude; tone: it"
                                    + " shouts");
        }

        assertThat(small.requests).hasSize(2);
        assertThat(budget.figures().settled()).isEqualTo(2);
        assertThat(memory.messages()).isEmpty();
        assertThat(calls.health().calls().underWay()).isZero();
    }

    @Test
    void an_answer_that_a_cache_cannot_forget_is_refused_again() {
        DataSource database = TestDatabases.at(TestDatabases.memory("guarded" + System.nanoTime()));
        ResponseCache.migrate(database);
        DataSource keeping = Wrapped.of(database, (connection, method, sql) -> {
            if (sql.endsWith("where key_hash = ?") && sql.startsWith("delete")) {
                throw new SQLException("the table is read only", "25006");
            }
        });
        small.says("You fool!");
        PromptCalls calls = guarded(
                builder -> builder.cache(ResponseCache.builder().jdbc(keeping).build()), NO_RUDE_WORD);

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> ask(calls).send())
                    .withMessageContaining("manners: it is rude");
        }
        assertThat(small.requests).hasSize(1);
    }

    @Test
    void what_one_rewrites_the_next_ones_see_and_the_caller_gets() {
        List<String> seen = new ArrayList<>();
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        small.answers(AiMessage.builder()
                .text("You are 4711.")
                .thinking("I was told 4711.")
                .build());
        PromptCalls calls = guarded(builder -> builder.memory(id -> memory), NUMBERS_MASKED, seeingOutput(seen));

        Answer answer = calls.prompt(Prompt.builder("chat", Version.of(1, 0, 0), "{{history}}\nuser:\nWho am I?")
                        .model(AssetRef.parse("small"))
                        .build())
                .inConversation("c1")
                .send();

        assertThat(seen).containsExactly("You are [number].");
        assertThat(answer.text()).isEqualTo("You are [number].");
        assertThat(answer.response().aiMessage().thinking()).isNull();
        assertThat(answer.usage().input()).isEqualTo(100);
        assertThat(memory.messages())
                .containsExactly(UserMessage.from("Who am I?"), AiMessage.from("You are [number]."));
    }

    @Test
    void a_value_that_a_guardrail_reads_is_given_as_its_text() {
        small.says("Here: {\"days\": 4}!");
        PromptCalls calls = guarded(output("json", request -> OUT.successWith("{\"days\": 4}", new Days(4))));

        assertThat(ask(calls).send().text()).isEqualTo("{\"days\": 4}");
    }

    @Test
    void a_reprompt_shows_the_model_its_answer_and_what_to_do_and_is_charged() {
        small.says("A very long answer.", "Still too long.", "Yes.");

        Answer answer = ask(guarded(SHORTER)).send();

        assertThat(answer.text()).isEqualTo("Yes.");
        assertThat(small.requests.get(1).messages())
                .containsExactly(
                        UserMessage.from("Do I need crampons?"),
                        AiMessage.from("A very long answer."),
                        UserMessage.from("Say it in ten letters."));
        assertThat(small.requests.get(2).messages()).hasSize(5);
        assertThat(answer.attempts()).hasSize(3);
        assertThat(answer.cost()).isEqualTo(usd("0.36"));
        assertThat(answer.messages()).isEqualTo(small.requests.get(2).messages());
    }

    @Test
    void a_retry_asks_the_same_again_past_a_cache() {
        small.says("Maybe.", "Yes.");
        PromptCalls calls = guarded(
                builder -> builder.cache(ResponseCache.inMemory()),
                output("sure", request -> text(request).equals("Maybe.") ? OUT.retry("unsure") : OUT.success()));

        assertThat(ask(calls).send().text()).isEqualTo("Yes.");
        assertThat(small.requests.get(1)).isEqualTo(small.requests.get(0));
        assertThat(ask(calls).send().fromCache()).contains("exact");
        assertThat(small.requests).hasSize(2);
    }

    @Test
    void who_is_asked_again_too_often_is_refused() {
        small.says("A very long answer.", "A very long answer.", "A very long answer.");
        assertThatThrownBy(() -> ask(guarded(SHORTER)).send())
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "the answer of prompt 'trail-guide' 1.0.0 was refused by its guardrails, also after the model was asked"
                                + " again 2 times: length: it is too long");
        assertThat(small.requests).hasSize(3);
    }

    @Test
    void how_often_a_model_is_asked_again_can_be_said() {
        small.says("A very long answer.", "A very long answer.", "A very long answer.");
        PromptCalls never = guarded(builder -> builder.maxGuardrailRetries(0), SHORTER);

        assertThatThrownBy(() -> ask(never).send())
                .hasMessage(
                        "the answer of prompt 'trail-guide' 1.0.0 was refused by its guardrails: length: it is too long");
        assertThat(small.requests).hasSize(1);

        PromptCalls once = PromptCalls.builder(models.registry, Models.of("small", small.chat))
                .outputGuardrails(SHORTER)
                .maxGuardrailRetries(1)
                .build();
        assertThatThrownBy(() -> ask(once).send()).hasMessageContaining("asked again once: length");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> guarded(builder -> builder.maxGuardrailRetries(-1)))
                .withMessageContaining("found: -1");
    }

    @Test
    void a_kept_answer_is_checked_too() {
        ResponseCache cache = ResponseCache.inMemory();
        small.says("You fool!");
        PromptCalls before = models.calls(builder -> builder.cache(cache));
        ask(before).send();
        PromptCalls after = PromptCalls.builder(models.registry, Models.of("small", small.chat))
                .cache(cache)
                .outputGuardrails(NO_RUDE_WORD)
                .build();

        assertThatThrownBy(() -> ask(after).send()).isInstanceOf(RefusedException.class);
        assertThat(small.requests).hasSize(1);
    }

    @Test
    void only_the_last_answer_is_checked_where_tools_run_and_against_what_they_said() {
        List<String> seen = new ArrayList<>();
        AtomicReference<List<?>> messages = new AtomicReference<>();
        small.calls("weather", "{}").says("Cold.");
        PromptCalls calls = guarded(
                builder -> builder.tool(
                        ToolSpecification.builder().name("weather").build(), (request, context) -> "4 degrees"),
                output("see", request -> {
                    seen.add(text(request));
                    messages.set(request.requestParams().chatMemory().messages());
                    return OUT.success();
                }));
        Prompt prompt = Prompt.builder("guide", Version.of(1, 0, 0), "user:\nHow is it?")
                .model(AssetRef.parse("small"))
                .tools(AssetRef.parse("weather"))
                .build();

        calls.prompt(prompt).send();

        assertThat(seen).containsExactly("Cold.");
        assertThat(String.valueOf(messages.get())).contains("4 degrees");
    }

    @Test
    void the_answers_of_typed_calls_are_checked_before_they_are_read() {
        small.says("not json", "{\"days\": 4711}");
        List<String> seen = new ArrayList<>();
        PromptCalls calls = guarded(output("see", request -> {
            seen.add(text(request));
            return OUT.successWith(text(request).replace("4711", "4"));
        }));

        assertThat(ask(calls).as(Days.class).send().value()).isEqualTo(new Days(4));
        assertThat(seen).containsExactly("not json", "{\"days\": 4711}");
    }

    @Test
    void a_guardrail_that_throws_refuses_and_one_that_asks_by_itself_is_told_not_to() {
        small.says("Yes.");
        PromptCalls calls = guarded(output("self", request -> {
            request.chatExecutor().execute(List.of());
            return OUT.success();
        }));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ask(calls).send())
                .withMessageContaining("self: it threw java.lang.UnsupportedOperationException")
                .satisfies(e -> assertThat(e.getCause()).hasMessageContaining("retry(…) or reprompt(…)"));
    }
}
