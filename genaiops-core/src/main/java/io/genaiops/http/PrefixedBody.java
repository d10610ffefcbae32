package io.genaiops.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * A body with some bytes in front. They come with its first part, or alone if it is empty: whoever subscribes asks for one
 * part at least, so that none comes that was not asked for.
 */
final class PrefixedBody<T> implements BodySubscriber<T> {

    private final byte[] prefix;
    private final BodySubscriber<T> body;
    private boolean begun;

    PrefixedBody(byte[] prefix, BodySubscriber<T> body) {
        this.prefix = prefix;
        this.body = body;
    }

    @Override
    public CompletionStage<T> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        body.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        body.onNext(begun ? part : prefixed(part));
    }

    private List<ByteBuffer> prefixed(List<ByteBuffer> part) {
        begun = true;
        List<ByteBuffer> longer = new ArrayList<>(part.size() + 1);
        longer.add(ByteBuffer.wrap(prefix).asReadOnlyBuffer());
        longer.addAll(part);
        return List.copyOf(longer);
    }

    @Override
    public void onError(Throwable failure) {
        body.onError(failure);
    }

    @Override
    public void onComplete() {
        if (!begun) {
            body.onNext(prefixed(List.of()));
        }
        body.onComplete();
    }
}
