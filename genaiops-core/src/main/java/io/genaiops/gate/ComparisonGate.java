package io.genaiops.gate;

import io.genaiops.asset.Digest;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets a version pass that was compared with the one that holds the label now, item by item on the same dataset, and whose
 * whole interval is on the right side of a bound. Without a holder there is nothing to compare with, and that is said.
 * Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ComparisonGate implements Gate {

    private final String name;
    private final Figure.Kind kind;
    private final double bound;
    private final SampleGate requirement;

    private ComparisonGate(Builder builder, double bound) {
        this.name = builder.name;
        this.kind = builder.kind;
        this.requirement = builder.requirement;
        this.bound = bound;
    }

    @Override
    public Verdict decide(Candidate candidate) {
        return decided(candidate).named(kind + " of " + name);
    }

    private Verdict decided(Candidate candidate) {
        Optional<Digest> holder = candidate.holderDigest();
        if (holder.isEmpty()) {
            return Verdict.notChecked("no version of " + candidate.id() + " holds '" + candidate.label()
                    + "', so there is nothing to compare " + kind + " of '" + name + "' with");
        }
        List<Evidence> standing = candidate.standing();
        if (standing.isEmpty()) {
            return EvaluationGate.none(candidate);
        }
        List<Verdict> verdicts = new ArrayList<>();
        standing.forEach(each ->
                each.comparison(name, kind, holder.get()).ifPresent(figure -> verdicts.add(decide(figure, candidate))));
        return verdicts.isEmpty()
                ? Verdict.fail("no evidence about " + candidate + " compares '" + name + "' with version "
                        + candidate.currentHolder().orElseThrow() + ", which holds '" + candidate.label()
                        + "' with digest " + holder.get().abbreviated()
                        + "…; run both versions in one experiment on one model. There are "
                        + EvaluationGate.names(standing))
                : Verdict.all(verdicts);
    }

    private Verdict decide(Figure figure, Candidate candidate) {
        return requirement.unmet(figure).orElseGet(() -> {
            boolean passes = kind == Figure.Kind.RATIO ? figure.high() <= bound : figure.low() >= bound;
            String text = String.format(
                    Locale.ROOT,
                    "%s, against %s; the whole interval must be %s %.3f",
                    figure.words(),
                    candidate.currentHolder().orElseThrow(),
                    kind == Figure.Kind.RATIO ? "at most" : "at least",
                    bound);
            return passes ? Verdict.pass(text) : Verdict.fail(text);
        });
    }

    /** Sets what a comparison must rest on. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final Figure.Kind kind;
        private SampleGate requirement = SampleGate.USUAL;

        Builder(String name, Figure.Kind kind) {
            this.name = Objects.requireNonNull(name, "name");
            this.kind = kind;
        }

        /** Requires at least so many items; 1 if not set. */
        public Builder items(int atLeast) {
            this.requirement = requirement.items(atLeast);
            return this;
        }

        /** Requires that at least this share of items has a score on both sides; 0.95 if not set. */
        public Builder coverage(double atLeast) {
            this.requirement = requirement.coverage(atLeast);
            return this;
        }

        /**
         * Returns a gate on a difference that accepts a loss.
         *
         * @param margin the loss that is accepted, 0 or above; 0 asks for no loss at all
         * @throws IllegalStateException if it is a ratio that is compared
         */
        public ComparisonGate noWorseThan(double margin) {
            requireKind(kind != Figure.Kind.RATIO, "atMost(factor)");
            if (!(margin >= 0 && Double.isFinite(margin))) {
                throw new IllegalArgumentException("a margin must be a loss of 0 or above; found: " + margin);
            }
            return new ComparisonGate(this, 0 - margin);
        }

        /**
         * Returns a gate on a difference that asks for a gain.
         *
         * @param gain the gain that is asked for, above 0
         * @throws IllegalStateException if it is a ratio that is compared
         */
        public ComparisonGate betterBy(double gain) {
            requireKind(kind != Figure.Kind.RATIO, "atMost(factor)");
            if (!(gain > 0 && Double.isFinite(gain))) {
                throw new IllegalArgumentException("a gain must be above 0; found: " + gain);
            }
            return new ComparisonGate(this, gain);
        }

        /**
         * Returns a gate on a ratio.
         *
         * @param factor how many times as much is accepted, such as 1.1 for a tenth more
         * @throws IllegalStateException if it is a difference that is compared
         */
        public ComparisonGate atMost(double factor) {
            requireKind(kind == Figure.Kind.RATIO, "noWorseThan(margin)");
            if (!(factor > 0 && Double.isFinite(factor))) {
                throw new IllegalArgumentException("a factor must be above 0; found: " + factor);
            }
            return new ComparisonGate(this, factor);
        }

        private void requireKind(boolean fits, String instead) {
            if (!fits) {
                throw new IllegalStateException("a " + kind + " of '" + name + "' is bounded by " + instead);
            }
        }
    }
}
