package io.genaiops.eval.semantic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.lang.Character.UnicodeScript;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The cosine of the response with the nearest reference, or with the question, -1 to 1. Made by
 * {@link SemanticEvaluators}, which says what it is blind to. Each text is embedded whole: most models cut or average
 * what is longer than some hundred words. Immutable, and as thread-safe as the model.
 *
 * @since 0.1
 */
public final class EmbeddingSimilarity implements Evaluator {

    private static final Scale COSINE = Scale.of(-1, 1);

    private enum To {
        REFERENCE("embedding_similarity"),
        QUESTION("embedding_relevance");

        private final String title;

        To(String title) {
            this.title = title;
        }
    }

    private final To to;
    private final EmbeddingCache embeddings;
    private final Legible legible;

    private EmbeddingSimilarity(To to, EmbeddingCache embeddings, Legible legible) {
        this.to = to;
        this.embeddings = embeddings;
        this.legible = legible;
    }

    static EmbeddingSimilarity toReference(EmbeddingCache embeddings) {
        return new EmbeddingSimilarity(To.REFERENCE, embeddings, Legible.ALL);
    }

    static EmbeddingSimilarity toQuestion(EmbeddingCache embeddings) {
        return new EmbeddingSimilarity(To.QUESTION, embeddings, Legible.ALL);
    }

    /** Returns a copy to which texts are not applicable when over a third of their letters are of other scripts. */
    public EmbeddingSimilarity inScripts(UnicodeScript... scripts) {
        return new EmbeddingSimilarity(to, embeddings, Legible.in(scripts));
    }

    @Override
    public EvaluatorId id() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode().put("model", embeddings.modelName());
        ArrayNode scripts = configuration.putArray("scripts");
        legible.scripts().forEach(scripts::add);
        return EvaluatorId.of(to.title, "1.0.0", configuration);
    }

    @Override
    public Scale scale() {
        return COSINE;
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER_IS_BETTER;
    }

    @Override
    public Effort effort() {
        return Effort.EMBEDDING;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        if (sample.response().isEmpty()) {
            return Outcome.notApplicable("the sample has no response");
        }
        String response = sample.response().get();
        List<String> others = to == To.REFERENCE ? Legible.written(sample.references()) : List.of(sample.input());
        Optional<Outcome> refused = legible.refuse("the response", response)
                .or(() -> to == To.REFERENCE ? legible.refuse(others) : legible.refuse("the question", sample.input()));
        return refused.orElseGet(() -> compare(response, others));
    }

    private Outcome compare(String response, List<String> others) {
        Set<String> texts = new LinkedHashSet<>(others);
        texts.add(response);
        try {
            return nearest(response, others, embeddings.vectors(texts));
        } catch (Throwable e) {
            return Outcome.caught(e);
        }
    }

    private Outcome nearest(String response, List<String> others, Map<String, float[]> vectors) {
        double best = Double.NEGATIVE_INFINITY;
        int nearest = 0;
        for (int i = 0; i < others.size(); i++) {
            float[] some = Objects.requireNonNull(vectors.get(response));
            float[] other = Objects.requireNonNull(vectors.get(others.get(i)));
            if (!Cosine.isDirected(some) || !Cosine.isDirected(other)) {
                return Cosine.undirected(embeddings, Cosine.isDirected(some) ? other : some);
            }
            double cosine = Cosine.of(some, other);
            if (cosine > best) {
                best = cosine;
                nearest = i + 1;
            }
        }
        String reason = to == To.REFERENCE
                ? "cosine with reference " + nearest + " of " + others.size()
                : "cosine with the question";
        return Outcome.scored(best, scale(), direction(), reason + ", by " + embeddings.modelName());
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
