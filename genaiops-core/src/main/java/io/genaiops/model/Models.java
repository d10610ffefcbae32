package io.genaiops.model;

import dev.langchain4j.model.chat.ChatModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The host's models by the names that prompts use. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Models {

    private static final String UNNAMED = "default";

    private final Map<String, ChatModel> chat;
    private final boolean servesAll;

    private Models(Map<String, ChatModel> chat, boolean servesAll) {
        this.chat = Collections.unmodifiableMap(chat);
        this.servesAll = servesAll;
    }

    /** Returns one model that serves every prompt, whatever model the prompt names; its own name is {@code default}. */
    public static Models of(ChatModel model) {
        return new Models(Map.of(UNNAMED, Objects.requireNonNull(model, "model")), true);
    }

    /** Returns one model under its name; more follow with {@link #and}. */
    public static Models of(String name, ChatModel model) {
        return new Models(Map.of(), false).and(name, model);
    }

    /**
     * Returns these models and one more.
     *
     * @throws IllegalArgumentException if the name is blank or taken, or one unnamed model serves every prompt
     */
    public Models and(String name, ChatModel model) {
        if (servesAll) {
            throw new IllegalArgumentException("one unnamed model serves every prompt; name it with"
                    + " Models.of(name, model) before adding '" + name + "'");
        }
        if (name.isBlank() || chat.containsKey(name)) {
            throw new IllegalArgumentException(
                    "the name of a model must be new and not blank; found '" + name + "', taken are " + names());
        }
        Map<String, ChatModel> more = new LinkedHashMap<>(chat);
        more.put(name, Objects.requireNonNull(model, "model"));
        return new Models(more, false);
    }

    /** Returns the model of that name, or the one that serves all. */
    public Optional<ChatModel> find(String name) {
        return Optional.ofNullable(chat.get(servesAll ? UNNAMED : name));
    }

    /**
     * Returns the model of that name, or the one that serves all.
     *
     * @throws IllegalArgumentException if neither is mapped; the message lists the names
     */
    public ChatModel chat(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no model is mapped to the name '" + name
                        + "'; mapped are " + names() + ". Add it with Models.of(…).and(\"" + name + "\", model)"));
    }

    /** Returns the only model, if there is exactly one. */
    public Optional<String> only() {
        return chat.size() == 1 ? chat.keySet().stream().findFirst() : Optional.empty();
    }

    /** Returns the names, in the order they were added. */
    public Set<String> names() {
        return chat.keySet();
    }

    @Override
    public String toString() {
        return "Models" + names();
    }
}
