package io.genaiops.store;

import io.genaiops.asset.Label;
import io.genaiops.format.YamlNode;
import io.genaiops.format.YamlText;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads and writes {@code governed.yaml}: the labels that move only with the authority of a gate. */
final class GovernedFile {

    private GovernedFile() {}

    static SortedSet<Label> parse(String file, String text) {
        YamlNode root = YamlNode.parse(file, text);
        root.allowOnly(Set.of("labels"));
        SortedSet<Label> labels = new TreeSet<>();
        root.require("labels").items().forEach(item -> labels.add(item.as(Label::of)));
        return labels;
    }

    static String write(SortedSet<Label> labels) {
        return "# Labels that move only with the authority of a gate, written by genaiops.\nlabels: "
                + labels.stream().map(label -> YamlText.quoted(label.name())).toList() + "\n";
    }
}
