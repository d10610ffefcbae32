package io.genaiops.eval.suite;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.RunEvaluator;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the names in suites mean: for each evaluator of the shipped catalogues, and for the host's own, how it is made.
 * Filled once, read by many.
 */
final class Catalog {

    private static final Catalog SHIPPED = filled();

    private final SortedMap<String, Function<Ingredients, ? extends Evaluator>> evaluators;
    private final SortedMap<String, Function<Ingredients, ? extends RunEvaluator>> measures;
    private final Map<String, Unit> units;

    private Catalog() {
        this.evaluators = new TreeMap<>();
        this.measures = new TreeMap<>();
        this.units = new HashMap<>();
    }

    private Catalog(Catalog other) {
        this.evaluators = new TreeMap<>(other.evaluators);
        this.measures = new TreeMap<>(other.measures);
        this.units = new HashMap<>(other.units);
    }

    private static Catalog filled() {
        Catalog catalog = new Catalog();
        TextEntries.addTo(catalog);
        OverlapEntries.addTo(catalog);
        ContextEntries.addTo(catalog);
        ClaimEntries.addTo(catalog);
        JudgeEntries.addTo(catalog);
        PerformanceEntries.addTo(catalog);
        return catalog;
    }

    static Catalog shipped() {
        return SHIPPED;
    }

    /** Returns the shipped evaluators and the host's. */
    static Catalog with(Map<String, Function<Parameters, ? extends Evaluator>> own) {
        Catalog catalog = new Catalog(SHIPPED);
        own.forEach((name, maker) -> catalog.add(name, in -> made(name, maker, in)));
        return catalog;
    }

    private static Evaluator made(
            String name, Function<Parameters, ? extends Evaluator> maker, Ingredients ingredients) {
        Evaluator evaluator = maker.apply(ingredients.parameters());
        if (evaluator == null) {
            throw new IllegalStateException("what the host gave under '" + name + "' made no evaluator; found: null");
        }
        return evaluator;
    }

    /** Refuses a name that a shipped evaluator has. */
    static void requireFree(String name) {
        if (SHIPPED.evaluators.containsKey(name) || SHIPPED.measures.containsKey(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is an evaluator of genaiops; give yours a name such as my." + afterDot(name));
        }
    }

    private static String afterDot(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    Catalog add(String name, Function<Ingredients, ? extends Evaluator> recipe) {
        return add(name, Unit.NONE, recipe);
    }

    Catalog add(String name, Unit unit, Function<Ingredients, ? extends Evaluator> recipe) {
        evaluators.put(name, recipe);
        units.put(name, unit);
        return this;
    }

    Catalog measure(String name, Function<Ingredients, ? extends RunEvaluator> recipe) {
        return measure(name, Unit.NONE, recipe);
    }

    Catalog measure(String name, Unit unit, Function<Ingredients, ? extends RunEvaluator> recipe) {
        measures.put(name, recipe);
        units.put(name, unit);
        return this;
    }

    SortedSet<String> evaluators() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(evaluators.keySet()));
    }

    SortedSet<String> measures() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(measures.keySet()));
    }

    Unit unit(String name) {
        return units.getOrDefault(name, Unit.NONE);
    }

    Function<Ingredients, ? extends Evaluator> evaluator(String name) {
        Function<Ingredients, ? extends Evaluator> recipe = evaluators.get(name);
        if (recipe != null) {
            return recipe;
        }
        throw new IllegalArgumentException(
                measures.containsKey(name)
                        ? "it is measured of a whole run, not of one answer; write it under 'measures'"
                        : "there is no such evaluator; " + Nearest.to(name, evaluators.keySet()));
    }

    Function<Ingredients, ? extends RunEvaluator> measure(String name) {
        Function<Ingredients, ? extends RunEvaluator> recipe = measures.get(name);
        if (recipe != null) {
            return recipe;
        }
        throw new IllegalArgumentException(
                evaluators.containsKey(name)
                        ? "it scores one answer, not a whole run; write it under 'checks'"
                        : "there is no such measure of a run; " + Nearest.to(name, measures.keySet()));
    }
}
