package io.genaiops.resilience;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The models to ask when one fails, by the host's names of them: in general, and apart for messages that are too long and
 * for content that a provider blocks. Each model is asked in turn at most once for a call. Immutable.
 *
 * <pre>{@code
 * Fallback.of("small").to("large").onContextWindow("long").onContentPolicy("other")
 * }</pre>
 *
 * @since 0.1
 */
public final class Fallback {

    private final String first;
    private final List<String> general;
    private final List<String> contextWindow;
    private final List<String> contentPolicy;

    private Fallback(String first, List<String> general, List<String> contextWindow, List<String> contentPolicy) {
        this.first = first;
        this.general = general;
        this.contextWindow = contextWindow;
        this.contentPolicy = contentPolicy;
    }

    /** Returns a chain of one model, which falls back to no other. */
    public static Fallback of(String model) {
        return new Fallback(named(model, List.of()), List.of(), List.of(), List.of());
    }

    /** Returns this chain with one more model, asked after those before it. */
    public Fallback to(String model) {
        return new Fallback(first, more(general, model), contextWindow, contentPolicy);
    }

    /** Returns this chain with one more model for messages too long for the one before; without any the general chain is used. */
    public Fallback onContextWindow(String model) {
        return new Fallback(first, general, more(contextWindow, model), contentPolicy);
    }

    /** Returns this chain with one more model for content that the one before blocks; without any the general chain is used. */
    public Fallback onContentPolicy(String model) {
        return new Fallback(first, general, contextWindow, more(contentPolicy, model));
    }

    /** Returns the model that is asked first. */
    public String first() {
        return first;
    }

    /** Returns every model that may be asked. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(List.of(first));
        names.addAll(general);
        names.addAll(contextWindow);
        names.addAll(contentPolicy);
        return names;
    }

    /** Returns the model to ask next, after these were asked and the last of them failed so, if there is one. */
    public Optional<String> next(Collection<String> asked, Throwable failure) {
        return next(asked, FailureKind.of(failure));
    }

    /** Returns the model to ask next, after these were asked and the last of them failed so, if there is one. */
    public Optional<String> next(Collection<String> asked, FailureKind failure) {
        if (!failure.isFallingBack()) {
            return Optional.empty();
        }
        return chain(failure).stream().filter(name -> !asked.contains(name)).findFirst();
    }

    private List<String> chain(FailureKind failure) {
        if (failure == FailureKind.CONTEXT_WINDOW && !contextWindow.isEmpty()) {
            return contextWindow;
        }
        return failure == FailureKind.CONTENT_POLICY && !contentPolicy.isEmpty() ? contentPolicy : general;
    }

    private List<String> more(List<String> chain, String model) {
        List<String> more = new ArrayList<>(chain);
        more.add(named(model, chain));
        return List.copyOf(more);
    }

    private static String named(String model, List<String> taken) {
        if (model.isBlank() || taken.contains(model)) {
            throw new IllegalArgumentException(
                    "a model to fall back to is named, and once in its chain; found '" + model + "' after " + taken);
        }
        return model;
    }

    @Override
    public String toString() {
        return "Fallback" + names();
    }
}
