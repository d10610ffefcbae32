package io.genaiops.governance;

import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Purpose;
import io.genaiops.audit.MoveEntry.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * What governance did, with what broke the glass first.
 *
 * @param brokenGlass the moves past a gate or a freeze, newest first
 * @param discrepancies what the record does not account for
 * @param moves the other moves, newest first
 * @param refusals what did not get a label, newest first
 * @since 0.1
 */
public record GovernanceReport(
        List<Intent> brokenGlass, List<Discrepancy> discrepancies, List<Intent> moves, List<Refusal> refusals) {

    /** Copies the lists. */
    public GovernanceReport {
        brokenGlass = List.copyOf(brokenGlass);
        discrepancies = List.copyOf(discrepancies);
        moves = List.copyOf(moves);
        refusals = List.copyOf(refusals);
    }

    static GovernanceReport of(List<Intent> moved, List<Discrepancy> discrepancies, List<Refusal> refusals) {
        List<Intent> past = new ArrayList<>();
        List<Intent> others = new ArrayList<>();
        moved.forEach(intent -> (intent.purpose() == Purpose.BREAK_GLASS ? past : others).add(0, intent));
        List<Refusal> newestFirst = new ArrayList<>();
        refusals.forEach(refusal -> newestFirst.add(0, refusal));
        return new GovernanceReport(past, discrepancies, others, newestFirst);
    }

    /** Returns a line for each entry. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        brokenGlass.forEach(intent -> line(text, "BROKEN GLASS", intent));
        discrepancies.forEach(
                each -> text.append("NOT ACCOUNTED FOR ").append(each).append('\n'));
        moves.forEach(intent -> line(text, intent.purpose().toString(), intent));
        refusals.forEach(refusal -> text.append("refused ")
                .append(refusal.subject())
                .append(" at ")
                .append(refusal.at())
                .append(" for ")
                .append(refusal.actor())
                .append(": ")
                .append(refusal.why())
                .append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, Intent intent) {
        text.append(what).append(" at ").append(intent.at()).append(" by ").append(intent.actor());
        text.append(" of '").append(intent.label()).append('\'');
        intent.steps()
                .forEach((id, step) -> text.append(", ")
                        .append(id)
                        .append(' ')
                        .append(step.from())
                        .append(" -> ")
                        .append(step.to()));
        text.append(": ").append(intent.why()).append('\n');
    }
}
