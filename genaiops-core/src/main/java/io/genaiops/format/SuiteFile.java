package io.genaiops.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.definition.Quantity;
import io.genaiops.definition.SuiteCheck;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.definition.SuiteLimit;
import io.genaiops.definition.SuiteLimit.Bound;
import io.genaiops.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads and writes {@code <version>.suite.yaml}. */
final class SuiteFile {

    private static final Set<String> FIELDS = Set.of("judge", "embeddings", "checks", "measures");
    private static final Set<String> CHECK = checkFields();
    private static final Set<String> MEASURE = Set.of("evaluator", "with");

    private SuiteFile() {}

    private static Set<String> checkFields() {
        Set<String> fields = new TreeSet<>(Set.of(
                "evaluator", "with", "judge", "embeddings", "rubric", "of", "named", "negated", "required", "weight"));
        for (Bound bound : Bound.values()) {
            fields.add(bound.toString());
        }
        return fields;
    }

    static SuiteDefinition parse(YamlNode yaml) {
        AssetHeader header = AssetHeader.parse(AssetKind.SUITE, yaml, FIELDS);
        SuiteDefinition.Builder suite =
                SuiteDefinition.builder(header.name(), header.version()).metadata(header.metadata());
        yaml.find("judge").ifPresent(node -> node.as(text -> suite.judge(AssetRef.parse(text))));
        yaml.find("embeddings").ifPresent(node -> node.as(text -> suite.embeddings(AssetRef.parse(text))));
        for (YamlNode node : some(yaml.require("checks"), "check")) {
            SuiteCheck check = check(node, CHECK);
            node.built(() -> suite.check(check));
        }
        yaml.find("measures")
                .ifPresent(measures -> some(measures, "measure").forEach(node -> {
                    SuiteCheck measure = check(node, MEASURE);
                    node.built(() -> suite.measure(measure));
                }));
        return yaml.built(suite::build);
    }

    private static List<YamlNode> some(YamlNode list, String what) {
        if (list.items().isEmpty()) {
            throw list.error("expected at least one " + what + ", found none");
        }
        return list.items();
    }

    private static SuiteCheck check(YamlNode node, Set<String> fields) {
        node.allowOnly(fields);
        SuiteCheck.Builder check = node.require("evaluator").as(SuiteCheck::builder);
        node.find("with")
                .ifPresent(with -> with.entries().forEach((name, value) -> {
                    JsonNode json = value.json();
                    value.built(() -> check.with(name, json));
                }));
        node.find("judge").ifPresent(text -> text.as(model -> check.judge(AssetRef.parse(model))));
        node.find("embeddings").ifPresent(text -> text.as(model -> check.embeddings(AssetRef.parse(model))));
        check.rubrics(AssetHeader.references(node, "rubric").toArray(AssetRef[]::new));
        node.find("of")
                .ifPresent(of -> some(of, "member").forEach(member -> {
                    SuiteCheck read = check(member, CHECK);
                    member.built(() -> check.members(read));
                }));
        node.find("named").ifPresent(text -> text.as(check::named));
        if (flag(node, "negated")) {
            check.negated();
        }
        if (flag(node, "required")) {
            check.required();
        }
        node.find("weight").ifPresent(weight -> {
            double number = weight.number();
            weight.built(() -> check.weight(number));
        });
        limits(node, check);
        return node.built(check::build);
    }

    private static boolean flag(YamlNode node, String key) {
        return node.find(key).map(YamlNode::bool).orElse(false);
    }

    private static void limits(YamlNode node, SuiteCheck.Builder check) {
        for (Bound bound : Bound.values()) {
            node.find(bound.toString()).ifPresent(value -> {
                List<Quantity> values = new ArrayList<>();
                for (YamlNode item : bound == Bound.BETWEEN ? value.items() : List.of(value)) {
                    values.add(quantity(item));
                }
                value.built(() -> check.limit(new SuiteLimit(bound, values)));
            });
        }
    }

    private static Quantity quantity(YamlNode node) {
        if (node.isText()) {
            return node.as(Quantity::parse);
        }
        double number = node.number();
        return node.built(() -> Quantity.of(number));
    }

    static String write(SuiteDefinition suite) {
        YamlWriter yaml = YamlWriter.of(suite);
        suite.judge().ifPresent(model -> yaml.text("judge", model.toString()));
        suite.embeddings().ifPresent(model -> yaml.text("embeddings", model.toString()));
        return yaml.items("checks", suite.spec().path("checks"))
                .items("measures", suite.spec().path("measures"))
                .toString();
    }
}
