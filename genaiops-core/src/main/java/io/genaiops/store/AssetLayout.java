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
        return folder(id) + "/" + fileName(id, version);
    }

    static String fileName(AssetId id, Version version) {
        return version + suffix(id.kind());
    }

    /** Returns the asset that a folder such as {@code prompts/trail-guide} stands for; empty for every other folder. */
    static Optional<AssetId> id(String folder) {
        int slash = folder.indexOf('/');
        String name = folder.substring(slash + 1);
        for (AssetKind kind : AssetKind.values()) {
            if (slash > 0 && folder.substring(0, slash).equals(kind.plural()) && AssetId.isName(name)) {
                return Optional.of(new AssetId(kind, name));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the version that a file name of this kind stands for; empty for every other file.
     *
     * @throws IllegalArgumentException if it ends as files of this kind do, but does not begin with a version
     */
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
