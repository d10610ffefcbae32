package io.genaiops.format;

import io.genaiops.asset.AssetKind;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.schema.JsonSchema;
import io.genaiops.yaml.YamlNode;
import java.util.Set;

/** Reads and writes {@code <version>.tool.yaml}. */
final class ToolFile {

    private static final Set<String> FIELDS = Set.of("function", "instructions", "arguments");

    private ToolFile() {}

    static ToolDefinition parse(YamlNode yaml) {
        AssetHeader header = AssetHeader.parse(AssetKind.TOOL, yaml, FIELDS);
        ToolDefinition.Builder tool =
                ToolDefinition.builder(header.name(), header.version()).metadata(header.metadata());
        yaml.find("function").ifPresent(node -> node.as(tool::function));
        yaml.require("instructions").as(tool::instructions);
        yaml.find("arguments").ifPresent(node -> node.built(() -> tool.arguments(JsonSchema.of(node.json()))));
        return yaml.built(tool::build);
    }

    static String write(ToolDefinition tool) {
        return YamlWriter.of(tool)
                .declared("function", tool)
                .text("instructions", tool.instructions())
                .declared("arguments", tool)
                .toString();
    }
}
