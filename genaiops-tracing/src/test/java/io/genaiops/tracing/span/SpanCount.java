package io.genaiops.tracing.span;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts spans and keeps none of them. */
final class SpanCount implements SpanProcessor {

    private final AtomicLong started = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong endedTwice = new AtomicLong();
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    long started() {
        return started.get();
    }

    long ended() {
        return ended.get();
    }

    /** Returns how many ends came for spans that were not open. */
    long endedTwice() {
        return endedTwice.get();
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        open.add(span.getSpanContext().getSpanId());
        started.incrementAndGet();
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!open.remove(span.getSpanContext().getSpanId())) {
            endedTwice.incrementAndGet();
        }
        ended.incrementAndGet();
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
