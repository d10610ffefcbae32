package io.genaiops.delivery;

import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Resolution;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a warm-up found, in the order in which it was asked for. Failing references are a value: the host decides whether
 * it starts without them.
 *
 * @param ready what can be delivered, and where it came from
 * @param failed why the rest cannot
 * @since 0.1
 */
public record WarmUp(Map<AssetReference, Resolution> ready, Map<AssetReference, String> failed) {

    /** Copies the maps. */
    public WarmUp {
        ready = Collections.unmodifiableMap(new LinkedHashMap<>(ready));
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }

    /** Returns whether everything can be delivered. */
    public boolean isComplete() {
        return failed.isEmpty();
    }
}
