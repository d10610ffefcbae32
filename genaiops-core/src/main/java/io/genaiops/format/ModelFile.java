package io.genaiops.format;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.definition.ModelCapability;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.yaml.YamlNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads and writes {@code <version>.model.yaml}. */
final class ModelFile {

    private static final Set<String> FIELDS = Set.of(
            "provider",
            "model",
            "capabilities",
            "contextWindow",
            "parameters",
            "tuning",
            "retires",
            "price",
            "regions",
            "dataClasses");

    private ModelFile() {}

    static ModelDefinition parse(YamlNode yaml) {
        AssetHeader header = AssetHeader.parse(AssetKind.MODEL, yaml, FIELDS);
        ModelDefinition.Builder model =
                ModelDefinition.builder(header.name(), header.version()).metadata(header.metadata());
        yaml.require("provider").as(model::provider);
        yaml.require("model").as(model::model);
        yaml.find("capabilities").ifPresent(node -> {
            for (YamlNode item : node.isList() ? node.items() : List.of(node)) {
                model.capabilities(item.as(ModelCapability::parse));
            }
        });
        yaml.find("contextWindow").ifPresent(node -> {
            int tokens = node.integer();
            node.built(() -> model.contextWindow(tokens));
        });
        yaml.find("parameters").ifPresent(node -> {
            node.allowOnly(AssetHeader.PARAMETERS);
            model.parameters(AssetHeader.parameters(node));
        });
        yaml.find("tuning").ifPresent(node -> {
            node.allowOnly(Set.of("baseModel", "data"));
            Digest data = node.require("data").as(Digest::parse);
            node.require("baseModel").as(text -> model.tunedFrom(AssetRef.parse(text), data));
        });
        yaml.find("retires").ifPresent(node -> model.retires(day(node)));
        yaml.find("price").ifPresent(node -> node.as(model::price));
        names(yaml, "regions", model::regions);
        names(yaml, "dataClasses", model::dataClasses);
        return yaml.built(model::build);
    }

    private static void names(YamlNode yaml, String key, Function<String, ModelDefinition.Builder> adder) {
        yaml.find(key).ifPresent(node -> {
            for (YamlNode item : node.isList() ? node.items() : List.of(node)) {
                item.as(adder);
            }
        });
    }

    private static LocalDate day(YamlNode node) {
        try {
            return LocalDate.parse(node.text());
        } catch (DateTimeParseException e) {
            throw node.error("expected a day such as 2027-01-31, found '" + node.text() + "'");
        }
    }

    static String write(ModelDefinition model) {
        YamlWriter yaml =
                YamlWriter.of(model).text("provider", model.provider()).text("model", model.model());
        yaml.declared("capabilities", model).declared("contextWindow", model).declared("parameters", model);
        model.baseModel().ifPresent(base -> {
            YamlWriter tuning = yaml.below("tuning").text("baseModel", base.toString());
            model.tuningData().ifPresent(data -> tuning.text("data", data.value()));
        });
        model.retirementDate().ifPresent(day -> yaml.text("retires", day.toString()));
        return yaml.declared("price", model)
                .declared("regions", model)
                .declared("dataClasses", model)
                .toString();
    }
}
