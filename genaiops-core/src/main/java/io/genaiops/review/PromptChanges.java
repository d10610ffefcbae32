package io.genaiops.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import io.genaiops.review.CompatibilityChange.Level;
import io.genaiops.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through everything that callers of a prompt rely on and tells what each change means for them. */
final class PromptChanges {

    private final Prompt before;
    private final Prompt after;
    private final List<CompatibilityChange> changes = new ArrayList<>();

    private PromptChanges(Prompt before, Prompt after) {
        this.before = before;
        this.after = after;
    }

    static List<CompatibilityChange> between(Prompt before, Prompt after) {
        PromptChanges found = new PromptChanges(before, after);
        found.inputs();
        found.output();
        found.history();
        found.references();
        found.limits();
        found.text();
        found.changes.sort(Comparator.comparing(CompatibilityChange::level).reversed());
        return List.copyOf(found.changes);
    }

    private void inputs() {
        Map<String, PromptInput> earlier = byName(before);
        Map<String, PromptInput> later = byName(after);
        earlier.forEach((name, input) -> {
            PromptInput now = later.get(name);
            if (now == null) {
                removed(name);
            } else {
                input("inputs." + name, input, now);
            }
        });
        later.forEach((name, input) -> {
            if (!earlier.containsKey(name)) {
                add(
                        input.isRequired() ? Level.BREAKING : Level.FEATURE,
                        "inputs." + name,
                        input.isRequired() ? "is new and required" : "is new and may be left out");
            }
        });
    }

    private void removed(String name) {
        boolean used = after.template().variables().stream()
                .anyMatch(variable -> variable.name().equals(name));
        add(
                Level.BREAKING,
                "inputs." + name,
                "was removed" + (used ? " while the template still uses it" : ", so calls that give it are refused"));
    }

    private void input(String field, PromptInput earlier, PromptInput later) {
        if (earlier.type() != later.type()) {
            boolean widened = earlier.type() == InputType.INTEGER && later.type() == InputType.NUMBER;
            add(
                    widened ? Level.FEATURE : Level.BREAKING,
                    field,
                    "type changed from " + earlier.type() + " to " + later.type());
        }
        if (earlier.isRequired() != later.isRequired()) {
            add(
                    later.isRequired() ? Level.BREAKING : Level.FEATURE,
                    field,
                    later.isRequired() ? "is required now" : "may be left out now");
        }
        if (!earlier.defaultValue().equals(later.defaultValue())) {
            add(Level.PATCH, field, "its default changed");
        }
        if (earlier.isTrusted() != later.isTrusted()) {
            add(
                    later.isTrusted() ? Level.BREAKING : Level.PATCH,
                    field,
                    later.isTrusted() ? "callers must vouch for its values now" : "callers need not vouch for it now");
        }
        for (SchemaChanges.Change change : SchemaChanges.between(schema(earlier), schema(later))) {
            Level level = switch (change.kind()) {
                case NARROWED, DIFFERENT -> Level.BREAKING;
                case WIDENED, PROPERTY_ADDED -> Level.FEATURE;
                case PROPERTY_REMOVED -> Level.PATCH;
            };
            add(level, join(field, change.path()), change.message());
        }
    }

    /** Returns the schema of an input without its type, which is compared by itself. */
    private static ObjectNode schema(PromptInput input) {
        ObjectNode schema = input.schema()
                .map(JsonSchema::json)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        schema.remove("type");
        return schema;
    }

    private void output() {
        Optional<JsonSchema> earlier = before.output();
        Optional<JsonSchema> later = after.output();
        if (earlier.isPresent() != later.isPresent()) {
            add(Level.BREAKING, "output", later.isPresent() ? "is JSON now, was text" : "is text now, was JSON");
            return;
        }
        if (earlier.isEmpty() || later.isEmpty()) {
            return;
        }
        for (SchemaChanges.Change change :
                SchemaChanges.between(earlier.get().json(), later.get().json())) {
            Level level = switch (change.kind()) {
                case WIDENED, DIFFERENT, PROPERTY_REMOVED -> Level.BREAKING;
                case PROPERTY_ADDED -> Level.FEATURE;
                case NARROWED -> Level.PATCH;
            };
            add(level, join("output", change.path()), change.message());
        }
    }

    private void history() {
        boolean was = before.template().usesHistory();
        boolean is = after.template().usesHistory();
        if (was != is) {
            add(
                    is ? Level.FEATURE : Level.BREAKING,
                    "history",
                    is ? "earlier messages may be given now" : "earlier messages are refused now");
        }
    }

    private void references() {
        references(AssetKind.TOOL, "tools", Level.BREAKING);
        references(AssetKind.PARTIAL, "partials", Level.PATCH);
        if (!before.fallback().equals(after.fallback())) {
            add(Level.PATCH, "fallback", "went from " + before.fallback() + " to " + after.fallback());
        }
        if (!before.model().equals(after.model())) {
            add(
                    Level.FEATURE,
                    "model",
                    "went from " + before.model().map(Object::toString).orElse("the caller's choice") + " to "
                            + after.model().map(Object::toString).orElse("the caller's choice"));
        }
        if (!before.parameters().equals(after.parameters())) {
            add(Level.PATCH, "parameters", "changed");
        }
    }

    private void references(AssetKind kind, String field, Level whenRemoved) {
        Map<String, String> earlier = references(before, kind);
        Map<String, String> later = references(after, kind);
        earlier.forEach((name, ref) -> {
            String now = later.get(name);
            if (now == null) {
                add(whenRemoved, field + "." + name, "was removed");
            } else if (!now.equals(ref)) {
                add(Level.PATCH, field + "." + name, "went from " + ref + " to " + now);
            }
        });
        later.forEach((name, ref) -> {
            if (!earlier.containsKey(name)) {
                add(kind == AssetKind.TOOL ? Level.FEATURE : Level.PATCH, field + "." + name, "is new");
            }
        });
    }

    private static Map<String, String> references(Prompt prompt, AssetKind kind) {
        Map<String, String> references = new LinkedHashMap<>();
        for (AssetReference reference : prompt.references()) {
            if (reference.kind() == kind) {
                references.merge(reference.ref().name(), reference.ref().toString(), (one, other) -> one + " " + other);
            }
        }
        return references;
    }

    private void limits() {
        limit(
                "limits.maxInputTokens",
                number(before.limits().maxInput()),
                number(after.limits().maxInput()));
        if (Objects.equals(before.limits().currency(), after.limits().currency())
                || before.limits().maxCost() == null
                || after.limits().maxCost() == null) {
            limit("limits.maxCost", before.limits().maxCost(), after.limits().maxCost());
        } else {
            add(Level.BREAKING, "limits.maxCost", "is in another currency");
        }
    }

    private void limit(String field, @Nullable BigDecimal earlier, @Nullable BigDecimal later) {
        if (earlier == null ? later == null : later != null && earlier.compareTo(later) == 0) {
            return;
        }
        boolean tighter = earlier == null || (later != null && later.compareTo(earlier) < 0);
        add(
                tighter ? Level.BREAKING : Level.FEATURE,
                field,
                "went from " + shown(earlier) + " to " + shown(later)
                        + (tighter ? ", so calls that passed may be refused" : ""));
    }

    private static @Nullable BigDecimal number(@Nullable Integer value) {
        return value == null ? null : BigDecimal.valueOf(value);
    }

    private static String shown(@Nullable BigDecimal value) {
        return value == null ? "no limit" : value.toPlainString();
    }

    private void text() {
        if (!before.template().source().equals(after.template().source())) {
            add(Level.PATCH, "body", "changed");
        }
        if (changes.isEmpty() && !before.sourceDigest().equals(after.sourceDigest())) {
            add(Level.PATCH, "spec", "changed");
        }
    }

    private static Map<String, PromptInput> byName(Prompt prompt) {
        Map<String, PromptInput> byName = new LinkedHashMap<>();
        prompt.inputs().forEach(input -> byName.put(input.name(), input));
        return byName;
    }

    private static String join(String field, String path) {
        return path.isEmpty()
                ? field
                : path.startsWith("[") || path.startsWith(".") ? field + path : field + "." + path;
    }

    private void add(Level level, String field, String message) {
        changes.add(new CompatibilityChange(level, field, message));
    }
}
