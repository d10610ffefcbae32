package io.genaiops.model;

import dev.langchain4j.model.chat.ChatRequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was done to get one answer: which models were asked, how that ended, and whether the answer was at hand. It rides
 * in {@link ChatRequestOptions#listenerAttributes()} under {@link #KEY}, and every decorator that retries, falls back or
 * answers from a cache notes it there. Thread-safe.
 *
 * @since 0.1
 */
public final class CallTrail {

    /** The key in the listener attributes. */
    public static final String KEY = "io.genaiops.call-trail";

    private final Consumer<String> mayMoveTo;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private @Nullable String cache;
    private @Nullable String movedTo;

    /**
     * One model that was asked once.
     *
     * @param model the host's name of it
     * @param failure the simple name of what it threw, or {@code null} if it answered
     */
    public record Attempt(String model, @Nullable String failure) {

        /** Requires a name. */
        public Attempt {
            Objects.requireNonNull(model, "model");
        }
    }

    /** Creates the trail of a call that may go to any model. */
    public CallTrail() {
        this(model -> {});
    }

    /**
     * Creates the trail of a call that may not go to every model.
     *
     * @param mayMoveTo throws if the call may not go to another model of that name than the one that is asked
     */
    public CallTrail(Consumer<String> mayMoveTo) {
        this.mayMoveTo = Objects.requireNonNull(mayMoveTo, "mayMoveTo");
    }

    /** Returns the trail in these options, if there is one. */
    public static Optional<CallTrail> from(ChatRequestOptions options) {
        return options.listenerAttributes().get(KEY) instanceof CallTrail trail ? Optional.of(trail) : Optional.empty();
    }

    /** Returns options with this trail and every attribute of the given ones. */
    public ChatRequestOptions into(ChatRequestOptions options) {
        ChatRequestOptions.Builder builder = ChatRequestOptions.builder();
        options.listenerAttributes().forEach(builder::addListenerAttribute);
        return builder.addListenerAttribute(KEY, this).build();
    }

    /**
     * Notes that the attempt under way goes to another model than the one that is asked: the attempt is of that one.
     *
     * @throws io.genaiops.RefusedException if the call may not go there
     */
    public void movedTo(String model) {
        mayMoveTo.accept(model);
        synchronized (this) {
            movedTo = model;
        }
    }

    /** Returns the other model that the attempt under way goes to, if it was moved. */
    public synchronized Optional<String> movedTo() {
        return Optional.ofNullable(movedTo);
    }

    /** Notes that a model answered. */
    public synchronized void answered(String model) {
        attempts.add(new Attempt(asked(model), null));
    }

    /** Notes that asking a model failed. */
    public synchronized void failed(String model, Throwable failure) {
        attempts.add(new Attempt(asked(model), failure.getClass().getSimpleName()));
    }

    /** Notes that the answer came from the cache of that name, for example {@code exact} or {@code semantic}. */
    public synchronized void answeredFromCache(String name) {
        cache = Objects.requireNonNull(name, "name");
    }

    private String asked(String model) {
        String other = movedTo;
        movedTo = null;
        return other == null ? model : other;
    }

    /** Returns the models that were asked, in order. */
    public synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Returns the cache that had the answer, if one had. */
    public synchronized Optional<String> cache() {
        return Optional.ofNullable(cache);
    }
}
