package io.genaiops.policy;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.delivery.Delivered;
import io.genaiops.policy.PolicyDecision.PolicyVersion;
import io.genaiops.registry.AssetRegistry;
import org.jspecify.annotations.Nullable;

/** Where a policy comes from: code, or a reference that a registry follows anew for every decision. Thread-safe. */
interface PolicySource {

    /** Returns the name of the policy. */
    String name();

    /** Returns the version that counts now, or throws if there is none to be had. */
    CompiledPolicy current();

    static PolicySource of(PolicyDefinition definition) {
        return new Fixed(definition.id().name(), new CompiledPolicy(definition, PolicyVersion.of(definition)));
    }

    static PolicySource of(AssetRegistry registry, String reference) {
        return new Registered(registry, new AssetReference(AssetKind.POLICY, AssetRef.parse(reference)));
    }

    /** A policy from code. */
    record Fixed(String name, CompiledPolicy current) implements PolicySource {}

    /** A policy that is made ready again only when another version is delivered. */
    final class Registered implements PolicySource {

        private final AssetRegistry registry;
        private final AssetReference reference;
        private volatile @Nullable CompiledPolicy last;

        private Registered(AssetRegistry registry, AssetReference reference) {
            this.registry = registry;
            this.reference = reference;
        }

        @Override
        public String name() {
            return reference.ref().name();
        }

        @Override
        public CompiledPolicy current() {
            Delivered delivered = registry.delivery().deliver(reference);
            CompiledPolicy known = last;
            if (known != null
                    && known.definition() == delivered.asset()
                    && known.identity().source() == delivered.resolution().source()
                    && delivered.resolution().digest().equals(known.identity().digest())) {
                return known;
            }
            PolicyDefinition definition = (PolicyDefinition) delivered.asset();
            CompiledPolicy next = new CompiledPolicy(definition, PolicyVersion.of(definition, delivered.resolution()));
            last = next;
            return next;
        }
    }
}
