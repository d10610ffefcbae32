package io.genaiops.examples;

import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is live under a label, and what was before: the label and its history know. */
final class LiveVersions {

    private static final int LATEST_MOVES = 4;

    private final AssetRegistry registry;
    private final String label;

    LiveVersions(AssetRegistry registry, String label) {
        this.registry = registry;
        this.label = label;
    }

    Optional<Version> of(String prompt) {
        return registry.label(prompt, label).version();
    }

    /** Returns of each prompt the version that was live before, if there was one, and the one that is live now. */
    List<Prompt> among(List<Prompt> versions) {
        List<Prompt> live = new ArrayList<>();
        for (String name : versions.stream().map(Prompt::name).distinct().toList()) {
            of(name).ifPresent(now -> {
                before(name, now, versions).ifPresent(live::add);
                live.add(registry.prompt(AssetRef.of(name, Label.of(label))));
            });
        }
        return live;
    }

    private Optional<Prompt> before(String name, Version now, List<Prompt> versions) {
        return registry.label(name, label).history().stream()
                .map(LabelMove::to)
                .flatMap(to -> versions.stream()
                        .filter(each ->
                                each.name().equals(name) && each.version().equals(to)))
                .filter(each -> !each.version().equals(now))
                .reduce((earlier, later) -> later);
    }

    void printHistory(PrintStream out, String prompt) {
        List<LabelMove> moves = registry.label(prompt, label).history();
        moves.subList(Math.max(0, moves.size() - LATEST_MOVES), moves.size())
                .forEach(move -> out.println("  history: " + move));
    }
}
