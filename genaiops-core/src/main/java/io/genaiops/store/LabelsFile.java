package io.genaiops.store;

import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.Authority;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.yaml.YamlNode;
import io.genaiops.yaml.YamlText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code labels.yaml}: where each label is, and every move of one, one a line. Beside the assets there is
 * {@code governed.yaml}: the labels that move only with the authority of a gate.
 */
record LabelsFile(SortedMap<Label, LabelState> labels, List<LabelMove> history) {

    static final String NAME = "labels.yaml";
    static final LabelsFile EMPTY = new LabelsFile(Collections.emptySortedMap(), List.of());
    private static final Set<String> FIELDS = Set.of("labels", "history");
    private static final Set<String> STATE = Set.of("version", "frozen");
    private static final Set<String> MOVE = Set.of("label", "from", "to", "at", "by", "why", "authority", "freezes");

    static LabelsFile parse(String file, String text) {
        return parse(YamlNode.parse(file, text));
    }

    static LabelsFile parse(YamlNode root) {
        root.allowOnly(FIELDS);
        SortedMap<Label, LabelState> labels = new TreeMap<>();
        root.find("labels")
                .ifPresent(node ->
                        node.entries().forEach((name, state) -> labels.put(label(name, state), state(state))));
        List<LabelMove> history = new ArrayList<>();
        root.find("history").ifPresent(node -> node.items().forEach(move -> history.add(move(move))));
        return new LabelsFile(labels, history);
    }

    static LabelsFile of(StoredAsset asset) {
        return new LabelsFile(asset.labels(), asset.history());
    }

    String text() {
        StringBuilder text = new StringBuilder("# Where each label is, written by genaiops.\nlabels:");
        labels.forEach((label, state) -> text.append("\n  ")
                .append(label)
                .append(": {version: ")
                .append(state.version())
                .append(state.frozen() ? ", frozen: true}" : "}"));
        text.append(labels.isEmpty() ? " {}\n" : "\n").append("# Every move, oldest first.\nhistory:");
        for (LabelMove move : history) {
            text.append("\n  - {label: ").append(YamlText.quoted(move.label().name()));
            version(text, "from", move.from());
            version(text, "to", move.to());
            text.append(", at: '").append(move.at());
            text.append("', by: ").append(YamlText.quoted(move.by()));
            text.append(", why: ").append(YamlText.quoted(move.why()));
            if (move.authority() != null) {
                text.append(", authority: ")
                        .append(YamlText.quoted(move.authority().text()));
            }
            text.append(move.freezes() ? ", freezes: true}" : "}");
        }
        return text.append(history.isEmpty() ? " []\n" : "\n").toString();
    }

    private static void version(StringBuilder text, String name, @Nullable Version version) {
        if (version != null) {
            text.append(", ").append(name).append(": ").append(version);
        }
    }

    static SortedSet<Label> parseGoverned(String file, String text) {
        YamlNode root = YamlNode.parse(file, text);
        root.allowOnly(Set.of("labels"));
        SortedSet<Label> labels = new TreeSet<>();
        root.require("labels").items().forEach(item -> labels.add(item.as(Label::of)));
        return labels;
    }

    static String governedText(SortedSet<Label> labels) {
        return "# Labels that move only with the authority of a gate, written by genaiops.\nlabels: "
                + labels.stream().map(label -> YamlText.quoted(label.name())).toList() + "\n";
    }

    private static LabelState state(YamlNode node) {
        if (node.isText()) {
            return new LabelState(node.as(Version::parse), false);
        }
        node.allowOnly(STATE);
        return new LabelState(
                node.require("version").as(Version::parse),
                node.find("frozen").map(YamlNode::bool).orElse(false));
    }

    private static LabelMove move(YamlNode node) {
        node.allowOnly(MOVE);
        Label label = node.require("label").as(Label::of);
        Version from =
                node.find("from").map(version -> version.as(Version::parse)).orElse(null);
        Version to = node.find("to").map(version -> version.as(Version::parse)).orElse(null);
        boolean freezes = node.find("freezes").map(YamlNode::bool).orElse(false);
        if (label.isComputed() || (from == null && to == null) || (freezes && to == null)) {
            throw node.error(
                    "expected the move of a label that can be set, from or to a version; found label '" + label + "'");
        }
        return new LabelMove(
                label,
                from,
                to,
                VersionsFile.instant(node.require("at")),
                VersionsFile.by(node),
                node.require("why").text(),
                node.find("authority")
                        .map(YamlNode::text)
                        .map(Authority::recorded)
                        .orElse(null),
                freezes);
    }

    private static Label label(String name, YamlNode at) {
        Label label = VersionsFile.key(name, at, Label::of);
        if (label.isComputed()) {
            throw at.error("expected a label that can be set, found '" + label + "', which is computed");
        }
        return label;
    }
}
