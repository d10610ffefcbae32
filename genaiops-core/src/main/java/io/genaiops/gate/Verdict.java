package io.genaiops.gate;

import io.genaiops.gate.Explanation.State;
import java.util.List;
import java.util.function.Function;

/**
 * What a gate decided, with every reason.
 *
 * @since 0.1
 */
public sealed interface Verdict {

    /** Returns why, gate by gate. */
    Explanation explanation();

    /** The version may have the label, as far as it was checked. */
    record Pass(Explanation explanation) implements Verdict {
        /** Requires an explanation that passed, or had nothing to check. */
        public Pass {
            if (explanation.state().compareTo(State.PASSED) > 0) {
                throw new IllegalArgumentException("a pass must be explained by one; found: " + explanation.state());
            }
        }
    }

    /** The version may not have the label. */
    record Fail(Explanation explanation) implements Verdict {
        /** Requires an explanation that failed. */
        public Fail {
            requireState(explanation, State.FAILED);
        }
    }

    /** The version may have the label once somebody approved it. */
    record NeedsApproval(Explanation explanation) implements Verdict {
        /** Requires an explanation that needs approval. */
        public NeedsApproval {
            requireState(explanation, State.NEEDS_APPROVAL);
        }
    }

    /** Returns a pass for these reasons. */
    static Verdict pass(String... reasons) {
        return of(Explanation.of(State.PASSED, reasons));
    }

    /** Returns a fail for these reasons. */
    static Verdict fail(String... reasons) {
        return of(Explanation.of(State.FAILED, reasons));
    }

    /** Returns that somebody must approve for these reasons. */
    static Verdict needsApproval(String... reasons) {
        return of(Explanation.of(State.NEEDS_APPROVAL, reasons));
    }

    /** Returns a pass of a gate that had nothing to check by; it does not stand in for one that had. */
    static Verdict notChecked(String... reasons) {
        return of(Explanation.of(State.NOT_CHECKED, reasons));
    }

    /** Returns the verdict that an explanation gives. */
    static Verdict of(Explanation explanation) {
        return switch (explanation.state()) {
            case FAILED -> new Fail(explanation);
            case NEEDS_APPROVAL -> new NeedsApproval(explanation);
            case PASSED, NOT_CHECKED -> new Pass(explanation);
        };
    }

    /** Returns why, one sentence each, those of what failed first; never empty. */
    default List<String> reasons() {
        return explanation().sentences();
    }

    /** Returns whether this is a pass. */
    default boolean isPass() {
        return this instanceof Pass;
    }

    /** Returns whether anything was checked at all. */
    default boolean isChecked() {
        return explanation().state() != State.NOT_CHECKED;
    }

    /** Returns the same verdict under the name of its gate. */
    default Verdict named(String gate) {
        return of(explanation().named(gate));
    }

    /** Applies the function of the leaf that this is. */
    default <T> T fold(Function<Pass, T> pass, Function<Fail, T> fail, Function<NeedsApproval, T> needsApproval) {
        if (this instanceof Pass leaf) {
            return pass.apply(leaf);
        }
        if (this instanceof Fail leaf) {
            return fail.apply(leaf);
        }
        return needsApproval.apply((NeedsApproval) this);
    }

    /** Returns the stricter of two verdicts with the reasons of both, the stricter one's first. */
    default Verdict and(Verdict other) {
        return all(List.of(this, other));
    }

    /** Returns a verdict that is as strict as the strictest and explained by all of them. */
    static Verdict all(List<Verdict> verdicts) {
        List<Explanation> parts = verdicts.stream().map(Verdict::explanation).toList();
        State worst = parts.stream().map(Explanation::state).reduce(State.NOT_CHECKED, Verdict::worse);
        return of(new Explanation("", worst, List.of(), parts));
    }

    private static State worse(State one, State other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void requireState(Explanation explanation, State state) {
        if (explanation.state() != state) {
            throw new IllegalArgumentException(
                    "the explanation must have state '" + state + "'; found: '" + explanation.state() + "'");
        }
    }
}
