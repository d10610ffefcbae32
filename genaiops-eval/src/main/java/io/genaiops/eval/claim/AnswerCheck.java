package io.genaiops.eval.claim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.judge.Inquiry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A check of the response against the references, claim by claim: the judge lists the claims of both, then looks for those of
 * the response in the reference (precision) and for those of the reference in the response (recall). Each reference alone is a
 * right answer: the one with the best F1 counts. Four calls for one reference, three more for each other one. Its evaluators
 * share one evaluation of a sample in a chain. Made by {@link Claims}; immutable, as thread-safe as its models.
 *
 * @since 0.1
 */
public final class AnswerCheck implements Evaluator.Group {

    private static final String NAME = "answer_correctness";
    private static final double USUAL_SHARE = 0.25;

    private final Claims claims;
    private final Listing listing;
    private final Verdicts verdicts;
    private final @Nullable EmbeddingModel embeddings;
    private final double weight;
    private final List<Evaluator> members;

    /** What one reference makes of the response. */
    private record Match(String reference, double precision, double recall, String counts) {
        double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    /** A match, or the outcome instead of one. */
    private record Found(@Nullable Match match, @Nullable Outcome failure) {}

    AnswerCheck(Claims claims, @Nullable EmbeddingModel embeddings, double weight) {
        this.claims = claims;
        this.listing = claims.listing();
        this.verdicts = claims.verdicts("judge-claim-support");
        this.embeddings = embeddings;
        this.weight = weight;
        ObjectNode identity = claims.identity("reference", listing, verdicts);
        ObjectNode weighted = identity.deepCopy().put("weight", weight);
        if (embeddings != null) {
            weighted.put("embeddings", embeddings.modelName());
        }
        this.members = List.of(
                member(0, NAME, weighted),
                member(1, "answer_precision", identity),
                member(2, "answer_recall", identity));
    }

    private Evaluator member(int index, String name, ObjectNode identity) {
        ObjectNode own = identity.deepCopy().put("measure", name);
        return Claims.member(name, Direction.HIGHER_IS_BETTER, own).memberOf(this, index);
    }

    /**
     * Returns a copy whose correctness is 0.75 times the F1 and 0.25 times the cosine of the embeddings of response and
     * reference, as RAGAS weights them. A negative cosine counts as 0.
     */
    public AnswerCheck weightedWith(EmbeddingModel embeddings) {
        return weightedWith(embeddings, USUAL_SHARE);
    }

    /** Returns a copy whose correctness counts the cosine of the embeddings so much, above 0 and below 1. */
    public AnswerCheck weightedWith(EmbeddingModel embeddings, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share of the similarity must be above 0 and below 1; found: " + share);
        }
        return new AnswerCheck(claims, requireNonNull(embeddings, "embeddings"), 1 - share);
    }

    /** Returns the F1 of the claims, 0 to 1, or its weighted mean with the similarity. */
    public Evaluator correctness() {
        return members.get(0);
    }

    /** Returns the share of the response's claims that the reference supports, 0 to 1. */
    public Evaluator precision() {
        return members.get(1);
    }

    /** Returns the share of the reference's claims that the response supports, 0 to 1. */
    public Evaluator recall() {
        return members.get(2);
    }

    @Override
    public List<Evaluator> members() {
        return members;
    }

    @Override
    public List<Outcome> evaluate(Sample sample) {
        Found found = find(sample);
        if (found.match == null) {
            Outcome failure = requireNonNull(found.failure);
            return List.of(failure, failure, failure);
        }
        Match match = found.match;
        return List.of(
                correctness(sample, match), scored(match.precision, match.counts), scored(match.recall, match.counts));
    }

    private Found find(Sample sample) {
        String response = Claims.response(sample);
        List<String> references = sample.references().stream()
                .filter(reference -> !reference.isBlank())
                .toList();
        if (response.isEmpty() || references.isEmpty() || Claims.isRefusal(response)) {
            return new Found(
                    null,
                    response.isEmpty()
                            ? Claims.noResponse()
                            : references.isEmpty()
                                    ? Outcome.notApplicable("the sample has no reference")
                                    : Claims.refusal());
        }
        Listing.Result said = listing.list(NAME, sample, response);
        if (said.failure() != null || said.claims().isEmpty()) {
            return new Found(
                    null,
                    said.failure() == null ? Outcome.notApplicable("the response claims nothing") : said.failure());
        }
        return best(sample, response, references, said.claims());
    }

    private Found best(Sample sample, String response, List<String> references, List<String> said) {
        Match best = null;
        for (String reference : references) {
            Found found = match(sample, response, reference, said);
            if (found.failure != null) {
                return found;
            }
            if (found.match != null && (best == null || found.match.f1() > best.f1())) {
                best = found.match;
            }
        }
        return new Found(best, best == null ? Outcome.notApplicable("the reference claims nothing") : null);
    }

    /** Returns neither match nor failure if the reference claims nothing. */
    private Found match(Sample sample, String response, String reference, List<String> said) {
        Listing.Result expected = listing.list(NAME, sample, reference);
        if (expected.failure() != null || expected.claims().isEmpty()) {
            return new Found(null, expected.failure());
        }
        Inquiry inquiry = Claims.inquiry(verdicts, NAME, sample);
        ClaimReport right = Claims.verify(verdicts, inquiry, said, Map.of("reference", reference));
        if (right.problem() != null) {
            return new Found(null, right.problem());
        }
        ClaimReport covered = Claims.verify(verdicts, inquiry, expected.claims(), Map.of("response", response));
        if (covered.problem() != null) {
            return new Found(null, covered.problem());
        }
        int hits = right.count(ClaimReport.Support.SUPPORTED);
        int found = covered.count(ClaimReport.Support.SUPPORTED);
        return new Found(
                new Match(
                        reference,
                        (double) hits / said.size(),
                        (double) found / expected.claims().size(),
                        hits + " of " + said.size() + " claims of the response are in the reference, " + found + " of "
                                + expected.claims().size() + " of the reference in the response"),
                null);
    }

    private Outcome correctness(Sample sample, Match match) {
        if (embeddings == null) {
            return scored(match.f1(), match.counts);
        }
        try {
            double cosine = Math.max(
                    0,
                    Claims.cosines(embeddings, Claims.response(sample), List.of(match.reference))
                            .get(0));
            return scored(
                    weight * match.f1() + (1 - weight) * cosine,
                    match.counts + String.format(Locale.ROOT, "; F1 %.3f, similarity %.3f", match.f1(), cosine));
        } catch (Throwable e) {
            return Outcome.caught(e);
        }
    }

    private static Outcome scored(double value, String reason) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, reason);
    }

    @Override
    public String toString() {
        return "AnswerCheck" + members;
    }
}
