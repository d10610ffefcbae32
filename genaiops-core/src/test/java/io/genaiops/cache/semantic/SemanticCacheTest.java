package io.genaiops.cache.semantic;

import static io.genaiops.cache.Fakes.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cache.Fakes;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cache.veto.Veto;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallTrail;
import io.genaiops.prompt.PromptIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SemanticCacheTest {

    private final Fakes model = new Fakes();
    private final AtomicLong nanos = new AtomicLong();
    private final ResponseCache exact = ResponseCache.builder()
            .timeToLive(Duration.ofHours(1))
            .nanoTime(nanos::get)
            .executor(Runnable::run)
            .build();
    private final FakeEmbeddings embeddings = new FakeEmbeddings(FakeEmbeddings::words);
    private final SemanticTrial trial = SemanticTrial.run(embeddings, pairs(400), 0.05);
    private final SemanticCache cache = SemanticCache.builder(exact, trial).build();
    private final ChatModel cached = cache.chatModel("small", model.chat);

    /** Half ask the same in a few more words, half ask for something else. */
    static List<LabelledPair> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String thing = "thing" + (char) ('a' + i % 26) + (char) ('a' + i / 26);
                    return i % 2 == 0
                            ? LabelledPair.same("Where is the " + thing + "?", "Where is the " + thing + ", please?")
                            : LabelledPair.different(
                                    "Where is the " + thing + "?", "Tell me how I can repair a " + thing + " of mine.");
                })
                .toList();
    }

    private String answer(ChatRequest request, CallTrail trail) {
        return cached.chat(request, Fakes.of(null, trail)).aiMessage().text();
    }

    private boolean isServed(ChatRequest request) {
        CallTrail trail = new CallTrail();
        answer(request, trail);
        return trail.cache().isPresent();
    }

    @Test
    void a_question_that_means_the_same_is_answered_without_the_model() {
        assertThat(cache.isOn()).as(trial.toString()).isTrue();
        CallTrail first = new CallTrail();
        CallTrail second = new CallTrail();
        CallTrail third = new CallTrail();
        String asked = answer(ask("Where is the hut?"), first);
        assertThat(answer(ask("Where is the hut, please?"), second)).isEqualTo(asked);
        assertThat(answer(ask("Where is the hut?"), third)).isEqualTo(asked);
        assertThat(model.asked).hasValue(1);
        assertThat(first.cache()).isEmpty();
        assertThat(second.cache()).contains("semantic");
        assertThat(third.cache()).contains("exact");
        assertThat(cache.figures().hits()).isEqualTo(1);
        assertThat(cache.figures().lookups()).isEqualTo(2);
        assertThat(cache.figures().bytes()).isPositive();
    }

    @Test
    void a_question_that_a_veto_stops_or_that_is_far_asks_the_model() {
        answer(ask("Where is the big wooden hut by the lake?"), new CallTrail());
        assertThat(isServed(ask("Where is the big wooden hut not by the lake?")))
                .isFalse();
        assertThat(isServed(ask("Where is the big wooden hut by the pond?"))).isFalse();
        assertThat(isServed(ask("How do I repair a bike?"))).isFalse();
        assertThat(model.asked).hasValue(4);
        assertThat(cache.figures().vetoed()).containsOnlyKeys(Veto.NEGATION, Veto.DETAIL);
    }

    @Test
    void without_a_trial_that_passes_only_the_exact_cache_answers() {
        SemanticTrial few = SemanticTrial.run(embeddings, pairs(100), 0.05);
        int before = embeddings.embedded.get();
        SemanticCache off = SemanticCache.builder(exact, few).build();
        ChatModel plain = off.chatModel("small", model.chat);
        plain.chat(ask("Where is the hut?"));
        plain.chat(ask("Where is the hut, please?"));
        plain.chat(ask("Where is the hut?"));
        assertThat(off.isOn()).isFalse();
        assertThat(model.asked).hasValue(2);
        assertThat(embeddings.embedded.get()).as("nothing is embedded").isEqualTo(before);
        assertThat(off).asString().startsWith("SemanticCache[off, since expected at least 200 pairs");
    }

    @Test
    void everything_but_the_question_must_be_equal() {
        CallContext acme = new CallContext(null, "ann", "acme", null, Map.of());
        List<CallContext> contexts = List.of(
                CallContext.NONE,
                acme,
                new CallContext(null, "ann", "globex", null, Map.of()),
                new CallContext(null, "ann", "", null, Map.of()),
                new CallContext(prompt("1.0.0"), "ann", "acme", null, Map.of()),
                new CallContext(prompt("1.0.1"), "ann", "acme", null, Map.of()),
                new CallContext(null, "ann", "acme", null, Map.of(ResponseCache.REPETITION, "1")));
        for (CallContext context : contexts) {
            CallTrail trail = new CallTrail();
            cached.chat(ask("Where is the hut?"), trail.into(context.into(ChatRequestOptions.EMPTY)));
            assertThat(trail.cache()).as("%s", context).isEmpty();
        }
        ChatMessage question = UserMessage.from("Where is the hut?");
        List<ChatRequest> requests = List.of(
                ChatRequest.builder()
                        .messages(SystemMessage.from("Be brief."), question)
                        .build(),
                ChatRequest.builder()
                        .messages(question, AiMessage.from("North."), question)
                        .build(),
                ChatRequest.builder().messages(question).temperature(0.5).build(),
                ChatRequest.builder()
                        .messages(UserMessage.from("Ann", "Where is the hut?"))
                        .build());
        for (ChatRequest request : requests) {
            assertThat(isServed(request)).as("%s", request).isFalse();
        }
        cache.chatModel("large", model.chat).chat(ask("Where is the hut, please?"));
        assertThat(model.asked).hasValue(contexts.size() + requests.size() + 1);

        CallTrail trail = new CallTrail();
        cached.chat(ask("Where is the hut, please?"), trail.into(acme.into(ChatRequestOptions.EMPTY)));
        assertThat(trail.cache()).contains("semantic");
    }

    private static PromptIdentity prompt(String version) {
        return new PromptIdentity("guide", Version.parse(version), Resolution.fresh(Digest.ofText(version), null));
    }

    @Test
    void a_message_that_is_more_than_a_short_text_is_left_to_the_exact_cache() {
        ChatRequest image = ChatRequest.builder()
                .messages(UserMessage.from(
                        TextContent.from("Where is the hut?"), ImageContent.from("aGVsbG8=", "image/png")))
                .build();
        String words = "Where is the hut " + "of the old shepherd ".repeat(30);
        int before = embeddings.embedded.get();
        answer(image, new CallTrail());
        answer(ask(words + "?"), new CallTrail());
        assertThat(isServed(ask(words + ", please?"))).isFalse();
        assertThat(isServed(ChatRequest.builder().messages(AiMessage.from("Hm")).build()))
                .isFalse();
        assertThat(embeddings.embedded.get()).isEqualTo(before);
    }

    @Test
    void what_the_exact_cache_has_forgotten_is_gone() {
        answer(ask("Where is the hut?"), new CallTrail());
        exact.forgetAll();
        assertThat(isServed(ask("Where is the hut, please?"))).isFalse();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(isServed(ask("Where is the hut?"))).isFalse();
        assertThat(model.asked).hasValue(3);
    }

    @Test
    void an_answer_that_is_not_kept_is_not_found() {
        model.script = request -> Fakes.response(" ");
        answer(ask("Where is the hut?"), new CallTrail());
        assertThat(isServed(ask("Where is the hut, please?"))).isFalse();
    }

    @Test
    void a_question_that_cannot_be_embedded_is_a_miss() {
        answer(ask("Where is the hut?"), new CallTrail());
        embeddings.script = text -> {
            throw new IllegalStateException("down");
        };
        assertThat(isServed(ask("Where is the hut, please?"))).isFalse();
        embeddings.script = text -> new float[] {Float.NaN};
        assertThat(isServed(ask("Where is the hut, then?"))).isFalse();
        embeddings.script = text -> new float[] {1};
        assertThat(isServed(ask("Where is the hut now?")))
                .as("of another length")
                .isFalse();
        assertThat(cache.figures().embeddingFailures()).isEqualTo(2);
        assertThat(model.asked).hasValue(4);
    }

    @Test
    void an_interrupt_while_a_question_is_embedded_is_kept_and_no_model_is_asked() {
        embeddings.script = text -> {
            throw new IllegalStateException("http client", new InterruptedException("stop"));
        };
        assertThatThrownBy(() -> answer(ask("Where is the hut?"), new CallTrail()))
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(model.asked).hasValue(0);
    }

    @Test
    void a_partition_remembers_so_many_questions() {
        SemanticCache small =
                SemanticCache.builder(exact, trial).maxQuestions(2).build();
        ChatModel few = small.chatModel("small", model.chat);
        for (String thing : List.of("hut", "lake", "bridge")) {
            few.chat(ask("Where is the " + thing + "?"));
        }
        CallTrail oldest = new CallTrail();
        few.chat(ask("Where is the lake, please?"), oldest.into(ChatRequestOptions.EMPTY));
        assertThat(oldest.cache()).contains("semantic");
        CallTrail gone = new CallTrail();
        few.chat(ask("Where is the hut, please?"), gone.into(ChatRequestOptions.EMPTY));
        assertThat(gone.cache()).isEmpty();
    }

    @Test
    void the_questions_take_no_more_room_than_the_bound() {
        SemanticCache small =
                SemanticCache.builder(exact, trial).maxBytes(20_000).build();
        ChatModel bounded = small.chatModel("small", model.chat);
        for (int i = 0; i < 200; i++) {
            CallContext context = new CallContext(null, null, "tenant " + i % 20, null, Map.of());
            bounded.chat(ask("Where is the hut " + i + "?"), context.into(ChatRequestOptions.EMPTY));
            assertThat(small.figures().bytes()).isLessThanOrEqualTo(20_000);
        }
    }

    @Test
    void a_stream_is_found_for_a_question_that_means_the_same() throws Exception {
        StreamingChatModel streaming = cache.streamingChatModel("small", model.streaming);
        Fakes.Heard live = new Fakes.Heard();
        streaming.chat(ask("Where is the hut?"), ChatRequestOptions.EMPTY, live);
        Fakes.Heard again = new Fakes.Heard();
        CallTrail trail = new CallTrail();
        streaming.chat(ask("Where is the hut, please?"), Fakes.of(null, trail), again);
        again.await();
        assertThat(again.whole).containsExactly(live.await().whole.get(0));
        assertThat(trail.cache()).contains("semantic");
    }

    @Test
    void a_stream_of_one_tenant_is_found_for_it_and_noted() throws Exception {
        StreamingChatModel streaming = cache.streamingChatModel("small", model.streaming);
        streaming.chat(ask("Where is the hut?"), Fakes.of("acme", new CallTrail()), new Fakes.Heard());
        CallTrail other = new CallTrail();
        streaming.chat(ask("Where is the hut, please?"), Fakes.of("globex", other), new Fakes.Heard());
        CallTrail same = new CallTrail();
        Fakes.Heard heard = new Fakes.Heard();
        streaming.chat(ask("Where is the hut, please?"), Fakes.of("acme", same), heard);
        heard.await();
        assertThat(other.cache()).isEmpty();
        assertThat(same.cache()).contains("semantic");
        assertThat(String.join("", heard.parts)).isEqualTo("Answer 1.");
    }

    @Test
    void many_threads_may_ask_at_once() throws Exception {
        int threads = 16;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<String>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String ending = thread % 2 == 0 ? "?" : ", please?";
                running.add(pool.submit(() -> {
                    StringBuilder wrong = new StringBuilder();
                    for (int i = 0; i < 100; i++) {
                        start.await();
                        String thing = "thing" + (char) ('a' + i % 26) + (char) ('a' + i / 26);
                        String text = answer(ask("Where is the " + thing + ending), new CallTrail());
                        wrong.append(text.startsWith("Answer ") ? "" : text);
                    }
                    return wrong.toString();
                }));
            }
            for (Future<String> each : running) {
                assertThat(each.get()).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(model.asked.get())
                .as("each question at most once in each form")
                .isBetween(100, 200);
        int before = model.asked.get();
        for (int i = 0; i < 100; i++) {
            assertThat(isServed(ask("Where is the thing" + (char) ('a' + i % 26) + (char) ('a' + i / 26) + "? Please")))
                    .isTrue();
        }
        assertThat(model.asked).hasValue(before);
    }

    @Test
    void options_say_what_is_wrong_with_them() {
        SemanticCache.Builder builder = SemanticCache.builder(exact, trial);
        assertThatThrownBy(() -> builder.maxQuestions(0)).hasMessage("maxQuestions must be at least 1; found: 0");
        assertThatThrownBy(() -> builder.maxCharacters(0)).hasMessage("maxCharacters must be at least 1; found: 0");
        assertThatThrownBy(() -> builder.maxBytes(0)).hasMessage("maxBytes must be at least 1; found: 0");
    }
}
