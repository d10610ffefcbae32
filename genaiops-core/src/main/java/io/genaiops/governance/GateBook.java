package io.genaiops.governance;

import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.gate.FreezeWindow;
import io.genaiops.gate.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which gate stands before which label, and when it is frozen. */
final class GateBook {

    /** A gate for all kinds of assets has no kind. */
    private record Key(Label label, @Nullable AssetKind kind) {}

    private final Map<Key, Gate> gates = new LinkedHashMap<>();
    private final Map<Label, List<FreezeWindow>> freezes = new LinkedHashMap<>();

    GateBook() {}

    GateBook(GateBook other) {
        gates.putAll(other.gates);
        other.freezes.forEach((label, windows) -> freezes.put(label, List.copyOf(windows)));
    }

    void add(Label label, @Nullable AssetKind kind, Gate gate) {
        if (gates.put(new Key(label, kind), gate) != null) {
            throw new IllegalArgumentException("label '" + label + "' has a gate already"
                    + (kind == null ? "" : " for a " + kind) + "; combine them with Gate.allOf(…)");
        }
    }

    void freeze(Label label, FreezeWindow window) {
        freezes.computeIfAbsent(label, key -> new ArrayList<>()).add(window);
    }

    /** Returns the labels that have a gate for some kind. */
    Set<Label> labels() {
        Set<Label> labels = new TreeSet<>();
        gates.keySet().forEach(key -> labels.add(key.label()));
        return labels;
    }

    /** Returns the labels that are frozen at times and have no gate. */
    Set<Label> frozenWithoutGate() {
        Set<Label> labels = new TreeSet<>(freezes.keySet());
        labels.removeIf(label -> label.isGovernedBy(labels()));
        return labels;
    }

    /** Returns the gate of the label there, or else of the label everywhere; of the kind, or else of all kinds. */
    Gate gate(Label label, AssetKind kind) {
        for (Label each : List.of(label, label.withoutEnvironment())) {
            for (Key key : List.of(new Key(each, kind), new Key(each, null))) {
                Gate gate = gates.get(key);
                if (gate != null) {
                    return gate;
                }
            }
        }
        throw new RefusedException("label '" + label + "' has no gate here"
                + (label.isGovernedBy(labels()) ? " for a " + kind : "") + "; governed are " + labels()
                + ". Move it with AssetRegistry.label(…).moveTo(…), or give it a gate");
    }

    /** Returns the windows of the label, there and everywhere. */
    List<FreezeWindow> freezes(Label label) {
        List<FreezeWindow> windows = new ArrayList<>(freezes.getOrDefault(label, List.of()));
        if (label.environment().isPresent()) {
            windows.addAll(freezes.getOrDefault(label.withoutEnvironment(), List.of()));
        }
        return windows;
    }

    void requireNotFrozen(Label label, Instant moment) {
        freezes(label)
                .forEach(window -> window.endAt(moment).ifPresent(end -> {
                    throw new RefusedException("label '" + label + "' is frozen " + window + "; it ends at " + end
                            + ". What cannot wait goes through breakGlass(reason)");
                }));
    }
}
