package io.genaiops.approval;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.util.Objects;

/**
 * What somebody consents to: that exactly this version gets exactly this label on exactly this evidence. With another
 * digest of either it is another subject, and what was said of the first is void.
 *
 * @param id the asset
 * @param version the version
 * @param digest its resolved digest
 * @param label the label that it gets
 * @param evidence the digest of all evidence brought along
 * @since 0.1
 */
public record ApprovalSubject(AssetId id, Version version, Digest digest, Label label, Digest evidence) {

    /** Requires every part. */
    public ApprovalSubject {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** Returns the text that an actor signs: one line for each part, who consents, and when. */
    public String statement(String actor, Instant at) {
        if (actor.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the id of an actor who signs must be one line; found: '" + actor + "'");
        }
        return String.join(
                "\n",
                "genaiops-approval-1",
                id.kind() + " " + id.name() + " " + version,
                digest.value(),
                label.name(),
                evidence.value(),
                actor,
                at.toString());
    }

    /** Returns for example {@code prompt 'trail-guide' 2.0.0 as 'production'}. */
    @Override
    public String toString() {
        return id + " " + version + " as '" + label + "'";
    }
}
