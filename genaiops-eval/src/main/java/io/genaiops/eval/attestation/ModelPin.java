package io.genaiops.eval.attestation;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.evidence.Evidence;
import io.genaiops.registry.AssetRegistry;

/**
 * Adds to evidence which definition of a model the prompt asks for.
 *
 * @since 0.1
 */
public final class ModelPin {

    private ModelPin() {}

    /** Returns the evidence with the definition that the registry has now, or as it is if no asset defines the model. */
    public static Evidence pinned(Evidence evidence, AssetRegistry registry) {
        String model = evidence.model();
        if (!AssetId.isName(model)) {
            return evidence;
        }
        try {
            return evidence.withModel(
                    registry.digest(evidence.id(), evidence.version(), reference(evidence, registry)));
        } catch (AssetNotFoundException e) {
            // A model that no asset defines is the host's own.
            return evidence;
        }
    }

    /** Returns the reference to the model that the version has, or else its name. */
    private static AssetReference reference(Evidence evidence, AssetRegistry registry) {
        return registry.version(evidence.id(), evidence.version()).references().stream()
                .filter(reference -> reference.kind() == AssetKind.MODEL)
                .filter(reference -> reference.ref().name().equals(evidence.model()))
                .findFirst()
                .orElseGet(() -> new AssetReference(AssetKind.MODEL, AssetRef.parse(evidence.model())));
    }
}
