package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.ChatMemoryProvider;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.ConflictException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.typed.InvalidAnswerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls of conversations that are remembered. */
class ConversationTest {

    record Days(int days) {}

    private static final Prompt CHAT = Prompt.builder(
                    "chat",
                    Version.of(1, 0, 0),
                    "system:\nBe brief.\nuser:\nExample?\nassistant:\nLike this.\n{{history}}\nuser:\nQ: {{q}}\n")
            .inputs("q")
            .tools(AssetRef.parse("clock"))
            .build();

    private final Map<Object, ChatMemory> memories = new ConcurrentHashMap<>();
    private final ChatMemoryProvider provider = id -> memories.computeIfAbsent(
            id, key -> MessageWindowChatMemory.builder().id(key).maxMessages(20).build());
    private final Scripted model = new Scripted();

    private PromptCallsBuilder builder() {
        return PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", model.chat).and("small", model.streaming))
                .memory(provider::get)
                .tool(ToolSpecification.builder().name("clock").build(), (request, context) -> "noon");
    }

    private final PromptCalls calls = builder().build();

    private PromptCall call(String question) {
        return calls.prompt(CHAT).with("q", question).inConversation("c1");
    }

    private List<ChatMessage> remembered() {
        return provider.get("c1").messages();
    }

    private static final class Quiet implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(String text) {}

        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable error) {}
    }

    @Test
    void the_messages_so_far_stand_in_the_place_of_history() {
        model.says("one", "two");
        call("first").send();
        call("second").send();

        assertThat(model.requests.get(1).messages())
                .containsExactly(
                        SystemMessage.from("Be brief."),
                        UserMessage.from("Example?"),
                        AiMessage.from("Like this."),
                        UserMessage.from("Q: first"),
                        AiMessage.from("one"),
                        UserMessage.from("Q: second"));
        assertThat(model.context(1).conversation()).isEqualTo("c1");
    }

    @Test
    void the_rendered_message_of_the_user_and_the_answer_are_added_on_every_path() throws Exception {
        model.says("one", "two", "three", "four", "{\"days\": 5}");
        call("1").send();
        call("2").sendAsync().get();
        call("3").stream(new Quiet()).get();
        AnswerStream published = call("4").publisher();
        published.subscribe(new AllParts());
        published.answer().toCompletableFuture().get();
        call("5").as(Days.class).send();

        assertThat(remembered())
                .containsExactly(
                        UserMessage.from("Q: 1"),
                        AiMessage.from("one"),
                        UserMessage.from("Q: 2"),
                        AiMessage.from("two"),
                        UserMessage.from("Q: 3"),
                        AiMessage.from("three"),
                        UserMessage.from("Q: 4"),
                        AiMessage.from("four"),
                        UserMessage.from("Q: 5"),
                        AiMessage.from("{\"days\": 5}"));
        assertThat(model.requests.get(4).messages()).hasSize(3 + 8 + 1);
    }

    @Test
    void messages_of_tools_and_repairs_are_not_remembered() {
        model.calls("clock", "{}").says("It is noon.", "no JSON", "{\"days\": 5}");
        call("time?").send();
        call("days?").as(Days.class).send();

        assertThat(remembered())
                .containsExactly(
                        UserMessage.from("Q: time?"),
                        AiMessage.from("It is noon."),
                        UserMessage.from("Q: days?"),
                        AiMessage.from("{\"days\": 5}"));
    }

    @Test
    void a_call_that_fails_leaves_the_memory_as_it_is_and_the_conversation_free() {
        model.fails().fails().fails().says("no JSON", "no JSON", "fine");

        assertThatThrownBy(() -> call("1").send()).hasMessage("down");
        assertThatThrownBy(() -> call("2").sendAsync().join()).hasRootCauseMessage("down");
        assertThatThrownBy(() -> call("3").stream(new Quiet()).join()).hasRootCauseMessage("down");
        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> call("4").as(Days.class).send());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls.prompt(CHAT).inConversation("c1").send());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call("5").onModel("huge").send());
        assertThat(remembered()).isEmpty();

        call("6").send();
        assertThat(remembered()).containsExactly(UserMessage.from("Q: 6"), AiMessage.from("fine"));
    }

    @Test
    void a_second_call_of_a_conversation_is_refused_while_one_has_not_ended() {
        List<Runnable> queued = new ArrayList<>();
        PromptCalls waiting = builder().executor(queued::add).build();
        model.says("one", "other", "two");
        CompletableFuture<Answer> first =
                waiting.prompt(CHAT).with("q", "1").inConversation("c1").sendAsync();

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() ->
                        waiting.prompt(CHAT).with("q", "2").inConversation("c1").send())
                .withMessageContaining("conversation 'c1' takes one call at a time");
        queued.get(0).run();
        assertThat(first).isCompleted();
        waiting.prompt(CHAT).with("q", "2").inConversation("c2").send();
        waiting.prompt(CHAT).with("q", "3").inConversation("c1").send();

        assertThat(remembered()).hasSize(4);
        assertThat(model.requests.get(2).messages()).contains(AiMessage.from("one"));
    }

    @Test
    void a_call_that_is_cancelled_frees_its_conversation_and_its_late_answer_is_dropped() {
        List<Runnable> queued = new ArrayList<>();
        PromptCalls waiting = builder().executor(queued::add).build();
        model.says("one");
        CompletableFuture<Answer> first =
                waiting.prompt(CHAT).with("q", "1").inConversation("c1").sendAsync();
        first.cancel(false);
        queued.get(0).run();
        assertThat(model.requests).isEmpty();

        waiting.prompt(CHAT).with("q", "2").inConversation("c1").send();
        assertThat(remembered()).containsExactly(UserMessage.from("Q: 2"), AiMessage.from("one"));
    }

    @Test
    void an_executor_that_takes_no_call_leaves_the_conversation_free() {
        PromptCalls full = builder()
                .executor(call -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        model.says("one");
        assertThatThrownBy(() ->
                        full.prompt(CHAT).with("q", "1").inConversation("c1").sendAsync())
                .isInstanceOf(RejectedExecutionException.class);

        full.prompt(CHAT).with("q", "1").inConversation("c1").send();
        assertThat(remembered()).hasSize(2);
    }

    @Test
    void a_prompt_without_a_place_for_history_has_the_identity_alone() {
        model.says("one", "two");
        Prompt plain = Prompt.builder("plain", Version.of(1, 0, 0), "user:\nHi").build();
        calls.prompt(plain).inConversation("c1").send();
        calls.prompt(plain).inConversation("c1").send();

        assertThat(memories).isEmpty();
        assertThat(model.context(1).conversation()).isEqualTo("c1");
    }

    @Test
    void history_of_ones_own_beside_a_memory_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        call("1").history(List.of(UserMessage.from("old"))).send())
                .withMessageContaining("conversation 'c1' has a memory");
        model.says("one");
        calls.prompt(CHAT)
                .with("q", "1")
                .history(List.of(UserMessage.from("old")))
                .send();
        assertThat(model.requests.get(0).messages()).contains(UserMessage.from("old"));
    }

    @Test
    void a_prepared_request_has_the_history_and_remembers_nothing() {
        model.says("one");
        call("1").send();

        assertThat(call("2").prepare().chatRequest().messages()).contains(AiMessage.from("one"));
        assertThat(remembered()).hasSize(2);
    }

    @Test
    void a_memory_that_fails_half_way_is_set_back_and_its_failure_comes_out() {
        model.says("one", "two");
        Map<Object, FailingMemory> failing = new HashMap<>();
        PromptCalls fragile = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model.chat))
                .memory(id -> failing.computeIfAbsent(id, key -> new FailingMemory()))
                .tool(ToolSpecification.builder().name("clock").build(), (request, context) -> "noon")
                .build();
        PromptCall call = fragile.prompt(CHAT).with("q", "1").inConversation("c1");

        assertThatThrownBy(call::send).hasMessage("disk full");
        assertThat(failing.get("c1").messages()).isEmpty();
        assertThatThrownBy(call::send).hasMessage("disk full");
    }

    @Test
    void a_missing_memory_is_named() {
        PromptCalls none = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model.chat))
                .memory(id -> null)
                .tool(ToolSpecification.builder().name("clock").build(), (request, context) -> "noon")
                .build();
        PromptCall call = none.prompt(CHAT).with("q", "1").inConversation("c1");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(call::send)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("conversation 'c1'");
        }
    }

    @Test
    void many_threads_in_one_conversation_either_add_a_whole_turn_or_are_refused() throws Exception {
        AtomicInteger number = new AtomicInteger();
        for (int i = 0; i < 400; i++) {
            model.says("answer");
        }
        AtomicInteger refused = new AtomicInteger();
        Map<Object, ChatMemory> large = new ConcurrentHashMap<>();
        PromptCalls shared = builder()
                .memory(id -> large.computeIfAbsent(id, key -> MessageWindowChatMemory.withMaxMessages(10_000)))
                .build();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 100; i++) {
                    try {
                        shared.prompt(CHAT)
                                .with("q", "" + number.incrementAndGet())
                                .inConversation("c1")
                                .send();
                    } catch (ConflictException e) {
                        refused.incrementAndGet();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        List<ChatMessage> all = large.get("c1").messages();
        assertThat(all).hasSize(2 * (400 - refused.get()));
        for (int i = 0; i < all.size(); i += 2) {
            assertThat(all.get(i)).isInstanceOf(UserMessage.class);
            assertThat(all.get(i + 1)).isInstanceOf(AiMessage.class);
        }
    }

    /** Takes the first message and fails at the second. */
    private static final class FailingMemory implements ChatMemory {

        private final List<ChatMessage> messages = new ArrayList<>();

        @Override
        public Object id() {
            return "c1";
        }

        @Override
        public void add(ChatMessage message) {
            if (!messages.isEmpty()) {
                throw new IllegalStateException("disk full");
            }
            messages.add(message);
        }

        @Override
        public List<ChatMessage> messages() {
            return messages;
        }

        @Override
        public void clear() {
            messages.clear();
        }
    }
}
