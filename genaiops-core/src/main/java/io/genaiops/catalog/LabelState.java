package io.genaiops.catalog;

import io.genaiops.asset.Version;
import java.util.Objects;

/**
 * Where a label is.
 *
 * @param version the version it is on
 * @param frozen whether it may never move again
 * @since 0.1
 */
public record LabelState(Version version, boolean frozen) {

    /** Requires the version. */
    public LabelState {
        Objects.requireNonNull(version, "version");
    }
}
