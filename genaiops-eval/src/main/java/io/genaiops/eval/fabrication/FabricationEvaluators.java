package io.genaiops.eval.fabrication;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The catalogue of evaluators that look for what an answer made up: the share of its numbers, URLs, mail addresses,
 * citations and quotes that its context does not have. 0 is best, 1 says all of them are invented:
 *
 * <pre>{@code
 * EvaluatorChain chain = EvaluatorChain.of(
 *         FabricationEvaluators.citations().atMost(0),
 *         FabricationEvaluators.urls().atMost(0),
 *         FabricationEvaluators.numbers().rounding().atMost(0.2));
 * }</pre>
 *
 * Nothing to check is not applicable, never a pass, and so is a sample without a response or without context. What the
 * question says is not invented. Reasons name up to ten of what was invented, as it is written in the answer. All are
 * deterministic and take the time of reading the texts once.
 *
 * @since 0.1
 */
public final class FabricationEvaluators {

    private FabricationEvaluators() {}

    /**
     * Returns the share of the different numbers, dates and times that are not in the context, 0 to 1, lower is better.
     * Reads response, context and question. A number that the answer computed counts as invented.
     */
    public static NumberFabrication numbers() {
        return NumberFabrication.standard();
    }

    /**
     * Returns the share of the different URLs that are not in the context, 0 to 1, lower is better. Reads response, context
     * and question. Nothing is fetched: a right link that the model knows by heart counts as invented.
     */
    public static UrlFabrication urls() {
        return UrlFabrication.standard();
    }

    /**
     * Returns the share of the different mail addresses that are not in the context, apart from case, 0 to 1, lower is
     * better. Reads response, context and question. In any language; quoted local parts and addresses spelled out ("at", "dot") are not seen.
     */
    public static Evaluator mailAddresses() {
        return Evaluator.builder("invented_mail_addresses")
                .direction(Direction.LOWER_IS_BETTER)
                .evaluating(sample -> Evidence.judge(sample, (response, evidence) -> {
                    Map<String, String> stated = WebAddresses.mails(response);
                    Set<String> known = new HashSet<>(
                            WebAddresses.mails(evidence.question()).keySet());
                    evidence.documents()
                            .forEach(document -> known.addAll(
                                    WebAddresses.mails(document.text()).keySet()));
                    List<String> invented = stated.entrySet().stream()
                            .filter(mail -> !known.contains(mail.getKey()))
                            .map(Map.Entry::getValue)
                            .toList();
                    return Evidence.share("mail addresses", stated.size(), invented, "are not in the context");
                }));
    }

    /**
     * Returns the share of the different names in citations that name no document of the context, 0 to 1, lower is better.
     * Reads the response and the ids of the context, not what a cited document says. Read are {@code [1]},
     * {@code [1, 3]}, {@code [2-4]}, {@code [^1]}, {@code 【1】}, {@code [kb-17]}, {@code [Source: kb-17]} and
     * {@code (Source: kb-17; kb-18)}, apart from case and in any language. A number names the document of that id or,
     * where no id is a number, of that rank. In square brackets a word without a digit cites only where a document has
     * that id, and a year or an index of an array passes for a citation.
     */
    public static Evaluator citations() {
        return new CitationFabrication();
    }

    /**
     * Returns the share of the cited sentences that share too few words with what they cite, 0 to 1, lower is better. Reads
     * response and context. It takes a paraphrase for unsupported, and does not see a "not".
     */
    public static CitationSupport citationSupport() {
        return CitationSupport.standard();
    }

    /**
     * Returns the share of the different quoted passages that are not in the context, 0 to 1, lower is better. Reads
     * response, context and question. Quotes of fewer than three words are not looked at unless set so.
     */
    public static QuoteFabrication quotes() {
        return QuoteFabrication.standard();
    }
}
