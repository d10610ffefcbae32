package io.genaiops.release;

import io.genaiops.approval.Approval;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.evidence.Evidence;
import io.genaiops.governance.GovernanceReport;
import io.genaiops.ledger.Verification;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a pack says.
 *
 * @param approvals the consents to the versions of the release
 * @param report what governance did, or {@code null} if no governance was given
 * @param policies each policy with how far it is enforced
 * @param verification what was found of the ledger, or {@code null} if none was given
 */
record PackFacts(
        Release release,
        List<Evidence> evidence,
        List<Approval> approvals,
        @Nullable GovernanceReport report,
        Persons persons,
        SortedMap<String, Enforced> policies,
        @Nullable Verification verification,
        Instant at) {

    /** A policy, and whether the host said that it is enforced. */
    record Enforced(PolicyDefinition definition, String how) {}

    boolean isLedgerBroken() {
        return verification != null && !verification.isIntact();
    }
}
