package io.genaiops.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Metadata;
import io.genaiops.prompt.PromptValues;
import io.genaiops.yaml.YamlText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a file, one a line, in the order in which it is told them. */
final class YamlWriter {

    private final StringBuilder text;
    private final String indent;

    private YamlWriter(StringBuilder text, String indent) {
        this.text = text;
        this.indent = indent;
    }

    /** Begins with the fields that files of every kind begin with. */
    static YamlWriter of(Asset asset) {
        return new YamlWriter(new StringBuilder(), "")
                .text("name", asset.id().name())
                .line("version", asset.version().toString())
                .metadata(asset.metadata());
    }

    /** Returns the text between lines of dashes, with a body after it. */
    String before(String body) {
        return "---\n" + text + "---\n" + body;
    }

    YamlWriter line(String key, String value) {
        text.append(indent).append(key).append(": ").append(value).append('\n');
        return this;
    }

    /** Writes text, unless it is empty. */
    YamlWriter text(String key, String value) {
        return value.isEmpty() ? this : line(key, YamlText.quoted(value));
    }

    /** Writes a list of texts, unless it is empty. */
    YamlWriter texts(String key, List<String> values) {
        return values.isEmpty()
                ? this
                : line(key, values.stream().map(YamlText::quoted).toList().toString());
    }

    /** Writes references, unless there are none. */
    YamlWriter references(String key, List<AssetRef> references) {
        return texts(key, references.stream().map(AssetRef::toString).toList());
    }

    YamlWriter json(String key, JsonNode value) {
        return line(key, YamlText.flow(value));
    }

    /** Writes a map, unless it is empty. */
    YamlWriter object(String key, ObjectNode value) {
        return value.isEmpty() ? this : json(key, value);
    }

    /** Writes a list, one item a line, unless it is empty. */
    YamlWriter items(String key, JsonNode list) {
        if (!list.isEmpty()) {
            text.append(indent).append(key).append(":\n");
            list.forEach(item -> text.append(indent)
                    .append("  - ")
                    .append(YamlText.flow(item))
                    .append('\n'));
        }
        return this;
    }

    /** Writes what the specification of an asset has under that name, if anything. */
    YamlWriter declared(String key, Asset asset) {
        JsonNode value = asset.spec().path(key);
        return value.isMissingNode() ? this : json(key, value);
    }

    /** Begins a map below a key; its entries are what the writer that is returned writes next. */
    YamlWriter below(String key) {
        text.append(indent).append(key).append(":\n");
        return new YamlWriter(text, indent + "  ");
    }

    private YamlWriter metadata(Metadata metadata) {
        text("description", metadata.description());
        texts("owners", metadata.owners());
        texts("tags", metadata.tags());
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        put(more, "author", metadata.author());
        put(more, "created", metadata.created());
        put(more, "message", metadata.message());
        metadata.more().forEach((key, value) -> {
            if (AssetHeader.METADATA_FIELDS.contains(key)) {
                throw new InvalidAssetException("metadata has a further entry '" + key + "', which is one of "
                        + AssetHeader.METADATA_FIELDS + " in a file; rename it");
            }
            more.set(key, PromptValues.json("metadata '" + key + "'", value));
        });
        return object("metadata", more);
    }

    private static void put(ObjectNode json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value.toString());
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
