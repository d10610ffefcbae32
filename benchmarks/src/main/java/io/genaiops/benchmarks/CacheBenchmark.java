package io.genaiops.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.cache.veto.Veto;
import io.genaiops.cache.veto.Vetoes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finds the kept answer to a request of 4 KB, and as the floor takes SHA-256 of the same bytes and looks into a bare Caffeine
 * cache.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CacheBenchmark {

    private static final String RULES =
            "Where the notes are silent, say so, and send the hiker on to the warden.\n".repeat(56);
    private static final String QUESTION = "How do I get from the lower hut to the upper lake in winter?";

    private final ChatRequest request = ChatRequest.builder()
            .messages(SystemMessage.from(RULES), UserMessage.from(QUESTION))
            .temperature(0.0)
            .maxOutputTokens(500)
            .build();
    private final ChatResponse response =
            ChatResponse.builder().aiMessage(AiMessage.from("Not at all.")).build();
    private final ChatModel cached = ResponseCache.inMemory().chatModel("small", new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest asked) {
            return response;
        }
    });
    private final Cache<ByteBuffer, ChatResponse> bare =
            Caffeine.newBuilder().maximumSize(1_000).build();

    /** Fills both caches and checks that the request has the size that it should. */
    @Setup
    public void fill() {
        int size = RULES.length() + QUESTION.length();
        if (size < 4_000 || size > 4_300) {
            throw new IllegalStateException("expected a request of about 4 KB, found " + size);
        }
        cached.chat(request);
        bare.put(sha256(), response);
        if (!hit().equals(response) || !floor().equals(response)) {
            throw new IllegalStateException("expected a hit of both caches, found a miss");
        }
    }

    /** Finds the answer as a call does. */
    @Benchmark
    public ChatResponse hit() {
        return cached.chat(request);
    }

    /** Takes the key alone. */
    @Benchmark
    public Optional<CacheKey> key() {
        return CacheKey.builder("small", request).build();
    }

    /** Takes SHA-256 of the bytes of the messages and looks it up. */
    @Benchmark
    public ChatResponse floor() {
        ChatResponse found = bare.getIfPresent(sha256());
        if (found == null) {
            throw new IllegalStateException("expected a hit, found a miss");
        }
        return found;
    }

    /** Compares two questions by the vetoes. */
    @Benchmark
    public Optional<Veto> vetoes() {
        return Vetoes.english().between(QUESTION, "How can I get from the lower hut to the upper lake in winter?");
    }

    private static ByteBuffer sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(RULES.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest(QUESTION.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
