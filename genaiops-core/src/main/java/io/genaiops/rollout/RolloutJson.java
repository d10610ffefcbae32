package io.genaiops.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads and writes a plan as JSON, strictly: what it does not know is an error. */
final class RolloutJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> FIELDS = Set.of(
            "id", "algorithm", "seed", "arms", "control", "coverage", "killed", "audience", "targeting", "forced");

    private RolloutJson() {}

    static String write(RolloutPlan plan) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", plan.id()).put("algorithm", plan.algorithm()).put("seed", plan.seed());
        ArrayNode arms = json.putArray("arms");
        for (Arm arm : plan.arms()) {
            ObjectNode node = arms.addObject().put("name", arm.name());
            if (arm.isOfOnePrompt()) {
                node.put(
                        "reference", arm.references().values().iterator().next().toString());
            } else {
                ArrayNode set = node.putArray("set");
                arm.references().forEach((id, version) -> set.add(new AssetReference(id.kind(), version).toString()));
            }
            node.put("weight", arm.weight());
        }
        json.put("control", plan.control().name()).put("coverage", plan.coverage());
        json.put("killed", plan.isKilled());
        write(json.putArray("audience"), plan.audience());
        ArrayNode targeting = json.putArray("targeting");
        for (TargetingRule rule : plan.targeting()) {
            write(targeting.addObject().put("arm", rule.arm()).putArray("when"), rule.when());
        }
        ObjectNode forced = json.putObject("forced");
        plan.forced().forEach(forced::put);
        return json.toString();
    }

    private static void write(ArrayNode array, List<Condition> conditions) {
        for (Condition condition : conditions) {
            ArrayNode values = array.addObject()
                    .put("attribute", condition.attribute())
                    .put("operator", condition.operator().toString())
                    .putArray("values");
            condition.values().forEach(values::add);
        }
    }

    static RolloutPlan read(String text) {
        try {
            return plan(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new InvalidAssetException("rollout: expected JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidAssetException("rollout: " + e.getMessage(), e);
        }
    }

    private static RolloutPlan plan(JsonNode json) {
        object("the plan", json, FIELDS);
        String algorithm = text("algorithm", json.path("algorithm"));
        if (!algorithm.equals(RolloutPlan.ALGORITHM)) {
            throw new IllegalArgumentException("algorithm: expected '" + RolloutPlan.ALGORITHM + "', found '"
                    + algorithm + "'; another one would put keys into other arms");
        }
        RolloutPlan.Builder plan = RolloutPlan.builder(text("id", json.path("id")))
                .seed(text("seed", json.path("seed")))
                .control(text("control", json.path("control")))
                .coverage(integer("coverage", json.path("coverage")));
        for (JsonNode arm : array("arms", json.path("arms"))) {
            plan.arm(arm(arm));
        }
        optional(json, "audience").forEach(each -> plan.audience(condition("audience", each)));
        for (JsonNode rule : optional(json, "targeting")) {
            object("targeting", rule, Set.of("arm", "when"));
            List<Condition> when = new ArrayList<>();
            array("targeting.when", rule.path("when")).forEach(each -> when.add(condition("targeting.when", each)));
            plan.target(text("targeting.arm", rule.path("arm")), when.toArray(Condition[]::new));
        }
        if (json.has("forced")) {
            require("forced", json.path("forced"), json.path("forced").isObject(), "an object");
            json.path("forced")
                    .properties()
                    .forEach(entry -> plan.force(entry.getKey(), text("forced", entry.getValue())));
        }
        if (json.has("killed")) {
            require("killed", json.path("killed"), json.path("killed").isBoolean(), "true or false");
            if (json.path("killed").booleanValue()) {
                plan.killed();
            }
        }
        return plan.build();
    }

    private static Arm arm(JsonNode json) {
        object("arms", json, Set.of("name", "reference", "set", "weight"));
        String name = text("arms.name", json.path("name"));
        int weight = integer("arms.weight", json.path("weight"));
        if (!json.has("set")) {
            return Arm.of(name, text("arms.reference", json.path("reference")), weight);
        }
        if (json.has("reference")) {
            throw new IllegalArgumentException("arms: expected a reference or a set, found both in '" + name + "'");
        }
        SortedMap<AssetId, AssetRef> references = new TreeMap<>();
        for (JsonNode each : array("arms.set", json.path("set"))) {
            AssetReference version = version(text("arms.set", each));
            if (references.put(version.id(), version.ref()) != null) {
                throw new IllegalArgumentException(
                        "arms.set: expected one version of " + version.id() + ", found two in '" + name + "'");
            }
        }
        return new Arm(name, references, weight);
    }

    private static AssetReference version(String text) {
        int space = text.indexOf(' ');
        AssetKind kind = AssetKind.find(text.substring(0, Math.max(0, space)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "arms.set: expected a version such as 'prompt trail-guide:2.0.0', found '" + text + "'"));
        return new AssetReference(kind, AssetRef.parse(text.substring(space + 1)));
    }

    private static Condition condition(String place, JsonNode json) {
        object(place, json, Set.of("attribute", "operator", "values"));
        String name = text(place + ".operator", json.path("operator"));
        Condition.Operator operator = Arrays.stream(Condition.Operator.values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(place + ".operator: expected one of "
                        + Arrays.toString(Condition.Operator.values()) + ", found '" + name + "'"));
        List<String> values = new ArrayList<>();
        array(place + ".values", json.path("values")).forEach(each -> values.add(text(place + ".values", each)));
        return new Condition(text(place + ".attribute", json.path("attribute")), operator, values);
    }

    private static void object(String place, JsonNode json, Set<String> fields) {
        require(place, json, json.isObject(), "an object");
        Set<String> unknown = json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !fields.contains(field))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(place + ": unknown fields " + unknown + "; expected only "
                    + fields.stream().sorted().toList());
        }
    }

    private static JsonNode optional(JsonNode json, String field) {
        return json.has(field) ? array(field, json.path(field)) : JSON.createArrayNode();
    }

    private static JsonNode array(String place, JsonNode json) {
        return require(place, json, json.isArray(), "an array");
    }

    private static String text(String place, JsonNode json) {
        return require(place, json, json.isTextual(), "text").textValue();
    }

    private static int integer(String place, JsonNode json) {
        return require(place, json, json.isInt(), "a whole number up to " + Integer.MAX_VALUE)
                .intValue();
    }

    private static JsonNode require(String place, JsonNode json, boolean fits, String expected) {
        if (!fits) {
            throw new IllegalArgumentException(
                    place + ": expected " + expected + ", found " + (json.isMissingNode() ? "nothing" : json));
        }
        return json;
    }
}
