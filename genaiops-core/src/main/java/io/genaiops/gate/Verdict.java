package io.genaiops.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a gate decided, with every reason.
 *
 * @since 0.1
 */
public sealed interface Verdict {

    /** Returns why, one sentence each; never empty. */
    List<String> reasons();

    /** The version may have the label. */
    record Pass(List<String> reasons) implements Verdict {
        /** Copies the reasons and requires one. */
        public Pass {
            reasons = checked(reasons);
        }
    }

    /** The version may not have the label. */
    record Fail(List<String> reasons) implements Verdict {
        /** Copies the reasons and requires one. */
        public Fail {
            reasons = checked(reasons);
        }
    }

    /** The version may have the label once somebody approved it. */
    record NeedsApproval(List<String> reasons) implements Verdict {
        /** Copies the reasons and requires one. */
        public NeedsApproval {
            reasons = checked(reasons);
        }
    }

    /** Returns a pass for these reasons. */
    static Verdict pass(String... reasons) {
        return new Pass(List.of(reasons));
    }

    /** Returns a fail for these reasons. */
    static Verdict fail(String... reasons) {
        return new Fail(List.of(reasons));
    }

    /** Returns whether this is a pass. */
    default boolean isPass() {
        return this instanceof Pass;
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
        Verdict stricter = strictness(other) > strictness(this) ? other : this;
        List<String> reasons = new ArrayList<>(stricter.reasons());
        reasons.addAll((stricter == this ? other : this).reasons());
        return stricter.fold(leaf -> new Pass(reasons), leaf -> new Fail(reasons), leaf -> new NeedsApproval(reasons));
    }

    private static int strictness(Verdict verdict) {
        return verdict.fold(pass -> 0, fail -> 2, needsApproval -> 1);
    }

    private static List<String> checked(List<String> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a verdict needs at least one reason");
        }
        return List.copyOf(reasons);
    }
}
