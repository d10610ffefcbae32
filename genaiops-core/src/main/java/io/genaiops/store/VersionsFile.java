package io.genaiops.store;

import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.yaml.YamlNode;
import io.genaiops.yaml.YamlText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads and writes {@code versions.yaml}: one published version a line, sorted, so that git merges it line by line. */
final class VersionsFile {

    static final String NAME = "versions.yaml";
    private static final Set<String> FIELDS = Set.of("source", "resolved", "at", "by", "lock", "removed");

    private static final Set<String> REMOVAL = Set.of("at", "by", "why");

    private VersionsFile() {}

    static SortedMap<Version, PublishedVersion> parse(String file, String text) {
        SortedMap<Version, PublishedVersion> versions = new TreeMap<>();
        YamlNode.parse(file, text).entries().forEach((key, entry) -> {
            Version version = key(key, entry, Version::parse);
            versions.put(version, published(version, entry));
        });
        return versions;
    }

    static String write(Collection<PublishedVersion> versions) {
        StringBuilder text = new StringBuilder("# Published versions, one a line, written by genaiops.")
                .append(" When git finds a conflict here, keep the lines of both sides.\n");
        for (PublishedVersion entry : versions) {
            text.append(entry.version()).append(": {source: '").append(entry.source());
            text.append("', resolved: '").append(entry.resolved());
            text.append("', at: '").append(entry.at());
            text.append("', by: ").append(YamlText.quoted(entry.by()));
            if (!entry.lock().isEmpty()) {
                text.append(", lock: {");
                String separator = "";
                for (var reference : entry.lock().entrySet()) {
                    text.append(separator)
                            .append(YamlText.quoted(reference.getKey()))
                            .append(": '");
                    text.append(reference.getValue()).append('\'');
                    separator = ", ";
                }
                text.append('}');
            }
            Removal removal = entry.removal();
            if (removal != null) {
                text.append(", removed: {at: '").append(removal.at());
                text.append("', by: ").append(YamlText.quoted(removal.by()));
                text.append(", why: ").append(YamlText.quoted(removal.why())).append('}');
            }
            text.append("}\n");
        }
        return text.toString();
    }

    private static PublishedVersion published(Version version, YamlNode entry) {
        entry.allowOnly(FIELDS);
        SortedMap<String, Digest> lock = new TreeMap<>();
        entry.find("lock")
                .ifPresent(node ->
                        node.entries().forEach((reference, digest) -> lock.put(reference, digest.as(Digest::parse))));
        Digest source = entry.require("source").as(Digest::parse);
        Digest resolved = entry.require("resolved").as(Digest::parse);
        Digest expected = Digest.resolved(source, lock);
        if (!resolved.equals(expected)) {
            throw entry.error("expected the resolved digest " + expected + " of source and lock, found " + resolved
                    + "; the entry was edited: restore it");
        }
        return new PublishedVersion(
                version,
                source,
                resolved,
                lock,
                instant(entry.require("at")),
                by(entry),
                entry.find("removed").map(VersionsFile::removal).orElse(null));
    }

    private static Removal removal(YamlNode node) {
        node.allowOnly(REMOVAL);
        return new Removal(
                instant(node.require("at")), by(node), node.require("why").text());
    }

    /** Reads a key; a complaint gets file and line. */
    static <T> T key(String key, YamlNode at, Function<String, T> parser) {
        try {
            return parser.apply(key);
        } catch (IllegalArgumentException e) {
            throw at.error(String.valueOf(e.getMessage()));
        }
    }

    static String by(YamlNode node) {
        String by = node.require("by").text();
        if (by.isBlank()) {
            throw node.error("expected a name after 'by', found none");
        }
        return by;
    }

    static Instant instant(YamlNode node) {
        try {
            return Instant.parse(node.text());
        } catch (DateTimeParseException e) {
            throw node.error("expected a time such as 2026-01-31T09:00:00Z, found '" + node.text() + "'");
        }
    }
}
