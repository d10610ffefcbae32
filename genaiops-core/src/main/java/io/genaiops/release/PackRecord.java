package io.genaiops.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.approval.Approval;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.governance.GovernanceReport;
import java.util.List;
import java.util.Optional;

/** Writes who approved and who moved what, with pseudonyms, and what broke the glass first. */
final class PackRecord {

    private PackRecord() {}

    static String json(PackFacts facts, GovernanceReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        moves(json.putArray("brokenGlass"), report.brokenGlass(), facts.persons());
        ArrayNode discrepancies = json.putArray("notAccountedFor");
        report.discrepancies().forEach(each -> discrepancies.add(facts.persons().text(each.toString())));
        ArrayNode approvals = json.putArray("approvals");
        facts.approvals().forEach(approval -> approval(approvals.addObject(), approval, facts.persons()));
        moves(json.putArray("moves"), report.moves(), facts.persons());
        ArrayNode refusals = json.putArray("refusals");
        report.refusals()
                .forEach(refusal -> refusals.addObject()
                        .put("of", refusal.subject().toString())
                        .put("by", facts.persons().of(refusal.actor().id()))
                        .put("why", facts.persons().text(refusal.why()))
                        .put("at", refusal.at().toString()));
        return json.toPrettyString() + "\n";
    }

    private static void approval(ObjectNode json, Approval approval, Persons persons) {
        json.put("of", approval.subject().toString());
        json.put("digest", approval.subject().digest().value());
        json.put("evidence", approval.subject().evidence().value());
        json.put("by", persons.of(approval.actor().id()));
        json.put("principal", persons.of(approval.principal()));
        json.put("assurance", approval.actor().assurance().toString());
        Optional.ofNullable(approval.key()).ifPresent(key -> json.put("key", key.value()));
        json.put("at", approval.at().toString());
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
