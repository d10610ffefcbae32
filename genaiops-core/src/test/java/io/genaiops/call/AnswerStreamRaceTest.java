package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.asset.Version;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The publisher of one answer under several threads at once. */
class AnswerStreamRaceTest {

    private volatile StreamingChatResponseHandler stream;
    private int cancelledAnswers;

    private final StreamingChatModel model = new StreamingChatModel() {
        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            stream = handler;
        }
    };

    private final PromptCalls calls = PromptCalls.of(AssetRegistry.memory(), Models.of("small", model));
    private final Prompt prompt =
            Prompt.builder("guide", Version.of(1, 0, 0), "user:\nWhere?").build();

    private static final class FakeHandle implements StreamingHandle {

        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    /** The stream, two requesters and in every other round a canceller, all at once. */
    @Test
    void a_thousand_interleavings_lose_nothing_and_never_overlap() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int seed = 0; seed < 1_000; seed++) {
                interleave(seed, threads);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(cancelledAnswers).isPositive();
    }

    private void interleave(int seed, ExecutorService threads) throws Exception {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(60);
        boolean cancels = seed % 2 == 1;
        int cancelAfter = random.nextInt(30);
        boolean fails = random.nextInt(3) == 0;
        AnswerStream answers = calls.prompt(prompt).publisher(count);
        Recording subscriber = new Recording();
        answers.subscribe(subscriber);
        StreamingChatResponseHandler handler = stream;
        FakeHandle own = new FakeHandle();
        CyclicBarrier start = new CyclicBarrier(4);
        List<Future<?>> work = new ArrayList<>();
        work.add(threads.submit(() -> {
            start.await();
            for (int i = 0; i < count; i++) {
                handler.onPartialResponse(new PartialResponse("p" + i), new PartialResponseContext(own));
            }
            if (fails) {
                handler.onError(new IllegalStateException("down"));
            } else {
                handler.onCompleteResponse(Scripted.response(AiMessage.from("done")));
            }
            return null;
        }));
        for (int r = 0; r < 2; r++) {
            long seedOfRequests = random.nextLong();
            work.add(threads.submit(() -> {
                Random steps = new Random(seedOfRequests);
                start.await();
                for (int requested = 0; requested < count; ) {
                    int n = 1 + steps.nextInt(5);
                    subscriber.subscription.request(n);
                    requested += n;
                }
                return null;
            }));
        }
        work.add(threads.submit(() -> {
            start.await();
            for (int i = 0; i < cancelAfter * 20; i++) {
                Thread.onSpinWait();
            }
            if (cancels) {
                subscriber.subscription.cancel();
            }
            return null;
        }));
        for (Future<?> each : work) {
            each.get(60, TimeUnit.SECONDS);
        }

        assertThat(subscriber.overlapped).as("seed %d", seed).isFalse();
        List<String> signals = List.copyOf(subscriber.signals);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add("p" + i);
        }
        all.add(fails ? "error" : "complete");
        CompletableFuture<Answer> answer = answers.answer().toCompletableFuture();
        assertThat(answer).as("seed %d", seed).isDone();
        if (cancels) {
            assertThat(all.subList(0, signals.size())).as("seed %d", seed).isEqualTo(signals);
            boolean cancelled = answer.handle((made, failure) -> failure instanceof CompletionException
                            && failure.getCause() instanceof CancellationException)
                    .join();
            assertThat(own.cancelled || !cancelled).as("seed %d", seed).isTrue();
            cancelledAnswers += cancelled ? 1 : 0;
        } else {
            assertThat(signals).as("seed %d", seed).isEqualTo(all);
            assertThat(answer.isCompletedExceptionally()).as("seed %d", seed).isEqualTo(fails);
        }
    }
}
