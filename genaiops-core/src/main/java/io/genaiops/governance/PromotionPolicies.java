package io.genaiops.governance;

import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.gate.Candidate;
import io.genaiops.gate.Verdict;
import io.genaiops.policy.ModelFacts;
import io.genaiops.policy.Policy;
import io.genaiops.policy.PolicyDecision;
import io.genaiops.policy.PolicyDecision.Allowed;
import io.genaiops.policy.PolicyDecision.Reason;
import io.genaiops.policy.PolicyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Asks policies before a label moves: of each model that may answer, with the evidence that counts. */
record PromotionPolicies(List<Policy> policies) {

    PromotionPolicies {
        policies = List.copyOf(policies);
    }

    /** Returns what each policy says of a candidate. A dry run refuses nothing, and what it would have refused is said. */
    List<Verdict> decide(Candidate candidate) {
        if (policies.isEmpty()) {
            return List.of();
        }
        List<PolicyRequest> asked = requests(candidate);
        return policies.stream().map(policy -> decide(policy, asked)).toList();
    }

    private static Verdict decide(Policy policy, List<PolicyRequest> asked) {
        List<Verdict> verdicts = asked.stream()
                .map(request -> verdict(policy.decide(request), about(request)))
                .toList();
        return (verdicts.size() == 1 ? verdicts.get(0) : Verdict.all(verdicts)).named("policy");
    }

    /** A prompt may be answered by several models, and what is true of one of them says nothing of another. */
    private static List<PolicyRequest> requests(Candidate candidate) {
        SortedMap<String, Optional<ModelDefinition>> models =
                candidate.contents().models();
        if (models.isEmpty()) {
            return List.of(request(candidate).build());
        }
        List<PolicyRequest> requests = new ArrayList<>();
        models.forEach((name, definition) -> {
            PolicyRequest.Builder request = request(candidate).fact(PolicyFact.HOST_MODEL, name);
            definition.map(ModelFacts::of).ifPresent(request::model);
            requests.add(request.build());
        });
        return requests;
    }

    private static PolicyRequest.Builder request(Candidate candidate) {
        PolicyRequest.Builder request = PolicyRequest.promotion(candidate.id(), candidate.label());
        candidate
                .standing()
                .forEach(evidence -> evidence.figures()
                        .forEach(figure ->
                                request.evidence(figure.name(), figure.kind().toString(), evidence.at())));
        return request;
    }

    private static String about(PolicyRequest request) {
        List<String> models = request.values(PolicyFact.HOST_MODEL);
        return models.isEmpty() ? "" : " with model '" + models.get(0) + "'";
    }

    private static Verdict verdict(PolicyDecision decision, String about) {
        String policy = "policy " + decision.policy();
        return decision.fold(
                allowed -> allowed(allowed, policy, about),
                refused -> Verdict.fail(sentences(policy + " refuses" + about + ": ", refused.reasons())),
                dry -> Verdict.notChecked(
                        sentences(policy + " is tried, and would refuse" + about + ": ", dry.reasons())));
    }

    private static Verdict allowed(Allowed decision, String policy, String about) {
        return decision.rules().isEmpty()
                ? Verdict.notChecked(policy + " has no rule about a " + PolicyRule.Moment.PROMOTION)
                : Verdict.pass(policy + " allows it" + about + ", by " + decision.rules());
    }

    private static String[] sentences(String what, List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> what + reason.rule() + ": " + reason.found() + "; because: " + reason.because()
                        + "; instead: " + reason.instead())
                .toArray(String[]::new);
    }
}
