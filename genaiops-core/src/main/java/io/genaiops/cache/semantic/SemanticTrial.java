package io.genaiops.cache.semantic;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.cache.veto.Vetoes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How often a semantic cache would have been wrong on the host's own pairs of questions. A third of the pairs chooses the
 * least similarity that is a hit: the lowest of a pair that one answer serves at which at most half of the allowed share of
 * hits is false. The others, which
 * have no question in common with these, measure it. It passes if the upper limit of the 95 % Wilson score interval of the
 * share of false hits among all hits is below the host's limit. Immutable and thread-safe.
 *
 * <p>The share holds for questions like the pairs. Take them from what users asked, each with its nearest neighbour, and let
 * people say whether one answer serves both. With no false hit at all, 73 measured hits show less than 5 %, 381 less than 1 %.
 *
 * @since 0.1
 */
public final class SemanticTrial {

    /** The fewest pairs that may measure. */
    public static final int LEAST_MEASURED = 200;

    /** The fewest pairs, in parts of a hundred, that must have each label. */
    private static final int LEAST_PERCENT = 20;

    private final EmbeddingModel model;
    private final Part choosing;
    private final Part measuring;
    private final double limit;
    private final double threshold;
    private final int hits;
    private final int falseHits;

    private SemanticTrial(EmbeddingModel model, Part choosing, Part measuring, double limit) {
        this.model = model;
        this.choosing = choosing;
        this.measuring = measuring;
        this.limit = limit;
        this.threshold = choosing.threshold(limit / 2);
        this.hits = measuring.hits(threshold).size();
        this.falseHits = (int)
                measuring.hits(threshold).stream().filter(hit -> !hit.same()).count();
    }

    /**
     * Tries an embedding model on pairs; each text is embedded once.
     *
     * @param falseHitsAtMost the share of false hits among hits that the host allows, above 0 and below 1
     * @throws IllegalArgumentException if the share is another one, or a pair is there twice with two labels
     */
    public static SemanticTrial run(EmbeddingModel model, List<LabelledPair> pairs, double falseHitsAtMost) {
        Objects.requireNonNull(model, "model");
        if (!(falseHitsAtMost > 0 && falseHitsAtMost < 1)) {
            throw new IllegalArgumentException(
                    "falseHitsAtMost must be above 0 and below 1; found: " + falseHitsAtMost);
        }
        TrialParts parts = TrialParts.of(List.copyOf(pairs));
        Map<String, float[]> vectors = vectors(model, pairs);
        return new SemanticTrial(
                model, Part.of(parts.choosing(), vectors), Part.of(parts.measuring(), vectors), falseHitsAtMost);
    }

    private static Map<String, float[]> vectors(EmbeddingModel model, List<LabelledPair> pairs) {
        Set<String> texts = new LinkedHashSet<>();
        pairs.forEach(pair -> texts.addAll(List.of(pair.one(), pair.other())));
        List<String> ordered = List.copyOf(texts);
        List<float[]> embedded = Vectors.of(model, ordered);
        Map<String, float[]> vectors = new HashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            vectors.put(ordered.get(i), embedded.get(i));
        }
        return vectors;
    }

    /** A pair that no veto stops. */
    private record Open(double similarity, boolean same) {}

    private record Part(int pairs, int different, List<Open> open) {

        static Part of(List<LabelledPair> pairs, Map<String, float[]> vectors) {
            List<Open> open = new ArrayList<>();
            for (LabelledPair pair : pairs) {
                if (Vetoes.english().between(pair.one(), pair.other()).isEmpty()) {
                    float[] one = Objects.requireNonNull(vectors.get(pair.one()));
                    float[] other = Objects.requireNonNull(vectors.get(pair.other()));
                    open.add(new Open(Vectors.cosine(one, other), pair.sameAnswer()));
                }
            }
            open.sort(Comparator.comparingDouble(Open::similarity).reversed());
            int different =
                    (int) pairs.stream().filter(pair -> !pair.sameAnswer()).count();
            return new Part(pairs.size(), different, open);
        }

        List<Open> hits(double threshold) {
            return open.stream().filter(each -> each.similarity() >= threshold).toList();
        }

        /**
         * Returns the lowest similarity of a pair that one answer serves at which at most this share of hits is false; more
         * than 1 if there is none.
         */
        double threshold(double share) {
            double threshold = 2;
            int wrong = 0;
            boolean served = false;
            for (int i = 0; i < open.size(); i++) {
                wrong += open.get(i).same() ? 0 : 1;
                served |= open.get(i).same();
                boolean last = i + 1 == open.size()
                        || open.get(i + 1).similarity() < open.get(i).similarity();
                if (last && served && wrong <= share * (i + 1)) {
                    threshold = open.get(i).similarity();
                }
                served &= !last;
            }
            return threshold;
        }

        boolean hasBothLabels() {
            return different * 100L >= (long) pairs * LEAST_PERCENT
                    && (pairs - different) * 100L >= (long) pairs * LEAST_PERCENT;
        }
    }

    /** Returns whether a semantic cache may be switched on. */
    public boolean passes() {
        return measuring.pairs() >= LEAST_MEASURED
                && choosing.hasBothLabels()
                && measuring.hasBothLabels()
                && bound() < limit;
    }

    /** Returns how many pairs measured. */
    public int pairs() {
        return measuring.pairs();
    }

    /** Returns how many other pairs chose the threshold. */
    public int choosingPairs() {
        return choosing.pairs();
    }

    /** Returns how many of the measuring pairs would have been hits. */
    public int hits() {
        return hits;
    }

    /** Returns how many of these hits would have been false. */
    public int falseHits() {
        return falseHits;
    }

    /** Returns the upper limit of the 95 % Wilson score interval of the share of false hits; 1 without a hit. */
    public double bound() {
        return Wilson.upper(falseHits, hits);
    }

    /** Returns what the bound must be below. */
    public double limit() {
        return limit;
    }

    /** Returns the least similarity, a cosine, that is a hit; above 1 if there is none. */
    public double threshold() {
        return threshold;
    }

    EmbeddingModel model() {
        return model;
    }

    /** Returns the outcome in one sentence. */
    @Override
    public String toString() {
        String figures = String.format(
                Locale.ROOT,
                "of %d measured pairs %d would have been hits at a similarity of %.4f or more, %d of them false; the share of"
                        + " false hits is at most %.2f %% (upper limit of the 95 %% Wilson score interval), the limit is"
                        + " %.2f %%; %d other pairs chose the similarity",
                pairs(),
                hits,
                threshold,
                falseHits,
                100 * bound(),
                100 * limit,
                choosingPairs());
        return passes() ? "on: " + figures : "off, since " + shortfall() + ": " + figures;
    }

    private String shortfall() {
        if (measuring.pairs() < LEAST_MEASURED) {
            return "expected at least " + LEAST_MEASURED + " pairs to measure and half as many to choose, found "
                    + measuring.pairs() + " and " + choosing.pairs();
        }
        if (!choosing.hasBothLabels() || !measuring.hasBothLabels()) {
            return "of each part at least " + LEAST_PERCENT + " % must be the same and " + LEAST_PERCENT
                    + " % different; different are " + choosing.different() + " and " + measuring.different();
        }
        return "the bound is not below the limit";
    }
}
