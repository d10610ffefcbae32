package io.genaiops.call;

import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls made from prompts: resolve, render, invoke, account. Thread-safe.
 *
 * @since 0.1
 */
public final class PromptCalls {

    private final Function<String, Prompt> prompts;
    private final Models models;
    private final InputLimit inputLimit;
    private final LongSupplier nanoTime;
    private final Executor executor;

    private PromptCalls(Builder builder) {
        this.prompts = builder.registry::prompt;
        this.models = builder.models;
        this.inputLimit = new InputLimit(builder.estimator);
        this.nanoTime = builder.nanoTime;
        this.executor = builder.executor == null ? CallThreads.create() : builder.executor;
    }

    private PromptCalls(PromptCalls calls, Function<String, Prompt> prompts) {
        this.prompts = prompts;
        this.models = calls.models;
        this.inputLimit = calls.inputLimit;
        this.nanoTime = calls.nanoTime;
        this.executor = calls.executor;
    }

    /**
     * Returns calls of the prompts of a registry on the host's models.
     *
     * @throws IllegalArgumentException if a delivered prompt names a model that is not mapped
     */
    public static PromptCalls of(AssetRegistry registry, Models models) {
        return builder(registry, models).build();
    }

    /** Begins calls with options. */
    public static Builder builder(AssetRegistry registry, Models models) {
        return new Builder(registry, models);
    }

    /** Begins a call of the prompt that a reference means, for example {@code trail-guide} or {@code trail-guide@beta}. */
    public PromptCall prompt(String reference) {
        return new PromptCall(prompts.apply(reference), this);
    }

    /** Begins a call of a prompt at hand. */
    public PromptCall prompt(Prompt prompt) {
        return new PromptCall(prompt, this);
    }

    /**
     * Returns the same calls with the prompts of a snapshot, so that one request or agent run works with one version of
     * each.
     */
    public PromptCalls in(RegistrySnapshot snapshot) {
        return new PromptCalls(this, snapshot::prompt);
    }

    /** Returns the host's models. */
    public Models models() {
        return models;
    }

    InputLimit inputLimit() {
        return inputLimit;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Executor executor() {
        return executor;
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final AssetRegistry registry;
        private final Models models;
        private LongSupplier nanoTime = System::nanoTime;
        private @Nullable TokenCountEstimator estimator;
        private @Nullable Executor executor;

        private Builder(AssetRegistry registry, Models models) {
            this.registry = Objects.requireNonNull(registry, "registry");
            this.models = Objects.requireNonNull(models, "models");
        }

        /** Sets the source of elapsed time, in nanoseconds. */
        public Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
            return this;
        }

        /**
         * Sets what counts the tokens of messages whose UTF-8 bytes pass the limit of a prompt. Without one such messages
         * are refused.
         */
        public Builder tokenCountEstimator(TokenCountEstimator estimator) {
            this.estimator = Objects.requireNonNull(estimator, "estimator");
            return this;
        }

        /**
         * Sets what runs {@link PromptCall#sendAsync}. Without one each call gets a virtual thread where the JDK has them,
         * otherwise a daemon thread. An executor is also where a host hands on what belongs to its threads, for example
         * {@code Context.taskWrapping(executor)} of OpenTelemetry.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Builds the calls.
         *
         * @throws IllegalArgumentException if a prompt that a label delivers, or the newest version of a prompt without
         *     labels, names a model that is not mapped
         */
        public PromptCalls build() {
            List<String> unmapped = new ArrayList<>();
            for (AssetId id : registry.prompts()) {
                for (Version version : delivered(registry, id)) {
                    Prompt prompt = registry.prompt(AssetRef.of(id.name(), version));
                    String name = prompt.model().map(AssetRef::name).orElse("");
                    if (!name.isEmpty() && !models.answersTo(name)) {
                        unmapped.add("'" + name + "' (" + prompt.identity() + ")");
                    }
                }
            }
            if (!unmapped.isEmpty()) {
                throw new IllegalArgumentException("prompts name models that are not mapped: "
                        + String.join(", ", unmapped) + "; mapped are " + models.names()
                        + ". Map them with Models.of(…).and(name, model)");
            }
            return new PromptCalls(this);
        }

        private static Set<Version> delivered(AssetRegistry registry, AssetId id) {
            StoredAsset asset = registry.describe(id);
            Set<Version> versions = new LinkedHashSet<>();
            for (LabelState state : asset.labels().values()) {
                versions.add(state.version());
            }
            if (versions.isEmpty()) {
                asset.latest()
                        .map(PublishedVersion::version)
                        .or(() -> asset.drafts().stream()
                                .filter(draft -> !registry.isProduction())
                                .reduce((lower, higher) -> higher))
                        .ifPresent(versions::add);
            }
            return versions;
        }
    }
}
