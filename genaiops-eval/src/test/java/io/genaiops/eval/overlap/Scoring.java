package io.genaiops.eval.overlap;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The examples that the literature on overlap metrics shares, and short ways to a score. */
final class Scoring {

    /** The first candidate of Papineni et al. (2002), section 2.1. */
    static final String GUIDE =
            "It is a guide to action which ensures that the military always obeys the commands of the party";

    /** The second candidate. */
    static final String TROOPS = "It is to insure the troops forever hearing the activity guidebook that party direct";

    /** The three references. */
    static final String[] GUIDES = {
        "It is a guide to action that ensures that the military will forever heed Party commands",
        "It is the guiding principle which guarantees the military forces always being under the command of the Party",
        "It is the practical guide for the army always to heed the directions of the party"
    };

    private Scoring() {}

    static Outcome outcome(Evaluator evaluator, String response, String... references) {
        return evaluator.evaluate(Sample.of("question").expecting(references).answered(response));
    }

    static double score(Evaluator evaluator, String response, String... references) {
        Outcome outcome = outcome(evaluator, response, references);
        return outcome.score().orElseThrow(() -> new AssertionError(evaluator + " gave no score: " + outcome));
    }

    static double corpusScore(RunEvaluator evaluator, List<String> responses, List<List<String>> references) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            samples.add(Sample.of("question " + i).expecting(references.get(i)).answered(responses.get(i)));
        }
        Outcome outcome = evaluator.evaluate(samples);
        return outcome.score().orElseThrow(() -> new AssertionError(evaluator + " gave no score: " + outcome));
    }

    static int[] randomTokens(Random random, int most, int kinds) {
        return random.ints(random.nextInt(most + 1), 0, kinds).toArray();
    }

    static String randomText(Random random, int words, String... vocabulary) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            text.add(vocabulary[random.nextInt(vocabulary.length)]);
        }
        return String.join(" ", text);
    }
}
