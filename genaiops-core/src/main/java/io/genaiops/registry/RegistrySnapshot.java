package io.genaiops.registry;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.delivery.Delivered;
import io.genaiops.prompt.Prompt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * One view of a registry for a request or an agent run: a reference that was followed once means the same for as long as
 * the snapshot is used, wherever labels go meanwhile. What failed is asked for again. Thread-safe.
 *
 * @since 0.1
 */
public final class RegistrySnapshot {

    private final AssetRegistry registry;
    private final ConcurrentMap<AssetReference, Delivered> pinned = new ConcurrentHashMap<>();

    RegistrySnapshot(AssetRegistry registry) {
        this.registry = registry;
    }

    /** Returns the prompt that a reference means here; see {@link AssetRegistry#prompt(String)}. */
    public Prompt prompt(String reference) {
        return prompt(AssetRef.parse(reference));
    }

    /** Returns the prompt that a reference means here; see {@link AssetRegistry#prompt(String)}. */
    public Prompt prompt(AssetRef reference) {
        return prompt(pinned(new AssetReference(AssetKind.PROMPT, reference)));
    }

    /** Returns the prompt that a reference means here, or the caller's; see {@link AssetRegistry#prompt(String, Supplier)}. */
    public Prompt prompt(String reference, Supplier<Prompt> fallback) {
        AssetReference key = new AssetReference(AssetKind.PROMPT, AssetRef.parse(reference));
        Delivered before = pinned.get(key);
        if (before != null) {
            return prompt(before);
        }
        Prompt prompt = registry.prompt(key.ref(), fallback);
        return prompt(pinned(key, new Delivered(prompt, prompt.resolution())));
    }

    /** Returns the definition of a model that a reference means here. */
    public ModelDefinition model(String reference) {
        return (ModelDefinition) pinned(new AssetReference(AssetKind.MODEL, AssetRef.parse(reference)))
                .asset();
    }

    private Delivered pinned(AssetReference reference) {
        Delivered before = pinned.get(reference);
        return before != null ? before : pinned(reference, registry.delivery().deliver(reference));
    }

    /** Of several threads that ask for one reference first, all get what the first one of them got. */
    private Delivered pinned(AssetReference reference, Delivered delivered) {
        Delivered before = pinned.putIfAbsent(reference, delivered);
        return before == null ? delivered : before;
    }

    private static Prompt prompt(Delivered delivered) {
        return ((Prompt) delivered.asset()).deliveredBy(delivered.resolution());
    }
}
