package io.genaiops.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import io.genaiops.template.Template;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every delivery of one version of a prompt shares. */
record PromptDefinition(
        AssetId id,
        Version version,
        Metadata metadata,
        Template template,
        Map<String, PromptInput> inputs,
        Map<String, Object> defaults,
        Set<String> optional,
        Uses uses,
        ModelParameters parameters,
        @Nullable JsonSchema output,
        PromptLimits limits,
        List<AssetReference> references,
        ObjectNode spec,
        Digest sourceDigest) {

    /** The other assets that the front matter names. */
    record Uses(
            @Nullable AssetRef model,
            List<AssetRef> tools,
            List<AssetRef> fallback,
            List<AssetRef> partials,
            @Nullable PromptTests tests) {}

    PromptDefinition with(Template linked) {
        return new PromptDefinition(
                id,
                version,
                metadata,
                linked,
                inputs,
                defaults,
                optional,
                uses,
                parameters,
                output,
                limits,
                references,
                spec,
                sourceDigest);
    }

    /** Returns what differs from this in parameters, and so in spec and source digest. */
    PromptDefinition with(ModelParameters others) {
        ObjectNode changed = spec.deepCopy();
        changed.remove("parameters");
        if (!others.isEmpty()) {
            changed.set("parameters", others.json());
        }
        return new PromptDefinition(
                id,
                version,
                metadata,
                template,
                inputs,
                defaults,
                optional,
                uses,
                others,
                output,
                limits,
                references,
                changed,
                Digest.ofJson(changed));
    }

    /** Returns the values to render with; every wrong input is named in one error. */
    Map<String, ?> check(Map<String, ?> given, boolean hasHistory) {
        List<String> problems = null;
        int present = 0;
        boolean hasOtherText = false;
        for (PromptInput input : inputs.values()) {
            Object value = given.get(input.name());
            if (value != null) {
                present++;
                hasOtherText |= value instanceof CharSequence && !(value instanceof String);
                if (!input.type().accepts(value) || input.schema().isPresent()) {
                    problems = added(problems, input.problems(value));
                }
            } else if (input.isRequired()) {
                problems = added(problems, List.of("needs input '" + input.name() + "'"));
            }
        }
        if (present != given.size()) {
            problems = added(problems, unknown(given));
        }
        if (hasHistory && !template.usesHistory()) {
            problems = added(problems, List.of("was given history, but its template has no {{history}}"));
        }
        if (problems != null && !problems.isEmpty()) {
            throw new IllegalArgumentException(
                    id + " " + version + " " + String.join("; ", problems) + "; given: " + given.keySet());
        }
        if (hasOtherText) {
            // Templates take text of this one class.
            Map<String, Object> values = new LinkedHashMap<>(defaults);
            given.forEach((name, value) -> values.put(name, value instanceof CharSequence ? value.toString() : value));
            return values;
        }
        return defaults.isEmpty() ? given : new WithDefaults(given, defaults);
    }

    private List<String> unknown(Map<String, ?> given) {
        List<String> unknown = new ArrayList<>();
        given.forEach((name, value) -> {
            if (!inputs.containsKey(name)) {
                unknown.add("has no input '" + name + "' (it has " + inputs.keySet() + ")");
            } else if (value == null) {
                unknown.add("was given null for input '" + name + "' (leave an optional input out instead)");
            }
        });
        return unknown;
    }

    private static List<String> added(@Nullable List<String> problems, List<String> more) {
        List<String> all = problems == null ? new ArrayList<>() : problems;
        all.addAll(more);
        return all;
    }

    /** The values given, and the defaults where none was; templates look names up, so that nothing is copied for them. */
    private static final class WithDefaults extends AbstractMap<String, Object> {

        private final Map<String, ?> given;
        private final Map<String, Object> defaults;

        WithDefaults(Map<String, ?> given, Map<String, Object> defaults) {
            this.given = given;
            this.defaults = defaults;
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            Object value = given.get(name);
            return value == null ? defaults.get(name) : value;
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return given.containsKey(name) || defaults.containsKey(name);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            Map<String, Object> all = new LinkedHashMap<>(defaults);
            all.putAll(given);
            return Collections.unmodifiableMap(all).entrySet();
        }
    }
}
