package io.genaiops.rollout;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.registry.ReleaseSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A rollout as it is stored: data that fixes who is in which arm. Immutable and thread-safe.
 *
 * <p>The bucket of a key is {@code (murmur3_x86_32(utf8(seed + key)) as unsigned * sum of weights) >>> 32}; arms take
 * buckets in their order, as many as their weight (flagd, fractional operation, second version). Within its arm a key has
 * a place from 0 to 9,999, and the ramp has reached it if that is below the coverage: each arm grows from its own start,
 * so raising the coverage moves nobody who is in an arm (the ranges of GrowthBook).
 *
 * @since 0.1
 */
public final class RolloutPlan {

    /** The name of the one algorithm there is; stored with every plan. */
    public static final String ALGORITHM = "murmur3-x86-32/fractional-v2";

    /** The coverage, in basis points, at which the ramp has reached everyone. */
    public static final int EVERYONE = 10_000;

    private final String id;
    private final String seed;
    private final List<Arm> arms;
    private final Arm control;
    private final int coverage;
    private final boolean killed;
    private final List<Condition> audience;
    private final List<TargetingRule> targeting;
    private final Map<String, String> forced;
    private final Map<String, Arm> byName;
    private final long totalWeight;

    private RolloutPlan(Builder builder) {
        this.id = builder.id;
        this.seed = builder.seed;
        this.arms = List.copyOf(builder.arms);
        this.byName = byName(id, arms);
        this.totalWeight = totalWeight(id, arms);
        this.control =
                arm("the control arm", builder.control.isEmpty() ? arms.get(0).name() : builder.control);
        this.coverage = builder.coverage;
        this.killed = builder.killed;
        this.audience = List.copyOf(builder.audience);
        this.targeting = List.copyOf(builder.targeting);
        this.forced = Collections.unmodifiableMap(new TreeMap<>(builder.forced));
        targeting.forEach(rule -> arm("a targeting rule", rule.arm()));
        forced.values().forEach(arm -> arm("a forced key", arm));
    }

    /** Begins a plan. The seed is the id, and everyone whom the ramp reaches is nobody, if nothing else is said. */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * Reads a plan from JSON.
     *
     * @throws InvalidAssetException with the place, what was expected and what was found
     */
    public static RolloutPlan parse(String json) {
        return RolloutJson.read(json);
    }

    /** Returns the JSON that {@link #parse} reads. Forced keys are in it as they are. */
    public String toJson() {
        return RolloutJson.write(this);
    }

    /** Begins a plan that is this one but for what is set next. */
    public Builder toBuilder() {
        Builder builder = builder(id).seed(seed).control(control.name()).coverage(coverage);
        builder.arms.addAll(arms);
        builder.audience.addAll(audience);
        builder.targeting.addAll(targeting);
        builder.forced.putAll(forced);
        builder.killed = killed;
        return builder;
    }

    /** Returns this plan with the ramp at another coverage, in basis points: 500 is 5 %, {@link #EVERYONE} is all. */
    public RolloutPlan rampedTo(int coverage) {
        return toBuilder().coverage(coverage).build();
    }

    /** Returns this plan with the kill switch on or off. */
    public RolloutPlan killed(boolean killed) {
        Builder builder = toBuilder();
        builder.killed = killed;
        return builder.build();
    }

    /**
     * Returns whether the ramp of this plan keeps everyone where the ramp of an earlier one put them: same seed, same arms
     * with the same weights in the same order, and no less coverage. Otherwise keep keys where they are with a sticky
     * store, or take a new seed and know that this is a new comparison.
     */
    public boolean continuesRampOf(RolloutPlan earlier) {
        if (!seed.equals(earlier.seed) || coverage < earlier.coverage || arms.size() != earlier.arms.size()) {
            return false;
        }
        for (int i = 0; i < arms.size(); i++) {
            Arm before = earlier.arms.get(i);
            if (!arms.get(i).name().equals(before.name()) || arms.get(i).weight() != before.weight()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the id. */
    public String id() {
        return id;
    }

    /** Returns the name of the algorithm that gives keys their buckets. */
    public String algorithm() {
        return ALGORITHM;
    }

    /** Returns what is put before keys: two rollouts of one seed and the same weights put a key into the same arm. */
    public String seed() {
        return seed;
    }

    /** Returns the arms in their order. */
    public List<Arm> arms() {
        return arms;
    }

    /** Returns the arm of everyone whom nothing puts into another. */
    public Arm control() {
        return control;
    }

    /** Returns how far the ramp is, in basis points. */
    public int coverage() {
        return coverage;
    }

    /** Returns whether the kill switch is on. */
    public boolean isKilled() {
        return killed;
    }

    /** Returns the conditions that everyone must meet whom the ramp may reach. */
    public List<Condition> audience() {
        return audience;
    }

    /** Returns the rules, the first of which that is met decides. */
    public List<TargetingRule> targeting() {
        return targeting;
    }

    /** Returns the names of arms by the keys that are forced into them. */
    public Map<String, String> forced() {
        return forced;
    }

    Arm arm(String whose, String name) {
        Arm arm = byName.get(name);
        if (arm == null) {
            throw new IllegalArgumentException("rollout '" + id + "' has no arm '" + name + "', which " + whose
                    + " names; it has " + byName.keySet());
        }
        return arm;
    }

    boolean hasArm(String name) {
        return byName.containsKey(name);
    }

    /** Returns the arm whose buckets have the key's, if the ramp has reached the key, else the control arm. */
    Assignment ramp(String key) {
        int hash = Murmur3.hash((seed + key).getBytes(StandardCharsets.UTF_8), 0);
        long position = Integer.toUnsignedLong(hash) * totalWeight;
        long start = 0;
        for (Arm arm : arms) {
            long within = position - (start << 32);
            if (within < (long) arm.weight() << 32) {
                long place = (within / arm.weight() * EVERYONE) >>> 32;
                return place < coverage
                        ? new Assignment(arm, Assignment.Reason.RAMPED)
                        : new Assignment(control, Assignment.Reason.NOT_RAMPED);
            }
            start += arm.weight();
        }
        throw new IllegalStateException("bucket " + (position >>> 32) + " is beyond the weights of " + arms);
    }

    private static Map<String, Arm> byName(String id, List<Arm> arms) {
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("rollout '" + id + "' needs at least one arm; found none");
        }
        Map<String, Arm> byName = new LinkedHashMap<>();
        Set<AssetId> assets = arms.get(0).references().keySet();
        for (Arm arm : arms) {
            if (byName.put(arm.name(), arm) != null) {
                throw new IllegalArgumentException("rollout '" + id + "' has two arms '" + arm.name() + "'");
            }
            if (!arm.references().keySet().equals(assets)) {
                throw new IllegalArgumentException(
                        "rollout '" + id + "' needs versions of the same assets in every arm,"
                                + " so that they move together; found " + assets + " in '"
                                + arms.get(0).name() + "' and "
                                + arm.references().keySet() + " in '" + arm.name() + "'");
            }
        }
        return byName;
    }

    private static long totalWeight(String id, List<Arm> arms) {
        long total = 0;
        for (Arm arm : arms) {
            total += arm.weight();
        }
        if (total < 1 || total > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "weights of rollout '" + id + "' must add up to 1 to " + Integer.MAX_VALUE + "; found: " + total);
        }
        return total;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RolloutPlan that && toJson().equals(that.toJson());
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, seed, arms, coverage, killed);
    }

    /** Returns id, arms and coverage, and no key. */
    @Override
    public String toString() {
        return "rollout '" + id + "' of " + arms.stream().map(Arm::name).toList() + " at " + coverage + " basis points"
                + (killed ? ", killed" : "");
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final List<Arm> arms = new ArrayList<>();
        private final List<Condition> audience = new ArrayList<>();
        private final List<TargetingRule> targeting = new ArrayList<>();
        private final Map<String, String> forced = new LinkedHashMap<>();
        private String seed;
        private String control = "";
        private int coverage;
        private boolean killed;

        private Builder(String id) {
            this.id = Arm.requireName("rollout id", id);
            this.seed = id;
        }

        /** Adds an arm of a version such as {@code trail-guide:2.0.0}; the first one is the control arm. */
        public Builder arm(String name, String reference, int weight) {
            arms.add(Arm.of(name, reference, weight));
            return this;
        }

        Builder arm(Arm arm) {
            arms.add(arm);
            return this;
        }

        /** Adds an arm of versions that go together; the first one is the control arm. All arms have the same assets. */
        public Builder arm(String name, ReleaseSet set, int weight) {
            arms.add(Arm.of(name, set, weight));
            return this;
        }

        /** Takes all arms away, to set others. */
        public Builder noArms() {
            arms.clear();
            return this;
        }

        /** Makes another arm than the first one the control arm. */
        public Builder control(String arm) {
            this.control = Arm.requireName("control", arm);
            return this;
        }

        /** Sets what is put before keys, to share assignments with other rollouts or to draw them anew. */
        public Builder seed(String seed) {
            if (seed.isBlank()) {
                throw new IllegalArgumentException("seed must not be blank; found: '" + seed + "'");
            }
            this.seed = seed;
            return this;
        }

        /** Sets how far the ramp is, in basis points: 500 is 5 %, {@link #EVERYONE} is all. */
        public Builder coverage(int coverage) {
            if (coverage < 0 || coverage > EVERYONE) {
                throw new IllegalArgumentException(
                        "coverage must be 0 to " + EVERYONE + " basis points; found: " + coverage);
            }
            this.coverage = coverage;
            return this;
        }

        /** Adds a condition that everyone must meet whom the ramp may reach. */
        public Builder audience(Condition condition) {
            audience.add(Objects.requireNonNull(condition, "condition"));
            return this;
        }

        /** Adds a rule after those before it: whoever meets all conditions is in the arm. */
        public Builder target(String arm, Condition... when) {
            targeting.add(new TargetingRule(arm, List.of(when)));
            return this;
        }

        /** Forces a key into an arm. */
        public Builder force(String key, String arm) {
            if (key.isBlank()) {
                throw new IllegalArgumentException("a forced key must not be blank; found: '" + key + "'");
            }
            forced.put(key, Arm.requireName("arm name", arm));
            return this;
        }

        /** Turns the kill switch on. */
        public Builder killed() {
            this.killed = true;
            return this;
        }

        /**
         * Builds the plan.
         *
         * @throws IllegalArgumentException if there is no arm, if two have one name or are of different assets, if the weights do
         *     not add up to 1 to 2,147,483,647, or if something names an arm that is not there
         */
        public RolloutPlan build() {
            return new RolloutPlan(this);
        }
    }
}
