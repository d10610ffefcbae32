package io.genaiops.eval.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.overlap.Bleu.Smoothing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds every metric against the reference implementations on 90 generated texts with one to three references: BLEU,
 * chrF and TER computed with sacreBLEU 2.6.0, GLEU and METEOR (no synonyms) with NLTK 3.10.3 over 13a tokens, the edit
 * measures with RapidFuzz 3.14.6. Scores of sacreBLEU are divided by 100.
 */
class ReferenceValuesTest {

    private static final Bleu BLEU = OverlapEvaluators.bleu();
    private static final Chrf CHRF = OverlapEvaluators.chrf();
    private static final Ter TER = OverlapEvaluators.ter();

    private static final Map<String, Evaluator> EVALUATORS = Map.ofEntries(
            Map.entry("bleu", BLEU),
            Map.entry("bleu intl", BLEU.tokenizer(OverlapTokenizer.INTL)),
            Map.entry("bleu character", BLEU.tokenizer(OverlapTokenizer.CHARACTER)),
            Map.entry("bleu none", BLEU.tokenizer(OverlapTokenizer.NONE)),
            Map.entry("bleu floor 0.1", BLEU.smoothing(Smoothing.floor(0.1))),
            Map.entry("bleu add 1", BLEU.smoothing(Smoothing.add(1))),
            Map.entry("bleu unsmoothed", BLEU.smoothing(Smoothing.none())),
            Map.entry("bleu lowercased", BLEU.lowercased()),
            Map.entry("bleu order 2", BLEU.maxOrder(2)),
            Map.entry("chrf", CHRF),
            Map.entry("chrf++", OverlapEvaluators.chrfPlusPlus()),
            Map.entry("chrf+ beta 3 epsilon", CHRF.wordOrder(1).beta(3).epsilonSmoothed()),
            Map.entry("chrf whitespace lowercased", CHRF.keepingWhitespace().lowercased()),
            Map.entry("ter", TER),
            Map.entry("ter normalized", TER.normalized()),
            Map.entry("ter cased without punctuation", TER.caseSensitive().withoutPunctuation()),
            Map.entry("gleu", OverlapEvaluators.gleu()),
            Map.entry("meteor", OverlapEvaluators.meteor()),
            Map.entry("levenshtein", OverlapEvaluators.levenshtein()),
            Map.entry("edit similarity", OverlapEvaluators.editSimilarity()),
            Map.entry("jaro_winkler", OverlapEvaluators.jaroWinkler()));

    @Test
    void scores_agree_with_the_reference_implementations() throws IOException {
        int compared = 0;
        for (JsonNode text : texts()) {
            List<String> references = new ArrayList<>();
            text.get("references").forEach(reference -> references.add(reference.textValue()));
            Sample sample = Sample.of("question")
                    .expecting(references)
                    .answered(text.get("response").textValue());
            for (Map.Entry<String, JsonNode> expected : text.get("scores").properties()) {
                Evaluator evaluator = EVALUATORS.get(expected.getKey());
                assertThat(evaluator.evaluate(sample).score().orElseThrow())
                        .as("%s of %s", expected.getKey(), text)
                        .isCloseTo(expected.getValue().doubleValue(), within(1e-7));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(90 * EVALUATORS.size());
    }

    private static List<JsonNode> texts() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> texts = new ArrayList<>();
        try (InputStream in = ReferenceValuesTest.class.getResourceAsStream("reference-values.jsonl")) {
            String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : lines.split("\n", -1)) {
                if (!line.isEmpty()) {
                    texts.add(json.readTree(line));
                }
            }
        }
        return texts;
    }
}
