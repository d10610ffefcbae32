package io.genaiops.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.schema.JsonSchema;
import io.genaiops.schema.SchemaViolation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that schemas use; every other one in a violation is of the model's making and may be confidential. */
final class SchemaNames {

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final Pattern STEP = Pattern.compile("/([^/]*)");

    private final Set<String> names = new HashSet<>();

    SchemaNames(List<JsonSchema> schemas) {
        schemas.forEach(schema -> collect(schema.json()));
    }

    /** Returns the violation with {@code …} for each name that no schema has. */
    String known(SchemaViolation violation) {
        String location = STEP.matcher(violation.location())
                .replaceAll(step -> Matcher.quoteReplacement("/" + known(step.group(1))));
        // What a record's constructor says of a value follows the first colon, and may hold the value.
        String message = violation.message().replaceFirst("(refuses it: [A-Za-z0-9_.$]+)(?s:.*)", "$1");
        return new SchemaViolation(
                        location,
                        QUOTED.matcher(message)
                                .replaceAll(quoted -> Matcher.quoteReplacement("'" + known(quoted.group(1)) + "'")))
                .toString();
    }

    private String known(String name) {
        return name.isEmpty() || names.contains(name) || name.chars().allMatch(c -> c >= '0' && c <= '9') ? name : "…";
    }

    private void collect(JsonNode schema) {
        schema.fieldNames().forEachRemaining(names::add);
        if (schema.isTextual()) {
            names.add(schema.asText());
        }
        schema.forEach(this::collect);
    }
}
