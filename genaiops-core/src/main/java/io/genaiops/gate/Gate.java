package io.genaiops.gate;

import io.genaiops.approval.Assurance;
import io.genaiops.evidence.Figure;
import io.genaiops.review.CompatibilityChange;
import io.genaiops.review.LintFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Decides whether a version may have a label: a pure function of the candidate, the current holder and the evidence. A
 * gate made of gates is a gate. Implementations are immutable and thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Gate {

    /** Decides, and says why. */
    Verdict decide(Candidate candidate);

    /** Returns this gate under a name, by which it is explained. */
    default Gate named(String name) {
        Objects.requireNonNull(name, "name");
        return candidate -> decide(candidate).named(name);
    }

    /** Returns this gate for which older evidence is void. */
    default Gate onEvidenceNotOlderThan(Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("the age of evidence must be above zero; found: " + age);
        }
        return candidate -> decide(candidate.withEvidenceExpiringAfter(age));
    }

    /**
     * Returns a gate on the mean of an evaluator's scores.
     *
     * @param evaluator the evaluator's name, as evidence has it
     */
    static EvaluationGate.Builder mean(String evaluator) {
        return new EvaluationGate.Builder(evaluator, Figure.Kind.MEAN);
    }

    /**
     * Returns a gate on the share of items that an evaluator's check passed.
     *
     * @param evaluator the evaluator's name, as evidence has it
     */
    static EvaluationGate.Builder passRate(String evaluator) {
        return new EvaluationGate.Builder(evaluator, Figure.Kind.PASS_RATE);
    }

    /**
     * Returns a gate on what an answer takes.
     *
     * @param name as evidence has it, for example {@code latency p95} or {@code cost per call}
     */
    static EvaluationGate.Builder amount(String name) {
        return new EvaluationGate.Builder(name, Figure.Kind.AMOUNT);
    }

    /** Returns a gate on the difference of an evaluator's mean scores to the version that holds the label now. */
    static ComparisonGate.Builder score(String evaluator) {
        return new ComparisonGate.Builder(evaluator, Figure.Kind.DIFFERENCE);
    }

    /** Returns a gate on the difference of an evaluator's pass rates to the version that holds the label now. */
    static ComparisonGate.Builder passes(String evaluator) {
        return new ComparisonGate.Builder(evaluator, Figure.Kind.PASS_RATE_DIFFERENCE);
    }

    /**
     * Returns a gate on how many times as much it takes as the version that holds the label now.
     *
     * @param quantity as evidence has it, for example {@code cost} or {@code latency}
     */
    static ComparisonGate.Builder times(String quantity) {
        return new ComparisonGate.Builder(quantity, Figure.Kind.RATIO);
    }

    /** Returns a gate that requires at least so many items, and a score for this share of them, behind every figure. */
    static Gate sample(int items, double coverage) {
        return new SampleGate(items, coverage).named("sample");
    }

    /**
     * Returns a gate that requires of each evaluator that the whole interval of its pass rate is at this rate or above.
     *
     * @param passRate from 0 to 1
     */
    static Gate safety(double passRate, String evaluator, String... more) {
        List<Gate> gates = new ArrayList<>();
        gates.add(passRate(evaluator).confidently().atLeast(passRate));
        Arrays.stream(more)
                .forEach(each -> gates.add(passRate(each).confidently().atLeast(passRate)));
        return new CombinedGate(true, List.copyOf(gates)).named("safety");
    }

    /** Returns a gate that requires that evidence meets every target of an application, for example {@code travel-desk}. */
    static Gate targets(String application) {
        return new TargetsGate(Objects.requireNonNull(application, "application")).named("targets");
    }

    /** Returns a gate that refuses what breaks callers of the version that holds the label now. */
    static Gate compatible() {
        return compatible(CompatibilityChange.Level.FEATURE);
    }

    /** Returns a gate that accepts changes up to a level. */
    static Gate compatible(CompatibilityChange.Level farthest) {
        Objects.requireNonNull(farthest, "farthest");
        Gate gate = candidate -> ReviewGates.compatible(candidate, farthest);
        return gate.named("compatibility");
    }

    /** Returns a gate that refuses findings of the linter that are of this severity or worse. */
    static Gate lint(LintFinding.Severity mildest) {
        Objects.requireNonNull(mildest, "mildest");
        Gate gate = candidate -> ReviewGates.lint(candidate, mildest);
        return gate.named("lint");
    }

    /** Returns a gate that refuses a version one of whose models is retired. */
    static Gate modelServed() {
        return modelServed(Duration.ZERO);
    }

    /** Returns a gate that refuses a version one of whose models is retired, or will be within a time. */
    static Gate modelServed(Duration ahead) {
        return new ModelGate(ahead).named("model served");
    }

    /** Returns a gate that waits for so many consents by others than the author, for each of whom the host vouches. */
    static ApprovalGate approvals(int count) {
        return new ApprovalGate(count, Assurance.AUTHENTICATED);
    }

    /** Returns a gate that refuses moves within the windows. */
    static Gate outside(FreezeWindow first, FreezeWindow... more) {
        List<FreezeWindow> windows = new ArrayList<>(List.of(first));
        windows.addAll(List.of(more));
        Gate gate = candidate -> Verdict.all(
                windows.stream().map(window -> window.decide(candidate.at())).toList());
        return gate.named("freeze");
    }

    /** Returns a gate that is as strict as the strictest of the gates and gives the reasons of all. */
    static Gate allOf(Gate first, Gate... more) {
        return combined(true, first, more);
    }

    /** Returns a gate that is as mild as the mildest of the gates that had something to check, with the reasons of all. */
    static Gate anyOf(Gate first, Gate... more) {
        return combined(false, first, more);
    }

    private static Gate combined(boolean all, Gate first, Gate... more) {
        List<Gate> gates = new ArrayList<>(List.of(first));
        gates.addAll(List.of(more));
        return new CombinedGate(all, List.copyOf(gates));
    }
}
