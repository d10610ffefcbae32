package io.genaiops.eval.junit;

import static java.util.Objects.requireNonNull;

import io.genaiops.call.PromptCalls;
import io.genaiops.call.PromptCallsBuilder;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.replay.Cassette;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says what the tests of a class are given. Made by {@link GenAiOps#testing}; not thread-safe.
 *
 * @since 0.1
 */
public final class GenAiOpsBuilder {

    private static final Path CASSETTES = Path.of("src", "test", "resources", "cassettes");

    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private Inconclusive whenInconclusive = Inconclusive.ABORTS;
    private @Nullable AssetRegistry registry;
    private @Nullable Models models;
    private @Nullable Judge judge;
    private @Nullable String judgeModel;
    private @Nullable Cassette cassette;
    private @Nullable EvaluatorChain chain;
    private @Nullable Function<Judge, EvaluatorChain> judgedChain;
    private @Nullable UnaryOperator<PromptCallsBuilder> calls;

    GenAiOpsBuilder() {}

    /** Sets where prompts come from. It stays yours to close. */
    public GenAiOpsBuilder registry(AssetRegistry prompts) {
        this.registry = requireNonNull(prompts, "prompts");
        return this;
    }

    /** Sets the models, by the names that prompts use. */
    public GenAiOpsBuilder models(Models byName) {
        this.models = requireNonNull(byName, "byName");
        return this;
    }

    /** Sets the options of the calls, such as {@code calls(options -> options.prices(prices))}. */
    public GenAiOpsBuilder calls(UnaryOperator<PromptCallsBuilder> options) {
        this.calls = requireNonNull(options, "options");
        return this;
    }

    /** Sets who judges. With a cassette its model is recorded too. */
    public GenAiOpsBuilder judge(Judge judging) {
        this.judge = requireNonNull(judging, "judging");
        this.judgeModel = null;
        return this;
    }

    /** Sets which of the models judges, by its name. */
    public GenAiOpsBuilder judge(String model) {
        this.judgeModel = requireNonNull(model, "model");
        this.judge = null;
        return this;
    }

    /** Sets the cassette of this name in {@code src/test/resources/cassettes}, in replay. */
    public GenAiOpsBuilder cassette(String name) {
        return cassette(Cassette.in(CASSETTES, name));
    }

    /** Sets the cassette, which is closed after the class. */
    public GenAiOpsBuilder cassette(Cassette recorder) {
        this.cassette = requireNonNull(recorder, "recorder");
        return this;
    }

    /** Sets the chain that tests may ask for. */
    public GenAiOpsBuilder chain(EvaluatorChain evaluators) {
        this.chain = requireNonNull(evaluators, "evaluators");
        this.judgedChain = null;
        return this;
    }

    /** Sets the chain that tests may ask for, made of the judge, so that a cassette records what it asks. */
    public GenAiOpsBuilder chain(Function<Judge, EvaluatorChain> evaluators) {
        this.judgedChain = requireNonNull(evaluators, "evaluators");
        this.chain = null;
        return this;
    }

    /** Adds a dataset that a {@link GenAiTest} or {@link DatasetSource} finds under this name. */
    public GenAiOpsBuilder dataset(String name, Dataset samples) {
        if (name.isBlank() || datasets.putIfAbsent(name, samples.requireSamples()) != null) {
            throw new IllegalArgumentException("the name of a dataset must be new and not blank; found '" + name
                    + "', taken are " + datasets.keySet());
        }
        return this;
    }

    /** Sets what becomes of a test when an evaluator gives no score; it aborts if not set. */
    public GenAiOpsBuilder whenInconclusive(Inconclusive becomes) {
        this.whenInconclusive = requireNonNull(becomes, "becomes");
        return this;
    }

    /**
     * Returns the extension.
     *
     * @throws IllegalStateException if something was set that cannot be used without something that was not
     * @throws IllegalArgumentException if a delivered prompt, or the judge, names a model that is not mapped
     */
    public GenAiOps build() {
        requireSense();
        Map<Class<?>, Object> given = new LinkedHashMap<>();
        put(given, AssetRegistry.class, registry);
        put(given, Cassette.class, cassette);
        Models recorded = models == null || cassette == null ? models : cassette.models(models);
        put(given, Models.class, recorded);
        if (registry != null && recorded != null) {
            PromptCallsBuilder options = PromptCalls.builder(registry, recorded);
            given.put(PromptCalls.class, (calls == null ? options : calls.apply(options)).build());
        }
        Judge judging = judge(recorded);
        put(given, Judge.class, judging);
        put(given, EvaluatorChain.class, judgedChain == null || judging == null ? chain : judgedChain.apply(judging));
        return new GenAiOps(given, datasets, whenInconclusive);
    }

    private @Nullable Judge judge(@Nullable Models recorded) {
        if (judgeModel != null && recorded != null) {
            return Judge.of(recorded.chat(judgeModel));
        }
        return judge == null || cassette == null ? judge : judge.decorated(cassette::chatModel);
    }

    private void requireSense() {
        require(calls == null || (registry != null && models != null), "calls(…) needs registry(…) and models(…)");
        require(judgeModel == null || models != null, "judge(\"" + judgeModel + "\") needs models(…)");
        require(
                cassette == null || models != null || judge != null,
                "cassette(…) needs models(…) or a judge(…), or there is nothing to record");
        require(judgedChain == null || judge != null || judgeModel != null, "chain(judge -> …) needs judge(…)");
        require(
                cassette == null || chain == null || chain.checks().stream().allMatch(GenAiOpsBuilder::isLocal),
                "chain(…) asks models past the cassette; build it of the judge that is recorded: chain(judge -> …)");
    }

    private static boolean isLocal(Check check) {
        return check.evaluator().effort() == Evaluator.Effort.LOCAL;
    }

    private static void require(boolean sensible, String message) {
        if (!sensible) {
            throw new IllegalStateException(message);
        }
    }

    private static <T> void put(Map<Class<?>, Object> given, Class<T> type, @Nullable T value) {
        if (value != null) {
            given.put(type, value);
        }
    }
}
