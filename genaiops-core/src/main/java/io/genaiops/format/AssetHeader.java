package io.genaiops.format;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Target;
import io.genaiops.asset.Version;
import io.genaiops.yaml.YamlNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields that files of every kind begin with, and the ones that several kinds have. */
record AssetHeader(String name, Version version, Metadata metadata) {

    private static final Set<String> FIELDS = Set.of("name", "version", "description", "owners", "tags", "metadata");
    static final Set<String> METADATA_FIELDS = Set.of("author", "created", "message");
    static final Set<String> PARAMETERS = Set.of(
            "temperature", "topP", "topK", "frequencyPenalty", "presencePenalty", "maxOutputTokens", "stopSequences");

    /** Reads the header of a file that may have these fields besides. */
    static AssetHeader parse(AssetKind kind, YamlNode yaml, Set<String> fields) {
        Set<String> allowed = new TreeSet<>(FIELDS);
        allowed.addAll(fields);
        yaml.allowOnlyOrOwn(allowed);
        String name = yaml.require("name").as(text -> new AssetId(kind, text).name());
        return new AssetHeader(name, yaml.require("version").as(Version::parse), metadata(yaml));
    }

    private static Metadata metadata(YamlNode yaml) {
        Map<String, Object> more = new LinkedHashMap<>();
        yaml.entries().forEach((key, value) -> put(more, key.startsWith("x-"), key, value));
        YamlNode metadata = yaml.find("metadata").orElse(null);
        if (metadata != null) {
            metadata.entries().forEach((key, value) -> put(more, !METADATA_FIELDS.contains(key), key, value));
        }
        return new Metadata(
                yaml.find("description").map(YamlNode::text).orElse(""),
                yaml.texts("owners"),
                yaml.texts("tags"),
                text(metadata, "author"),
                created(metadata),
                text(metadata, "message"),
                more);
    }

    private static void put(Map<String, Object> more, boolean wanted, String key, YamlNode value) {
        if (!wanted) {
            return;
        }
        Object plain = value.plain();
        if (plain == null) {
            throw value.keyError("expected a value for the key '" + key + "', found nothing; leave out the key, or"
                    + " give it a value");
        }
        if (more.put(key, plain) != null) {
            throw value.keyError("expected every key once, found '" + key + "' at the top and under 'metadata'");
        }
    }

    private static @Nullable String text(@Nullable YamlNode metadata, String key) {
        return metadata == null ? null : metadata.find(key).map(YamlNode::text).orElse(null);
    }

    private static @Nullable Instant created(@Nullable YamlNode metadata) {
        YamlNode node = metadata == null ? null : metadata.find("created").orElse(null);
        if (node == null) {
            return null;
        }
        try {
            return Instant.parse(node.text());
        } catch (DateTimeParseException e) {
            throw node.error("expected a time such as 2026-01-31T09:00:00Z, found '" + node.text() + "'");
        }
    }

    /** Reads the parameters of a model call from a map that may hold other keys besides. */
    static ModelParameters parameters(YamlNode node) {
        try {
            return new ModelParameters(
                    number(node, "temperature"),
                    number(node, "topP"),
                    integer(node, "topK"),
                    number(node, "frequencyPenalty"),
                    number(node, "presencePenalty"),
                    integer(node, "maxOutputTokens"),
                    node.texts("stopSequences"));
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }

    /** Reads a list of references, or one in its place; none twice. */
    static List<AssetRef> references(YamlNode yaml, String key) {
        YamlNode node = yaml.find(key).orElse(null);
        if (node == null) {
            return List.of();
        }
        Set<AssetRef> references = new LinkedHashSet<>();
        for (YamlNode item : node.isList() ? node.items() : List.of(node)) {
            if (!references.add(item.as(AssetRef::parse))) {
                throw item.error("expected every reference once, found '" + item.text() + "' again");
            }
        }
        return List.copyOf(references);
    }

    /** Reads targets from a map of measures to limits. */
    static List<Target> targets(YamlNode node) {
        List<Target> targets = new ArrayList<>();
        node.entries().forEach((measure, limit) -> targets.add(limit.as(text -> Target.parse(measure, text))));
        return targets;
    }

    private static @Nullable Double number(YamlNode node, String key) {
        return node.find(key).map(YamlNode::number).orElse(null);
    }

    static @Nullable Integer integer(YamlNode node, String key) {
        return node.find(key).map(YamlNode::integer).orElse(null);
    }
}
