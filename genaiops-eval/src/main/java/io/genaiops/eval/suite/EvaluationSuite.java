package io.genaiops.eval.suite;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Selector;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.definition.SuiteLimit;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * An evaluation suite that is kept as an asset, with what only the host has: judges, models and evaluators of its own.
 *
 * <pre>{@code
 * EvaluatorChain chain = EvaluationSuite.load(registry, "trail-guide-quality@production")
 *         .judge(judge)
 *         .with("my.brand_voice", parameters -> brandVoice(parameters.text("tone")))
 *         .chain();
 * }</pre>
 *
 * The chain is the one that the same calls in Java give: identities, thresholds, order and outcomes are the same, and so
 * is its {@link EvaluatorChain#digest}. Evaluators are named by their catalogue and method: {@code
 * overlap.token_f1} is {@code OverlapEvaluators.tokenF1()}, and an option such as {@code keepingArticles()} is the parameter
 * {@code keepingArticles: true}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class EvaluationSuite {

    private final SuiteDefinition definition;
    private final Function<AssetRef, Optional<Prompt>> prompts;
    private final Host host;

    private EvaluationSuite(SuiteDefinition definition, Function<AssetRef, Optional<Prompt>> prompts, Host host) {
        this.definition = requireNonNull(definition, "definition");
        this.prompts = prompts;
        this.host = host;
    }

    /** Returns a suite whose judges grade by the rubrics that genaiops ships, and by no others. */
    public static EvaluationSuite of(SuiteDefinition definition) {
        return new EvaluationSuite(definition, reference -> Optional.empty(), Host.EMPTY);
    }

    /**
     * Returns a suite whose own rubrics are prompts of the registry. If it is published there they are the versions that
     * were locked then, wherever their labels are now.
     */
    public static EvaluationSuite of(SuiteDefinition definition, AssetRegistry registry) {
        requireNonNull(registry, "registry");
        return new EvaluationSuite(
                definition,
                reference -> Optional.of(registry.prompt(locked(definition, registry, reference))),
                Host.EMPTY);
    }

    /**
     * Returns the suite that a reference means.
     *
     * @throws io.genaiops.AssetNotFoundException if there is none; the message lists what was found
     * @throws InvalidAssetException if the file is malformed or differs from what was published
     */
    public static EvaluationSuite load(AssetRegistry registry, String reference) {
        return of(registry.suite(reference), registry);
    }

    private static AssetRef locked(SuiteDefinition suite, AssetRegistry registry, AssetRef reference) {
        if (!registry.assets(AssetKind.SUITE).contains(suite.id())) {
            return reference;
        }
        Optional<PublishedVersion> published = registry.describe(suite.id())
                .published(suite.version())
                .filter(entry -> entry.source().equals(suite.sourceDigest()));
        String key = new AssetReference(AssetKind.PROMPT, reference).toString();
        return published
                .map(entry -> entry.lock().get(key))
                .map(digest -> new AssetRef(reference.name(), new Selector.ByDigest(digest)))
                .orElse(reference);
    }

    /** Gives the judge of the checks for which the suite names no model. */
    public EvaluationSuite judge(Judge judge) {
        return with(host.judge(Host.UNNAMED, requireNonNull(judge, "judge")));
    }

    /** Gives the judge of the checks for which the suite names this model. */
    public EvaluationSuite judge(String model, Judge judge) {
        return with(host.judge(named(model), requireNonNull(judge, "judge")));
    }

    /** Gives the embedding model of the checks for which the suite names none. */
    public EvaluationSuite embeddings(EmbeddingModel model) {
        return with(host.embeddings(Host.UNNAMED, requireNonNull(model, "model")));
    }

    /** Gives the embedding model that the suite calls by this name. */
    public EvaluationSuite embeddings(String name, EmbeddingModel model) {
        return with(host.embeddings(named(name), requireNonNull(model, "model")));
    }

    /** Gives the models that the suite names, to judge and to embed; what is given by name goes before. */
    public EvaluationSuite models(Models models) {
        return with(host.models(requireNonNull(models, "models")));
    }

    /** Gives the detector of {@code text.language}. */
    public EvaluationSuite detector(LanguageDetector detector) {
        return with(host.detector(requireNonNull(detector, "detector")));
    }

    /**
     * Gives an evaluator of your own a name.
     *
     * @param name such as {@code my.brand_voice}
     * @param maker makes the evaluator of its parameters; it must read all that it knows
     * @throws IllegalArgumentException if an evaluator has the name already
     */
    public EvaluationSuite with(String name, Function<Parameters, ? extends Evaluator> maker) {
        Catalog.requireFree(name);
        return with(host.evaluator(name, requireNonNull(maker, "maker")));
    }

    private EvaluationSuite with(Host other) {
        return new EvaluationSuite(definition, prompts, other);
    }

    private static String named(String model) {
        if (model.isBlank()) {
            throw new IllegalArgumentException("the name of a model must not be blank; found: '" + model + "'");
        }
        return model;
    }

    /** Returns the definition. */
    public SuiteDefinition definition() {
        return definition;
    }

    /**
     * Returns the checks of the suite as a chain.
     *
     * @throws InvalidAssetException if the suite names an evaluator or parameter that there is not, or gives a
     *     parameter a value that it cannot have; the message says where and lists the nearest names
     * @throws IllegalStateException if a check needs a judge, a model or a registry that the host has not given
     */
    public EvaluatorChain chain() {
        List<Check> checks = construction().checks();
        try {
            return EvaluatorChain.of(checks);
        } catch (IllegalArgumentException e) {
            throw new InvalidAssetException(definition + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns what the suite measures of a whole run, for {@code Experiment.measuredBy}; empty if nothing.
     *
     * @throws InvalidAssetException as {@link #chain} does
     */
    public List<RunEvaluator> measures() {
        return construction().measures();
    }

    private Construction construction() {
        return new Construction(definition, host, prompts);
    }

    /**
     * Returns the threshold that a limit is for the scores of an evaluator: times in seconds, amounts in the currency of
     * the limit.
     *
     * @throws IllegalArgumentException if the limit has another unit than the evaluator
     */
    public static Threshold threshold(String evaluator, SuiteLimit limit) {
        return Catalog.shipped().unit(evaluator).threshold(limit);
    }

    /** Returns the names of the evaluators that a suite can check an answer with, the host's own not included. */
    public static SortedSet<String> evaluators() {
        return Catalog.shipped().evaluators();
    }

    /** Returns the names of what a suite can measure of a whole run. */
    public static SortedSet<String> runEvaluators() {
        return Catalog.shipped().measures();
    }

    /** Returns name and version of the definition. */
    @Override
    public String toString() {
        return "EvaluationSuite[" + definition + "]";
    }
}
