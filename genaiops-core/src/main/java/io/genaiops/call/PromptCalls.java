package io.genaiops.call;

import io.genaiops.conversation.Conversations;
import io.genaiops.delivery.DeliveryHealth;
import io.genaiops.guardrail.Guardrails;
import io.genaiops.limit.CallsUnderWay;
import io.genaiops.limit.CostLimit;
import io.genaiops.limit.Deadline;
import io.genaiops.limit.InputLimit;
import io.genaiops.limit.Pricing;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallThreads;
import io.genaiops.model.Models;
import io.genaiops.policy.Policy;
import io.genaiops.policy.PolicyRequest;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.RegistrySnapshot;
import io.genaiops.route.CallsHealth;
import io.genaiops.route.ModelRoutes;
import io.genaiops.tool.Tools;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls made from prompts: resolve, render, invoke, account. Thread-safe.
 *
 * @since 0.1
 */
public final class PromptCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PromptCalls.class);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Function<String, Prompt> prompts;
    private final Models models;
    private final InputLimit inputLimit;
    private final Pricing pricing;
    private final CostLimit costLimit;
    private final LongSupplier nanoTime;
    private final Executor executor;
    private final CallsUnderWay underWay;
    private final @Nullable Policy policy;
    private final ModelRoutes routes;
    private final Asking asking;
    private final Supplier<DeliveryHealth> delivery;
    private final Tools tools;
    private final int maxToolRoundTrips;
    private final Guardrails guardrails;
    private final @Nullable Conversations conversations;
    private final @Nullable Duration deadline;
    private final BiFunction<Duration, Runnable, Runnable> timer;

    PromptCalls(PromptCallsBuilder builder) {
        this.prompts = builder.registry::prompt;
        this.models = builder.models;
        this.inputLimit = new InputLimit(builder.estimator);
        this.pricing = new Pricing(builder.prices, builder.pricedNames, builder.usage, builder.clock);
        this.costLimit = new CostLimit(pricing, models, builder.estimator);
        this.nanoTime = builder.nanoTime;
        this.executor = builder.executor == null ? CallThreads.create() : builder.executor;
        this.underWay = new CallsUnderWay();
        this.policy = builder.policy;
        this.routes = builder.routes();
        this.asking = Asking.by(routes, builder.fallbacks);
        this.delivery = builder.registry.delivery()::health;
        this.tools = builder.tools;
        this.maxToolRoundTrips = builder.maxToolRoundTrips;
        this.guardrails = builder.guardrails;
        this.conversations = builder.conversations;
        this.deadline = builder.deadline;
        this.timer = builder.timer;
    }

    private PromptCalls(PromptCalls calls, Function<String, Prompt> prompts) {
        this.prompts = prompts;
        this.models = calls.models;
        this.inputLimit = calls.inputLimit;
        this.pricing = calls.pricing;
        this.costLimit = calls.costLimit;
        this.nanoTime = calls.nanoTime;
        this.executor = calls.executor;
        this.underWay = calls.underWay;
        this.policy = calls.policy;
        this.routes = calls.routes;
        this.asking = calls.asking;
        this.delivery = calls.delivery;
        this.tools = calls.tools;
        this.maxToolRoundTrips = calls.maxToolRoundTrips;
        this.guardrails = calls.guardrails;
        this.conversations = calls.conversations;
        this.deadline = calls.deadline;
        this.timer = calls.timer;
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
    public static PromptCallsBuilder builder(AssetRegistry registry, Models models) {
        return new PromptCallsBuilder(registry, models);
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

    /** Returns how the calls are doing: what stands between them and the models, and between them and the assets. */
    public CallsHealth health() {
        return new CallsHealth(underWay.count(), routes.health(), delivery.get());
    }

    /**
     * Takes no more calls and waits for those under way, of every {@link #in snapshot} too. Models, caches, budget and
     * resilience belong to the host and stay open.
     *
     * @return whether all ended in time
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public boolean close(Duration most) throws InterruptedException {
        return underWay.close(most);
    }

    /** Closes as {@link #close(Duration)} does, and waits for 30 seconds at most; an interrupt ends the wait and stays. */
    @Override
    public void close() {
        try {
            if (!close(CLOSING)) {
                LOG.warn(
                        "{} calls were under way when they were closed",
                        underWay.count().underWay());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether other models are asked when one fails. */
    boolean fallsBack() {
        return routes.fallsBack();
    }

    /** Returns the host's models. */
    public Models models() {
        return models;
    }

    InputLimit inputLimit() {
        return inputLimit;
    }

    Pricing pricing() {
        return pricing;
    }

    CostLimit costLimit() {
        return costLimit;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Executor executor() {
        return executor;
    }

    CallsUnderWay underWay() {
        return underWay;
    }

    Asking asking() {
        return asking;
    }

    /**
     * Returns the tools that the prompt names.
     *
     * @throws io.genaiops.RefusedException if one is missing
     */
    Tools tools(Prompt prompt) {
        return tools.of(prompt);
    }

    /**
     * Lets a tool run that the policy allows.
     *
     * @throws io.genaiops.RefusedException if it does not, which ends the call
     */
    void enforceTool(@Nullable String name, CallContext context) {
        if (policy != null) {
            String known = name == null || name.isBlank() ? "(unnamed)" : name;
            policy.enforce(PolicyRequest.tool(known).context(context).build());
        }
    }

    Guardrails guardrails() {
        return guardrails;
    }

    int maxToolRoundTrips() {
        return maxToolRoundTrips;
    }

    @Nullable
    Conversations conversations() {
        return conversations;
    }

    /** Returns the deadline of a call that begins now, with the limit that the call gives or else that of all. */
    Deadline deadline(@Nullable Duration given) {
        return Deadline.of(given == null ? deadline : given, nanoTime, timer);
    }
}
