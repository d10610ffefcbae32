package io.genaiops.rollout;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.delivery.Delivered;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.RegistrySnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each key the version of its arm. What decides is, in this order: the key is forced, the kill switch, the sticky
 * store, targeting, the ramp. A key that is missing, that is {@code null} or blank, is in the control arm. Thread-safe.
 *
 * @since 0.1
 */
public final class Rollout {

    private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

    private final RolloutPlan plan;
    private final @Nullable StickyStore sticky;
    private final List<Consumer<Exposure>> listeners;

    private Rollout(RolloutPlan plan, @Nullable StickyStore sticky, List<Consumer<Exposure>> listeners) {
        this.plan = plan;
        this.sticky = sticky;
        this.listeners = listeners;
    }

    /** Returns a rollout of a plan without sticky store and listeners. */
    public static Rollout of(RolloutPlan plan) {
        return builder(plan).build();
    }

    /** Begins a rollout with options. */
    public static Builder builder(RolloutPlan plan) {
        return new Builder(plan);
    }

    /** Returns the plan. */
    public RolloutPlan plan() {
        return plan;
    }

    /**
     * Returns this rollout by a newer plan, for example with a longer ramp or the kill switch on.
     *
     * @throws IllegalArgumentException if the plan is of another rollout
     */
    public Rollout with(RolloutPlan newer) {
        if (!newer.id().equals(plan.id())) {
            throw new IllegalArgumentException(
                    "plan must be of rollout '" + plan.id() + "'; found: '" + newer.id() + "'");
        }
        return new Rollout(newer, sticky, listeners);
    }

    /**
     * Returns the arm of a key.
     *
     * @param key what stays in one arm, for example a user or a conversation
     * @param attributes what the plan's conditions are about; empty if there are none
     */
    public Assignment assign(@Nullable String key, Map<String, String> attributes) {
        boolean hasKey = key != null && !key.isBlank();
        String forced = hasKey ? plan.forced().get(key) : null;
        if (forced != null) {
            return new Assignment(plan.arm("a forced key", forced), Assignment.Reason.FORCED);
        }
        if (plan.isKilled()) {
            return new Assignment(plan.control(), Assignment.Reason.KILLED);
        }
        if (key == null || !hasKey) {
            return new Assignment(plan.control(), Assignment.Reason.NO_KEY);
        }
        return remembered(key).orElseGet(() -> decided(key, attributes));
    }

    /**
     * Returns the prompt of a key's arm, with the arm in its resolution. If the arm's version cannot be delivered it is the
     * control arm's, for the reason {@link Assignment.Reason#UNAVAILABLE}.
     *
     * @throws IllegalStateException if the arms are release sets; they are delivered by {@link #snapshot}
     * @throws GenAiOpsException if the version of the control arm cannot be delivered
     */
    public Prompt prompt(AssetRegistry registry, @Nullable String key, Map<String, String> attributes) {
        if (!plan.control().isOfOnePrompt()) {
            throw new IllegalStateException("the arms of rollout '" + plan.id() + "' have several assets "
                    + plan.control().references().keySet()
                    + ", which go together; use snapshot(registry, key, attributes)");
        }
        Choice choice = choose(registry, key, attributes);
        Delivered delivered = choice.versions().get(0);
        expose(choice.assignment(), delivered, key);
        return ((Prompt) delivered.asset()).deliveredBy(delivered.resolution());
    }

    /**
     * Returns a snapshot in which every reference to an asset of the key's arm, by whatever label or range, means the arm's
     * version, and every other reference means what it means in the registry. If one version of the arm cannot be
     * delivered, all of them are the control arm's. Each asset of the arm is an exposure when it is used first.
     *
     * @throws GenAiOpsException if a version of the control arm cannot be delivered
     */
    public RegistrySnapshot snapshot(AssetRegistry registry, @Nullable String key, Map<String, String> attributes) {
        Choice choice = choose(registry, key, attributes);
        RegistrySnapshot.Builder snapshot =
                RegistrySnapshot.builder(registry).onFirstUse(delivered -> expose(choice.assignment(), delivered, key));
        choice.versions().forEach(snapshot::choose);
        return snapshot.build();
    }

    /** An arm and what it delivers. */
    private record Choice(Assignment assignment, List<Delivered> versions) {}

    private Choice choose(AssetRegistry registry, @Nullable String key, Map<String, String> attributes) {
        Assignment assignment = assign(key, attributes);
        try {
            return new Choice(assignment, delivered(registry, assignment.arm()));
        } catch (GenAiOpsException e) {
            if (assignment.arm().equals(plan.control())) {
                throw e;
            }
            LOG.warn(
                    "arm '{}' of rollout '{}' cannot be delivered; giving the control arm: {}",
                    assignment.arm().name(),
                    plan.id(),
                    e.toString());
            Assignment control = new Assignment(plan.control(), Assignment.Reason.UNAVAILABLE);
            return new Choice(control, delivered(registry, plan.control()));
        }
    }

    private static List<Delivered> delivered(AssetRegistry registry, Arm arm) {
        List<Delivered> versions = new ArrayList<>();
        arm.references().forEach((id, version) -> {
            Delivered delivered = registry.delivery().deliver(new AssetReference(id.kind(), version));
            Resolution from = delivered.resolution();
            versions.add(new Delivered(
                    delivered.asset(),
                    new Resolution(from.digest(), from.source(), from.age(), from.label(), arm.name())));
        });
        return versions;
    }

    /**
     * Returns the hash by which exposures and the sticky store know a key: SHA-256 over the UTF-8 bytes of seed, line feed and key. It
     * hides a key only as well as the key is hard to guess.
     */
    public Digest hash(String key) {
        return Digest.ofBytes((plan.seed() + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Assignment> remembered(String key) {
        if (sticky == null) {
            return Optional.empty();
        }
        try {
            return sticky.find(plan.id(), hash(key))
                    .filter(plan::hasArm)
                    .map(arm -> new Assignment(plan.arm("the sticky store", arm), Assignment.Reason.STICKY));
        } catch (RuntimeException e) {
            LOG.warn("the sticky store of rollout '{}' failed; going on without it: {}", plan.id(), e.toString());
            return Optional.empty();
        }
    }

    private Assignment decided(String key, Map<String, String> attributes) {
        for (TargetingRule rule : plan.targeting()) {
            if (Condition.areMet(rule.when(), attributes)) {
                return new Assignment(plan.arm("a targeting rule", rule.arm()), Assignment.Reason.TARGETED);
            }
        }
        if (!Condition.areMet(plan.audience(), attributes)) {
            return new Assignment(plan.control(), Assignment.Reason.NOT_IN_AUDIENCE);
        }
        Assignment ramped = plan.ramp(key);
        return ramped.reason() == Assignment.Reason.RAMPED ? kept(key, ramped) : ramped;
    }

    /** Remembers an arm; if another thread or process was first, its arm is the key's. */
    private Assignment kept(String key, Assignment ramped) {
        if (sticky == null) {
            return ramped;
        }
        try {
            String arm = sticky.keep(plan.id(), hash(key), ramped.arm().name());
            return arm.equals(ramped.arm().name()) || !plan.hasArm(arm)
                    ? ramped
                    : new Assignment(plan.arm("the sticky store", arm), Assignment.Reason.STICKY);
        } catch (RuntimeException e) {
            LOG.warn("the sticky store of rollout '{}' failed; going on without it: {}", plan.id(), e.toString());
            return ramped;
        }
    }

    private void expose(Assignment assignment, Delivered delivered, @Nullable String key) {
        if (listeners.isEmpty()) {
            return;
        }
        Digest hash = key == null || key.isBlank() ? null : hash(key);
        Exposure exposure = new Exposure(
                plan.id(),
                assignment,
                delivered.asset().id(),
                delivered.resolution().digest(),
                hash);
        for (Consumer<Exposure> listener : listeners) {
            try {
                listener.accept(exposure);
            } catch (Exception e) {
                LOG.warn("an exposure listener of rollout '{}' failed: {}", plan.id(), e.toString());
            }
        }
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final RolloutPlan plan;
        private final List<Consumer<Exposure>> listeners = new ArrayList<>();
        private @Nullable StickyStore sticky;

        private Builder(RolloutPlan plan) {
            this.plan = Objects.requireNonNull(plan, "plan");
        }

        /** Keeps keys in the arms that the ramp put them into, also when weights change. */
        public Builder sticky(StickyStore sticky) {
            this.sticky = Objects.requireNonNull(sticky, "sticky");
            return this;
        }

        /** Adds a listener, which hears of every delivered prompt on the thread of the caller and must be quick. */
        public Builder onExposure(Consumer<Exposure> listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Builds the rollout. */
        public Rollout build() {
            return new Rollout(plan, sticky, List.copyOf(listeners));
        }
    }
}
