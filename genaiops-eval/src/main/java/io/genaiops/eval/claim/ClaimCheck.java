package io.genaiops.eval.claim;

import static io.genaiops.eval.claim.ClaimReport.Support.CONTRADICTED;
import static io.genaiops.eval.claim.ClaimReport.Support.SUPPORTED;
import static io.genaiops.eval.claim.ClaimReport.Support.UNMENTIONED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.JudgeMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A check of the response against the context. Its evaluators share one evaluation of a sample in a chain. Without response
 * or context, for a refusal and for a response that claims nothing, each is {@link Outcome.NotApplicable}; if any claim gets
 * no verdict, each is {@link Outcome.Unscored} or {@link Outcome.Errored} with the count. Made by {@link Claims}; immutable, as
 * thread-safe as the judge.
 *
 * @since 0.1
 */
public final class ClaimCheck implements Evaluator.Group {

    private static final String NAME = "groundedness";

    private final Claims claims;
    private final boolean bySentence;
    private final boolean screened;
    private final Listing listing;
    private final Verdicts verdicts;
    private final List<Evaluator> members;

    ClaimCheck(Claims claims, boolean bySentence, boolean screened) {
        this.claims = claims;
        this.bySentence = bySentence;
        this.screened = screened;
        this.listing = claims.listing();
        this.verdicts = claims.verdicts(bySentence ? "judge-sentence-support" : "judge-claim-support");
        ObjectNode identity = claims.identity(bySentence ? "sentences" : "claims", listing, verdicts);
        if (screened) {
            identity.set("firstStage", FirstStage.identity());
        }
        this.members = List.of(
                member(0, bySentence ? NAME : "faithfulness", Direction.HIGHER_IS_BETTER, identity),
                member(1, "fabrication", Direction.LOWER_IS_BETTER, identity),
                member(2, "contradiction", Direction.LOWER_IS_BETTER, identity));
    }

    private Evaluator member(int index, String name, Direction direction, ObjectNode identity) {
        ObjectNode own = identity.deepCopy().put("measure", name);
        return Claims.member(name, direction, own).memberOf(this, index);
    }

    /** Returns the share of the claims that the context supports, 0 to 1. Called faithfulness when it is claim by claim. */
    public Evaluator groundedness() {
        return members.get(0);
    }

    /** Returns the share of the claims that the context contradicts or does not mention, 0 to 1, lower is better. */
    public Evaluator fabrication() {
        return members.get(1);
    }

    /** Returns the share of the claims that the context contradicts, 0 to 1, lower is better. */
    public Evaluator contradiction() {
        return members.get(2);
    }

    @Override
    public List<Evaluator> members() {
        return members;
    }

    @Override
    public List<Outcome> evaluate(Sample sample) {
        ClaimReport report = report(sample);
        return List.of(
                report.share(Direction.HIGHER_IS_BETTER, SUPPORTED),
                report.share(Direction.LOWER_IS_BETTER, CONTRADICTED, UNMENTIONED),
                report.share(Direction.LOWER_IS_BETTER, CONTRADICTED));
    }

    /** Returns each claim of the response and what the context says about it. */
    public ClaimReport report(Sample sample) {
        String response = Claims.response(sample);
        Map<String, String> sources = Claims.sources(sample);
        if (response.isEmpty() || Claims.isRefusal(response) || sources.isEmpty()) {
            return ClaimReport.without(
                    response.isEmpty()
                            ? Claims.noResponse()
                            : sources.isEmpty() ? Claims.noContext() : Claims.refusal());
        }
        return bySentence ? sentences(sample, response, sources) : listed(sample, response, sources);
    }

    private ClaimReport listed(Sample sample, String response, Map<String, String> sources) {
        Listing.Result listed = listing.list("faithfulness", sample, response);
        return listed.failure() == null
                ? Claims.verify(verdicts, Claims.inquiry(verdicts, "faithfulness", sample), listed.claims(), sources)
                : ClaimReport.without(listed.failure());
    }

    private ClaimReport sentences(Sample sample, String response, Map<String, String> sources) {
        List<String> sentences = Sentences.of(response);
        if (sentences.isEmpty()) {
            return ClaimReport.without(Outcome.notApplicable("the response has no words"));
        }
        if (sentences.size() > claims.most()) {
            return ClaimReport.without(Outcome.notApplicable("the response has " + sentences.size()
                    + " sentences; at most " + claims.most() + " are verified: raise Claims.atMost(…)"));
        }
        List<Optional<ClaimReport.Claim>> passed = screen(sentences, sources);
        List<String> open = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            if (passed.get(i).isEmpty()) {
                open.add(sentences.get(i));
            }
        }
        if (screened) {
            long saved = verdicts.calls(sentences.size()) - verdicts.calls(open.size());
            claims.judge().spared(new JudgeMeter.Saving(NAME, saved, sentences.size() - open.size()));
        }
        return merged(
                passed, open.isEmpty() ? new ClaimReport(List.of(), null) : judged(sample, response, sources, open));
    }

    private List<Optional<ClaimReport.Claim>> screen(List<String> sentences, Map<String, String> sources) {
        if (!screened) {
            return sentences.stream()
                    .map(sentence -> Optional.<ClaimReport.Claim>empty())
                    .toList();
        }
        FirstStage stage = new FirstStage(List.copyOf(sources.values()));
        return sentences.stream().map(sentence -> passed(stage, sentence)).toList();
    }

    private static Optional<ClaimReport.Claim> passed(FirstStage stage, String sentence) {
        OptionalDouble confidence = stage.support(sentence);
        return confidence.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClaimReport.Claim(
                        sentence,
                        SUPPORTED,
                        "the context says it in these words (confidence " + confidence.getAsDouble() + ")",
                        false));
    }

    private ClaimReport judged(Sample sample, String response, Map<String, String> sources, List<String> open) {
        return Claims.report(
                open,
                verdicts.ask(
                        Claims.inquiry(verdicts, NAME, sample)
                                .showing("answer", response)
                                .showing("source", sources),
                        new Verdicts.Items("claims", "s", open, false)));
    }

    private static ClaimReport merged(List<Optional<ClaimReport.Claim>> passed, ClaimReport judged) {
        List<ClaimReport.Claim> all = new ArrayList<>();
        int next = 0;
        for (Optional<ClaimReport.Claim> claim : passed) {
            all.add(claim.isPresent() ? claim.get() : judged.claims().get(next++));
        }
        return new ClaimReport(all, judged.problem());
    }

    @Override
    public String toString() {
        return "ClaimCheck" + members;
    }
}
