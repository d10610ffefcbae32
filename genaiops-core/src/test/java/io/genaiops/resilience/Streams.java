package io.genaiops.resilience;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Streams that tests drive by hand or by script. */
final class Streams {

    private Streams() {}

    /** One stream that the test speaks for. */
    static final class Source implements StreamingHandle {

        private volatile @Nullable StreamingChatResponseHandler parts;
        private volatile boolean cancelled;

        void start(StreamingChatResponseHandler handler) {
            parts = handler;
        }

        /** Sends a text; an empty one comes without a handle, as LangChain4j has no such part. */
        void text(String text) {
            if (text.isEmpty()) {
                parts().onPartialResponse(text);
                return;
            }
            parts().onPartialResponse(new PartialResponse(text), new PartialResponseContext(this));
        }

        void end() {
            parts().onCompleteResponse(Fakes.answer("done"));
        }

        void fail(Throwable failure) {
            parts().onError(failure);
        }

        StreamingChatResponseHandler parts() {
            StreamingChatResponseHandler known = parts;
            if (known == null) {
                throw new AssertionError("the stream was not started");
            }
            return known;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    /** A model each of whose streams does the next of its steps, the last one from then on. */
    static final class Model implements StreamingChatModel {

        final List<Thread> askedOn = Collections.synchronizedList(new ArrayList<>());
        final BlockingQueue<Source> sources = new LinkedBlockingQueue<>();
        private final Deque<Consumer<Source>> script = new ArrayDeque<>();

        Model doing(Consumer<Source> step) {
            script.add(step);
            return this;
        }

        /** Leaves the next stream to the test. */
        Model waiting() {
            return doing(source -> {});
        }

        Model failing(Throwable failure) {
            return doing(source -> source.fail(failure));
        }

        Model answering(String... texts) {
            return doing(source -> {
                List.of(texts).forEach(source::text);
                source.end();
            });
        }

        int asked() {
            return askedOn.size();
        }

        Source source() throws InterruptedException {
            Source source = sources.poll(1, TimeUnit.MINUTES);
            if (source == null) {
                throw new AssertionError("no stream was started");
            }
            return source;
        }

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            askedOn.add(Thread.currentThread());
            Source source = new Source();
            source.start(handler);
            sources.add(source);
            next().accept(source);
        }

        private synchronized Consumer<Source> next() {
            return script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
    }
}
