package io.genaiops.store;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import java.util.Optional;

/** How assets are laid out below a root: {@code prompts/trail-guide/1.1.0.prompt.md}. */
final class AssetLayout {

    static final String GOVERNED = "governed.yaml";

    private AssetLayout() {}

    static String folder(AssetId id) {
        return id.kind().plural() + "/" + id.name();
    }

    static String file(AssetId id, Version version) {
        return folder(id) + "/" + version + suffix(id.kind());
    }

    /** Returns the version that a file name of this kind stands for; empty for every other file. */
    static Optional<Version> version(AssetKind kind, String fileName) {
        String suffix = suffix(kind);
        if (!fileName.endsWith(suffix)) {
            return Optional.empty();
        }
        return Optional.of(Version.parse(fileName.substring(0, fileName.length() - suffix.length())));
    }

    private static String suffix(AssetKind kind) {
        boolean text = kind == AssetKind.PROMPT || kind == AssetKind.PARTIAL;
        return "." + kind.singular() + (text ? ".md" : ".yaml");
    }
}
