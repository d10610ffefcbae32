package io.genaiops.route;

import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

/** Cancels a stream, also one whose handle is not known yet. Thread-safe. */
final class StreamCancel implements StreamingHandle {

    private final Runnable onCancel;
    private @Nullable StreamingHandle handle;
    private boolean isCancelled;

    StreamCancel(Runnable onCancel) {
        this.onCancel = onCancel;
    }

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
        onCancel.run();
        if (known != null) {
            known.cancel();
        }
    }

    @Override
    public synchronized boolean isCancelled() {
        return isCancelled;
    }
}
