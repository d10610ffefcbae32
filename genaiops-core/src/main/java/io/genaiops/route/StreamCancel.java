package io.genaiops.route;

import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

/** Cancels a stream, also one whose handle is not known yet. Thread-safe. */
final class StreamCancel implements StreamingHandle {

    private @Nullable StreamingHandle handle;
    private boolean isCancelled;

    /** Says what cancels the stream; it is cancelled at once if it should have been. */
    void by(StreamingHandle known) {
        boolean late;
        synchronized (this) {
            handle = known;
            late = isCancelled;
        }
        if (late) {
            known.cancel();
        }
    }

    @Override
    public void cancel() {
        StreamingHandle known;
        synchronized (this) {
            isCancelled = true;
            known = handle;
        }
        if (known != null) {
            known.cancel();
        }
    }

    @Override
    public synchronized boolean isCancelled() {
        return isCancelled;
    }
}
