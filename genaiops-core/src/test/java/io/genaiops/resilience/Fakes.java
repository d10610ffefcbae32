package io.genaiops.resilience;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** Models and failures that tests are made of. */
final class Fakes {

    static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    private Fakes() {}

    /** Waits that are as good as none. */
    static Resilience.Builder quick() {
        return Resilience.builder().backoff(Duration.ofNanos(2), Duration.ofNanos(4));
    }

    static ChatResponse answer(String text) {
        return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
    }

    static ChatResponse blocked() {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(""))
                .finishReason(FinishReason.CONTENT_FILTER)
                .build();
    }

    static RuntimeException unavailable() {
        return new InternalServerException(new HttpException(503, "not now"));
    }

    static RuntimeException rateLimited(String body) {
        return new RateLimitException(new HttpException(429, body));
    }

    static RuntimeException invalid(String body) {
        return new dev.langchain4j.exception.InvalidRequestException(new HttpException(400, body));
    }

    /** A model that answers as its script says, and with its last line from then on. */
    static final class Scripted implements ChatModel {

        final List<Thread> askedOn = Collections.synchronizedList(new ArrayList<>());
        private final Deque<Supplier<ChatResponse>> script = new ArrayDeque<>();

        Scripted failing(Throwable failure) {
            script.add(() -> {
                throw Resilience.sneaky(failure);
            });
            return this;
        }

        Scripted answering(String text) {
            return doing(() -> answer(text));
        }

        Scripted doing(Supplier<ChatResponse> step) {
            script.add(step);
            return this;
        }

        int asked() {
            return askedOn.size();
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            askedOn.add(Thread.currentThread());
            return next().get();
        }

        private synchronized Supplier<ChatResponse> next() {
            return script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
    }
}
