package io.genaiops.eval.suite;

import io.genaiops.eval.fabrication.CitationSupport;
import io.genaiops.eval.fabrication.FabricationEvaluators;
import io.genaiops.eval.fabrication.NumberFabrication;
import io.genaiops.eval.fabrication.QuoteFabrication;
import io.genaiops.eval.fabrication.UrlFabrication;
import io.genaiops.eval.figure.NumberStyle;
import io.genaiops.eval.ranking.Gain;
import io.genaiops.eval.ranking.RankingEvaluator;
import io.genaiops.eval.ranking.RankingEvaluators;
import io.genaiops.eval.semantic.EmbeddingSimilarity;
import io.genaiops.eval.semantic.SemanticEvaluators;
import io.genaiops.eval.semantic.TokenMatching;
import java.lang.Character.UnicodeScript;
import java.util.function.Function;

/** The evaluators of rankings by ids, of meaning by embeddings, and of what is made up. */
final class ContextEntries {

    private ContextEntries() {}

    static void addTo(Catalog catalog) {
        catalog.add("semantic.similarity", in -> similarity(in, SemanticEvaluators.similarity(in.cache())))
                .add("semantic.relevance", in -> similarity(in, SemanticEvaluators.relevance(in.cache())))
                .add("semantic.token_matching", ContextEntries::matching);
        ranking(catalog, "precision", in -> RankingEvaluators.precision(k(in)));
        ranking(catalog, "recall", in -> RankingEvaluators.recall(k(in)));
        ranking(catalog, "hit_rate", in -> RankingEvaluators.hitRate(k(in)));
        ranking(catalog, "reciprocal_rank", ContextEntries::reciprocalRank);
        ranking(catalog, "average_precision", ContextEntries::averagePrecision);
        ranking(catalog, "r_precision", in -> RankingEvaluators.rPrecision());
        ranking(catalog, "ndcg", ContextEntries::ndcg);
        ranking(catalog, "context_precision", in -> RankingEvaluators.contextPrecision());
        ranking(catalog, "context_recall", in -> RankingEvaluators.contextRecall());
        ranking(catalog, "context_noise", in -> RankingEvaluators.contextNoise());
        addInventions(catalog);
    }

    private static void addInventions(Catalog catalog) {
        catalog.add(
                        "fabrication.numbers",
                        in -> in.setup(FabricationEvaluators.numbers())
                                .value("style", p -> p.choice("style", NumberStyle.class), NumberFabrication::style)
                                .number("within", NumberFabrication::within)
                                .flag("rounding", NumberFabrication::rounding)
                                .flag("digitsOnly", NumberFabrication::digitsOnly)
                                .done())
                .add(
                        "fabrication.urls",
                        in -> in.setup(FabricationEvaluators.urls())
                                .flag("byHost", UrlFabrication::byHost)
                                .done())
                .add("fabrication.mail_addresses", in -> FabricationEvaluators.mailAddresses())
                .add("fabrication.citations", in -> FabricationEvaluators.citations())
                .add(
                        "fabrication.citation_support",
                        in -> in.setup(FabricationEvaluators.citationSupport())
                                .integer("length", CitationSupport::length)
                                .number("supportedFrom", CitationSupport::supportedFrom)
                                .done())
                .add(
                        "fabrication.quotes",
                        in -> in.setup(FabricationEvaluators.quotes())
                                .integer("leastWords", QuoteFabrication::leastWords)
                                .done());
    }

    private static EmbeddingSimilarity similarity(Ingredients in, EmbeddingSimilarity similarity) {
        return in.setup(similarity)
                .value("inScripts", ContextEntries::scripts, EmbeddingSimilarity::inScripts)
                .done();
    }

    private static TokenMatching matching(Ingredients in) {
        TokenMatching set = in.setup(SemanticEvaluators.tokenMatching(in.cache()))
                .integer("window", TokenMatching::window)
                .value("weightedBy", parameters -> parameters.texts("weightedBy"), TokenMatching::weightedBy)
                .value("inScripts", ContextEntries::scripts, TokenMatching::inScripts)
                .done();
        return switch (in.score(Ingredients.Figure.F1)) {
            case F1 -> set;
            case PRECISION -> set.precision();
            case RECALL -> set.recall();
        };
    }

    private static UnicodeScript[] scripts(Parameters parameters) {
        return parameters.texts("inScripts").stream()
                .map(ContextEntries::script)
                .toArray(UnicodeScript[]::new);
    }

    private static UnicodeScript script(String name) {
        try {
            return UnicodeScript.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "script must be of Unicode, such as Latin, Greek or Cyrillic; found: '" + name + "'", e);
        }
    }

    private static int k(Ingredients in) {
        return in.parameters().integer("k");
    }

    private static RankingEvaluator reciprocalRank(Ingredients in) {
        return in.parameters().has("k") ? RankingEvaluators.reciprocalRank(k(in)) : RankingEvaluators.reciprocalRank();
    }

    private static RankingEvaluator averagePrecision(Ingredients in) {
        return in.parameters().has("k")
                ? RankingEvaluators.averagePrecision(k(in))
                : RankingEvaluators.averagePrecision();
    }

    private static RankingEvaluator ndcg(Ingredients in) {
        return in.parameters().has("gain")
                ? RankingEvaluators.ndcg(k(in), in.parameters().choice("gain", Gain.class))
                : RankingEvaluators.ndcg(k(in));
    }

    /** Adds a ranking of one sample, and its mean over a run. */
    private static void ranking(Catalog catalog, String name, Function<Ingredients, RankingEvaluator> method) {
        catalog.add("ranking." + name, in -> ranking(in, method))
                .measure("ranking.mean_" + name, in -> ranking(in, method).mean());
    }

    private static RankingEvaluator ranking(Ingredients in, Function<Ingredients, RankingEvaluator> method) {
        return in.setup(method.apply(in))
                .value("attribute", parameters -> parameters.text("attribute"), RankingEvaluator::attribute)
                .number("relevantFrom", RankingEvaluator::relevantFrom)
                .flag("emptyIsWorst", RankingEvaluator::emptyIsWorst)
                .done();
    }
}
