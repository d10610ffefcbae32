package io.genaiops.format;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.DatasetFormat;
import io.genaiops.yaml.YamlNode;
import io.genaiops.yaml.YamlText;
import java.util.Set;

/** Reads and writes {@code <version>.dataset.yaml}. */
final class DatasetFile {

    private static final Set<String> FIELDS = Set.of("file", "format", "rows", "digest", "fields");

    private DatasetFile() {}

    static DatasetDefinition parse(YamlNode yaml) {
        AssetHeader header = AssetHeader.parse(AssetKind.DATASET, yaml, FIELDS);
        DatasetDefinition.Builder dataset =
                DatasetDefinition.builder(header.name(), header.version()).metadata(header.metadata());
        yaml.require("file").as(dataset::file);
        dataset.format(yaml.require("format").as(DatasetFormat::parse));
        YamlNode rows = yaml.require("rows");
        int count = rows.integer();
        Digest digest = yaml.require("digest").as(Digest::parse);
        rows.built(() -> dataset.rows(count, digest));
        YamlNode fields = yaml.require("fields");
        if (fields.entries().isEmpty()) {
            throw fields.error("expected the fields of a row with their descriptions, found none");
        }
        fields.entries().forEach((name, description) -> description.as(text -> dataset.field(name, text)));
        return yaml.built(dataset::build);
    }

    static String write(DatasetDefinition dataset) {
        YamlWriter yaml = YamlWriter.of(dataset)
                .text("file", dataset.file())
                .line("format", dataset.format().toString())
                .line("rows", Integer.toString(dataset.rows()))
                .text("digest", dataset.rowsDigest().value());
        YamlWriter fields = yaml.below("fields");
        dataset.fields().forEach((name, description) -> fields.text(YamlText.quoted(name), description));
        return yaml.toString();
    }
}
