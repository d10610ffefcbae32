package io.genaiops.budget;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.RefusedException;
import io.genaiops.cost.Usage;
import io.genaiops.model.ForwardingStreamHandler;
import io.genaiops.model.TokenBound;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is streamed and closes the reservation when the stream ends, however it does. The host's handler hears the
 * end once; after a stream was stopped it hears nothing more.
 */
final class StreamGuard extends ForwardingStreamHandler {

    private final Reservation reservation;
    private final CallPricing pricing;
    private final boolean stops;
    /** A host may cancel on another thread than the one that counts. */
    private final Object count = new Object();

    private final StringBuilder text = new StringBuilder();
    private long tokens;
    private boolean isCounted;
    private volatile boolean stopped;

    StreamGuard(StreamingChatResponseHandler next, Reservation reservation, CallPricing pricing, boolean stops) {
        super(next);
        this.reservation = reservation;
        this.pricing = pricing;
        this.stops = stops;
    }

    @Override
    public void onPartialResponse(String part) {
        if (goesOn(part, null)) {
            super.onPartialResponse(part);
        }
    }

    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
        if (goesOn(partial.text(), context.streamingHandle())) {
            super.onPartialResponse(partial, context);
        }
    }

    @Override
    public void onPartialThinking(PartialThinking partial) {
        if (goesOn(partial.text(), null)) {
            super.onPartialThinking(partial);
        }
    }

    @Override
    public void onPartialThinking(PartialThinking partial, PartialThinkingContext context) {
        if (goesOn(partial.text(), context.streamingHandle())) {
            super.onPartialThinking(partial, context);
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial) {
        if (goesOn(partial.partialArguments(), null)) {
            super.onPartialToolCall(partial);
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall partial, PartialToolCallContext context) {
        if (goesOn(partial.partialArguments(), context.streamingHandle())) {
            super.onPartialToolCall(partial, context);
        }
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        if (!stopped) {
            super.onCompleteToolCall(call);
        }
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        if (!stopped) {
            super.onUnmappedRawEvent(event);
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        Usage used = pricing.usage(response);
        reservation.settle(pricing.cost(used), used);
        if (!stopped) {
            super.onCompleteResponse(response);
        }
    }

    @Override
    public void onError(Throwable error) {
        failed();
        if (!stopped) {
            super.onError(error);
        }
    }

    /** A stream that is cancelled is charged for what came until then. */
    @Override
    protected void onCancel() {
        settleStreamed();
    }

    /** Gives all back if nothing came, otherwise charges what came. */
    void failed() {
        boolean nothingCame;
        synchronized (count) {
            nothingCame = text.isEmpty() && tokens == 0;
        }
        if (nothingCame) {
            reservation.release();
        } else {
            settleStreamed();
        }
    }

    /** Counts a part; returns whether the stream may go on with it. */
    private boolean goesOn(@Nullable String part, @Nullable StreamingHandle handle) {
        if (stopped) {
            return false;
        }
        Long reserved = reservation.request().tokens().output();
        if (add(part, stops ? reserved : null) || reserved == null) {
            return true;
        }
        stop(reserved, handle);
        return false;
    }

    /** Returns whether all that came is within the most, if there is one. */
    private boolean add(@Nullable String part, @Nullable Long most) {
        synchronized (count) {
            tokens += TokenBound.bytes(part);
            if (pricing.hasEstimator() && part != null) {
                text.append(part);
            }
            return most == null || tokens <= most || counted() <= most;
        }
    }

    /** Counts anew; the bytes of what follows are added to it, until they are too many again. */
    private long counted() {
        synchronized (count) {
            OptionalLong anew = pricing.count(text.toString());
            isCounted = anew.isPresent();
            tokens = anew.orElse(tokens);
            return tokens;
        }
    }

    /** Ends the stream for the host. One that cannot be cancelled goes on behind it, and is charged when it ends. */
    private void stop(long reserved, @Nullable StreamingHandle handle) {
        stopped = true;
        long came;
        synchronized (count) {
            came = tokens;
        }
        boolean cancelled = handle == null ? cancelStream() : cancel(handle);
        if (cancelled) {
            settleStreamed();
        }
        super.onError(new RefusedException("the stream of model '"
                + reservation.request().model() + "' was stopped: the budget reserved " + reserved
                + " output tokens, and what came has up to " + came
                + ". Reserve more with maxOutputTokens, or give the pricing a tokenCountEstimator, which counts closer"
                + " than bytes."));
    }

    private static boolean cancel(StreamingHandle handle) {
        if (!handle.isCancelled()) {
            handle.cancel();
        }
        return true;
    }

    /** A bound by bytes is charged as far as it was reserved, if the provider was asked for no more; a count is as it is. */
    private void settleStreamed() {
        Usage most = reservation.request().tokens();
        Long reserved = most.output();
        long came;
        synchronized (count) {
            came = counted();
            if (reserved != null && !isCounted && !pricing.assumes(reserved)) {
                came = Math.min(came, reserved);
            }
        }
        Usage used = new Usage(most.input(), came, null, null, null);
        reservation.settle(pricing.cost(used), used);
    }
}
