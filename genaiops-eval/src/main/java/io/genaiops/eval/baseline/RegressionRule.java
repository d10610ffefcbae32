package io.genaiops.eval.baseline;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run must not do to pass against a {@link Baseline}. Nothing but a difference beyond chance is a regression unless
 * evaluators or tags are critical. Immutable; every setting returns a changed copy.
 *
 * <pre>{@code
 * RegressionRule.usual().critical("toxicity").criticalTag("safety").toleratingFalls(1)
 * }</pre>
 *
 * @since 0.1
 */
public final class RegressionRule {

    private static final RegressionRule USUAL = new RegressionRule();

    private double relevant = 0.05;
    private double detecting = Double.POSITIVE_INFINITY;
    private double coverage = 0.95;
    private double criticalFall = Double.POSITIVE_INFINITY;
    private int toleratedFalls;
    private boolean otherDataset;
    private boolean otherEvaluators;
    private Set<Outcome.Kind> excused = Set.of();
    private Set<String> criticalEvaluators = Set.of();
    private Set<String> criticalTags = Set.of();

    private RegressionRule() {}

    private RegressionRule(RegressionRule other) {
        this.relevant = other.relevant;
        this.detecting = other.detecting;
        this.coverage = other.coverage;
        this.criticalFall = other.criticalFall;
        this.toleratedFalls = other.toleratedFalls;
        this.otherDataset = other.otherDataset;
        this.otherEvaluators = other.otherEvaluators;
        this.excused = other.excused;
        this.criticalEvaluators = other.criticalEvaluators;
        this.criticalTags = other.criticalTags;
    }

    /**
     * Returns the usual rule: paired tests at 95 % with Holm's correction, at least 95 % of all outcomes scores, one dataset
     * and one set of evaluators, and nothing critical.
     */
    public static RegressionRule usual() {
        return USUAL;
    }

    /** Sets from which share of its scale on a difference matters, above 0 to 1; 0.05 if not set. It is for the words alone. */
    public RegressionRule relevant(double share) {
        RegressionRule copy = new RegressionRule(this);
        copy.relevant = share("relevant", share);
        return copy;
    }

    /**
     * Sets which fall, as a share of the scale above 0 to 1, the samples must be able to show: with too few of them the
     * verdict is inconclusive. If not set, the verdict says what they could have shown.
     */
    public RegressionRule detecting(double share) {
        RegressionRule copy = new RegressionRule(this);
        copy.detecting = share("detecting", share);
        return copy;
    }

    /** Sets which share of the outcomes of each evaluator must be scores, above 0 to 1; 0.95 if not set. */
    public RegressionRule coverage(double least) {
        RegressionRule copy = new RegressionRule(this);
        copy.coverage = share("coverage", least);
        return copy;
    }

    /**
     * Sets that outcomes of a kind do not count against the coverage, such as {@code NOT_APPLICABLE} for an evaluator of one
     * language.
     *
     * @throws IllegalArgumentException if it is {@code SCORED}
     */
    public RegressionRule excusing(Outcome.Kind kind) {
        if (kind == Outcome.Kind.SCORED) {
            throw new IllegalArgumentException("scores need no excuse; found: " + kind);
        }
        RegressionRule copy = new RegressionRule(this);
        EnumSet<Outcome.Kind> kinds = EnumSet.of(kind);
        kinds.addAll(excused);
        copy.excused = Collections.unmodifiableSet(kinds);
        return copy;
    }

    /** Sets that no sample may fall from pass to fail on an evaluator of this name, whatever the mean. */
    public RegressionRule critical(String evaluator) {
        RegressionRule copy = new RegressionRule(this);
        copy.criticalEvaluators = with(criticalEvaluators, requireNonNull(evaluator, "evaluator"));
        return copy;
    }

    /** Sets that no sample with this tag may fall from pass to fail, on any evaluator. */
    public RegressionRule criticalTag(String tag) {
        RegressionRule copy = new RegressionRule(this);
        copy.criticalTags = with(criticalTags, requireNonNull(tag, "tag"));
        return copy;
    }

    /**
     * Sets by which share of the scale, above 0 and below 1, a critical sample may at most get worse, passed or not. If not
     * set, only falls from pass to fail count.
     */
    public RegressionRule criticalFall(double most) {
        if (!(most > 0 && most < 1)) {
            throw new IllegalArgumentException("criticalFall must be above 0 and below 1; found: " + most);
        }
        RegressionRule copy = new RegressionRule(this);
        copy.criticalFall = most;
        return copy;
    }

    /** Sets how many critical falls are tolerated; none if not set. */
    public RegressionRule toleratingFalls(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("tolerated falls must be 0 or more; found: " + most);
        }
        RegressionRule copy = new RegressionRule(this);
        copy.toleratedFalls = most;
        return copy;
    }

    /** Allows that samples were added, removed or changed; those that are the same are compared, and the verdict says so. */
    public RegressionRule allowingOtherDataset() {
        RegressionRule copy = new RegressionRule(this);
        copy.otherDataset = true;
        return copy;
    }

    /**
     * Allows that evaluators or thresholds were added, removed or changed; those of one name and scale are compared, and the
     * verdict says so.
     */
    public RegressionRule allowingOtherEvaluators() {
        RegressionRule copy = new RegressionRule(this);
        copy.otherEvaluators = true;
        return copy;
    }

    double relevant() {
        return relevant;
    }

    /** Returns infinity if nothing in particular must be detectable. */
    double detecting() {
        return detecting;
    }

    double coverage() {
        return coverage;
    }

    Set<Outcome.Kind> excused() {
        return excused;
    }

    Set<String> criticalEvaluators() {
        return criticalEvaluators;
    }

    Set<String> criticalTags() {
        return criticalTags;
    }

    /** Returns infinity if only falls from pass to fail count. */
    double criticalFall() {
        return criticalFall;
    }

    int toleratedFalls() {
        return toleratedFalls;
    }

    boolean allowsOtherDataset() {
        return otherDataset;
    }

    boolean allowsOtherEvaluators() {
        return otherEvaluators;
    }

    boolean hasCritical() {
        return !criticalEvaluators.isEmpty() || !criticalTags.isEmpty();
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> all = new TreeSet<>(names);
        all.add(name);
        return Collections.unmodifiableSet(all);
    }

    private static double share(String what, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(what + " must be above 0 to 1; found: " + share);
        }
        return share;
    }

    /**
     * Refuses a rule on critical falls that says nothing of what is critical, since it could never be broken.
     *
     * @throws IllegalArgumentException if that is so
     */
    RegressionRule requireMeaning() {
        if (!hasCritical() && (toleratedFalls > 0 || Double.isFinite(criticalFall))) {
            throw new IllegalArgumentException("a rule on critical falls must name what is critical, with"
                    + " critical(evaluator) or criticalTag(tag); found: " + this);
        }
        return this;
    }

    /** Returns the rule in words. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add("no fall beyond chance");
        if (Double.isFinite(detecting)) {
            words.add("falls of " + Words.percent(detecting) + " of a scale must be detectable");
        }
        words.add("coverage of at least " + Words.percent(coverage)
                + (excused.isEmpty() ? "" : " without " + Words.list(excused, BaselineWriter::word)));
        if (!criticalEvaluators.isEmpty()) {
            words.add("critical evaluators " + String.join(", ", criticalEvaluators));
        }
        if (!criticalTags.isEmpty()) {
            words.add("critical tags " + String.join(", ", criticalTags));
        }
        if (Double.isFinite(criticalFall)) {
            words.add("critical from a fall of more than " + Words.percent(criticalFall) + " of a scale");
        }
        if (hasCritical() || toleratedFalls > 0) {
            words.add(Words.count(toleratedFalls, "critical fall") + " tolerated");
        }
        if (otherDataset) {
            words.add("another dataset allowed");
        }
        if (otherEvaluators) {
            words.add("other evaluators allowed");
        }
        return String.join("; ", words);
    }
}
