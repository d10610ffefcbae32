package io.genaiops.asset;

import java.util.Objects;

/**
 * A reference to a version of an asset, as files and callers write it: {@code name} (its label {@code production}),
 * {@code name@label}, {@code name:1.4.2}, {@code name:^1.4} or {@code name#sha256:…}.
 *
 * @since 0.1
 */
public record AssetRef(String name, Selector selector) {

    /** Validates the name. */
    public AssetRef {
        AssetId.checkName("asset name", name);
        Objects.requireNonNull(selector, "selector");
    }

    /**
     * Parses a reference.
     *
     * @throws IllegalArgumentException if the text has none of the five forms, or both a version and a label
     */
    public static AssetRef parse(String text) {
        int hash = text.indexOf('#');
        String before = hash < 0 ? text : text.substring(0, hash);
        int at = before.indexOf('@');
        int colon = before.indexOf(':');
        if (at >= 0 && colon >= 0) {
            throw new IllegalArgumentException(
                    "reference '" + text + "' has both a version and a label; keep one: name:version or name@label");
        }
        if (hash >= 0 && (at >= 0 || colon >= 0)) {
            throw new IllegalArgumentException("reference '" + text + "' has a digest and a version or label;"
                    + " keep one: name#sha256:…, name:version or name@label");
        }
        if (hash >= 0) {
            return new AssetRef(before, new Selector.ByDigest(Digest.parse(text.substring(hash + 1))));
        }
        if (at >= 0) {
            return new AssetRef(text.substring(0, at), new Selector.ByLabel(Label.of(text.substring(at + 1))));
        }
        return colon >= 0
                ? new AssetRef(text.substring(0, colon), version(text.substring(colon + 1)))
                : new AssetRef(text, new Selector.ByLabel(Label.PRODUCTION));
    }

    /** Returns the reference to exactly this version. */
    public static AssetRef of(String name, Version version) {
        return new AssetRef(name, new Selector.ByVersion(version));
    }

    /** Returns the reference to the version that the label is on. */
    public static AssetRef of(String name, Label label) {
        return new AssetRef(name, new Selector.ByLabel(label));
    }

    private static Selector version(String text) {
        return Version.isVersion(text) ? new Selector.ByVersion(Version.parse(text)) : new Selector.ByRange(text);
    }

    /** Returns the text that {@link #parse} reads. */
    @Override
    public String toString() {
        return name + selector;
    }
}
