package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassetteStreamTest {

    private static final ScriptedChatModel NOBODY = ScriptedChatModel.builder().build();

    @TempDir
    private Path folder;

    private Path file;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void choose_a_file() {
        file = folder.resolve("stream.cassette.json");
    }

    @Test
    void thinking_texts_tool_calls_and_usage_are_replayed_as_they_came() {
        ScriptedReply reply = ScriptedReply.chunks("Pack ", "a map.")
                .andCalling("weather", "{\"place\":\"hut\"}")
                .andCalling("map", "{}")
                .thinking("Look first.")
                .usage(7, 5);
        Collected recorded = stream(cassette().record(), ScriptedChatModel.replying(reply), new Collected());
        Collected replayed = stream(cassette(), NOBODY, new Collected());

        assertThat(replayed.events).isEqualTo(recorded.events).hasSize(7);
        assertThat(replayed.response).isEqualTo(recorded.response);
        assertThat(replayed.response.tokenUsage()).isEqualTo(new TokenUsage(7, 5));
    }

    @Test
    void timing_is_replayed_when_it_is_asked_for() throws IOException {
        ScriptedChatModel slow = ScriptedChatModel.builder()
                .reply(ScriptedReply.text("one two three")
                        .after(Duration.ofSeconds(2))
                        .pausing(Duration.ofMillis(250)))
                .sleeper(duration -> nanos.addAndGet(duration.toNanos()))
                .build();
        stream(cassette().record(), slow, new Collected());
        List<Duration> waited = new ArrayList<>();
        stream(cassette().withTiming(waited::add), NOBODY, new Collected());

        assertThat(waited).containsExactly(Duration.ofSeconds(2), Duration.ofMillis(250), Duration.ofMillis(250));
        assertThat(Files.readString(file)).contains("[2000, \"text\", \"one \"],\n", "[250, \"text\", \"three\"]\n");
    }

    @Test
    void a_stream_that_fails_or_throws_does_so_again() {
        RateLimitException failure = new RateLimitException("slow down");
        stream(
                cassette().record(),
                ScriptedChatModel.replying(ScriptedReply.chunks("Pack").thenFailing(failure)),
                new Collected());
        Collected replayed = stream(cassette(), NOBODY, new Collected());
        assertThat(replayed.events).containsExactly("text Pack");
        assertThat(replayed.error).isExactlyInstanceOf(RateLimitException.class).hasMessage("slow down");

        StreamingChatModel throwing = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                throw failure;
            }
        };
        assertThatThrownBy(
                        () -> cassette().record().streamingChatModel(throwing).chat("other", new Collected()))
                .isSameAs(failure);
        Collected nothing = new Collected();
        assertThatThrownBy(() -> cassette().streamingChatModel(throwing).chat("other", nothing))
                .isInstanceOf(RateLimitException.class)
                .isNotSameAs(failure);
        assertThat(nothing.error).isNull();
    }

    @Test
    void a_cancelled_stream_is_recorded_as_one_and_a_replay_honours_cancelling() {
        Collected recorded = stream(cassette().record(), ScriptedChatModel.replying("one two three"), new Collected(2));
        Collected replayed = stream(cassette(), NOBODY, new Collected(2));
        Collected longer = stream(cassette(), NOBODY, new Collected());
        Collected shorter = stream(cassette(), NOBODY, new Collected(1));

        assertThat(replayed.events).isEqualTo(recorded.events).containsExactly("text one ", "text two ");
        assertThat(replayed.response).isNull();
        assertThat(replayed.error).isNull();
        assertThat(longer.error).isInstanceOf(Cassette.RecordedFailure.class).hasMessageContaining("record anew");
        assertThat(shorter.events).containsExactly("text one ");
        assertThat(shorter.error).isNull();
    }

    @Test
    void a_secret_that_is_cut_in_two_by_chunks_is_redacted() throws IOException {
        Cassette redacting = cassette().redacting(text -> text.replace("ada@hut", "<email>"));
        ScriptedReply reply = ScriptedReply.chunks("Ask ada", "@hut now").thinking("no secret");
        Collected live = stream(redacting.record(), ScriptedChatModel.replying(reply), new Collected());

        assertThat(live.events).containsExactly("thinking no secret", "text Ask ada", "text @hut now");
        assertThat(Files.readString(file)).doesNotContain("ada").doesNotContain("@hut");
        assertThat(stream(cassette().redacting(text -> text.replace("ada@hut", "<email>")), NOBODY, new Collected())
                        .events)
                .containsExactly("thinking no secret", "text Ask <email> now");
    }

    @Test
    void embeddings_are_recorded_by_text_whichever_method_asks() {
        EmbeddingModel model = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                return Response.from(
                        segments.stream()
                                .map(segment -> Embedding.from(
                                        new float[] {segment.text().length(), -0f, 1e-7f, Float.NaN, 0.1f}))
                                .toList(),
                        new TokenUsage(3));
            }
        };
        EmbeddingModel nobody = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                throw new AssertionError("asked");
            }
        };
        EmbeddingModel recording = cassette().record().embeddingModel(model);
        Response<Embedding> one = recording.embed("hut");
        Response<List<Embedding>> two = recording.embedAll(List.of(TextSegment.from("a"), TextSegment.from("bb")));
        int dimension = recording.dimension();
        EmbeddingModel replayed = cassette().embeddingModel(nobody);

        assertThat(replayed.embed(EmbeddingRequest.builder().input("hut").build())
                        .embeddings())
                .containsExactly(one.content());
        Response<List<Embedding>> again = replayed.embedAll(List.of(TextSegment.from("a"), TextSegment.from("bb")));
        assertThat(again.content()).isEqualTo(two.content());
        assertThat(again.tokenUsage()).isEqualTo(new TokenUsage(3));
        assertThat(dimension).isEqualTo(5);
        assertThat(replayed.dimension()).isEqualTo(5);
        assertThat(replayed.dimension()).isEqualTo(5);
        assertThatThrownBy(() -> replayed.embed("hat"))
                .hasMessageContaining("recorded 'hut'")
                .hasMessageContaining("asked    'hat'");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_requests_and_answers_are_replayed_to_the_letter(long seed) {
        Random random = new Random(seed);
        List<String> questions = new ArrayList<>();
        List<ScriptedReply> replies = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            questions.add(i + text(random));
            ScriptedReply reply = ScriptedReply.chunks(text(random), text(random), text(random))
                    .from(text(random), text(random))
                    .thinking(text(random));
            replies.add(
                    random.nextBoolean()
                            ? reply
                            : reply.andCalling("t", text(random)).usage(random.nextInt(99), 1));
        }
        ScriptedChatModel model = ScriptedChatModel.replying(replies.toArray(new ScriptedReply[0]));
        List<Collected> recorded = new ArrayList<>();
        StreamingChatModel recording = cassette().record().streamingChatModel(model.streaming());
        for (String question : questions) {
            recorded.add(new Collected());
            recording.chat(question, recorded.get(recorded.size() - 1));
        }
        Cassette strict = cassette().strict();
        for (int i = 0; i < questions.size(); i++) {
            Collected replayed = new Collected();
            strict.streamingChatModel(NOBODY.streaming()).chat(questions.get(i), replayed);
            assertThat(replayed.events).isEqualTo(recorded.get(i).events);
            assertThat(replayed.response).isEqualTo(recorded.get(i).response);
        }
        strict.close();
    }

    /** Line ends, quotes, controls, other scripts, emoji, and halves of surrogate pairs. */
    private static String text(Random random) {
        String[] pieces = {
            "\n",
            "\r\n",
            "\r",
            "\t",
            "\"",
            "\\",
            "\u0000",
            "\u2028",
            "ä",
            "日本",
            "🏔️",
            "\ud83c",
            "\udfd4",
            "{\"a\":1}",
            " ",
            "x"
        };
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static Collected stream(Cassette cassette, ScriptedChatModel model, Collected handler) {
        cassette.streamingChatModel(model.streaming()).chat("What do I pack?", handler);
        return handler;
    }

    private Cassette cassette() {
        return Cassette.of(file, null, step -> {}, nanos::get);
    }
}
