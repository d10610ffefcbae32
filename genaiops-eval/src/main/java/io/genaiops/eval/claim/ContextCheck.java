package io.genaiops.eval.claim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorBuilder;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the context holds of the reference, and what it makes the response say wrongly. */
final class ContextCheck {

    private static final String RECALL = "context_recall";
    private static final String NOISE = "noise_sensitivity";

    private final String name;
    private final Listing listing;
    private final Verdicts verdicts;

    private ContextCheck(Claims claims, String name) {
        this.name = name;
        this.listing = claims.listing();
        this.verdicts = claims.verdicts("judge-claim-support");
    }

    static Evaluator recall(Claims claims) {
        ContextCheck check = new ContextCheck(claims, RECALL);
        return check.evaluator(claims, Direction.HIGHER_IS_BETTER).evaluating(check::recall);
    }

    static Evaluator noise(Claims claims) {
        ContextCheck check = new ContextCheck(claims, NOISE);
        return check.evaluator(claims, Direction.LOWER_IS_BETTER).evaluating(check::noise);
    }

    private EvaluatorBuilder evaluator(Claims claims, Direction direction) {
        ObjectNode identity = claims.identity(name, listing, verdicts);
        return Evaluator.builder(name)
                .direction(direction)
                .effort(Evaluator.Effort.MODEL)
                .configuration(identity);
    }

    private Outcome recall(Sample sample) {
        Map<String, String> sources = Claims.sources(sample);
        List<String> references = references(sample);
        if (sources.isEmpty() || references.isEmpty()) {
            return sources.isEmpty() ? Claims.noContext() : Outcome.notApplicable("the sample has no reference");
        }
        Outcome best = Outcome.notApplicable("the reference claims nothing");
        for (String reference : references) {
            Outcome outcome = recall(sample, reference, sources);
            if (outcome instanceof Outcome.Unscored || outcome instanceof Outcome.Errored) {
                return outcome;
            }
            if (outcome.score().orElse(-1) > best.score().orElse(-1)) {
                best = outcome;
            }
        }
        return best;
    }

    private Outcome recall(Sample sample, String reference, Map<String, String> sources) {
        Listing.Result listed = listing.list(name, sample, reference);
        if (listed.failure() != null || listed.claims().isEmpty()) {
            return listed.failure() == null ? Outcome.notApplicable("the reference claims nothing") : listed.failure();
        }
        return Claims.verify(verdicts, Claims.inquiry(verdicts, name, sample), listed.claims(), sources)
                .share(Direction.HIGHER_IS_BETTER, ClaimReport.Support.SUPPORTED);
    }

    private Outcome noise(Sample sample) {
        String response = Claims.response(sample);
        Map<String, String> sources = Claims.sources(sample);
        List<String> references = references(sample);
        if (response.isEmpty() || sources.isEmpty() || references.isEmpty() || Claims.isRefusal(response)) {
            return response.isEmpty()
                    ? Claims.noResponse()
                    : sources.isEmpty()
                            ? Claims.noContext()
                            : references.isEmpty()
                                    ? Outcome.notApplicable("the sample has no reference")
                                    : Claims.refusal();
        }
        Listing.Result listed = listing.list(name, sample, response);
        if (listed.failure() != null || listed.claims().isEmpty()) {
            return listed.failure() == null ? Outcome.notApplicable("the response claims nothing") : listed.failure();
        }
        return noise(sample, listed.claims(), references, sources);
    }

    private Outcome noise(Sample sample, List<String> claims, List<String> references, Map<String, String> sources) {
        Map<String, String> right = new LinkedHashMap<>();
        references.forEach(reference -> right.put("right answer " + (right.size() + 1), reference));
        ClaimReport report = Claims.verify(verdicts, Claims.inquiry(verdicts, name, sample), claims, right);
        if (report.problem() != null) {
            return report.problem();
        }
        List<String> wrong = report.claims().stream()
                .filter(claim -> claim.support() != ClaimReport.Support.SUPPORTED)
                .map(ClaimReport.Claim::text)
                .toList();
        ClaimReport traced = Claims.verify(verdicts, Claims.inquiry(verdicts, name, sample), wrong, sources);
        if (traced.problem() != null) {
            return traced.problem();
        }
        int misled = traced.count(ClaimReport.Support.SUPPORTED);
        return Outcome.scored(
                (double) misled / claims.size(),
                Scale.UNIT,
                Direction.LOWER_IS_BETTER,
                wrong.size() + " of " + claims.size() + " claims are not in the reference, " + misled
                        + " of them are in the context");
    }

    private static List<String> references(Sample sample) {
        return sample.references().stream()
                .filter(reference -> !reference.isBlank())
                .toList();
    }
}
