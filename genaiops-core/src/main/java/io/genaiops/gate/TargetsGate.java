package io.genaiops.gate;

import io.genaiops.asset.Target;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ApplicationDefinition.Concern;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requires that evidence meets every target of an application. A quality target is about the mean of the evaluator of that
 * name, or with {@code pass rate} behind the name about its pass rate; a target of cost or latency is about the amount of
 * that name, with or without {@code cost} or {@code latency} before it.
 */
record TargetsGate(String application) implements Gate {

    @Override
    public Verdict decide(Candidate candidate) {
        Optional<ApplicationDefinition> found = candidate.contents().application(application);
        if (found.isEmpty()) {
            return Verdict.fail("there is no application '" + application + "' whose targets could be met");
        }
        List<Evidence> standing = candidate.standing();
        List<Verdict> verdicts = new ArrayList<>();
        for (Concern concern : Concern.values()) {
            for (Target target : found.get().targets(concern)) {
                verdicts.add(decide(concern, target, candidate, standing).named(concern + " target " + target));
            }
        }
        return verdicts.isEmpty()
                ? Verdict.notChecked(found.get() + " states no target")
                : Verdict.all(verdicts).named("targets of " + found.get());
    }

    private static Verdict decide(Concern concern, Target target, Candidate candidate, List<Evidence> standing) {
        if (standing.isEmpty()) {
            return EvaluationGate.none(candidate);
        }
        List<Verdict> verdicts = standing.stream()
                .flatMap(evidence -> figure(concern, target, evidence).stream())
                .map(figure -> decide(concern, target, figure))
                .toList();
        return verdicts.isEmpty()
                ? Verdict.fail("the evidence about " + candidate + " has no figure for '" + target.measure()
                        + "'; it has " + EvaluationGate.names(standing)
                        + ". An amount without enough items for an interval is left out")
                : Verdict.all(verdicts);
    }

    private static Optional<Figure> figure(Concern concern, Target target, Evidence evidence) {
        return concern == Concern.QUALITY
                ? evidence.quality(target.measure())
                : evidence.amount(concern.toString(), target.measure());
    }

    private static Verdict decide(Concern concern, Target target, Figure figure) {
        Optional<Verdict> unmet = SampleGate.USUAL.unmet(figure);
        if (unmet.isPresent()) {
            return unmet.get();
        }
        if (concern == Concern.COST && !figure.unit().equals(target.unit())) {
            return Verdict.fail(
                    figure.words() + "; it is in " + figure.unit() + ", and the target in " + target.unit());
        }
        if (concern == Concern.LATENCY && !figure.unit().equals("s")) {
            return Verdict.fail(figure.words() + "; a latency must be in s");
        }
        double value = target.unit().equals("ms") ? 1000 * figure.value() : figure.value();
        String text = figure.words() + "; the target is " + target;
        return target.isMetBy(value) ? Verdict.pass(text) : Verdict.fail(text);
    }
}
