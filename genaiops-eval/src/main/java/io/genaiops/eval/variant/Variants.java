package io.genaiops.eval.variant;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.ModelParameters;
import io.genaiops.call.PromptCall;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Sample;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Every combination of prompts, models, parameters and ways to ask, each a variant of an experiment such as {@code
 * trail-guide:2.0.0 large}. Not thread-safe; the variants are.
 *
 * <pre>{@code
 * experiment.variants(Variants.of(calls)
 *         .prompts("trail-guide:1.1.0", "trail-guide:2.0.0")
 *         .models("small", "large")
 *         .asking((call, sample) -> call.with("question", sample.input())));
 * }</pre>
 *
 * @since 0.1
 */
public final class Variants {

    /** Gives a prompt its inputs. May be called from several threads. */
    @FunctionalInterface
    public interface Asking {
        /** Returns the call that was handed in, with the inputs for the sample. */
        PromptCall ask(PromptCall call, Sample sample) throws Exception;
    }

    /** Looks up what a variant shows to the model. May be called from several threads, and before the run for its plan. */
    @FunctionalInterface
    public interface Retrieving {
        /** Returns the sample with what was found, usually {@code sample.groundedIn(documents)}. */
        Sample retrieve(Prompt prompt, Sample sample) throws Exception;
    }

    private final PromptCalls calls;
    private final Map<String, Function<PromptCalls, Prompt>> prompts = new LinkedHashMap<>();
    private final List<String> models = new ArrayList<>();
    private final Map<String, ModelParameters> parameters = new LinkedHashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private Retrieving retrieving = Way.NOTHING;

    private Variants(PromptCalls calls) {
        this.calls = requireNonNull(calls, "calls");
    }

    /** Begins variants that make these calls. */
    public static Variants of(PromptCalls calls) {
        return new Variants(calls);
    }

    /** Adds prompts by reference. Each is resolved once, so that a label that moves meanwhile changes no variant. */
    public Variants prompts(String... references) {
        for (String reference : references) {
            add(reference, of -> of.prompt(reference).prompt());
        }
        return this;
    }

    /** Adds prompts at hand. */
    public Variants prompts(Prompt... atHand) {
        for (Prompt prompt : atHand) {
            add(prompt.identity().toString(), of -> prompt);
        }
        return this;
    }

    private void add(String reference, Function<PromptCalls, Prompt> prompt) {
        if (prompts.putIfAbsent(reference, prompt) != null) {
            throw new IllegalArgumentException("prompts must differ; found twice: '" + reference + "'");
        }
    }

    /** Adds models by the names that the calls know. Without any, each prompt is asked on the model that it names. */
    public Variants models(String... names) {
        for (String name : names) {
            if (models.contains(name)) {
                throw new IllegalArgumentException("models must differ; found twice: '" + name + "'");
            }
            models.add(requireNonNull(name, "name"));
        }
        return this;
    }

    /**
     * Adds parameters that take the place of those which the prompts fix, under a name for the variants. A prompt with
     * parameters of a trial has digests of its own, see {@link Prompt#withParameters}: to promote what was found, publish a
     * version that fixes them. Parameters that a provider alone knows belong to a model of their own name.
     */
    public Variants parameters(String name, ModelParameters given) {
        if (name.isBlank() || parameters.containsKey(name)) {
            throw new IllegalArgumentException("parameters need different names that are not blank; found: '" + name
                    + "' beside " + parameters.keySet());
        }
        parameters.put(name, requireNonNull(given, "given"));
        return this;
    }

    /** Sets what is looked up for each sample, in every way of asking that does not look up for itself. */
    public Variants retrieving(Retrieving lookup) {
        this.retrieving = requireNonNull(lookup, "lookup");
        return this;
    }

    /** Sets the one way to ask. */
    public Variants asking(Asking inputs) {
        return asking("", inputs);
    }

    /** Adds a way to ask, under a name for the variants. */
    public Variants asking(String name, Asking inputs) {
        return add(new Way(name, (prompt, sample) -> retrieving.retrieve(prompt, sample), inputs));
    }

    /** Adds a way to ask about what it looks up itself, under a name for the variants. */
    public Variants asking(String name, Retrieving lookup, Asking inputs) {
        return add(new Way(name, lookup, inputs));
    }

    private Variants add(Way way) {
        List<String> names = ways.stream().map(Way::name).toList();
        if (names.contains(way.name()) || names.contains("") || (way.name().isBlank() && !names.isEmpty())) {
            throw new IllegalArgumentException("there is one way to ask, or each has a name of its own; found: '"
                    + way.name() + "' beside " + names);
        }
        ways.add(way);
        return this;
    }

    /**
     * Returns the variants: prompt by prompt, and within a prompt model by model.
     *
     * @throws IllegalArgumentException if there is nothing to ask, or a prompt or model is not found; the message lists all
     *     that is wrong
     */
    public List<Approach> approaches() {
        return new CrossProduct(calls, models).of(prompts, cells());
    }

    private List<CrossProduct.Cell> cells() {
        Map<String, ModelParameters> all = parameters.isEmpty() ? Map.of("", ModelParameters.NONE) : parameters;
        List<CrossProduct.Cell> cells = new ArrayList<>();
        all.forEach((name, given) -> ways.forEach(way -> cells.add(new CrossProduct.Cell(name, given, way))));
        return cells;
    }

    @Override
    public String toString() {
        return "Variants" + Arrays.asList(prompts.keySet(), models, parameters.keySet());
    }
}
