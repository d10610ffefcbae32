package io.genaiops.policy;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyDefinition.Evidence;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.policy.PolicyDecision.PolicyVersion;
import io.genaiops.policy.PolicyDecision.Reason;
import io.genaiops.policy.PolicyDecision.Refused;
import io.genaiops.policy.PolicyDecision.WouldRefuse;
import io.genaiops.registry.AssetRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Says what may be called, run and promoted, and why not. Every rule must be kept; one that refuses is stronger than all
 * that allow. A fact that a rule needs and nobody stated is a refusal, and so is a policy that cannot be loaded.
 * Thread-safe.
 *
 * <pre>{@code
 * Policy policy = Policy.from(registry, "house-rules@production");
 * ChatModel model = policy.chatModel("large", openAi, ModelFacts.of(registry.model("large")));
 * }</pre>
 *
 * @since 0.1
 */
public final class Policy {

    private final PolicySource source;
    private final Map<PolicyFact, List<String>> everywhere;
    private final Clock clock;
    private final boolean dryRun;
    private final DecisionBook book;

    private Policy(Builder builder) {
        this.source = builder.source;
        this.everywhere = Map.copyOf(builder.everywhere);
        this.clock = builder.clock;
        this.dryRun = builder.dryRun;
        this.book = new DecisionBook(builder.clock, builder.examples, builder.listeners);
    }

    /** Returns a policy that is enforced as it is. */
    public static Policy of(PolicyDefinition definition) {
        return builder(definition).build();
    }

    /**
     * Returns the policy that a reference means, for example {@code house-rules@production}. The reference is followed for
     * every decision, so a label that moves takes effect without a restart.
     *
     * @throws IllegalArgumentException if the reference is none
     */
    public static Policy from(AssetRegistry registry, String reference) {
        return builder(registry, reference).build();
    }

    /** Begins a policy with options. */
    public static Builder builder(PolicyDefinition definition) {
        return new Builder(PolicySource.of(definition));
    }

    /**
     * Begins a policy with options. If the registry is of an environment, that is the fact {@code environment} of every
     * request unless the options say otherwise.
     */
    public static Builder builder(AssetRegistry registry, String reference) {
        Builder builder = new Builder(PolicySource.of(registry, reference));
        registry.environment().ifPresent(name -> builder.fact(PolicyFact.ENVIRONMENT, name));
        return builder;
    }

    /** Decides, counts the decision and tells the listeners. Throws nothing: a policy that cannot be loaded refuses. */
    public PolicyDecision decide(PolicyRequest request) {
        PolicyDecision decision = decided(request);
        book.note(request, decision);
        return decision;
    }

    /**
     * Requires that something may happen.
     *
     * @throws io.genaiops.RefusedException if it is refused; the message has every reason and what to do
     */
    public void enforce(PolicyRequest request) {
        decide(request).orThrow();
    }

    /** Returns what lets the calls of a model pass, for a host that decorates for itself. */
    public CallGuard guard(String name, ChatModel model, ModelFacts facts) {
        return CallGuard.of(this, name, facts, model.provider(), model.defaultRequestParameters());
    }

    /** Returns what lets the calls of a streaming model pass, for a host that decorates for itself. */
    public CallGuard guard(String name, StreamingChatModel model, ModelFacts facts) {
        return CallGuard.of(this, name, facts, model.provider(), model.defaultRequestParameters());
    }

    /**
     * Returns a model that is asked only where the policy allows it. Its options and listeners are those of the given one.
     *
     * @param name the host's name of it
     * @param facts what the host states of it
     */
    public ChatModel chatModel(String name, ChatModel model, ModelFacts facts) {
        return CallGuard.chat(this, name, model, facts);
    }

    /** Returns a model that is asked only where the policy allows it, of which the host states nothing more. */
    public ChatModel chatModel(String name, ChatModel model) {
        return chatModel(name, model, ModelFacts.NONE);
    }

    /**
     * Returns a streaming model that is asked only where the policy allows it. What is refused is thrown before anything is
     * sent, and the handler hears nothing.
     */
    public StreamingChatModel streamingChatModel(String name, StreamingChatModel model, ModelFacts facts) {
        return CallGuard.streaming(this, name, model, facts);
    }

    /** Returns a streaming model that is asked only where the policy allows it, of which the host states nothing more. */
    public StreamingChatModel streamingChatModel(String name, StreamingChatModel model) {
        return streamingChatModel(name, model, ModelFacts.NONE);
    }

    /**
     * Returns the evidence that rules require of a promotion, so that it can be brought; {@link #decide} holds what was
     * brought against them.
     *
     * @param promotion made by {@link PolicyRequest#promotion}
     */
    public List<Evidence> requiredEvidence(PolicyRequest promotion) {
        List<Evidence> required = new ArrayList<>();
        for (PolicyRule rule : source.current().applying(promotion, everywhere, clock)) {
            if (rule.requirement() instanceof Evidence evidence) {
                required.add(evidence);
            }
        }
        return List.copyOf(required);
    }

    /**
     * Returns the version that counts now.
     *
     * @throws io.genaiops.GenAiOpsException if it cannot be loaded
     */
    public PolicyDefinition definition() {
        return source.current().definition();
    }

    /** Returns whether nothing is enforced, and what would be refused is reported only. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Returns what was decided so far. */
    public PolicyReport report() {
        return book.report(source.name());
    }

    private PolicyDecision decided(PolicyRequest request) {
        PolicyDecision decision = decidedStrictly(request);
        return dryRun && decision instanceof Refused refused
                ? new WouldRefuse(refused.policy(), refused.moment(), refused.reasons())
                : decision;
    }

    private PolicyDecision decidedStrictly(PolicyRequest request) {
        CompiledPolicy current;
        try {
            current = source.current();
        } catch (RuntimeException e) {
            return new Refused(PolicyVersion.notLoaded(source.name()), request.moment(), List.of(notLoaded(e)));
        }
        return current.decide(request, everywhere, clock);
    }

    private static Reason notLoaded(RuntimeException e) {
        return new Reason(
                Reason.NOT_LOADED,
                "the policy must be loaded to decide; found: "
                        + Values.shown(List.of(String.valueOf(e.getMessage()))).get(0),
                Map.of(),
                List.of(),
                "what is not known to be allowed is refused",
                "publish the policy or repair its store; a registry with a last known good copy survives its store");
    }

    @Override
    public String toString() {
        return "Policy[" + source.name() + (dryRun ? ", dry run]" : "]");
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final PolicySource source;
        private final Map<PolicyFact, List<String>> everywhere = new HashMap<>();
        private final List<PolicyListener> listeners = new ArrayList<>();
        private Clock clock = Clock.systemUTC();
        private boolean dryRun;
        private int examples = 5;

        private Builder(PolicySource source) {
            this.source = source;
        }

        /**
         * States a fact of every request, in place of what was stated of it before, for example {@code
         * fact(PolicyFact.ENVIRONMENT, "production")}. What a request says comes on top.
         */
        public Builder fact(PolicyFact fact, String... values) {
            everywhere.put(fact, Values.stated(fact, values));
            return this;
        }

        /** Refuses nothing, and reports what would have been refused. */
        public Builder dryRun() {
            this.dryRun = true;
            return this;
        }

        /** Sets how many examples of each rule the report keeps: 5 if not set, from 0 to 100. */
        public Builder examples(int most) {
            if (most < 0 || most > 100) {
                throw new IllegalArgumentException("examples must be from 0 to 100; found: " + most);
            }
            this.examples = most;
            return this;
        }

        /** Adds what hears every decision. */
        public Builder listener(PolicyListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Sets the clock that the age of evidence is measured by. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Builds the policy. One that cannot be loaded is built all the same, and refuses until it can. */
        public Policy build() {
            return new Policy(this);
        }
    }
}
