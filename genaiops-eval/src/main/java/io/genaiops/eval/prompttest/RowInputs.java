package io.genaiops.eval.prompttest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives a prompt the fields of a row. Every row is rendered before the first one is asked about. */
final class RowInputs {

    private static final Set<String> INPUT = Set.of("input", "query", "question");
    private static final Set<String> CONTEXT = Set.of("context", "contexts");
    private static final int SHOWN = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Object> ANYTHING = new TypeReference<>() {};

    private final Prompt prompt;

    private RowInputs(Prompt prompt) {
        this.prompt = prompt;
    }

    /**
     * Returns the inputs of a prompt that the rows of a dataset give.
     *
     * @throws IllegalArgumentException if the prompt cannot be rendered with a row; the message names the rows and what
     *     each lacks
     */
    static RowInputs of(Prompt prompt, Dataset dataset) {
        RowInputs inputs = new RowInputs(prompt);
        List<String> problems = new ArrayList<>();
        int count = 0;
        for (Sample row : dataset) {
            Optional<String> problem = inputs.problem(row);
            count += problem.isPresent() ? 1 : 0;
            if (problem.isPresent() && problems.size() < SHOWN) {
                problems.add("row '" + row.id() + "': " + problem.get());
            }
        }
        if (count > 0) {
            throw new IllegalArgumentException(
                    count + " of " + dataset.size() + " rows do not fit its inputs\n  " + String.join("\n  ", problems)
                            + (count > problems.size() ? "\n  and " + (count - SHOWN) + " more" : ""));
        }
        return inputs;
    }

    private Optional<String> problem(Sample row) {
        try {
            prompt.with(of(row)).render();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage() + "; the row has the fields " + fields(row));
        }
    }

    private static List<String> fields(Sample row) {
        List<String> fields = new ArrayList<>();
        if (!row.input().isEmpty()) {
            fields.add("input");
        }
        if (!row.context().isEmpty()) {
            fields.add("context");
        }
        if (!row.references().isEmpty()) {
            fields.add("reference");
        }
        row.attributes().keySet().stream().sorted().forEach(fields::add);
        return fields;
    }

    /** Returns the values that a row has for the inputs of the prompt. */
    Map<String, Object> of(Sample row) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<PromptInput> without = new ArrayList<>();
        boolean taken = false;
        for (PromptInput input : prompt.inputs()) {
            Optional<Object> value = value(row, input);
            value.ifPresent(known -> values.put(input.name(), known));
            taken |= value.isPresent() && INPUT.contains(input.name());
            if (value.isEmpty() && input.isRequired() && input.type() == InputType.STRING) {
                without.add(input);
            }
        }
        if (without.size() == 1 && !taken && !row.input().isEmpty()) {
            values.put(without.get(0).name(), row.input());
        }
        return values;
    }

    private static Optional<Object> value(Sample row, PromptInput input) {
        String name = input.name();
        Optional<JsonNode> attribute = row.attribute(name).filter(json -> !json.isNull());
        if (attribute.isPresent()) {
            return attribute.map(json -> JSON.convertValue(json, ANYTHING));
        }
        if (INPUT.contains(name) && !row.input().isEmpty()) {
            return Optional.of(row.input());
        }
        if (CONTEXT.contains(name) && !row.context().isEmpty()) {
            List<String> texts =
                    row.context().stream().map(Sample.Document::text).toList();
            return Optional.of(input.type() == InputType.ARRAY ? texts : String.join("\n\n", texts));
        }
        if (name.equals("references") && !row.references().isEmpty()) {
            return Optional.of(
                    input.type() == InputType.ARRAY ? row.references() : String.join("\n", row.references()));
        }
        return name.equals("reference") ? row.reference().map(text -> text) : Optional.empty();
    }
}
