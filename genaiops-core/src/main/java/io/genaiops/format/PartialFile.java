package io.genaiops.format;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.prompt.Partial;
import io.genaiops.yaml.YamlNode;
import java.util.Set;

/** Reads and writes {@code <version>.partial.md}: front matter and a piece of template. */
final class PartialFile {

    private static final Set<String> FIELDS = Set.of("inputs", "partials");

    private PartialFile() {}

    static Partial parse(String file, String text) {
        FrontMatter parts = FrontMatter.parse(file, text);
        YamlNode yaml = parts.yaml();
        AssetHeader header = AssetHeader.parse(AssetKind.PARTIAL, yaml, FIELDS);
        Partial.Builder partial = Partial.builder(header.name(), header.version(), parts.body())
                .readFrom(file, parts.bodyLine())
                .metadata(header.metadata())
                .partials(AssetHeader.references(yaml, "partials").toArray(AssetRef[]::new));
        yaml.find("inputs")
                .ifPresent(inputs ->
                        inputs.built(() -> partial.inputs(yaml.texts("inputs").toArray(String[]::new))));
        return partial.build();
    }

    static String write(Partial partial) {
        return YamlWriter.of(partial)
                .declared("inputs", partial)
                .declared("partials", partial)
                .before(partial.template().source());
    }
}
