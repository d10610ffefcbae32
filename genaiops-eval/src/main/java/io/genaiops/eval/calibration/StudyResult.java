package io.genaiops.eval.calibration;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.agreement.Coefficient;
import io.genaiops.eval.agreement.CorrectedPassRate;
import io.genaiops.eval.agreement.JudgeAccuracy;
import io.genaiops.eval.calibration.TrustRule.Finding;
import io.genaiops.eval.statistics.Proportion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link JudgeStudy} found, with everything that it rests on but no text. Immutable.
 *
 * @since 0.1
 */
public final class StudyResult {

    private static final double LEAST_COVERAGE = 0.95;

    private final EvaluatorId evaluator;
    private final StudyPlan plan;
    private final List<StudyRow> rows;
    private final Digest material;
    private final Instant made;
    private final Optional<JudgeAccuracy> accuracy;
    private volatile @Nullable Map<Measure, Figure> figures;

    StudyResult(EvaluatorId evaluator, StudyPlan plan, List<StudyRow> rows, Digest material, Instant made) {
        this.evaluator = evaluator;
        this.plan = plan;
        this.rows = List.copyOf(rows);
        this.material = material;
        this.made = made;
        this.accuracy = StudyFigures.accuracy(plan, this.rows);
    }

    /** Returns the evaluator that was studied. */
    public EvaluatorId evaluator() {
        return evaluator;
    }

    /** Returns the threshold that makes pass and fail of its scores. */
    public Threshold threshold() {
        return plan.judge().threshold();
    }

    /** Returns how several labels became one truth. */
    public Adjudication adjudication() {
        return plan.adjudication();
    }

    /** Returns what the judge had to show. */
    public TrustRule rule() {
        return plan.rule();
    }

    /** Returns the digest of ids, inputs, responses, references and context of the items. */
    public Digest material() {
        return material;
    }

    /** Returns when the study was made. */
    public Instant made() {
        return made;
    }

    /** Returns the names of the raters, sorted. */
    public Set<String> raters() {
        Set<String> raters = new TreeSet<>();
        rows.forEach(row -> raters.addAll(row.labels().keySet()));
        return Collections.unmodifiableSet(raters);
    }

    /** Returns the number of items, labelled or not. */
    public int items() {
        return rows.size();
    }

    /** Returns how many items have a label. */
    public int labelled() {
        return (int) rows.stream().filter(row -> !row.labels().isEmpty()).count();
    }

    /** Returns how many labelled items stayed open, since their labels do not make one truth. */
    public int open() {
        return labelled() - known();
    }

    /** Returns how many of each kind of outcome the judge gave, over all items and repetitions. */
    public Map<Outcome.Kind, Integer> outcomes() {
        Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
        rows.forEach(row -> row.answers().forEach(answer -> counts.merge(answer.kind(), 1, Integer::sum)));
        return Collections.unmodifiableMap(counts);
    }

    /** Returns the share of the items with a truth on which the judge's first answer is a score; 0 without such items. */
    public double coverage() {
        return known() == 0 ? 0 : accuracy.map(JudgeAccuracy::items).orElse(0) / (double) known();
    }

    /** Returns a figure, or why there is none. */
    public Figure figure(Measure measure) {
        Map<Measure, Figure> known = figures;
        if (known == null) {
            known = StudyFigures.of(plan, rows);
            figures = known;
        }
        return requireNonNull(known.get(measure), measure.name());
    }

    /** Returns how the judge's pass and fail compare with the truth; empty if no item has both. */
    public Optional<JudgeAccuracy> accuracy() {
        return accuracy;
    }

    /** Tells whether the judge compares pairs. */
    public boolean judgesPairs() {
        return rows.stream().anyMatch(row -> !row.orders().isEmpty());
    }

    /** Returns what the judge may be used for. */
    public Trust trust() {
        if (findings().stream().allMatch(Finding::met)) {
            return Trust.MAY_GATE;
        }
        return TrustFindings.of(this, plan.rule().watch()).stream().allMatch(Finding::met)
                ? Trust.MAY_WATCH
                : Trust.MUST_NOT_BE_USED;
    }

    /** Returns every demand on a judge that may gate, held against this study. */
    public List<Finding> findings() {
        return TrustFindings.of(this, plan.rule().gate());
    }

    /** Returns every demand on a judge that may be watched, held against this study. */
    public List<Finding> findingsToWatch() {
        return TrustFindings.of(this, plan.rule().watch());
    }

    /**
     * Corrects the pass rate of a run for the errors of this judge. There is no rate, and a reason, where the study cannot
     * bear it ({@link CorrectedPassRate}).
     *
     * @param check the evaluator and threshold of the run
     * @param judged how many of its answers the judge passed
     * @throws IllegalArgumentException if the study is of another evaluator or threshold
     */
    public CorrectedPassRate correct(Check check, Proportion judged) {
        requireSame(check.evaluator().id(), check.threshold());
        return correct(judged);
    }

    /**
     * Corrects the pass rate of evaluated answers. There is no rate, and a reason, where the study cannot bear it, or where
     * the judge scored fewer than 95 % of the answers, since the ones it did not score may differ from the others.
     *
     * @throws IllegalArgumentException if the evaluations have results of this evaluator under another identity or with
     *     another threshold, or none at all
     */
    public CorrectedPassRate correct(Collection<Evaluation> run) {
        int passed = 0;
        int judged = 0;
        int all = 0;
        for (Evaluation evaluation : run) {
            for (Evaluation.Result result : evaluation.results()) {
                if (result.evaluator().name().equals(evaluator.name())) {
                    requireSame(result.evaluator(), result.threshold());
                    all++;
                    judged += result.judgement() == Judgement.INCONCLUSIVE ? 0 : 1;
                    passed += result.judgement() == Judgement.PASSED ? 1 : 0;
                }
            }
        }
        if (judged == 0) {
            throw new IllegalArgumentException("evaluations must have scores of '" + evaluator + "'; found 0 in "
                    + run.size() + " evaluations with " + all + " of its outcomes");
        }
        Proportion rate = new Proportion(passed, judged);
        return judged < LEAST_COVERAGE * all
                ? refused(rate, "the judge scored " + judged + " of " + all + " answers; at least 95 % are needed")
                : correct(rate);
    }

    /**
     * Returns this result if it is of this evaluator and threshold and the judge may gate.
     *
     * @throws IllegalArgumentException if it is of another evaluator or threshold
     * @throws GenAiOpsException if the judge may not gate, with every demand that it does not meet
     */
    public StudyResult requireMayGate(Check check) {
        requireSame(check.evaluator().id(), check.threshold());
        if (trust() != Trust.MAY_GATE) {
            StringBuilder text = new StringBuilder(evaluator + " " + trust().words() + ":");
            findings().stream()
                    .filter(finding -> !finding.met())
                    .forEach(finding -> text.append("\n  ").append(finding));
            throw new GenAiOpsException(text.toString());
        }
        return this;
    }

    /** Returns the study in words, as Markdown (CommonMark with tables). */
    public String toMarkdown() {
        return new StudyReport(this).text();
    }

    /** Returns the study as JSON, from which {@link #fromJson} makes an equal one. It holds no text of the items. */
    public JsonNode toJson() {
        return StudyFile.write(this, plan, rows);
    }

    /** Writes the study as JSON, over what was there; committed beside the tests, it serves a gate. */
    public void writeTo(Path file) {
        StudyFile.write(file, toJson());
    }

    /** Reads what {@link #writeTo} wrote. */
    public static StudyResult read(Path file) {
        return fromJson(StudyFile.read(file));
    }

    /**
     * Reads what {@link #toJson} wrote. The figures are computed anew from the labels and scores.
     *
     * @throws GenAiOpsException if it is anything else, or if what it says of the judge does not follow from its rows
     */
    public static StudyResult fromJson(JsonNode json) {
        return StudyFile.read(json);
    }

    private int known() {
        return (int) rows.stream()
                .filter(row -> plan.truth(row.labels()).isPresent())
                .count();
    }

    private CorrectedPassRate correct(Proportion judged) {
        return accuracy.map(judge -> judge.corrected(judged, StudyFigures.LEVEL))
                .orElseGet(() ->
                        refused(judged, figure(Measure.INFORMEDNESS).value().why()));
    }

    private static CorrectedPassRate refused(Proportion judged, String why) {
        return new CorrectedPassRate(judged, new Coefficient(OptionalDouble.empty(), why), Optional.empty());
    }

    private void requireSame(EvaluatorId used, Optional<Threshold> held) {
        if (!used.equals(evaluator) || !held.equals(Optional.of(threshold()))) {
            throw new IllegalArgumentException(
                    "this study is of " + evaluator + " " + threshold() + " and says nothing of "
                            + used + " " + held.map(Threshold::toString).orElse("without threshold")
                            + "; make a study of that one");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StudyResult that
                && evaluator.equals(that.evaluator)
                && plan.equals(that.plan)
                && rows.equals(that.rows)
                && material.equals(that.material)
                && made.equals(that.made);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    /** Returns evaluator, verdict and the number of items. */
    @Override
    public String toString() {
        return "StudyResult[" + evaluator + " " + threshold() + ", " + trust().words() + ", " + rows.size() + " items]";
    }
}
