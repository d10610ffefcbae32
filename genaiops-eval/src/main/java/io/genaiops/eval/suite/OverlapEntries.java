package io.genaiops.eval.suite;

import io.genaiops.eval.overlap.Bleu;
import io.genaiops.eval.overlap.Bleu.Smoothing;
import io.genaiops.eval.overlap.Chrf;
import io.genaiops.eval.overlap.EditDistance;
import io.genaiops.eval.overlap.Gleu;
import io.genaiops.eval.overlap.Meteor;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.overlap.OverlapTokenizer;
import io.genaiops.eval.overlap.Rouge;
import io.genaiops.eval.overlap.Ter;
import io.genaiops.eval.overlap.TokenF1;

/** The evaluators of overlap with a reference. */
final class OverlapEntries {

    private OverlapEntries() {}

    static void addTo(Catalog catalog) {
        catalog.add(
                        "overlap.token_f1",
                        in -> in.setup(OverlapEvaluators.tokenF1())
                                .flag("keepingArticles", TokenF1::keepingArticles)
                                .flag("keepingPunctuation", TokenF1::keepingPunctuation)
                                .done())
                .add("overlap.bleu", OverlapEntries::bleu)
                .measure("overlap.corpus_bleu", in -> bleu(in).corpus())
                .add("overlap.gleu", OverlapEntries::gleu)
                .measure("overlap.corpus_gleu", in -> gleu(in).corpus())
                .add(
                        "overlap.rouge",
                        in -> rouge(in, OverlapEvaluators.rouge(in.parameters().integer("n"))))
                .add("overlap.rouge_l", in -> rouge(in, OverlapEvaluators.rougeL()))
                .add("overlap.rouge_lsum", in -> rouge(in, OverlapEvaluators.rougeLsum()))
                .add("overlap.meteor", OverlapEntries::meteor)
                .add("overlap.chrf", in -> chrf(in, OverlapEvaluators.chrf()))
                .add("overlap.chrf_plus_plus", in -> chrf(in, OverlapEvaluators.chrfPlusPlus()))
                .measure(
                        "overlap.corpus_chrf",
                        in -> chrf(in, OverlapEvaluators.chrf()).corpus())
                .add("overlap.ter", OverlapEntries::ter)
                .measure("overlap.corpus_ter", in -> ter(in).corpus())
                .add("overlap.levenshtein", in -> edits(in, OverlapEvaluators.levenshtein()))
                .add("overlap.edit_similarity", in -> edits(in, OverlapEvaluators.editSimilarity()))
                .add("overlap.jaro_winkler", in -> edits(in, OverlapEvaluators.jaroWinkler()));
    }

    private static OverlapTokenizer tokenizer(Parameters parameters) {
        return parameters.choice("tokenizer", OverlapTokenizer.class);
    }

    private static Bleu bleu(Ingredients in) {
        return in.setup(OverlapEvaluators.bleu())
                .value("tokenizer", OverlapEntries::tokenizer, Bleu::tokenizer)
                .value("smoothing", OverlapEntries::smoothing, Bleu::smoothing)
                .integer("maxOrder", Bleu::maxOrder)
                .flag("lowercased", Bleu::lowercased)
                .flag("percent", Bleu::percent)
                .done();
    }

    /** Reads the name of a method, or a map of the one method that has a value: {@code {floor: 0.1}}. */
    private static Smoothing smoothing(Parameters parameters) {
        if (parameters.json("smoothing").isTextual()) {
            return new Smoothing(parameters.choice("smoothing", Smoothing.Method.class), 0);
        }
        Parameters map = parameters.within("smoothing");
        Smoothing smoothing =
                map.has("floor") ? Smoothing.floor(map.number("floor")) : Smoothing.add(map.number("add"));
        map.requireAllAsked();
        return smoothing;
    }

    private static Gleu gleu(Ingredients in) {
        return in.setup(OverlapEvaluators.gleu())
                .value("tokenizer", OverlapEntries::tokenizer, Gleu::tokenizer)
                .integer("maxOrder", Gleu::maxOrder)
                .flag("lowercased", Gleu::lowercased)
                .done();
    }

    private static Rouge rouge(Ingredients in, Rouge rouge) {
        Rouge set = in.setup(rouge).flag("stemmed", Rouge::stemmed).done();
        return switch (in.score(Ingredients.Figure.F1)) {
            case F1 -> set;
            case PRECISION -> set.precision();
            case RECALL -> set.recall();
        };
    }

    private static Meteor meteor(Ingredients in) {
        return in.setup(OverlapEvaluators.meteor())
                .value("tokenizer", OverlapEntries::tokenizer, Meteor::tokenizer)
                .flag("withoutStemming", Meteor::withoutStemming)
                .value("synonyms", parameters -> parameters.lists("synonyms"), Meteor::synonyms)
                .value("weights", OverlapEntries::weights, (meteor, w) -> meteor.weights(w.alpha, w.beta, w.gamma))
                .done();
    }

    private record Weights(double alpha, double beta, double gamma) {}

    private static Weights weights(Parameters parameters) {
        Parameters map = parameters.within("weights");
        Weights weights = new Weights(map.number("alpha"), map.number("beta"), map.number("gamma"));
        map.requireAllAsked();
        return weights;
    }

    private static Chrf chrf(Ingredients in, Chrf chrf) {
        return in.setup(chrf)
                .integer("charOrder", Chrf::charOrder)
                .integer("wordOrder", Chrf::wordOrder)
                .number("beta", Chrf::beta)
                .flag("keepingWhitespace", Chrf::keepingWhitespace)
                .flag("lowercased", Chrf::lowercased)
                .flag("epsilonSmoothed", Chrf::epsilonSmoothed)
                .flag("percent", Chrf::percent)
                .done();
    }

    private static Ter ter(Ingredients in) {
        return in.setup(OverlapEvaluators.ter())
                .flag("normalized", Ter::normalized)
                .flag("withoutPunctuation", Ter::withoutPunctuation)
                .flag("caseSensitive", Ter::caseSensitive)
                .flag("percent", Ter::percent)
                .done();
    }

    private static EditDistance edits(Ingredients in, EditDistance distance) {
        return in.setup(distance).flag("lowercased", EditDistance::lowercased).done();
    }
}
