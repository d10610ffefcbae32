package io.genaiops.gate;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate decides on: the version that wants a label, who holds it now, and the evidence brought along.
 *
 * @param id the asset
 * @param version the version that wants the label
 * @param digest its resolved digest
 * @param holder the version that holds the label now, or {@code null}
 * @param evidence all evidence brought along, of whatever digest
 * @since 0.1
 */
public record Candidate(
        AssetId id,
        Version version,
        Digest digest,
        @Nullable Version holder,
        List<Evidence> evidence) {

    /** Requires all but the holder and copies the evidence. */
    public Candidate {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(digest, "digest");
        evidence = List.copyOf(evidence);
    }

    /** Returns the version that holds the label now, if any does. */
    public Optional<Version> currentHolder() {
        return Optional.ofNullable(holder);
    }

    /** Returns the evidence about exactly this digest; every other is void. */
    public List<Evidence> evidenceOfDigest() {
        return evidence.stream().filter(each -> each.digest().equals(digest)).toList();
    }

    /** Returns asset and version, for messages. */
    @Override
    public String toString() {
        return id + " " + version;
    }
}
