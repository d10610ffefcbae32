package io.genaiops.eval.semantic;

import static java.util.Objects.requireNonNull;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Matches each piece of the response with its nearest piece of a reference, and the other way round: precision is the
 * mean cosine of the response's pieces, recall that of the reference's, the score their F1 against the best reference,
 * 0 to 1 (Zhang et al. 2020, "BERTScore", section 3). A cosine below 0 counts 0.
 *
 * <p>BERTScore takes the vectors that a model has for each token within its sentence. An {@link EmbeddingCache
 * embedding model} gives one vector for a whole text, so here a piece is a word embedded <i>alone</i>, or a window of
 * some words: figures are not those of BERTScore, a word has one meaning whatever stands around it, and the order of
 * words matters only within a window. Made by {@link SemanticEvaluators}. Immutable, and as thread-safe as the model;
 * quadratic in the pieces, so that texts of over 1,000 different ones are not applicable.
 *
 * @since 0.1
 */
public final class TokenMatching implements Evaluator {

    /** The most different pieces of a text. */
    static final int MOST_PIECES = 1_000;

    /** The most comparisons over all references. */
    static final long MOST_COMPARISONS = 4_000_000;

    private enum Figure {
        F1("f1"),
        PRECISION("precision"),
        RECALL("recall");

        private final String title;

        Figure(String title) {
            this.title = title;
        }
    }

    private record Options(Figure figure, int window, Map<String, Integer> frequencies, int texts, Legible legible) {}

    private final EmbeddingCache embeddings;
    private final Options options;
    private final EvaluatorId id;

    private TokenMatching(EmbeddingCache embeddings, Options options) {
        this.embeddings = embeddings;
        this.options = options;
        this.id = identity(embeddings.modelName(), options);
    }

    static TokenMatching of(EmbeddingCache embeddings) {
        return new TokenMatching(embeddings, new Options(Figure.F1, 1, Map.of(), 0, Legible.ALL));
    }

    /** Returns a copy whose pieces are runs of so many words, 1 to 20; 1 if not set. */
    public TokenMatching window(int words) {
        if (words < 1 || words > 20) {
            throw new IllegalArgumentException("window must be 1 to 20 words; found: " + words);
        }
        Options o = options;
        return new TokenMatching(embeddings, new Options(o.figure, words, o.frequencies, o.texts, o.legible));
    }

    /**
     * Returns a copy that weights each word by ln((n + 1) / (d + 1)), where d of these n texts have it, as BERTScore
     * does: usually all references of a dataset. A word of all texts weighs 0; a window weighs the mean of its words.
     */
    public TokenMatching weightedBy(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("texts to count words in must not be empty");
        }
        Options o = options;
        Map<String, Integer> frequencies = Map.copyOf(Pieces.frequencies(texts));
        return new TokenMatching(embeddings, new Options(o.figure, o.window, frequencies, texts.size(), o.legible));
    }

    /** Returns a copy whose score is the precision: how near the response's pieces are to the reference. */
    public TokenMatching precision() {
        Options o = options;
        return new TokenMatching(
                embeddings, new Options(Figure.PRECISION, o.window, o.frequencies, o.texts, o.legible));
    }

    /** Returns a copy whose score is the recall: how near the reference's pieces are to the response. */
    public TokenMatching recall() {
        Options o = options;
        return new TokenMatching(embeddings, new Options(Figure.RECALL, o.window, o.frequencies, o.texts, o.legible));
    }

    /** Returns a copy to which texts are not applicable when over a third of their letters are of other scripts. */
    public TokenMatching inScripts(UnicodeScript... scripts) {
        Options o = options;
        Legible legible = Legible.in(scripts);
        return new TokenMatching(embeddings, new Options(o.figure, o.window, o.frequencies, o.texts, legible));
    }

    @Override
    public EvaluatorId id() {
        return id;
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
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
        List<String> references = Legible.written(sample.references());
        Optional<Outcome> refused = options.legible
                .refuse("the response", sample.response().get())
                .or(() -> options.legible.refuse(references));
        return refused.orElseGet(() -> match(pieces(sample.response().get()), pieces(references)));
    }

    private static EvaluatorId identity(String model, Options options) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode().put("model", model);
        configuration.put("window", options.window).put("texts", options.texts);
        ObjectNode counts = configuration.putObject("frequencies");
        options.frequencies.forEach(counts::put);
        ArrayNode scripts = configuration.putArray("scripts");
        options.legible.scripts().forEach(scripts::add);
        return EvaluatorId.of("token_matching_" + options.figure.title, "1.0.0", configuration);
    }

    private List<Map<String, Integer>> pieces(List<String> references) {
        return references.stream()
                .map(this::pieces)
                .filter(pieces -> weight(pieces) > 0)
                .toList();
    }

    private Map<String, Integer> pieces(String text) {
        return Pieces.windows(Pieces.words(text), options.window);
    }

    private Outcome match(Map<String, Integer> response, List<Map<String, Integer>> references) {
        if (weight(response) == 0 || references.isEmpty()) {
            String side = references.isEmpty() ? "no reference has a word" : "the response has no word";
            return Outcome.notApplicable(side + " that weighs more than 0");
        }
        int most = references.stream().mapToInt(Map::size).max().orElse(0);
        long all = references.stream().mapToLong(Map::size).sum() * response.size();
        if (response.size() > MOST_PIECES || most > MOST_PIECES || all > MOST_COMPARISONS) {
            return Outcome.notApplicable("texts are too long to match: at most " + MOST_PIECES
                    + " different pieces each and " + MOST_COMPARISONS + " comparisons; found a response of "
                    + response.size() + ", references of up to " + most + ", " + all + " comparisons");
        }
        Set<String> texts = new LinkedHashSet<>(response.keySet());
        references.forEach(reference -> texts.addAll(reference.keySet()));
        try {
            return best(response, references, embeddings.vectors(texts));
        } catch (Throwable e) {
            return Outcome.caught(e);
        }
    }

    private Outcome best(
            Map<String, Integer> response, List<Map<String, Integer>> references, Map<String, float[]> vectors) {
        for (float[] vector : vectors.values()) {
            if (!Cosine.isDirected(vector)) {
                return Cosine.undirected(embeddings, vector);
            }
        }
        Map<String, double[]> units = new HashMap<>();
        vectors.forEach((piece, vector) -> units.put(piece, Cosine.unit(vector)));
        List<Match> matches = new ArrayList<>();
        references.forEach(reference -> matches.add(against(reference, response, units)));
        Match best = matches.get(0);
        for (Match match : matches) {
            best = figure(match) > figure(best) ? match : best;
        }
        return Outcome.scored(Math.min(1, figure(best)), scale(), direction(), best + ", by " + embeddings.modelName());
    }

    private Match against(Map<String, Integer> reference, Map<String, Integer> response, Map<String, double[]> units) {
        List<String> rows = List.copyOf(response.keySet());
        List<String> columns = List.copyOf(reference.keySet());
        double[] forRow = new double[rows.size()];
        double[] forColumn = new double[columns.size()];
        for (int i = 0; i < rows.size(); i++) {
            double[] row = requireNonNull(units.get(rows.get(i)));
            for (int j = 0; j < columns.size(); j++) {
                double cosine = Cosine.ofUnits(row, requireNonNull(units.get(columns.get(j))));
                forRow[i] = Math.max(forRow[i], cosine);
                forColumn[j] = Math.max(forColumn[j], cosine);
            }
        }
        return new Match(mean(rows, forRow, response), mean(columns, forColumn, reference));
    }

    private double mean(List<String> pieces, double[] cosines, Map<String, Integer> times) {
        double sum = 0;
        for (int i = 0; i < cosines.length; i++) {
            sum += cosines[i] * weight(pieces.get(i)) * times.getOrDefault(pieces.get(i), 0);
        }
        return sum / weight(times);
    }

    private double weight(Map<String, Integer> pieces) {
        return pieces.entrySet().stream()
                .mapToDouble(piece -> weight(piece.getKey()) * piece.getValue())
                .sum();
    }

    private double weight(String piece) {
        if (options.texts == 0) {
            return 1;
        }
        return Pieces.words(piece.toLowerCase(Locale.ROOT)).stream()
                .mapToDouble(
                        word -> Math.log((options.texts + 1.0) / (options.frequencies.getOrDefault(word, 0) + 1.0)))
                .average()
                .orElse(0);
    }

    private double figure(Match match) {
        return switch (options.figure) {
            case F1 -> match.f1();
            case PRECISION -> match.precision;
            case RECALL -> match.recall;
        };
    }

    private record Match(double precision, double recall) {

        double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "precision %.4f, recall %.4f", precision, recall);
        }
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
