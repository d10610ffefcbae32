package io.genaiops.gate;

import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Lets a version pass whose evidence shows a figure on the right side of a bound. Without evidence about exactly the
 * candidate's digest, with too few items or too many gaps, it fails. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class EvaluationGate implements Gate {

    private final String evaluator;
    private final Figure.Kind kind;
    private final double bound;
    private final boolean atLeast;
    private final boolean confident;
    private final SampleGate requirement;

    private EvaluationGate(Builder builder, double bound, boolean atLeast) {
        if (!Double.isFinite(bound)) {
            throw new IllegalArgumentException(
                    "the bound for '" + builder.evaluator + "' must be finite; found: " + bound);
        }
        this.evaluator = builder.evaluator;
        this.kind = builder.kind;
        this.confident = builder.confident;
        this.requirement = builder.requirement;
        this.bound = bound;
        this.atLeast = atLeast;
    }

    @Override
    public Verdict decide(Candidate candidate) {
        return decided(candidate).named(kind + " of " + evaluator);
    }

    /** Several experiments may have measured several things: each that has the figure counts, and one has to. */
    private Verdict decided(Candidate candidate) {
        List<Evidence> standing = candidate.standing();
        if (standing.isEmpty()) {
            return none(candidate);
        }
        List<Verdict> verdicts = standing.stream()
                .flatMap(each -> each.figure(evaluator, kind).stream())
                .map(this::decide)
                .toList();
        return verdicts.isEmpty()
                ? Verdict.fail("the evidence about " + candidate + " has no " + kind + " of '" + evaluator
                        + "'; it has " + names(standing))
                : Verdict.all(verdicts);
    }

    /** Returns the refusal of a candidate about which no evidence counts. */
    static Verdict none(Candidate candidate) {
        List<String> why = new ArrayList<>(candidate.voided());
        if (why.isEmpty() && !candidate.evidence().isEmpty()) {
            why.add("evidence brought is about "
                    + candidate.evidence().stream()
                            .map(each -> each.id().name() + ":" + each.version())
                            .distinct()
                            .toList());
        }
        why.add(
                0,
                "there is no evidence about " + candidate + " with digest "
                        + candidate.digest().abbreviated() + "… that counts; evaluate exactly this version");
        return Verdict.fail(String.join("; ", why));
    }

    static List<String> names(List<Evidence> evidence) {
        return evidence.stream()
                .flatMap(each -> each.figures().stream())
                .map(figure -> figure.kind() + " of '" + figure.name() + "'")
                .distinct()
                .toList();
    }

    private Verdict decide(Figure figure) {
        return requirement.unmet(figure).orElseGet(() -> {
            double compared = confident ? (atLeast ? figure.low() : figure.high()) : figure.value();
            boolean passes = atLeast ? compared >= bound : compared <= bound;
            String text = String.format(
                    Locale.ROOT,
                    "%s; %s %.3f required%s",
                    figure.words(),
                    atLeast ? "at least" : "at most",
                    bound,
                    confident ? " of the whole interval" : "");
            return passes ? Verdict.pass(text) : Verdict.fail(text);
        });
    }

    /** Sets what evidence must show. Not thread-safe. */
    public static final class Builder {

        private final String evaluator;
        private final Figure.Kind kind;
        private boolean confident;
        private SampleGate requirement = SampleGate.USUAL;

        Builder(String evaluator, Figure.Kind kind) {
            this.evaluator = Objects.requireNonNull(evaluator, "evaluator");
            this.kind = kind;
        }

        /** Compares the end of the interval nearest to the bound instead of the figure itself. */
        public Builder confidently() {
            this.confident = true;
            return this;
        }

        /** Requires at least so many items; 1 if not set. */
        public Builder items(int atLeast) {
            this.requirement = requirement.items(atLeast);
            return this;
        }

        /** Requires that at least this share of items has a score; 0.95 if not set. */
        public Builder coverage(double atLeast) {
            this.requirement = requirement.coverage(atLeast);
            return this;
        }

        /** Returns a gate that lets the figure be the bound or above. */
        public EvaluationGate atLeast(double bound) {
            return new EvaluationGate(this, bound, true);
        }

        /** Returns a gate that lets the figure be the bound or below. */
        public EvaluationGate atMost(double bound) {
            return new EvaluationGate(this, bound, false);
        }
    }
}
