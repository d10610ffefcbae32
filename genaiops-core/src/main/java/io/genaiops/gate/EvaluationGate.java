package io.genaiops.gate;

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
    private final int minItems;
    private final double minCoverage;

    private EvaluationGate(Builder builder, double bound, boolean atLeast) {
        if (!Double.isFinite(bound)) {
            throw new IllegalArgumentException(
                    "the bound for '" + builder.evaluator + "' must be finite; found: " + bound);
        }
        this.evaluator = builder.evaluator;
        this.kind = builder.kind;
        this.confident = builder.confident;
        this.minItems = builder.minItems;
        this.minCoverage = builder.minCoverage;
        this.bound = bound;
        this.atLeast = atLeast;
    }

    @Override
    public Verdict decide(Candidate candidate) {
        List<Evidence> evidence = candidate.evidenceOfDigest();
        if (evidence.isEmpty()) {
            return Verdict.fail("there is no evidence about " + candidate + " with digest "
                    + candidate.digest().abbreviated() + "…; evaluate exactly this version"
                    + (candidate.evidence().isEmpty() ? "" : " (evidence brought: " + brought(candidate) + ")"));
        }
        Verdict verdict = null;
        for (Evidence each : evidence) {
            Verdict next = each.figure(evaluator, kind)
                    .map(this::decide)
                    .orElseGet(() -> Verdict.fail("the evidence about " + candidate + " has no " + kind + " of '"
                            + evaluator + "'; it has "
                            + each.figures().stream()
                                    .map(f -> f.kind() + " of '" + f.name() + "'")
                                    .toList()));
            verdict = verdict == null ? next : verdict.and(next);
        }
        return Objects.requireNonNull(verdict);
    }

    private Verdict decide(Figure figure) {
        String shown = String.format(
                Locale.ROOT,
                "%s of '%s' is %.3f (%.3f to %.3f at %.0f %%, %d of %d items scored)",
                kind,
                evaluator,
                figure.value(),
                figure.low(),
                figure.high(),
                100 * figure.level(),
                figure.scored(),
                figure.items());
        if (figure.items() < minItems) {
            return Verdict.fail(shown + "; at least " + minItems + " items are required");
        }
        if (figure.coverage() < minCoverage) {
            return Verdict.fail(String.format(
                    Locale.ROOT, "%s; a coverage of at least %.0f %% is required", shown, 100 * minCoverage));
        }
        double compared = confident ? (atLeast ? figure.low() : figure.high()) : figure.value();
        boolean passes = atLeast ? compared >= bound : compared <= bound;
        String rule = String.format(
                Locale.ROOT,
                "%s %.3f required%s",
                atLeast ? "at least" : "at most",
                bound,
                confident ? " of the whole interval" : "");
        return passes ? Verdict.pass(shown + "; " + rule) : Verdict.fail(shown + "; " + rule);
    }

    private static List<String> brought(Candidate candidate) {
        return candidate.evidence().stream()
                .map(each -> each.id().name() + ":" + each.version() + " with digest "
                        + each.digest().abbreviated() + "…")
                .toList();
    }

    /** Sets what evidence must show. Not thread-safe. */
    public static final class Builder {

        private final String evaluator;
        private final Figure.Kind kind;
        private boolean confident;
        private int minItems = 1;
        private double minCoverage = 0.95;

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
            if (atLeast < 1) {
                throw new IllegalArgumentException("items must be at least 1; found: " + atLeast);
            }
            this.minItems = atLeast;
            return this;
        }

        /** Requires that at least this share of items has a score; 0.95 if not set. */
        public Builder coverage(double atLeast) {
            if (!(atLeast > 0 && atLeast <= 1)) {
                throw new IllegalArgumentException("coverage must be above 0 and at most 1; found: " + atLeast);
            }
            this.minCoverage = atLeast;
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
