package io.genaiops.call;

import static io.genaiops.call.Guards.IN;
import static io.genaiops.call.Guards.input;
import static io.genaiops.call.Guards.seeingInput;
import static io.genaiops.call.Guards.text;
import static io.genaiops.call.TwoModels.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.guardrail.GuardrailRequestParams;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guardrails on what goes to the model. */
class InputGuardrailTest {

    record Days(int days) {}

    private static final InputGuardrail MASK =
            input("mask", request -> IN.successWith(text(request).replace("4711", "[number]")));

    private final TwoModels models = new TwoModels();
    private final Scripted small = models.small;

    @AfterEach
    void close() {
        models.close();
    }

    private static Prompt prompt(String body) {
        return Prompt.builder("guide", Version.of(1, 0, 0), body)
                .model(AssetRef.parse("small"))
                .build();
    }

    private PromptCalls guarded(UnaryOperator<PromptCallsBuilder> more, InputGuardrail... checks) {
        return models.calls(builder -> more.apply(builder).inputGuardrails(checks));
    }

    private PromptCalls guarded(InputGuardrail... checks) {
        return guarded(builder -> builder, checks);
    }

    @Test
    void what_fails_is_refused_with_every_reason_before_anybody_is_asked() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.calls(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, 5))
                .build();
        ResponseCache cache = ResponseCache.inMemory();
        IllegalStateException cause = new IllegalStateException("a list of words");
        PromptCalls calls = guarded(
                builder -> builder.budget(budget).cache(cache),
                input("words", request -> IN.failure("it names crampons", cause)),
                input("length", request -> IN.success()),
                input("tone", request -> IN.failure("it asks")));

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ask(calls).send())
                .withMessage(
                        "the input of prompt 'trail-guide' 1.0.0 was refused by its guardrails: words: it names crampons;"
                                + " tone: it asks")
                .withCause(cause);
        assertThatThrownBy(() -> ask(calls).as(Days.class).send()).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ask(calls).sendAsync().join()).hasCauseInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ask(calls).stream(new TwoModels.Parts())).isInstanceOf(RefusedException.class);

        assertThat(small.requests).isEmpty();
        assertThat(budget.figures().admitted()).isZero();
        assertThat(cache.figures().misses()).isZero();
        assertThat(calls.health().calls().underWay()).isZero();
    }

    @Test
    void after_a_fatal_failure_no_other_guardrail_is_asked() {
        List<String> asked = new ArrayList<>();
        PromptCalls calls = guarded(
                input("first", request -> {
                    asked.add("first");
                    return IN.fatal("no");
                }),
                input("second", request -> {
                    asked.add("second");
                    return IN.success();
                }));

        assertThatThrownBy(() -> ask(calls).send()).hasMessageEndingWith(": first: no");
        assertThat(asked).containsExactly("first");
    }

    @Test
    void a_guardrail_that_throws_or_says_nothing_refuses() {
        IllegalStateException broken = new IllegalStateException("its model is down");
        PromptCalls throwing = guarded(input("toxicity", request -> {
            throw broken;
        }));
        PromptCalls silent = guarded(new InputGuardrail() {
            @Override
            public String name() {
                return "";
            }

            @Override
            public InputGuardrailResult validate(UserMessage message) {
                return null;
            }
        });

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ask(throwing).send())
                .withMessageEndingWith(
                        ": toxicity: it threw java.lang.IllegalStateException, and what it guards is refused")
                .withCause(broken);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> ask(silent).send())
                .withMessageContaining("InputGuardrailTest$")
                .withMessageEndingWith(": it returned null, and what it guards is refused");
        assertThat(small.requests).isEmpty();
    }

    @Test
    void what_one_rewrites_the_next_ones_see_and_the_model_gets() {
        List<String> seen = new ArrayList<>();
        small.says("Yes.");
        PromptCalls calls = guarded(MASK, seeingInput(seen));

        Answer answer = calls.prompt(
                        prompt("system:\nHelp 4711.\nuser:\nExample 4711?\nassistant:\nYes.\nuser:\nI am 4711."))
                .send();

        assertThat(seen).containsExactly("I am [number].");
        assertThat(small.requests.get(0).messages())
                .containsExactly(
                        SystemMessage.from("Help 4711."),
                        UserMessage.from("Example 4711?"),
                        AiMessage.from("Yes."),
                        UserMessage.from("I am [number]."));
        assertThat(answer.messages()).isEqualTo(small.requests.get(0).messages());
    }

    @Test
    void what_was_rewritten_is_what_a_conversation_remembers_on_every_path() throws Exception {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
        small.says("one", "two", "three", "{\"days\": 4}");
        PromptCalls calls = guarded(builder -> builder.memory(id -> memory), MASK);
        PromptCall call = calls.prompt(prompt("{{history}}\nuser:\nI am 4711.")).inConversation("c1");

        call.send();
        call.sendAsync().get();
        call.stream(new TwoModels.Parts()).get();
        call.as(Days.class).send();

        assertThat(memory.messages())
                .hasSize(8)
                .filteredOn(UserMessage.class::isInstance)
                .containsOnly(UserMessage.from("I am [number]."));
    }

    @Test
    void a_message_of_the_history_is_not_remembered_twice() {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
        memory.add(UserMessage.from("I am 4711."));
        small.says("Hello.");
        PromptCalls calls = guarded(builder -> builder.memory(id -> memory), MASK);

        calls.prompt(prompt("system:\nGreet.\n{{history}}"))
                .inConversation("c1")
                .send();

        assertThat(small.requests.get(0).messages())
                .containsExactly(SystemMessage.from("Greet."), UserMessage.from("I am [number]."));
        assertThat(memory.messages()).containsExactly(UserMessage.from("I am 4711."), AiMessage.from("Hello."));
    }

    @Test
    void a_message_of_text_and_pictures_keeps_its_pictures() {
        small.says("A hut.");
        PromptCalls calls = guarded(input("ask", request -> IN.successWith("Is this [number]?")));
        ImageContent picture = ImageContent.from("https://example.com/hut.png");
        calls.prompt(prompt("system:\nHelp.\n{{history}}"))
                .history(List.of(UserMessage.from(TextContent.from("Is this 4711?"), picture)))
                .send();

        assertThat(small.requests.get(0).messages())
                .containsExactly(
                        SystemMessage.from("Help."), UserMessage.from(TextContent.from("Is this [number]?"), picture));
    }

    @Test
    void what_a_model_is_told_of_a_type_is_neither_checked_nor_lost() {
        List<String> seen = new ArrayList<>();
        small.says("{\"days\": 4}");
        PromptCalls calls = guarded(seeingInput(seen), MASK);

        assertThat(calls.prompt(prompt("user:\nI am 4711."))
                        .as(Days.class)
                        .send()
                        .value())
                .isEqualTo(new Days(4));

        assertThat(seen).containsExactly("I am 4711.");
        assertThat(((UserMessage) small.requests.get(0).messages().get(0)).singleText())
                .startsWith("I am [number].\n\n")
                .contains("\"days\"");
    }

    @Test
    void the_input_is_checked_once_and_stays_rewritten_while_tools_run() {
        List<String> seen = new ArrayList<>();
        small.calls("weather", "{}").says("Cold.");
        PromptCalls calls = guarded(
                builder -> builder.tool(
                        ToolSpecification.builder().name("weather").build(), (request, context) -> "4 degrees"),
                MASK,
                seeingInput(seen));
        Prompt prompt = Prompt.builder("guide", Version.of(1, 0, 0), "user:\nI am 4711.")
                .model(AssetRef.parse("small"))
                .tools(AssetRef.parse("weather"))
                .build();

        calls.prompt(prompt).send();

        assertThat(seen).hasSize(1);
        assertThat(small.requests.get(1).messages()).hasSize(3).startsWith(UserMessage.from("I am [number]."));
    }

    @Test
    void what_was_rewritten_is_held_to_the_limits_of_the_prompt() {
        PromptCalls calls = guarded(input("longer", request -> IN.successWith("x".repeat(500))));
        Prompt prompt = Prompt.builder("guide", Version.of(1, 0, 0), "user:\nShort.")
                .model(AssetRef.parse("small"))
                .limits(new PromptLimits(100, null, null))
                .build();

        assertThatThrownBy(() -> calls.prompt(prompt).send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("maxInputTokens");
        assertThat(small.requests).isEmpty();
    }

    @Test
    void a_prompt_without_a_message_of_the_user_is_refused() {
        PromptCalls calls = guarded(MASK);

        assertThatThrownBy(() -> calls.prompt(prompt("system:\nSing.")).send())
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "the input of prompt 'guide' 1.0.0 cannot be checked: input guardrails look at the last message of the"
                                + " user, and it has none");
    }

    @Test
    void a_guardrail_finds_prompt_inputs_messages_and_who_calls() {
        AtomicReference<GuardrailRequestParams> found = new AtomicReference<>();
        small.says("Yes.");
        PromptCalls calls = guarded(input("look", request -> {
            found.set(request.requestParams());
            return IN.success();
        }));

        ask(calls).forUser("u-1").send();

        GuardrailRequestParams params = found.get();
        assertThat(params.userMessageTemplate()).contains("{{question}}");
        assertThat(params.variables()).isEqualTo(Map.of("question", "Do I need crampons?"));
        assertThat(params.chatMemory().messages()).containsExactly(UserMessage.from("Do I need crampons?"));
        assertThat(CallContext.from(params.invocationContext())).hasValueSatisfying(context -> {
            assertThat(context.tenant()).isEqualTo("alps");
            assertThat(context.user()).isEqualTo("u-1");
            assertThat(String.valueOf(context.prompt())).contains("trail-guide");
        });
        assertThatThrownBy(() -> params.chatMemory().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> params.chatMemory().add(AiMessage.from("x")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("successWith");
    }

    @Test
    void guardrails_run_within_the_deadline_on_the_thread_that_asks() throws Exception {
        List<Runnable> timers = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        PromptCalls calls = guarded(
                builder -> builder.nanoTime(() -> 0).timer((time, action) -> {
                    timers.add(action);
                    return () -> {};
                }),
                input("slow", request -> {
                    thread.set(Thread.currentThread());
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw new IllegalStateException(e);
                    }
                    return IN.success();
                }));

        CompletableFuture<Answer> answer =
                ask(calls).deadline(Duration.ofHours(1)).sendAsync();
        begun.await();
        timers.forEach(Runnable::run);

        assertThatThrownBy(answer::join).hasCauseInstanceOf(TimeoutException.class);
        interrupted.await();
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
        assertThat(small.requests).isEmpty();
    }

    @Test
    void an_interrupt_ends_the_call_and_is_no_refusal() {
        PromptCalls calls = guarded(input("slow", request -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(new InterruptedException());
        }));

        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> ask(calls).send())
                .withMessage("guardrail 'slow' was interrupted; the call ends")
                .satisfies(e -> assertThat(e).isNotInstanceOf(RefusedException.class));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void inputs_that_change_later_change_nothing_for_a_call_under_way() throws Exception {
        AtomicReference<Object> found = new AtomicReference<>();
        CountDownLatch changed = new CountDownLatch(1);
        small.says("Yes.");
        PromptCalls calls = guarded(input("look", request -> {
            await(changed);
            found.set(request.requestParams().variables().get("question"));
            return IN.success();
        }));
        PromptCall call = ask(calls);

        CompletableFuture<Answer> answer = call.sendAsync();
        call.with("question", "Something else?");
        changed.countDown();
        answer.get();

        assertThat(found).hasValue("Do I need crampons?");
    }

    @Test
    void the_calls_of_a_snapshot_are_guarded_too() {
        PromptCalls calls = guarded(input("no", request -> IN.failure("no")));

        assertThatThrownBy(() -> ask(calls.in(models.registry.snapshot())).send())
                .isInstanceOf(RefusedException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
