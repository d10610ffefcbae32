package io.genaiops.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/** Takes every part as it comes. */
final class AllParts implements Flow.Subscriber<String> {

    final List<String> parts = new ArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String part) {
        parts.add(part);
    }

    @Override
    public void onError(Throwable failure) {
        parts.add("error " + failure.getMessage());
    }

    @Override
    public void onComplete() {
        parts.add("complete");
    }
}
