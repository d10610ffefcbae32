package io.genaiops.eval.suite;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetRef;
import io.genaiops.definition.SuiteCheck;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Builds the checks of one suite, once. What the suite gets wrong is told with suite, place and evaluator. */
final class Construction {

    /** What the host has not given, as opposed to what the suite gets wrong. */
    private static final class MissingFromHostException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        MissingFromHostException(String message) {
            super(message);
        }
    }

    /** Two evaluators, and the scores of the first after which the second is asked. */
    record Cascade(Evaluator cheap, Threshold doubtful, Evaluator dear) {}

    private final SuiteDefinition suite;
    private final Host host;
    private final Function<AssetRef, Optional<Prompt>> prompts;
    private final Catalog catalog;
    private final Map<Object, Object> shared = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    Construction(SuiteDefinition suite, Host host, Function<AssetRef, Optional<Prompt>> prompts) {
        this.suite = suite;
        this.host = host;
        this.prompts = prompts;
        this.catalog = Catalog.with(host.evaluators());
    }

    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        for (SuiteCheck check : suite.checks()) {
            checks.add(check(check, suite + ", check " + (checks.size() + 1)));
        }
        requireUsed("judge", suite.judge().isPresent());
        requireUsed("embeddings", suite.embeddings().isPresent());
        return List.copyOf(checks);
    }

    private void requireUsed(String field, boolean written) {
        if (written && !used.contains(field)) {
            throw new InvalidAssetException(
                    suite + ": '" + field + "' must be left out: no check takes it from the suite");
        }
    }

    List<RunEvaluator> measures() {
        List<RunEvaluator> measures = new ArrayList<>();
        for (SuiteCheck measure : suite.measures()) {
            String where = suite + ", measure " + (measures.size() + 1);
            measures.add(explained(where, measure, () -> made(catalog.measure(measure.evaluator()), measure, where)));
        }
        return List.copyOf(measures);
    }

    Check check(SuiteCheck written, String where) {
        Evaluator evaluator = evaluator(written, where);
        return explained(where, written, () -> {
            Check check = written.limit()
                    .map(limit -> Check.of(evaluator, unit(written).threshold(limit)))
                    .orElseGet(evaluator::observed);
            return written.isRequired() ? check.required() : check;
        });
    }

    Evaluator evaluator(SuiteCheck written, String where) {
        return explained(where, written, () -> {
            Evaluator plain = made(catalog.evaluator(written.evaluator()), written, where);
            Evaluator evaluator = written.isNegated() ? plain.negated() : plain;
            return written.name().map(evaluator::named).orElse(evaluator);
        });
    }

    Unit unit(SuiteCheck written) {
        return catalog.unit(written.evaluator());
    }

    private <T> T made(Function<Ingredients, ? extends T> recipe, SuiteCheck written, String where) {
        Ingredients ingredients = new Ingredients(this, written, where + " (" + written.evaluator() + ")");
        T made = recipe.apply(ingredients);
        ingredients.requireAllUsed();
        return made;
    }

    private static <T> T explained(String where, SuiteCheck written, Supplier<T> step) {
        try {
            return step.get();
        } catch (MissingFromHostException e) {
            throw e;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidAssetException(where + " (" + written.evaluator() + "): " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked")
    <T> T shared(Object key, Supplier<T> supplier) {
        Object known = shared.get(key);
        if (known == null) {
            known = supplier.get();
            shared.put(key, known);
        }
        return (T) known;
    }

    Judge judge(Optional<AssetRef> named, String where) {
        String name = name("judge", named.or(suite::judge), named.isPresent());
        return shared(
                List.of("judge", name),
                () -> host.findJudge(name).orElseThrow(() -> missing(where, "a judge", name, "judge")));
    }

    EmbeddingModel embeddings(Optional<AssetRef> named, String where) {
        String name = name("embeddings", named.or(suite::embeddings), named.isPresent());
        return host.findEmbeddings(name).orElseThrow(() -> missing(where, "an embedding model", name, "embeddings"));
    }

    private String name(String field, Optional<AssetRef> model, boolean ofTheCheck) {
        if (!ofTheCheck) {
            used.add(field);
        }
        return model.map(AssetRef::name).orElse(Host.UNNAMED);
    }

    private static MissingFromHostException missing(String where, String what, String name, String method) {
        return new MissingFromHostException(
                name.equals(Host.UNNAMED)
                        ? where + " needs " + what + "; give it with " + method + "(…), or name a model under '"
                                + method + "' in the suite and give models(…)"
                        : where + " needs " + what + " on the model '" + name + "'; give it with " + method + "(\""
                                + name + "\", …), or with models(…) that have this name");
    }

    LanguageDetector detector(String where) {
        LanguageDetector detector = host.detector();
        if (detector == null) {
            throw new MissingFromHostException(where + " needs a language detector; give it with detector(…)");
        }
        return detector;
    }

    Prompt prompt(AssetRef reference, String where) {
        return prompts.apply(reference)
                .orElseThrow(() -> new MissingFromHostException(where + " needs the prompt '" + reference
                        + "' as its rubric; give the registry that has it: EvaluationSuite.of(definition, registry)"));
    }
}
