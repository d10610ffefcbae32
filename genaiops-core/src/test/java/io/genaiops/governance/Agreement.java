package io.genaiops.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds labels, their histories and the ledger against each other by hand. */
final class Agreement {

    private Agreement() {}

    /** Requires that they agree and that every move is settled, and returns the entries of the record. */
    static List<MoveEntry> check(GovernedPlace place) {
        assertThat(place.ledger().verify().firstBreak()).isEmpty();
        List<MoveEntry> kept = place.record().entries();
        Set<String> settled = new HashSet<>();
        Set<String> moved = new HashSet<>();
        for (MoveEntry entry : kept) {
            if (entry instanceof Outcome outcome) {
                settled.add(outcome.operation());
                if (outcome.moved()) {
                    moved.add(outcome.operation());
                }
            }
        }
        List<Intent> intents = intents(kept);
        assertThat(intents).extracting(Intent::operation).doesNotHaveDuplicates();
        assertThat(intents).allMatch(intent -> settled.contains(intent.operation()));
        List<String> told = new ArrayList<>();
        intents.stream()
                .filter(intent -> moved.contains(intent.operation()))
                .forEach(intent -> intent.steps()
                        .forEach((id, step) -> told.add(intent.operation() + " " + id + " " + intent.label() + " "
                                + step.from() + " " + step.to())));
        List<String> made = new ArrayList<>();
        AssetRegistry registry = AssetRegistry.of(place.store());
        for (AssetKind kind : AssetKind.values()) {
            registry.assets(kind).forEach(id -> made.addAll(moves(registry.describe(id))));
        }
        assertThat(made).containsExactlyInAnyOrderElementsOf(told);
        return kept;
    }

    static List<Intent> intents(List<MoveEntry> entries) {
        return entries.stream()
                .filter(Intent.class::isInstance)
                .map(Intent.class::cast)
                .toList();
    }

    static List<Outcome> outcomes(List<MoveEntry> entries) {
        return entries.stream()
                .filter(Outcome.class::isInstance)
                .map(Outcome.class::cast)
                .toList();
    }

    /** Returns the governed moves; each begins where the one before it ended, and the label is where the last one put it. */
    private static List<String> moves(StoredAsset asset) {
        List<String> moves = new ArrayList<>();
        Map<Label, @Nullable Version> at = new TreeMap<>();
        for (LabelMove move : asset.history()) {
            assertThat(move.from()).as("%s begins elsewhere", move).isEqualTo(at.get(move.label()));
            at.put(move.label(), move.to());
            if (move.authority() != null) {
                moves.add(move.authority().entry().orElseThrow() + " " + asset.id() + " " + move.label() + " "
                        + move.from() + " " + move.to());
            }
        }
        at.forEach((label, version) -> assertThat(
                        asset.label(label).map(LabelState::version).orElse(null))
                .as("%s", label)
                .isEqualTo(version));
        return moves;
    }
}
