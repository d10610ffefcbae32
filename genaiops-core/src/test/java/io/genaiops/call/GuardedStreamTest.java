package io.genaiops.call;

import static io.genaiops.call.Guards.NO_RUDE_WORD;
import static io.genaiops.call.Guards.NUMBERS_MASKED;
import static io.genaiops.call.Guards.SHORTER;
import static io.genaiops.call.TwoModels.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.cache.ResponseCache;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guardrails on answers that are streamed. */
class GuardedStreamTest {

    private final TwoModels models = new TwoModels();
    private final Scripted small = models.small;

    @AfterEach
    void close() {
        models.close();
    }

    /** What a stream says, one line for each callback. */
    private static final class Events implements StreamingChatResponseHandler {

        private final List<String> seen = new ArrayList<>();

        @Override
        public void onPartialResponse(String text) {
            seen.add("part " + text);
        }

        @Override
        public void onPartialThinking(PartialThinking thinking) {
            seen.add("thinking " + thinking.text());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            seen.add("complete " + response.aiMessage().text());
        }

        @Override
        public void onError(Throwable error) {
            seen.add("error " + error.getMessage());
        }
    }

    /** Says its answer letter by letter, after it thought aloud. */
    private static StreamingChatModel letters(String text) {
        return new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
                handler.onPartialThinking(new PartialThinking("hm"));
                text.chars().forEach(letter -> handler.onPartialResponse(Character.toString(letter)));
                handler.onCompleteResponse(Scripted.response(AiMessage.from(text)));
            }
        };
    }

    private static PromptCall streaming(String text, OutputGuardrail... checks) {
        return PromptCalls.builder(AssetRegistry.memory(), Models.of("small", letters(text)))
                .outputGuardrails(checks)
                .build()
                .prompt(greeting());
    }

    private static Prompt greeting() {
        return Prompt.builder("chat", Version.of(1, 0, 0), "user:\nHi")
                .model(AssetRef.parse("small"))
                .build();
    }

    @Test
    void a_stream_is_held_back_until_its_answer_has_passed() throws Exception {
        Events events = new Events();
        Answer answer = streaming("I am 4711.", NUMBERS_MASKED).stream(events).get();

        assertThat(events.seen).containsExactly("part I am [number].", "complete I am [number].");
        assertThat(answer.text()).isEqualTo("I am [number].");

        Events plain = new Events();
        streaming("ab").stream(plain).get();
        assertThat(plain.seen).containsExactly("thinking hm", "part a", "part b", "complete ab");
    }

    @Test
    void nothing_is_seen_of_a_stream_that_is_refused() {
        Events events = new Events();
        CompletableFuture<Answer> answer = streaming("You fool!", NO_RUDE_WORD).stream(events);

        assertThatThrownBy(answer::join).hasCauseInstanceOf(RefusedException.class);
        assertThat(events.seen)
                .containsExactly(
                        "error the answer of prompt 'chat' 1.0.0 was refused by its guardrails: manners: it is rude");
    }

    @Test
    void a_stream_is_asked_again_too_and_its_subscriber_gets_the_last_answer_alone() throws Exception {
        small.says("A very long answer.", "Yes.");
        AnswerStream stream =
                ask(models.calls(builder -> builder.outputGuardrails(SHORTER))).publisher();
        Recording recording = new Recording();
        stream.subscribe(recording);
        recording.subscription.request(10);
        recording.ended.await();

        assertThat(recording.signals).containsExactly("Yes.", "complete");
        assertThat(stream.answer().toCompletableFuture().get().attempts()).hasSize(2);
    }

    @Test
    void no_cache_keeps_a_streamed_answer_that_was_refused() {
        PromptCalls calls =
                models.calls(builder -> builder.cache(ResponseCache.inMemory()).outputGuardrails(NO_RUDE_WORD));
        small.says("You fool!", "Yes.");

        assertThatThrownBy(() -> ask(calls).stream(new TwoModels.Parts()).join())
                .hasCauseInstanceOf(RefusedException.class);

        assertThat(ask(calls).stream(new TwoModels.Parts()).join().text()).isEqualTo("Yes.");
        assertThat(small.requests).hasSize(2);
    }

    @Test
    void a_model_that_only_streams_is_guarded_as_any_other() {
        small.says("You fool!");
        PromptCalls calls = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", small.streaming))
                .cache(ResponseCache.inMemory())
                .outputGuardrails(NO_RUDE_WORD)
                .build();

        assertThatThrownBy(() ->
                        calls.prompt(greeting()).stream(new TwoModels.Parts()).join())
                .hasCauseInstanceOf(RefusedException.class);
    }
}
