package io.genaiops.governance;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Baseline;
import io.genaiops.audit.MoveEntry.Governed;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveRecord;
import io.genaiops.audit.Step;
import io.genaiops.catalog.Authority;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.registry.AssetRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds governed labels against the record of moves. For one use. */
final class Reconciliation {

    private record Place(AssetId id, Label label) {}

    private final AssetRegistry registry;
    private final Set<Label> governed;
    private final List<MoveEntry> entries;
    private final Map<Place, Baseline> baselines = new LinkedHashMap<>();
    private final Map<String, Intent> intents = new LinkedHashMap<>();
    private final Map<String, Boolean> outcomes = new LinkedHashMap<>();
    private final List<Discrepancy> found = new ArrayList<>();

    Reconciliation(AssetRegistry registry, Set<Label> governed, MoveRecord record) {
        this.registry = registry;
        this.governed = governed;
        this.entries = record.entries();
        for (MoveEntry entry : entries) {
            if (entry instanceof Baseline baseline) {
                baselines.putIfAbsent(new Place(baseline.id(), baseline.label()), baseline);
            } else if (entry instanceof Intent intent) {
                intents.put(intent.operation(), intent);
            } else if (entry instanceof Outcome outcome) {
                outcomes.merge(outcome.operation(), outcome.moved(), Boolean::logicalOr);
            }
        }
    }

    /** Writes where the labels are that are governed from now on, unless the record has it. */
    static void begin(AssetRegistry registry, Set<Label> governed, MoveRecord record, Instant now) {
        Set<Label> known = new TreeSet<>();
        record.entries().forEach(entry -> {
            if (entry instanceof Governed begun) {
                known.add(begun.label());
            }
        });
        for (Label label : governed) {
            if (!known.contains(label)) {
                for (AssetKind kind : AssetKind.values()) {
                    registry.assets(kind).forEach(id -> begin(registry.describe(id), label, record, now));
                }
                record.append(new Governed(label, now));
            }
        }
    }

    private static void begin(StoredAsset asset, Label governed, MoveRecord record, Instant now) {
        for (Label label : labels(asset, Set.of(governed))) {
            record.append(new Baseline(
                    asset.id(), label, on(asset, label), moves(asset, label).size(), now));
        }
    }

    private static Set<Label> labels(StoredAsset asset, Set<Label> governed) {
        Set<Label> labels = new TreeSet<>(asset.labels().keySet());
        asset.history().forEach(move -> labels.add(move.label()));
        labels.removeIf(label -> !label.isGovernedBy(governed));
        return labels;
    }

    private static List<LabelMove> moves(StoredAsset asset, Label label) {
        return asset.history().stream()
                .filter(move -> move.label().equals(label))
                .toList();
    }

    private static @Nullable Version on(StoredAsset asset, Label label) {
        return asset.label(label).map(LabelState::version).orElse(null);
    }

    List<Discrepancy> verify() {
        Set<Label> inStore = registry.governed();
        governed.stream()
                .filter(label -> !label.isGovernedBy(inStore))
                .forEach(label -> found.add(new Discrepancy(
                        null, label, "the store no longer knows that it is governed; build the governance again")));
        Set<AssetId> seen = new TreeSet<>();
        for (AssetKind kind : AssetKind.values()) {
            registry.assets(kind).forEach(id -> {
                seen.add(id);
                verify(id);
            });
        }
        for (Intent intent : intents.values()) {
            intent.steps().keySet().stream()
                    .filter(id -> !seen.contains(id) && hasMoved(intent.operation()))
                    .forEach(id -> report(
                            id,
                            intent.label(),
                            "it was moved by " + described(intent)
                                    + ", and the asset is gone from the store; restore it"));
        }
        return List.copyOf(found);
    }

    private void verify(AssetId id) {
        try {
            StoredAsset asset = registry.describe(id);
            Set<Label> labels = labels(asset, governed);
            intents.values().stream()
                    .filter(intent ->
                            intent.steps().containsKey(id) && intent.label().isGovernedBy(governed))
                    .forEach(intent -> labels.add(intent.label()));
            baselines.keySet().stream()
                    .filter(place -> place.id().equals(id))
                    .forEach(place -> labels.add(place.label()));
            labels.forEach(label -> verify(asset, label));
        } catch (GenAiOpsException e) {
            governed.forEach(label -> report(id, label, "it cannot be read: " + e.getMessage()));
        }
    }

    private void verify(StoredAsset asset, Label label) {
        Baseline baseline = baselines.get(new Place(asset.id(), label));
        List<LabelMove> history = moves(asset, label);
        int before = baseline == null || isTakenUp(history, baseline) ? 0 : baseline.moves();
        if (history.size() < before) {
            report(
                    asset.id(),
                    label,
                    "the history had " + before + " moves when governance began and has " + history.size()
                            + " now; restore the file");
            return;
        }
        Version at = baseline == null ? null : baseline.on();
        Set<String> made = new TreeSet<>();
        for (LabelMove move : history.subList(before, history.size())) {
            check(asset.id(), move).ifPresent(what -> report(asset.id(), label, what));
            if (!Objects.equals(move.from(), at) && !isFirstAbove(move, at)) {
                report(
                        asset.id(),
                        label,
                        "the move " + move + " does not begin where the one before it ended, on " + at);
            }
            at = move.to();
            entry(move).ifPresent(made::add);
        }
        if (!Objects.equals(on(asset, label), at)) {
            report(
                    asset.id(),
                    label,
                    "it is on " + shown(on(asset, label)) + ", and its last recorded move put it on " + shown(at)
                            + ": the file was edited by hand, or the move has no entry. Put it back, or move it with"
                            + " breakGlass(reason)");
        }
        requireMade(asset.id(), label, made);
    }

    /** A label that a lower layer has is first made known in the uppermost. */
    private static boolean isFirstAbove(LabelMove move, @Nullable Version at) {
        return move.from() == null && Objects.equals(move.to(), at);
    }

    /** Once a label has moved in an upper layer its history is that of this layer, which begins with such a move. */
    private boolean isTakenUp(List<LabelMove> history, Baseline baseline) {
        return !history.isEmpty()
                && isFirstAbove(history.get(0), baseline.on())
                && entry(history.get(0)).filter(intents::containsKey).isPresent();
    }

    private void requireMade(AssetId id, Label label, Set<String> made) {
        intents.values().stream()
                .filter(intent -> intent.label().equals(label) && intent.steps().containsKey(id))
                .filter(intent -> hasMoved(intent.operation()) && !made.contains(intent.operation()))
                .forEach(intent -> report(
                        id,
                        label,
                        "the record has " + described(intent)
                                + ", and the history of the store has not; restore the file"));
    }

    private Optional<String> check(AssetId id, LabelMove move) {
        Intent intent = entry(move).map(intents::get).orElse(null);
        if (intent == null) {
            return Optional.of("the move " + move
                    + " has no entry in the record: it was made past governance, or the file" + " was edited by hand");
        }
        Step step = intent.steps().get(id);
        boolean same = step != null && intent.label().equals(move.label()) && isStep(move, step);
        if (!same) {
            return Optional.of("the move " + move + " is not what its entry says: " + described(intent));
        }
        return hasMoved(intent.operation())
                ? Optional.empty()
                : Optional.of("the move " + move + " is made, and the record does not say so: it is under way, or"
                        + " its process ended before it was done; run recover()");
    }

    /** A label that only a lower layer knows is first made known in the uppermost, where it comes from. */
    private static boolean isStep(LabelMove move, Step step) {
        boolean whole = Objects.equals(step.to(), move.to()) && Objects.equals(step.from(), move.from());
        return whole || (move.from() == null && Objects.equals(step.from(), move.to()));
    }

    private static Optional<String> entry(LabelMove move) {
        return Optional.ofNullable(move.authority()).flatMap(Authority::entry);
    }

    private boolean hasMoved(String operation) {
        return Boolean.TRUE.equals(outcomes.get(operation));
    }

    private static String described(Intent intent) {
        return "the " + intent.purpose() + " " + intent.operation() + " of " + intent.at() + " by " + intent.actor();
    }

    private static String shown(@Nullable Version version) {
        return version == null ? "no version" : version.toString();
    }

    private void report(AssetId id, Label label, String what) {
        found.add(new Discrepancy(id, label, what));
    }
}
