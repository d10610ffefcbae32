package io.genaiops.eval.replay;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what a stream delivers; may cancel it after a number of texts. */
final class Collected implements StreamingChatResponseHandler {

    final List<String> events = new CopyOnWriteArrayList<>();
    volatile ChatResponse response;
    volatile Throwable error;
    private final int cancelAfter;
    private final CountDownLatch ended = new CountDownLatch(1);
    private int texts;

    Collected() {
        this(Integer.MAX_VALUE);
    }

    Collected(int cancelAfter) {
        this.cancelAfter = cancelAfter;
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        events.add("text " + partial.text());
        if (++texts == cancelAfter) {
            context.streamingHandle().cancel();
        }
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        events.add("thinking " + partial.text());
    }

    @Override
    public void onPartialToolCall(PartialToolCall call, PartialToolCallContext context) {
        events.add("part " + call.index() + " " + call.name() + " " + call.partialArguments());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        events.add("call " + call.index() + " " + call.toolExecutionRequest().name() + " "
                + call.toolExecutionRequest().arguments());
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        response = complete;
        ended.countDown();
    }

    @Override
    public void onError(Throwable failure) {
        error = failure;
        ended.countDown();
    }

    Collected awaited() throws InterruptedException {
        if (!ended.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the stream does not end");
        }
        return this;
    }
}
