package io.genaiops.call;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.budget.Budget;
import io.genaiops.budget.CallPricing;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cache.semantic.SemanticCache;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.conversation.Conversations;
import io.genaiops.cost.Cost;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import io.genaiops.guardrail.Guardrails;
import io.genaiops.limit.AskedModel;
import io.genaiops.limit.Deadline;
import io.genaiops.limit.Pricing;
import io.genaiops.model.Models;
import io.genaiops.policy.ModelFacts;
import io.genaiops.policy.Policy;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Fallback;
import io.genaiops.resilience.Resilience;
import io.genaiops.route.ModelRoutes;
import io.genaiops.tool.HostTool;
import io.genaiops.tool.ToolFailures;
import io.genaiops.tool.Tools;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets what is not the rule of {@link PromptCalls}. Not thread-safe.
 *
 * @since 0.1
 */
public final class PromptCallsBuilder {

    final AssetRegistry registry;
    final Models models;
    final Map<String, Pricing.PricedName> pricedNames = new HashMap<>();
    LongSupplier nanoTime = System::nanoTime;
    Clock clock = Clock.systemUTC();
    PriceList prices = PriceList.shipped();
    Function<TokenUsage, Usage> usage = Pricing::plain;

    @Nullable
    TokenCountEstimator estimator;

    @Nullable
    Executor executor;

    Tools tools = Tools.NONE;
    int maxToolRoundTrips = 10;

    Guardrails guardrails = Guardrails.NONE;

    @Nullable
    Conversations conversations;

    @Nullable
    Duration deadline;

    BiFunction<Duration, Runnable, Runnable> timer = Deadline::after;

    @Nullable
    ResponseCache cache;

    @Nullable
    SemanticCache semanticCache;

    @Nullable
    Resilience resilience;

    @Nullable
    Budget budget;

    final Map<String, Fallback> fallbacks = new HashMap<>();

    @Nullable
    Policy policy;

    private final Map<String, ModelFacts> facts = new HashMap<>();

    PromptCallsBuilder(AssetRegistry registry, Models models) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.models = Objects.requireNonNull(models, "models");
    }

    /** Sets the source of elapsed time, in nanoseconds. */
    public PromptCallsBuilder nanoTime(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        return this;
    }

    /** Sets the clock that dates the calls, which decides which price is in force and whether the list is old. */
    public PromptCallsBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Sets the prices that answers are charged by; {@link PriceList#shipped()} if not set, to which a host adds its own:
     * {@code PriceList.shipped().with(Price.of(…))}.
     */
    public PromptCallsBuilder prices(PriceList prices) {
        this.prices = Objects.requireNonNull(prices, "prices");
        return this;
    }

    /**
     * Says under which provider and name the price list has the host's model of that name, for example {@code
     * pricedAs("small", "azure", "gpt-4o-mini")}. Without it a model is looked up as LangChain4j's {@code provider()} and
     * the name in its response say, which is wrong behind a gateway.
     *
     * @throws IllegalArgumentException if the name was given before or the provider or model is blank
     */
    public PromptCallsBuilder pricedAs(String name, String provider, String model) {
        if (provider.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException("the price of '" + name + "' needs a provider and a model; found: '"
                    + provider + "' and '" + model + "'");
        }
        if (pricedNames.putIfAbsent(name, new Pricing.PricedName(provider, model)) != null) {
            throw new IllegalArgumentException("model '" + name + "' is priced once; found it again as '" + provider
                    + "' '" + model + "', before as " + pricedNames.get(name));
        }
        return this;
    }

    /**
     * Sets how the token usage of a provider is read, for example with its cached tokens. Input must hold cached tokens
     * and output those of reasoning. Without it nothing but input and output is read, so that cached tokens are charged
     * as all others.
     */
    public PromptCallsBuilder usage(Function<TokenUsage, Usage> usage) {
        this.usage = Objects.requireNonNull(usage, "usage");
        return this;
    }

    /**
     * Sets what counts the tokens of messages whose UTF-8 bytes pass a limit of a prompt, of tokens or of cost. Without
     * one such messages are refused.
     */
    public PromptCallsBuilder tokenCountEstimator(TokenCountEstimator estimator) {
        this.estimator = Objects.requireNonNull(estimator, "estimator");
        return this;
    }

    /**
     * Sets what runs {@link PromptCall#sendAsync}, and {@link PromptCall#send} with a deadline. Without one each call gets a virtual thread where the JDK has them,
     * otherwise a daemon thread. An executor is also where a host hands on what belongs to its threads, for example
     * {@code Context.taskWrapping(executor)} of OpenTelemetry.
     */
    public PromptCallsBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Sets how long each call may take that says nothing else, see {@link PromptCall#deadline}; as long as it takes if
     * not set. Whoever waits is told when it has passed; the thread that asks is interrupted, and goes on for as long
     * as the model does not heed that.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public PromptCallsBuilder deadline(Duration limit) {
        this.deadline = Deadline.check(limit);
        return this;
    }

    /** Sets what runs deadlines, for tests that do not wait. */
    PromptCallsBuilder timer(BiFunction<Duration, Runnable, Runnable> timer) {
        this.timer = timer;
        return this;
    }

    /**
     * Sets what remembers conversations, by the id of {@link PromptCall#inConversation}; LangChain4j's {@code
     * ChatMemoryProvider} fits as {@code provider::get}. The user's message and the answer are added once a call has
     * ended well, the messages of tools and repairs are not; a call that fails leaves the memory as it was. A second
     * call in a conversation where one has not ended is refused.
     */
    public PromptCallsBuilder memory(Function<Object, ? extends ChatMemory> memories) {
        this.conversations = Conversations.of(memories);
        return this;
    }

    /**
     * Adds a tool for the prompts that name it among the tools of their front matter; no other one offers it to
     * its model. A definition that was published with a prompt has the last word on what its model is told.
     *
     * @throws IllegalArgumentException if its name is blank or taken
     */
    public PromptCallsBuilder tool(ToolSpecification specification, HostTool tool) {
        this.tools = tools.and(specification, tool);
        return this;
    }

    /**
     * Adds a tool by its name, for the prompts that name it: what their models are told of it says the definition that was
     * published with each of them.
     *
     * @throws IllegalArgumentException if its name is blank or taken
     */
    public PromptCallsBuilder tool(String name, HostTool tool) {
        this.tools = tools.and(name, tool);
        return this;
    }

    /** Sets what happens when a tool fails; the model is told its kind if not set. */
    public PromptCallsBuilder onToolFailure(ToolFailures answer) {
        this.tools = tools.onFailure(answer);
        return this;
    }

    /**
     * Sets how often one call may run the tools that its model calls and ask it again; 10 times if not set. A model
     * that calls more ends the call with an error.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public PromptCallsBuilder maxToolRoundTrips(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxToolRoundTrips must be above 0; found: " + most);
        }
        this.maxToolRoundTrips = most;
        return this;
    }

    /**
     * Adds LangChain4j's guardrails that check the last message of the user before anything is asked of a model, a cache or
     * a budget, in order, on the thread that asks. They may rewrite the message, in the memory of a conversation too; a
     * failure refuses the call, and so does a guardrail that throws.
     */
    public PromptCallsBuilder inputGuardrails(InputGuardrail... checks) {
        this.guardrails = guardrails.withInput(List.of(checks));
        return this;
    }

    /**
     * Adds LangChain4j's guardrails that check every answer before it is given, a kept one too, in order, on the thread that
     * asks. They may rewrite it or have the model asked {@linkplain #maxGuardrailRetries again}; a failure refuses it, and so
     * does a guardrail that throws. No cache keeps an answer that was refused. A stream is held back until its answer has
     * passed.
     */
    public PromptCallsBuilder outputGuardrails(OutputGuardrail... checks) {
        this.guardrails = guardrails.withOutput(List.of(checks));
        return this;
    }

    /**
     * Sets how often the output guardrails may have the model asked again in one call; {@value Guardrails#RETRIES} times if
     * not set. Every time is charged.
     *
     * @throws IllegalArgumentException if it is below 0
     */
    public PromptCallsBuilder maxGuardrailRetries(int most) {
        this.guardrails = guardrails.withMaxRetries(most);
        return this;
    }

    /**
     * Sets what every attempt of a call reserves its estimate of, by the {@link #prices} of these calls, and settles what
     * it used. A call that does not fit is refused, or goes to the cheaper model that a limit names. An answer from a
     * cache costs nothing.
     */
    public PromptCallsBuilder budget(Budget limits) {
        this.budget = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * Sets what retries, waits, limits and breaks, and lets a call fall back: to the models that its prompt names as
     * {@code fallback}, otherwise as {@link #fallback} says.
     */
    public PromptCallsBuilder resilience(Resilience given) {
        this.resilience = Objects.requireNonNull(given, "given");
        return this;
    }

    /**
     * Sets which models are asked when the first one of the chain fails, for prompts that name none themselves. It needs
     * a {@link #resilience}.
     *
     * @throws IllegalArgumentException if there is a chain for that model
     */
    public PromptCallsBuilder fallback(Fallback chain) {
        if (fallbacks.putIfAbsent(chain.first(), chain) != null) {
            throw new IllegalArgumentException("model '" + chain.first() + "' has one chain; found another: " + chain);
        }
        return this;
    }

    /** Sets where answers are kept for the very same request; see {@link ResponseCache} for what that means. */
    public PromptCallsBuilder cache(ResponseCache responses) {
        this.cache = Objects.requireNonNull(responses, "responses");
        this.semanticCache = null;
        return this;
    }

    /** Sets where answers are kept for requests of the same meaning too; see {@link SemanticCache} for when it is on. */
    public PromptCallsBuilder cache(SemanticCache responses) {
        this.semanticCache = Objects.requireNonNull(responses, "responses");
        this.cache = null;
        return this;
    }

    /**
     * Sets what says which models and tools calls may use, and what a call may cost: by the prices of these calls where the
     * facts of a model say nothing else. It is asked first, so that a kept answer of a model that is forbidden by now is not
     * given either, and again for each model that a call falls back to.
     */
    public PromptCallsBuilder policy(Policy rules) {
        this.policy = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /**
     * Says what a policy may want to know of the host's model of that name, such as where it runs.
     *
     * @throws IllegalArgumentException if it was said before
     */
    public PromptCallsBuilder modelFacts(String name, ModelFacts known) {
        if (facts.putIfAbsent(name, Objects.requireNonNull(known, "known")) != null) {
            throw new IllegalArgumentException("the facts of model '" + name + "' are stated once; found them again");
        }
        return this;
    }

    private ModelFacts facts(String name) {
        ModelFacts known = facts.getOrDefault(name, ModelFacts.NONE);
        return known.estimate().isPresent() ? known : known.estimatedBy(request -> estimate(name, request));
    }

    private Cost estimate(String name, ChatRequest request) {
        AskedModel asked = AskedModel.find(models, name).orElseThrow();
        CallPricing charged = pricing(name);
        Usage most = charged.atMost(
                asked.maxOutputTokens() == null || request.maxOutputTokens() != null
                        ? request
                        : request.toBuilder()
                                .maxOutputTokens(asked.maxOutputTokens())
                                .build());
        return most.input() == null || most.output() == null
                ? charged.atMost(most)
                : new Pricing(prices, pricedNames, usage, clock).atMost(asked, most);
    }

    ModelRoutes routes() {
        ModelRoutes.Builder routes = ModelRoutes.to(models, this::pricing);
        if (cache != null) {
            routes.cache(cache);
        }
        if (semanticCache != null) {
            routes.cache(semanticCache);
        }
        if (resilience != null) {
            routes.resilience(resilience);
        }
        if (policy != null) {
            routes.policy(policy, this::facts);
        }
        return budget == null ? routes.build() : routes.budget(budget).build();
    }

    /** Returns how a budget charges calls of a model: as these calls do. */
    private CallPricing pricing(String model) {
        CallPricing pricing = CallPricing.of(prices).clock(clock).usage(usage);
        Pricing.PricedName name = pricedNames.get(model);
        CallPricing named = name == null ? pricing : pricing.as(name.provider(), name.model());
        return estimator == null ? named : named.tokenCountEstimator(estimator);
    }

    private void requireChains() {
        for (Fallback chain : fallbacks.values()) {
            if (resilience == null) {
                throw new IllegalArgumentException(
                        "the chain " + chain + " needs PromptCalls.builder(…).resilience(…), which asks its models");
            }
            for (String name : chain.names()) {
                if (!models.answersTo(name)) {
                    throw new IllegalArgumentException("the chain " + chain + " names model '" + name
                            + "', which is not mapped; mapped are " + models.names());
                }
            }
        }
    }

    /**
     * Builds the calls.
     *
     * @throws IllegalArgumentException if a prompt that a label delivers, or the newest version of a prompt without
     *     labels, names a model that is not mapped
     */
    public PromptCalls build() {
        requireChains();
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
