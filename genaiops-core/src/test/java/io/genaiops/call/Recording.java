package io.genaiops.call;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down every signal, requests nothing by itself, and notices signals that overlap. */
final class Recording implements Flow.Subscriber<String> {

    final List<String> signals = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger inside = new AtomicInteger();
    final AtomicBoolean overlapped = new AtomicBoolean();
    final CountDownLatch ended = new CountDownLatch(1);
    volatile Flow.Subscription subscription;
    volatile Throwable error;
    volatile Runnable onNext = () -> {};

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(String part) {
        alone(() -> {
            signals.add(part);
            onNext.run();
        });
    }

    @Override
    public void onError(Throwable failure) {
        alone(() -> {
            error = failure;
            signals.add("error");
        });
        ended.countDown();
    }

    @Override
    public void onComplete() {
        alone(() -> signals.add("complete"));
        ended.countDown();
    }

    private void alone(Runnable signal) {
        if (inside.getAndIncrement() != 0) {
            overlapped.set(true);
        }
        signal.run();
        inside.getAndDecrement();
    }
}
