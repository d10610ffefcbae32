package io.genaiops.eval.variant;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.ModelParameters;
import io.genaiops.call.PromptCalls;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Combines prompts with models and the rest, and finds out what cannot be asked before anybody is. */
final class CrossProduct {

    /** What is combined with each prompt on each model. */
    record Cell(String parametersName, ModelParameters parameters, Way way) {}

    private final PromptCalls calls;
    private final List<String> models;
    private final Set<String> problems = new LinkedHashSet<>();

    CrossProduct(PromptCalls calls, List<String> models) {
        this.calls = calls;
        this.models = models;
    }

    List<Approach> of(Map<String, Function<PromptCalls, Prompt>> prompts, List<Cell> cells) {
        if (prompts.isEmpty()) {
            problems.add("there is no prompt; name them with prompts(…)");
        }
        if (cells.isEmpty()) {
            problems.add("nothing says what is asked; give the inputs with asking((call, sample) -> …)");
        }
        models.stream().filter(name -> !isMapped(name)).forEach(this::reportUnmapped);
        List<Approach> approaches = new ArrayList<>();
        prompts.forEach((reference, prompt) -> combine(reference, prompt, cells, approaches));
        requireNames(approaches);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "variants cannot be asked: " + String.join("; ", problems) + ". Nobody was asked");
        }
        return List.copyOf(approaches);
    }

    private void combine(
            String reference, Function<PromptCalls, Prompt> lookup, List<Cell> cells, List<Approach> approaches) {
        try {
            Prompt prompt = lookup.apply(calls);
            refuseUnsupported(prompt);
            for (String model : models.isEmpty() ? List.of(modelOf(prompt)) : models) {
                cells.forEach(cell -> approaches.add(approach(prompt, model, cell)));
            }
        } catch (GenAiOpsException | IllegalArgumentException e) {
            problems.add("prompt '" + reference + "': " + e.getMessage());
        }
    }

    private String modelOf(Prompt prompt) {
        String model = calls.prompt(prompt).modelName();
        if (calls.models().find(model).isEmpty()) {
            reportUnmapped(model);
        }
        return model;
    }

    /** One unnamed model answers to every name, and two variants of it would be one. */
    private boolean isMapped(String model) {
        return calls.models().names().contains(model)
                && calls.models().find(model).isPresent();
    }

    private void reportUnmapped(String model) {
        problems.add("model '" + model + "' is not mapped to a chat model; mapped are "
                + calls.models().names() + ", more with Models.of(…).and(name, model)");
    }

    private void refuseUnsupported(Prompt prompt) {
        if (!prompt.tools().isEmpty() || !prompt.fallback().isEmpty()) {
            problems.add(prompt + " asks for tools " + prompt.tools() + " and fallback " + prompt.fallback()
                    + ", which calls do not honour; make it a variant with a function of your own");
        }
    }

    private Approach approach(Prompt prompt, String model, Cell cell) {
        String name = Stream.of(
                        prompt.identity().toString(),
                        models.isEmpty() ? "" : model,
                        cell.parametersName,
                        cell.way.name())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return new PromptApproach(name, calls, prompt.withParameters(cell.parameters), model, cell.way);
    }

    private void requireNames(List<Approach> approaches) {
        Set<String> seen = new HashSet<>();
        approaches.stream()
                .map(Approach::name)
                .filter(name -> !seen.add(name))
                .forEach(name -> problems.add("two variants would be called '" + name
                        + "': two references mean one version, or a name occurs in two places"));
    }
}
