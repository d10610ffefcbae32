package io.genaiops.gate;

import io.genaiops.asset.Asset;
import io.genaiops.prompt.Prompt;
import io.genaiops.review.Compatibility;
import io.genaiops.review.CompatibilityChange;
import io.genaiops.review.LintFinding;
import java.util.List;
import java.util.Optional;

/** The gates that look at what a version says, not at what it does. */
final class ReviewGates {

    private ReviewGates() {}

    static Verdict compatible(Candidate candidate, CompatibilityChange.Level farthest) {
        Optional<Asset> holder = candidate.contents().holder();
        Optional<Asset> wanted = candidate.contents().candidate();
        if (holder.isEmpty() || wanted.isEmpty()) {
            return Verdict.notChecked(
                    candidate.currentHolder().isEmpty()
                            ? "no version of " + candidate.id() + " holds '" + candidate.label()
                                    + "', so there is nothing to be compatible with"
                            : "the contents of " + candidate + " or of its holder are not there to be compared");
        }
        if (!(holder.get() instanceof Prompt before) || !(wanted.get() instanceof Prompt after)) {
            return Verdict.notChecked("compatibility is defined for prompts; " + candidate.id() + " is a "
                    + candidate.id().kind());
        }
        Compatibility found = Compatibility.between(before, after);
        return found.level().compareTo(farthest) <= 0
                ? Verdict.pass(found + "; at most " + farthest + " is accepted")
                : Verdict.fail(found + "; at most " + farthest + " is accepted: callers of " + before.version()
                        + " would break");
    }

    static Verdict lint(Candidate candidate, LintFinding.Severity mildest) {
        Optional<List<LintFinding>> all = candidate.contents().findings();
        if (all.isEmpty()) {
            return Verdict.notChecked("nobody looked through " + candidate);
        }
        String[] found = all.get().stream()
                .filter(finding -> finding.severity().compareTo(mildest) <= 0)
                .map(LintFinding::toString)
                .toArray(String[]::new);
        return found.length == 0
                ? Verdict.pass("the linter finds nothing of severity " + mildest + " or worse")
                : Verdict.fail(found);
    }
}
