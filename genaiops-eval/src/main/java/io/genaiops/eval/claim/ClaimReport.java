package io.genaiops.eval.claim;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claims of one response and what became of each, for pages that show which sentence is not borne out.
 *
 * @param claims the claims in order
 * @param problem the outcome instead of a score, or {@code null}
 * @since 0.1
 */
public record ClaimReport(List<Claim> claims, @Nullable Outcome problem) {

    private static final int QUOTED = 3;
    private static final int LONGEST_QUOTE = 120;

    /** What a source says about a claim. */
    public enum Support {
        /** It says so. */
        SUPPORTED,
        /** It says otherwise. */
        CONTRADICTED,
        /** It says nothing about it. */
        UNMENTIONED,
        /** The sentence claims nothing. */
        NO_CLAIM,
        /** There is no verdict. */
        UNDECIDED
    }

    /**
     * A claim.
     *
     * @param text the sentence, or the claim as the judge listed it
     * @param support what the source says about it
     * @param reason why
     * @param judged whether the judge said so, and not the first stage
     */
    public record Claim(String text, Support support, String reason, boolean judged) {
        /** Requires all. */
        public Claim {
            requireNonNull(text, "text");
            requireNonNull(support, "support");
            requireNonNull(reason, "reason");
        }
    }

    /** Copies the claims. */
    public ClaimReport {
        claims = List.copyOf(claims);
    }

    static ClaimReport without(Outcome outcome) {
        return new ClaimReport(List.of(), outcome);
    }

    /** Returns the outcome instead of a score, if a claim has no verdict or there is nothing to verify. */
    public Optional<Outcome> withoutScore() {
        return Optional.ofNullable(problem);
    }

    /** Returns how many claims are of this kind. */
    public int count(Support support) {
        return (int) claims.stream().filter(claim -> claim.support() == support).count();
    }

    /** Returns the share of the claims that are of these kinds, among those that claim something. */
    Outcome share(Direction direction, Support... kinds) {
        if (problem != null) {
            return problem;
        }
        int claiming = claims.size() - count(Support.NO_CLAIM);
        if (claiming == 0) {
            return Outcome.notApplicable("the response claims nothing");
        }
        int found = List.of(kinds).stream().mapToInt(this::count).sum();
        return Outcome.scored((double) found / claiming, Scale.UNIT, direction, summary(claiming));
    }

    private String summary(int claiming) {
        long unjudged = claims.stream().filter(claim -> !claim.judged()).count();
        String text = count(Support.SUPPORTED) + " of " + claiming + " claims are supported"
                + (unjudged == 0 ? "" : " (" + unjudged + " without the judge)");
        return text + listed(Support.CONTRADICTED) + listed(Support.UNMENTIONED);
    }

    private String listed(Support support) {
        int count = count(support);
        return count == 0
                ? ""
                : "; " + count + " " + (support == Support.CONTRADICTED ? "contradicted" : "not mentioned") + ": "
                        + claims.stream()
                                .filter(claim -> claim.support() == support)
                                .limit(QUOTED)
                                .map(claim -> "'" + shortened(claim.text()) + "'")
                                .collect(Collectors.joining(", "))
                        + (count > QUOTED ? ", …" : "");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
