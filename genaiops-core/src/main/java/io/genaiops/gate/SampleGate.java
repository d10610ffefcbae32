package io.genaiops.gate;

import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Requires that figures are of enough items, and have a score for enough of them. */
record SampleGate(int minItems, double minCoverage) implements Gate {

    static final SampleGate USUAL = new SampleGate(1, 0.95);

    SampleGate {
        if (minItems < 1) {
            throw new IllegalArgumentException("items must be at least 1; found: " + minItems);
        }
        if (!(minCoverage > 0 && minCoverage <= 1)) {
            throw new IllegalArgumentException("coverage must be above 0 and at most 1; found: " + minCoverage);
        }
    }

    SampleGate items(int atLeast) {
        return new SampleGate(atLeast, minCoverage);
    }

    SampleGate coverage(double atLeast) {
        return new SampleGate(minItems, atLeast);
    }

    /** Returns the refusal of a figure that is of too little. */
    Optional<Verdict> unmet(Figure figure) {
        if (figure.items() < minItems) {
            return Optional.of(Verdict.fail(figure.words() + "; at least " + minItems + " items are required"));
        }
        return figure.coverage() < minCoverage
                ? Optional.of(Verdict.fail(String.format(
                        Locale.ROOT,
                        "%s; a coverage of at least %.0f %% is required",
                        figure.words(),
                        100 * minCoverage)))
                : Optional.empty();
    }

    @Override
    public Verdict decide(Candidate candidate) {
        List<Evidence> standing = candidate.standing();
        List<Figure> figures =
                standing.stream().flatMap(each -> each.figures().stream()).toList();
        if (standing.isEmpty()) {
            return EvaluationGate.none(candidate);
        }
        if (figures.isEmpty()) {
            return Verdict.fail("the evidence about " + candidate + " has no figure");
        }
        List<Verdict> unmet =
                figures.stream().flatMap(figure -> unmet(figure).stream()).toList();
        return unmet.isEmpty()
                ? Verdict.pass(String.format(
                        Locale.ROOT,
                        "all %d figures are of at least %d items and a coverage of at least %.0f %%",
                        figures.size(),
                        minItems,
                        100 * minCoverage))
                : Verdict.all(unmet);
    }
}
