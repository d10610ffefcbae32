package io.genaiops.route;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.model.ForwardingStreamHandler;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts the end of a stream, which comes once: complete, failed or cancelled. */
final class EndingHandler extends ForwardingStreamHandler {

    private final UnderWay underWay;
    private final AtomicBoolean ended = new AtomicBoolean();

    EndingHandler(StreamingChatResponseHandler next, UnderWay underWay) {
        super(next);
        this.underWay = underWay;
    }

    void end(boolean isAnswered) {
        if (ended.compareAndSet(false, true)) {
            underWay.end(isAnswered);
        }
    }

    @Override
    protected void onCancel() {
        end(false);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        end(true);
        super.onCompleteResponse(response);
    }

    @Override
    public void onError(Throwable error) {
        end(false);
        super.onError(error);
    }
}
