package io.genaiops.governance;

import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.gate.Gate;
import io.genaiops.registry.AssetRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Moves governed labels. From the moment it is built, the labels it has a gate for move in this store only through it:
 * a plain move is refused. Thread-safe.
 *
 * @since 0.1
 */
public final class Governance {

    private final AssetRegistry registry;
    private final Map<Label, Gate> gates;
    private final Clock clock;

    private Governance(Builder builder) {
        this.registry = builder.registry;
        this.gates = Map.copyOf(builder.gates);
        this.clock = builder.clock;
    }

    /** Begins governance of the labels of a registry. */
    public static Builder builder(AssetRegistry registry) {
        return new Builder(registry);
    }

    /**
     * Begins the promotion of a prompt.
     *
     * @param reference the version, for example {@code trail-guide:2.0.0}
     */
    public PromotionRequest promote(String reference) {
        return new PromotionRequest(this, AssetRef.parse(reference));
    }

    AssetRegistry registry() {
        return registry;
    }

    Clock clock() {
        return clock;
    }

    Gate gate(Label label) {
        Gate everywhere = gates.get(label.withoutEnvironment());
        Gate gate = everywhere == null ? gates.get(label) : gates.getOrDefault(label, everywhere);
        if (gate == null) {
            throw new RefusedException("label '" + label + "' has no gate here; governed are "
                    + gates.keySet().stream().sorted().toList()
                    + ". Move it with AssetRegistry.label(…).moveTo(…), or give it a gate");
        }
        return gate;
    }

    /** Sets the gates. Not thread-safe. */
    public static final class Builder {

        private final AssetRegistry registry;
        private final Map<Label, Gate> gates = new LinkedHashMap<>();
        private Clock clock = Clock.systemUTC();

        private Builder(AssetRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /**
         * Puts a gate before a label. In a registry of an environment it is the label there. In one without, a label that
         * names no environment is governed in all of them, and its gate decides where an environment has none of its own.
         *
         * @throws IllegalArgumentException if the label has a gate already; combine them with {@link Gate#allOf}
         */
        public Builder gate(String label, Gate gate) {
            if (gates.put(registry.here(Label.of(label)), Objects.requireNonNull(gate, "gate")) != null) {
                throw new IllegalArgumentException(
                        "label '" + label + "' has a gate already; combine them with Gate.allOf(…)");
            }
            return this;
        }

        /** Sets the clock that dates promotions. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Builds the governance and marks its labels as governed in the store. */
        public Governance build() {
            if (gates.isEmpty()) {
                throw new IllegalStateException("governance needs at least one gate: gate(\"production\", gate)");
            }
            gates.keySet().forEach(registry::govern);
            return new Governance(this);
        }
    }
}
