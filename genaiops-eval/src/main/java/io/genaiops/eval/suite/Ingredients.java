package io.genaiops.eval.suite;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.asset.AssetRef;
import io.genaiops.definition.SuiteCheck;
import io.genaiops.definition.SuiteLimit;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.semantic.EmbeddingCache;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What one evaluator is made of: its parameters and what the suite and the host give. Knows what was asked for. */
final class Ingredients {

    /** Which of the figures of one comparison is the score; suites write it as {@code score}. */
    enum Figure {
        F1,
        PRECISION,
        RECALL
    }

    private final Construction construction;
    private final SuiteCheck check;
    private final String where;
    private final Parameters parameters;
    private final Set<String> used = new HashSet<>();

    Ingredients(Construction construction, SuiteCheck check, String where) {
        this.construction = construction;
        this.check = check;
        this.where = where;
        this.parameters = new Parameters(check.parameters());
    }

    Parameters parameters() {
        return parameters;
    }

    <E> Setup<E> setup(E evaluator) {
        return new Setup<>(evaluator, parameters);
    }

    Judge judge() {
        used.add("judge");
        return construction.judge(check.judge(), where);
    }

    EmbeddingModel embeddings() {
        used.add("embeddings");
        return construction.embeddings(check.embeddings(), where);
    }

    /** Returns the embedding model so that evaluators of one suite embed a text once. */
    EmbeddingModel cache() {
        EmbeddingModel model = embeddings();
        return model instanceof EmbeddingCache
                ? model
                : construction.shared(List.of("cache", model), () -> EmbeddingCache.of(model));
    }

    /** Returns which figure is the score. */
    <E extends Enum<E>> E score(E usual) {
        return parameters.has("score") ? parameters.choice("score", usual.getDeclaringClass()) : usual;
    }

    LanguageDetector detector() {
        return construction.detector(where);
    }

    /** Returns the rubrics that are named, none if none is. */
    List<Rubric> rubrics() {
        used.add("rubric");
        return check.rubrics().stream().map(this::rubric).toList();
    }

    private Rubric rubric(AssetRef reference) {
        return Rubric.of(construction.prompt(reference, where));
    }

    Optional<SuiteLimit> limit() {
        return check.limit();
    }

    /** Returns the members as checks with their thresholds. */
    Check[] checks() {
        used.add("of");
        return members().stream()
                .map(member -> construction.check(weightless(member), place(member)))
                .toArray(Check[]::new);
    }

    /** Returns the members as evaluators, of which none has a threshold. */
    Evaluator[] evaluators() {
        used.add("of");
        return members().stream()
                .map(member -> construction.evaluator(limitless(weightless(member)), place(member)))
                .toArray(Evaluator[]::new);
    }

    /** Returns the members with their weights. */
    Evaluator.Weighted[] weighted() {
        used.add("of");
        return members().stream()
                .map(member -> construction
                        .evaluator(limitless(member), place(member))
                        .weighted(member.weight()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "member '" + member + "' must have a weight; found none"))))
                .toArray(Evaluator.Weighted[]::new);
    }

    /** Returns the two members of a cascade: the first with a threshold, the second without. */
    Construction.Cascade cascade() {
        used.add("of");
        if (members().size() != 2) {
            throw new IllegalArgumentException(
                    "expected two members under 'of', the cheap one with a limit that says which"
                            + " scores are doubtful, and the dear one; found: "
                            + members().size());
        }
        SuiteCheck cheap = weightless(members().get(0));
        SuiteCheck dear = limitless(weightless(members().get(1)));
        SuiteLimit doubtful = cheap.limit()
                .orElseThrow(() -> new IllegalArgumentException(
                        "member '" + cheap + "' must have a limit that says which scores are doubtful; found none"));
        return new Construction.Cascade(
                construction.evaluator(cheap, place(cheap)),
                construction.unit(cheap).threshold(doubtful),
                construction.evaluator(dear, place(dear)));
    }

    private List<SuiteCheck> members() {
        return check.members();
    }

    private String place(SuiteCheck member) {
        return where + ", member " + (members().indexOf(member) + 1);
    }

    private static SuiteCheck limitless(SuiteCheck member) {
        if (member.limit().isPresent()) {
            throw new IllegalArgumentException(
                    "member '" + member + "' must have no limit here; its score is taken as it is");
        }
        return member;
    }

    private static SuiteCheck weightless(SuiteCheck member) {
        if (member.weight().isPresent()) {
            throw new IllegalArgumentException(
                    "member '" + member + "' must have no weight here; only members of combined.weighted_mean do");
        }
        return member;
    }

    /**
     * Returns what checks of one evaluator share that differ in nothing but {@code score}, so that a chain evaluates it
     * once for all of them. The supplier must have read its parameters before.
     */
    <T> T shared(Supplier<T> supplier) {
        SuiteCheck same = withoutScore();
        return construction.shared(same, supplier);
    }

    private SuiteCheck withoutScore() {
        SuiteCheck.Builder same = SuiteCheck.builder(check.evaluator());
        parameters.without("score").properties().forEach(entry -> same.with(entry.getKey(), entry.getValue()));
        check.judge().ifPresent(same::judge);
        check.embeddings().ifPresent(same::embeddings);
        return same.rubrics(check.rubrics().toArray(AssetRef[]::new)).build();
    }

    /** Refuses what is written and was not asked for: nothing in a suite is ignored. */
    void requireAllUsed() {
        parameters.requireAllAsked();
        requireUsed("judge", check.judge().isPresent());
        requireUsed("embeddings", check.embeddings().isPresent());
        requireUsed("rubric", !check.rubrics().isEmpty());
        requireUsed("of", !check.members().isEmpty());
    }

    private void requireUsed(String field, boolean written) {
        if (written && !used.contains(field)) {
            throw new IllegalArgumentException("'" + field + "' must be left out: this evaluator has no use for it");
        }
    }

    /** Sets up an evaluator by the options that are written, each under the name of its method. */
    static final class Setup<E> {

        private final Parameters parameters;
        private E evaluator;

        Setup(E evaluator, Parameters parameters) {
            this.evaluator = evaluator;
            this.parameters = parameters;
        }

        /** Applies an option without a value. */
        Setup<E> flag(String name, UnaryOperator<E> option) {
            if (parameters.flag(name)) {
                evaluator = option.apply(evaluator);
            }
            return this;
        }

        Setup<E> integer(String name, BiFunction<E, Integer, E> option) {
            return value(name, p -> p.integer(name), option);
        }

        Setup<E> number(String name, BiFunction<E, Double, E> option) {
            return value(name, p -> p.number(name), option);
        }

        /** Applies an option with a value, if it is there. */
        <T> Setup<E> value(String name, Function<Parameters, T> reader, BiFunction<E, T, E> option) {
            if (parameters.has(name)) {
                evaluator = option.apply(evaluator, reader.apply(parameters));
            }
            return this;
        }

        /** Returns the evaluator as it is set up. */
        E done() {
            return evaluator;
        }
    }
}
