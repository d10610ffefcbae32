package io.genaiops.cache.key;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.genaiops.asset.Digest;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is found by: a SHA-256 of everything that it may depend on. That is every message with its role and all of
 * its contents, the host's name of the model, the request's parameters and the model's own defaults, tools and response
 * format, the tenant, the repetition, and name, version and digest of the prompt. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class CacheKey {

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;
    private final @Nullable String prompt;

    private CacheKey(ByteBuffer hash, @Nullable String prompt) {
        this.first = hash.getLong();
        this.second = hash.getLong();
        this.third = hash.getLong();
        this.fourth = hash.getLong();
        this.prompt = prompt;
    }

    /**
     * Begins the key of a request to a model.
     *
     * @param model the host's name of the model
     */
    public static Builder builder(String model, ChatRequest request) {
        return new Builder(model, request);
    }

    /** Returns the digest. */
    public Digest digest() {
        HexFormat hex = HexFormat.of();
        return Digest.parse("sha256:" + hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third)
                + hex.toHexDigits(fourth));
    }

    /** Returns the name of the prompt that the request was rendered from, if it was from one. */
    public Optional<String> prompt() {
        return Optional.ofNullable(prompt);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheKey that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public String toString() {
        return digest().abbreviated();
    }

    /** Sets what belongs to a call besides its request. Not thread-safe. */
    public static final class Builder {

        private final String model;
        private final ChatRequest request;
        private @Nullable ChatRequestParameters defaults;
        private CallContext context = CallContext.NONE;
        private boolean separateUsers;
        private boolean withoutQuestion;
        private int repetition;
        private @Nullable String unknown;

        private Builder(String model, ChatRequest request) {
            this.model = Objects.requireNonNull(model, "model");
            this.request = Objects.requireNonNull(request, "request");
        }

        /** Sets what the model takes for the parameters that the request leaves out. */
        public Builder defaults(ChatRequestParameters defaults) {
            this.defaults = Objects.requireNonNull(defaults, "defaults");
            return this;
        }

        /** Sets tenant and prompt. User, conversation and attributes are no part of a key. */
        public Builder context(CallContext context) {
            this.context = Objects.requireNonNull(context, "context");
            return this;
        }

        /** Sets which of several answers to one request it is, from 0; each repetition has an answer of its own. */
        public Builder repetition(int repetition) {
            if (repetition < 0) {
                throw new IllegalArgumentException("repetition must be at least 0; found: " + repetition);
            }
            this.repetition = repetition;
            return this;
        }

        /** Makes the user of the context a part of the key. */
        public Builder separateUsers() {
            this.separateUsers = true;
            return this;
        }

        /**
         * Leaves the contents of the last message out, for caches that compare these by another measure. Such a key never is
         * that of a whole request.
         *
         * @throws IllegalArgumentException if the last message is not of the user
         */
        public Builder withoutQuestion() {
            List<ChatMessage> messages = request.messages();
            ChatMessage last = messages.get(messages.size() - 1);
            if (last.getClass() != UserMessage.class) {
                throw new IllegalArgumentException("the last message must be of the user; found: " + last.type());
            }
            this.withoutQuestion = true;
            return this;
        }

        /**
         * Builds the key. It is empty if the request has a part that cannot be told from another one, such as a parameter of
         * a class that hides its fields: such a request is never answered from a cache.
         */
        public Optional<CacheKey> build() {
            RequestHash hash = new RequestHash();
            hash.text(withoutQuestion ? "genaiops.cache.partition/1" : "genaiops.cache.key/1");
            hash.text(model).text(context.tenant()).number(repetition);
            hash.value(separateUsers).text(separateUsers ? context.user() : null);
            PromptIdentity prompt = context.prompt();
            if (prompt == null) {
                hash.text(null);
            } else {
                hash.text(prompt.name())
                        .text(prompt.version().toString())
                        .text(prompt.digest().value());
            }
            RequestParts parts = new RequestParts(hash);
            parts.parameters(defaults);
            parts.parameters(request.parameters());
            parts.messages(request.messages(), withoutQuestion);
            unknown = hash.unknown();
            return unknown == null
                    ? Optional.of(new CacheKey(hash.finish(), prompt == null ? null : prompt.name()))
                    : Optional.empty();
        }

        /** Returns the name of the class that left the key empty, once that was built. */
        public Optional<String> unknownClass() {
            return Optional.ofNullable(unknown);
        }
    }
}
