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

/** The evaluators of rankings by ids, of meaning by embeddings, and of what is made up. */
final class ContextEntries {

    private ContextEntries() {}

    static void addTo(Catalog catalog) {
        catalog.add("semantic.similarity", in -> similarity(in, SemanticEvaluators.similarity(in.cache())))
                .add("semantic.relevance", in -> similarity(in, SemanticEvaluators.relevance(in.cache())))
                .add("semantic.token_matching", ContextEntries::matching);
        catalog.add("ranking.precision", in -> ranking(in, RankingEvaluators.precision(k(in))))
                .add("ranking.recall", in -> ranking(in, RankingEvaluators.recall(k(in))))
                .add("ranking.hit_rate", in -> ranking(in, RankingEvaluators.hitRate(k(in))))
                .add("ranking.reciprocal_rank", ContextEntries::reciprocalRank)
                .measure(
                        "ranking.mean_reciprocal_rank", in -> reciprocalRank(in).mean())
                .add("ranking.average_precision", ContextEntries::averagePrecision)
                .measure(
                        "ranking.mean_average_precision",
                        in -> averagePrecision(in).mean())
                .add("ranking.r_precision", in -> ranking(in, RankingEvaluators.rPrecision()))
                .add("ranking.ndcg", ContextEntries::ndcg)
                .add("ranking.context_precision", in -> ranking(in, RankingEvaluators.contextPrecision()))
                .add("ranking.context_recall", in -> ranking(in, RankingEvaluators.contextRecall()))
                .add("ranking.context_noise", in -> ranking(in, RankingEvaluators.contextNoise()));
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
        return ranking(
                in,
                in.parameters().has("k")
                        ? RankingEvaluators.reciprocalRank(k(in))
                        : RankingEvaluators.reciprocalRank());
    }

    private static RankingEvaluator averagePrecision(Ingredients in) {
        return ranking(
                in,
                in.parameters().has("k")
                        ? RankingEvaluators.averagePrecision(k(in))
                        : RankingEvaluators.averagePrecision());
    }

    private static RankingEvaluator ndcg(Ingredients in) {
        Gain gain = in.parameters().has("gain") ? in.parameters().choice("gain", Gain.class) : Gain.LINEAR;
        return ranking(in, RankingEvaluators.ndcg(k(in), gain));
    }

    private static RankingEvaluator ranking(Ingredients in, RankingEvaluator ranking) {
        return in.setup(ranking)
                .value("attribute", parameters -> parameters.text("attribute"), RankingEvaluator::attribute)
                .number("relevantFrom", RankingEvaluator::relevantFrom)
                .flag("emptyIsWorst", RankingEvaluator::emptyIsWorst)
                .done();
    }
}
