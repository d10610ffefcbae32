package io.genaiops.prompt;

import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import java.util.Objects;

/**
 * Which prompt a text came from: enough to find it again, and what telemetry and evidence carry.
 *
 * @param name the prompt's name
 * @param version its version
 * @param resolution how it was delivered, its resolved digest included
 * @since 0.1
 */
public record PromptIdentity(String name, Version version, Resolution resolution) {

    /** Requires all three. */
    public PromptIdentity {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(resolution, "resolution");
    }

    /** Returns the resolved digest. */
    public Digest digest() {
        return resolution.digest();
    }

    /** Returns name and version, for example {@code trail-guide:1.1.0}. */
    @Override
    public String toString() {
        return name + ":" + version;
    }
}
