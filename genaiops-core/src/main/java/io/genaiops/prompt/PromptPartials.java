package io.genaiops.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateException;
import io.genaiops.template.TemplateOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the partials of a prompt, those of partials included, and puts them into its template. */
final class PromptPartials {

    /** Where a body stands: {@code file} is empty for one made in code. */
    record Place(String asset, String file, int firstLine) {

        String at(int line) {
            return file.isEmpty() ? asset + ": line " + line + ": " : file + ":" + (firstLine + line - 1) + ": ";
        }
    }

    private final Function<AssetRef, Optional<Partial>> lookup;
    private final Map<AssetRef, Partial> found = new HashMap<>();
    private final Map<AssetRef, Digest> digests = new HashMap<>();

    private PromptPartials(Function<AssetRef, Optional<Partial>> lookup) {
        this.lookup = lookup;
    }

    /** Returns the partials that a template includes, then those listed besides. */
    static List<AssetReference> references(Place place, Template template, List<AssetRef> listed) {
        Set<AssetRef> references = new LinkedHashSet<>();
        for (String name : template.partials()) {
            try {
                references.add(AssetRef.parse(name));
            } catch (IllegalArgumentException e) {
                throw new InvalidAssetException(
                        place.at(lineOf(template.source(), name))
                                + "expected a partial such as {{> tone}}, {{> tone@beta}} or {{> tone:1.2.0}}: "
                                + e.getMessage(),
                        e);
            }
        }
        references.addAll(listed);
        return references.stream()
                .map(reference -> new AssetReference(AssetKind.PARTIAL, reference))
                .toList();
    }

    static void put(ObjectNode spec, String field, List<AssetRef> references) {
        if (!references.isEmpty()) {
            references.forEach(reference -> spec.withArrayProperty(field).add(reference.toString()));
        }
    }

    /**
     * Returns the prompt with its partials, and the resolved digest that follows from them.
     *
     * @throws AssetNotFoundException if one is missing
     * @throws InvalidAssetException if they form a cycle, nest too deep, or use an input that the prompt does not declare
     */
    static Prompt link(PromptDefinition definition, Function<AssetRef, Optional<Partial>> lookup) {
        PromptPartials partials = new PromptPartials(lookup);
        SortedMap<String, Digest> lock =
                partials.lock(definition.id() + " " + definition.version(), definition.references(), new ArrayList<>());
        Digest digest = Digest.resolved(definition.sourceDigest(), lock);
        Template template = partials.compiled(definition);
        refuseUndeclared(definition, template);
        return Prompt.of(definition.with(template), digest);
    }

    /**
     * Returns the digest of a partial and of everything that it includes.
     *
     * @throws AssetNotFoundException if one is missing
     * @throws InvalidAssetException if they form a cycle or nest too deep
     */
    static Digest resolvedDigest(Partial partial, Function<AssetRef, Optional<Partial>> lookup) {
        List<AssetId> path = new ArrayList<>(List.of(partial.id()));
        SortedMap<String, Digest> lock =
                new PromptPartials(lookup).lock(partial.toString(), partial.references(), path);
        return Digest.resolved(partial.sourceDigest(), lock);
    }

    private static void refuseUndeclared(PromptDefinition definition, Template template) {
        List<String> undeclared = template.variables().stream()
                .filter(Template.Variable::isTopLevel)
                .filter(variable -> !definition.inputs().containsKey(variable.name()))
                .map(variable -> "'" + variable.path() + "' in line " + variable.line() + " of partial '"
                        + variable.partial() + "'")
                .toList();
        if (!undeclared.isEmpty()) {
            throw new InvalidAssetException(definition.id() + " " + definition.version()
                    + ": expected declared inputs, found " + undeclared + "; declare them under 'inputs' (declared: "
                    + definition.inputs().keySet() + ")");
        }
    }

    private Template compiled(PromptDefinition definition) {
        TemplateOptions options = TemplateOptions.builder()
                .partials(name -> Optional.ofNullable(found.get(AssetRef.parse(name)))
                        .map(partial -> partial.template().source()))
                .build();
        try {
            return Template.compile(definition.template().source(), options);
        } catch (TemplateException e) {
            throw new InvalidAssetException(definition.id() + " " + definition.version() + ": " + e.getMessage(), e);
        }
    }

    private SortedMap<String, Digest> lock(String asset, List<AssetReference> references, List<AssetId> path) {
        SortedMap<String, Digest> lock = new TreeMap<>();
        for (AssetReference reference : references) {
            if (reference.kind() == AssetKind.PARTIAL) {
                lock.put(reference.toString(), digest(asset, reference, path));
            }
        }
        return lock;
    }

    private Digest digest(String asset, AssetReference reference, List<AssetId> path) {
        Digest known = digests.get(reference.ref());
        if (known != null) {
            return known;
        }
        refuseCycle(asset, reference.id(), path);
        Partial partial = lookup.apply(reference.ref())
                .orElseThrow(() -> new AssetNotFoundException(asset + " includes the partial '" + reference.ref()
                        + "', which is not found; publish it, or correct its name in the body"));
        found.put(reference.ref(), partial);
        path.add(reference.id());
        Digest digest =
                Digest.resolved(partial.sourceDigest(), lock(partial.toString(), ((Asset) partial).references(), path));
        path.remove(path.size() - 1);
        digests.put(reference.ref(), digest);
        return digest;
    }

    private static void refuseCycle(String asset, AssetId next, List<AssetId> path) {
        List<String> names = new ArrayList<>();
        path.forEach(each -> names.add(each.name()));
        names.add(next.name());
        if (path.contains(next)) {
            throw new InvalidAssetException(asset + ": expected partials without a cycle, found "
                    + String.join(" -> ", names) + "; remove one of these inclusions");
        }
        if (path.size() >= TemplateOptions.MAX_PARTIAL_DEPTH) {
            throw new InvalidAssetException(asset + ": expected partials at most " + TemplateOptions.MAX_PARTIAL_DEPTH
                    + " deep, found " + String.join(" -> ", names) + "; flatten them");
        }
    }

    /** Returns the line that a tag with this name is probably in. */
    private static int lineOf(String source, String name) {
        int at = Math.max(0, source.indexOf(name));
        return 1 + (int) source.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
