package io.genaiops.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes a release as CycloneDX 1.6 JSON. */
final class BillOfMaterials {

    private static final String RELEASE = "release";

    private final Release release;
    private final List<Evidence> evidence;

    private BillOfMaterials(Release release, List<Evidence> evidence) {
        this.release = release;
        this.evidence = evidence;
    }

    static String of(Release release, List<Evidence> evidence, Instant at) {
        return PackFolder.text(new BillOfMaterials(release, evidence).json(at));
    }

    private ObjectNode json(Instant at) {
        ObjectNode bom = JsonNodeFactory.instance.objectNode();
        bom.put("bomFormat", "CycloneDX").put("specVersion", "1.6");
        bom.put("serialNumber", serialNumber()).put("version", 1);
        ObjectNode metadata = bom.putObject("metadata");
        metadata.put("timestamp", at.truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode subject = metadata.putObject("component");
        subject.put("type", "application").put("bom-ref", RELEASE);
        subject.put("name", release.set().toString())
                .put("version", release.digest().value());
        ArrayNode components = bom.putArray("components");
        release.assets().forEach(asset -> component(components.addObject(), asset));
        hostModels().forEach(name -> hostModel(components.addObject(), name));
        release.hostTools().forEach(name -> hostTool(components.addObject(), name));
        dependencies(bom.putArray("dependencies"));
        return bom;
    }

    /** A UUID of version 8 (RFC 9562) from the digests of what the bill says. */
    private String serialNumber() {
        String hex = Digest.ofText(release.digest() + "\n" + Evidence.digestOf(evidence))
                .value()
                .substring("sha256:".length());
        char variant = "89ab".charAt(Character.digit(hex.charAt(16), 16) & 3);
        return "urn:uuid:" + hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-8" + hex.substring(13, 16) + "-"
                + variant + hex.substring(17, 20) + "-" + hex.substring(20, 32);
    }

    /** Also a model that answered in an evaluation, if nothing that is released defines it. */
    private SortedSet<String> hostModels() {
        SortedSet<String> names = new TreeSet<>(release.hostModels());
        evidence.stream().filter(each -> !isDefined(each)).map(Evidence::model).forEach(names::add);
        return names;
    }

    private boolean isDefined(Evidence each) {
        return release.assets().stream().anyMatch(asset -> answered(asset, each));
    }

    private static boolean answered(ReleasedAsset asset, Evidence each) {
        return asset.id().kind() == AssetKind.MODEL && asset.digest().equals(each.modelDigest());
    }

    private void component(ObjectNode json, ReleasedAsset asset) {
        boolean model = asset.asset() instanceof ModelDefinition;
        json.put("type", model ? "machine-learning-model" : "data").put("bom-ref", asset.key());
        json.put("name", asset.id().name()).put("version", asset.version().toString());
        String description = asset.asset().metadata().description();
        if (!description.isEmpty()) {
            json.put("description", description);
        }
        json.putArray("hashes")
                .addObject()
                .put("alg", "SHA-256")
                .put("content", asset.entry().source().value().substring("sha256:".length()));
        if (model) {
            card(json, evidence.stream().filter(each -> answered(asset, each)).toList());
        } else {
            json.putArray("data")
                    .addObject()
                    .put("type", type(asset.id().kind()))
                    .put("name", asset.id().toString());
        }
        properties(json.putArray("properties"), asset);
    }

    private static String type(AssetKind kind) {
        return switch (kind) {
            case PROMPT, PARTIAL, AGENT, CHAIN, APPLICATION -> "definition";
            case DATASET -> "dataset";
            case MODEL, TOOL, API, RETRIEVER, SUITE, POLICY -> "configuration";
        };
    }

    private static void properties(ArrayNode properties, ReleasedAsset asset) {
        property(properties, "kind", asset.id().kind().singular());
        property(properties, "hash-of", "the canonical JSON (RFC 8785) of everything that changes behaviour");
        property(properties, "resolved-digest", asset.digest().value());
        asset.references().forEach((written, leads) -> {
            property(
                    properties,
                    "reference",
                    written + " -> " + leads.target("a " + leads.id().kind() + " of the host"));
            leads.target().ifPresent(digest -> property(properties, "lock", written + " " + digest));
        });
        if (asset.asset() instanceof ModelDefinition model) {
            property(properties, "provider", model.provider());
            property(properties, "model", model.model());
            model.regions().forEach(region -> property(properties, "region", region));
            model.baseModel().ifPresent(base -> property(properties, "base-model", base.toString()));
            model.tuningData().ifPresent(data -> property(properties, "tuning-data", data.value()));
            model.retirementDate().ifPresent(day -> property(properties, "retires", day.toString()));
        } else if (asset.asset() instanceof DatasetDefinition dataset) {
            property(properties, "rows", Integer.toString(dataset.rows()));
            property(properties, "rows-digest", dataset.rowsDigest().value());
        }
    }

    private static void property(ArrayNode properties, String name, String value) {
        properties.addObject().put("name", "genaiops:" + name).put("value", value);
    }

    private void hostModel(ObjectNode json, String name) {
        json.put("type", "machine-learning-model")
                .put("bom-ref", hostKey(AssetKind.MODEL, name))
                .put("name", name);
        json.put("description", "A model that the host knows by this name; no asset of the release defines it.");
        card(
                json,
                evidence.stream()
                        .filter(each -> each.model().equals(name) && !isDefined(each))
                        .toList());
        property(json.putArray("properties"), "kind", "model of the host");
    }

    private static void hostTool(ObjectNode json, String name) {
        json.put("type", "data").put("bom-ref", hostKey(AssetKind.TOOL, name)).put("name", name);
        json.put("description", "A tool in the code of the host; no asset of the release defines it.");
        json.putArray("data").addObject().put("type", type(AssetKind.TOOL)).put("name", "tool '" + name + "'");
        property(json.putArray("properties"), "kind", "tool of the host");
    }

    private static String hostKey(AssetKind kind, String name) {
        return "host-" + kind + "/" + name;
    }

    private static void card(ObjectNode json, List<Evidence> about) {
        ArrayNode metrics =
                json.putObject("modelCard").putObject("quantitativeAnalysis").putArray("performanceMetrics");
        about.forEach(each -> each.figures().forEach(figure -> metric(metrics.addObject(), each, figure)));
    }

    private static void metric(ObjectNode json, Evidence each, Figure figure) {
        String unit = figure.unit().isEmpty() ? "" : " in " + figure.unit();
        json.put("type", figure.kind() + " of " + figure.name() + unit);
        json.put("value", Double.toString(figure.value()));
        json.put("slice", slice(each, figure));
        json.putObject("confidenceInterval")
                .put("lowerBound", Double.toString(figure.low()))
                .put("upperBound", Double.toString(figure.high()));
    }

    private static String slice(Evidence each, Figure figure) {
        return each.id() + " " + each.version() + " on dataset " + each.dataset() + ", " + figure.scored() + " of "
                + figure.items() + " items scored, interval at level " + figure.level()
                + figure.comparedWith().map(with -> ", against " + with).orElse("");
    }

    private void dependencies(ArrayNode json) {
        ObjectNode root = json.addObject().put("ref", RELEASE);
        ArrayNode members = root.putArray("dependsOn");
        release.set().versions().forEach((id, version) -> members.add(ReleasedAsset.key(id, version)));
        release.assets().forEach(asset -> {
            SortedSet<String> targets = new TreeSet<>();
            asset.references()
                    .values()
                    .forEach(leads -> targets.add(
                            leads.target(hostKey(leads.id().kind(), leads.id().name()))));
            targets.forEach(json.addObject().put("ref", asset.key()).putArray("dependsOn")::add);
        });
        hostModels().forEach(name -> json.addObject().put("ref", hostKey(AssetKind.MODEL, name)));
        release.hostTools().forEach(name -> json.addObject().put("ref", hostKey(AssetKind.TOOL, name)));
    }
}
