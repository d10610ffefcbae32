package io.genaiops.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.approval.Approval;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.evidence.Evidence;
import io.genaiops.governance.GovernanceReport;
import io.genaiops.ledger.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
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

    /** Returns what there are figures of, by name. */
    SortedSet<String> measured() {
        SortedSet<String> names = new TreeSet<>();
        evidence.forEach(each -> each.figures().forEach(figure -> names.add(figure.name())));
        return names;
    }

    /** Returns who approved and who moved what, with pseudonyms, and what broke the glass first. */
    String record(GovernanceReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        moves(json.putArray("brokenGlass"), report.brokenGlass(), persons);
        ArrayNode discrepancies = json.putArray("notAccountedFor");
        report.discrepancies().forEach(each -> discrepancies.add(persons.text(each.toString())));
        ArrayNode consents = json.putArray("approvals");
        approvals.forEach(approval -> PackApprovals.write(consents.addObject(), approval, persons));
        moves(json.putArray("moves"), report.moves(), persons);
        ArrayNode refusals = json.putArray("refusals");
        report.refusals()
                .forEach(refusal -> refusals.addObject()
                        .put("of", refusal.subject().toString())
                        .put("by", persons.of(refusal.actor().id()))
                        .put("why", persons.text(refusal.why()))
                        .put("at", refusal.at().toString()));
        return PackFolder.text(json);
    }

    private static void moves(ArrayNode json, List<Intent> moves, Persons persons) {
        for (Intent move : moves) {
            ObjectNode one = json.addObject();
            one.put("purpose", move.purpose().toString())
                    .put("label", move.label().name());
            one.put("by", persons.of(move.actor().id())).put("why", persons.text(move.why()));
            one.put("at", move.at().toString());
            Optional.ofNullable(move.evidence()).ifPresent(evidence -> one.put("evidence", evidence.value()));
            ArrayNode steps = one.putArray("steps");
            move.steps()
                    .forEach((id, step) -> steps.addObject()
                            .put("asset", id.toString())
                            .put("from", String.valueOf(step.from()))
                            .put("to", String.valueOf(step.to())));
        }
    }
}
