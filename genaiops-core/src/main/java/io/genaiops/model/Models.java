package io.genaiops.model;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The host's models by the names that prompts use. One name may stand for a chat model, a streaming chat model and an
 * embedding model. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Models {

    private static final String UNNAMED = "default";

    private final Map<String, ChatModel> chat;
    private final Map<String, StreamingChatModel> streaming;
    private final Map<String, EmbeddingModel> embedding;
    private final boolean servesAll;

    private Models(
            Map<String, ChatModel> chat,
            Map<String, StreamingChatModel> streaming,
            Map<String, EmbeddingModel> embedding,
            boolean servesAll) {
        this.chat = Collections.unmodifiableMap(chat);
        this.streaming = Collections.unmodifiableMap(streaming);
        this.embedding = Collections.unmodifiableMap(embedding);
        this.servesAll = servesAll;
    }

    /** Returns one model that serves every prompt, whatever model the prompt names; its own name is {@code default}. */
    public static Models of(ChatModel model) {
        return new Models(Map.of(), Map.of(), Map.of(), true).with(UNNAMED, model);
    }

    /** Returns one streaming model that serves every prompt; its own name is {@code default}. */
    public static Models of(StreamingChatModel model) {
        return new Models(Map.of(), Map.of(), Map.of(), true).with(UNNAMED, model);
    }

    /** Returns one model under its name; more follow with {@link #and(String, ChatModel)}. */
    public static Models of(String name, ChatModel model) {
        return new Models(Map.of(), Map.of(), Map.of(), false).and(name, model);
    }

    /** Returns one streaming model under its name; more follow with {@link #and(String, StreamingChatModel)}. */
    public static Models of(String name, StreamingChatModel model) {
        return new Models(Map.of(), Map.of(), Map.of(), false).and(name, model);
    }

    /**
     * Returns these models and one more.
     *
     * @throws IllegalArgumentException if the name is blank or taken, or one unnamed model serves every prompt
     */
    public Models and(String name, ChatModel model) {
        requireFree(name, chat.keySet());
        return with(name, model);
    }

    /**
     * Returns these models and one more, for calls that stream.
     *
     * @throws IllegalArgumentException if the name is blank or taken by a streaming model, or one unnamed model serves
     *     every prompt
     */
    public Models and(String name, StreamingChatModel model) {
        requireFree(name, streaming.keySet());
        return with(name, model);
    }

    /**
     * Returns these models and one more, for embeddings.
     *
     * @throws IllegalArgumentException if the name is blank or taken by an embedding model, or one unnamed model serves
     *     every prompt
     */
    public Models and(String name, EmbeddingModel model) {
        requireFree(name, embedding.keySet());
        return with(name, model);
    }

    /**
     * Returns the unnamed model and its counterpart for calls that stream.
     *
     * @throws IllegalArgumentException if the models have names, or there is an unnamed streaming model already
     */
    public Models and(StreamingChatModel model) {
        requireUnnamed(streaming.keySet());
        return with(UNNAMED, model);
    }

    /**
     * Returns the unnamed model and its counterpart for embeddings.
     *
     * @throws IllegalArgumentException if the models have names, or there is an unnamed embedding model already
     */
    public Models and(EmbeddingModel model) {
        requireUnnamed(embedding.keySet());
        return with(UNNAMED, model);
    }

    /** Returns models of the same names, each of them decorated, for example recorded or traced. */
    public Models decorated(
            UnaryOperator<ChatModel> chatModels,
            UnaryOperator<StreamingChatModel> streamingModels,
            UnaryOperator<EmbeddingModel> embeddingModels) {
        return new Models(
                each(chat, chatModels), each(streaming, streamingModels), each(embedding, embeddingModels), servesAll);
    }

    /** Returns models of the same names, each chat model decorated by what its name asks for; embeddings as they are. */
    public Models decorated(
            BiFunction<String, ChatModel, ChatModel> chatModels,
            BiFunction<String, StreamingChatModel, StreamingChatModel> streamingModels) {
        return new Models(each(chat, chatModels), each(streaming, streamingModels), embedding, servesAll);
    }

    /** Returns the model of that name, or the one that serves all. */
    public Optional<ChatModel> find(String name) {
        return Optional.ofNullable(chat.get(key(name)));
    }

    /** Returns the streaming model of that name, or the one that serves all. */
    public Optional<StreamingChatModel> findStreaming(String name) {
        return Optional.ofNullable(streaming.get(key(name)));
    }

    /** Returns the embedding model of that name, or the one that serves all. */
    public Optional<EmbeddingModel> findEmbedding(String name) {
        return Optional.ofNullable(embedding.get(key(name)));
    }

    /**
     * Returns the model of that name, or the one that serves all.
     *
     * @throws IllegalArgumentException if neither is mapped; the message lists the names
     */
    public ChatModel chat(String name) {
        return find(name).orElseThrow(() -> unmapped("model", name, chat.keySet()));
    }

    /**
     * Returns the streaming model of that name, or the one that serves all.
     *
     * @throws IllegalArgumentException if neither is mapped; the message lists the names
     */
    public StreamingChatModel streaming(String name) {
        return findStreaming(name).orElseThrow(() -> unmapped("streaming model", name, streaming.keySet()));
    }

    /**
     * Returns the embedding model of that name, or the one that serves all.
     *
     * @throws IllegalArgumentException if neither is mapped; the message lists the names
     */
    public EmbeddingModel embedding(String name) {
        return findEmbedding(name).orElseThrow(() -> unmapped("embedding model", name, embedding.keySet()));
    }

    /** Returns whether a prompt may name this model: a chat model, streaming or not, is mapped to the name. */
    public boolean answersTo(String name) {
        return find(name).isPresent() || findStreaming(name).isPresent();
    }

    /** Returns the name of the chat models, streaming or not, if they have but one. */
    public Optional<String> only() {
        Set<String> names = names();
        return names.size() == 1 ? names.stream().findFirst() : Optional.empty();
    }

    /** Returns the names of the chat models, streaming or not, those that answer at once first, as they were added. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(chat.keySet());
        names.addAll(streaming.keySet());
        return Collections.unmodifiableSet(names);
    }

    @Override
    public String toString() {
        return "Models" + names();
    }

    private Models with(String name, ChatModel model) {
        return new Models(more(chat, name, model), streaming, embedding, servesAll);
    }

    private Models with(String name, StreamingChatModel model) {
        return new Models(chat, more(streaming, name, model), embedding, servesAll);
    }

    private Models with(String name, EmbeddingModel model) {
        return new Models(chat, streaming, more(embedding, name, model), servesAll);
    }

    private String key(String name) {
        return servesAll ? UNNAMED : name;
    }

    private void requireFree(String name, Set<String> taken) {
        if (servesAll) {
            throw new IllegalArgumentException("one unnamed model serves every prompt; name it with"
                    + " Models.of(name, model) before adding '" + name + "'");
        }
        if (name.isBlank() || taken.contains(name)) {
            throw new IllegalArgumentException(
                    "the name of a model must be new and not blank; found '" + name + "', taken are " + taken);
        }
    }

    private void requireUnnamed(Set<String> taken) {
        if (!servesAll || !taken.isEmpty()) {
            throw new IllegalArgumentException("an unnamed model is added to one unnamed model of another kind; found "
                    + this + (taken.isEmpty() ? "" : ", and one of its kind is there") + ". Name it: and(name, model)");
        }
    }

    private static <M> Map<String, M> more(Map<String, M> models, String name, M model) {
        Map<String, M> more = new LinkedHashMap<>(models);
        more.put(name, Objects.requireNonNull(model, "model"));
        return more;
    }

    private static <M> Map<String, M> each(Map<String, M> models, UnaryOperator<M> decorator) {
        return each(models, (name, model) -> decorator.apply(model));
    }

    private static <M> Map<String, M> each(Map<String, M> models, BiFunction<String, M, M> decorator) {
        Map<String, M> decorated = new LinkedHashMap<>();
        models.forEach(
                (name, model) -> decorated.put(name, Objects.requireNonNull(decorator.apply(name, model), name)));
        return decorated;
    }

    private static IllegalArgumentException unmapped(String kind, String name, Set<String> names) {
        return new IllegalArgumentException("no " + kind + " is mapped to the name '" + name + "'; mapped are " + names
                + ". Add it with Models.of(…).and(\"" + name + "\", model)");
    }
}
