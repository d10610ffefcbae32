package io.genaiops.eval.suite;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.model.Models;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What only the host has: models, judges, a detector of languages, and evaluators of its own. */
record Host(
        Map<String, Judge> judges,
        Map<String, EmbeddingModel> embeddings,
        @Nullable Models models,
        @Nullable LanguageDetector detector,
        Map<String, Function<Parameters, ? extends Evaluator>> evaluators) {

    /** The name of a model that the suite does not name. */
    static final String UNNAMED = "";

    static final Host EMPTY = new Host(Map.of(), Map.of(), null, null, Map.of());

    Host judge(String model, Judge judge) {
        return new Host(more(judges, model, judge), embeddings, models, detector, evaluators);
    }

    Host embeddings(String model, EmbeddingModel embedding) {
        return new Host(judges, more(embeddings, model, embedding), models, detector, evaluators);
    }

    Host models(Models named) {
        return new Host(judges, embeddings, named, detector, evaluators);
    }

    Host detector(LanguageDetector languages) {
        return new Host(judges, embeddings, models, languages, evaluators);
    }

    Host evaluator(String name, Function<Parameters, ? extends Evaluator> maker) {
        return new Host(judges, embeddings, models, detector, more(evaluators, name, maker));
    }

    /** Returns the judge of that name, or one on the model of that name. */
    Optional<Judge> findJudge(String model) {
        Optional<Judge> given = Optional.ofNullable(judges.get(model));
        return given.isPresent() || model.equals(UNNAMED) || models == null
                ? given
                : models.find(model).map(Judge::of);
    }

    Optional<EmbeddingModel> findEmbeddings(String model) {
        Optional<EmbeddingModel> given = Optional.ofNullable(embeddings.get(model));
        return given.isPresent() || model.equals(UNNAMED) || models == null ? given : models.findEmbedding(model);
    }

    private static <V> Map<String, V> more(Map<String, V> some, String name, V value) {
        Map<String, V> more = new LinkedHashMap<>(some);
        if (more.put(name, value) != null) {
            throw new IllegalArgumentException(
                    name.equals(UNNAMED)
                            ? "it was given before; give it once"
                            : "'" + name + "' was given before; give it once");
        }
        return Map.copyOf(more);
    }
}
