package io.genaiops.eval.calibration;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.calibration.StudyRow.Given;
import io.genaiops.eval.calibration.StudyRow.Orders;
import io.genaiops.eval.judge.Pairwise;
import io.genaiops.eval.judge.Preference;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Finds out whether a judge can be trusted, by asking it about answers that people labelled:
 *
 * <pre>{@code
 * StudyResult study = JudgeStudy.of(JudgeEvaluators.relevance(judge).atLeast(4))
 *         .over(LabelledItem.from(Dataset.read(file), "human"))
 *         .run();
 * study.trust();        // MAY_GATE, MAY_WATCH or MUST_NOT_BE_USED, by study.findings()
 * study.toMarkdown();
 * }</pre>
 *
 * <p>The judge answers each item twice unless told otherwise, so that its constancy shows: put no response cache before it.
 * Immutable; each setting returns a new study.
 *
 * @since 0.1
 */
public final class JudgeStudy {

    /** A judge's answer to one item, with both orders if it compares pairs. */
    private record Asked(Outcome outcome, List<Orders> orders) {}

    private final EvaluatorId evaluator;
    private final Function<Sample, Asked> judge;
    private final StudyPlan plan;
    private final List<LabelledItem> items;
    private final Executor executor;
    private final Clock clock;

    private JudgeStudy(
            EvaluatorId evaluator,
            Function<Sample, Asked> judge,
            StudyPlan plan,
            List<LabelledItem> items,
            Executor executor,
            Clock clock) {
        this.evaluator = evaluator;
        this.judge = judge;
        this.plan = plan;
        this.items = items;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Returns a study of an evaluator with the threshold that makes pass and fail of its scores. Labels are on the same
     * scale and held against the same threshold unless {@link #humansPass} says otherwise.
     *
     * @throws IllegalArgumentException if the check has no threshold
     */
    public static JudgeStudy of(Check check) {
        EvaluatorId id = check.evaluator().id();
        Threshold threshold = check.threshold()
                .orElseThrow(
                        () -> new IllegalArgumentException("a study needs a threshold that makes pass and fail of '"
                                + id.name() + "'; set one with atLeast or atMost"));
        EvaluatorChain chain = EvaluatorChain.of(check);
        return of(
                id,
                sample -> new Asked(chain.evaluate(sample).outcome(id).orElseThrow(), List.of()),
                new StudyPlan.Yardstick(
                        check.evaluator().scale(), check.evaluator().direction(), threshold));
    }

    /**
     * Returns a study of a judge of pairs: each sample's response against its attribute {@code baseline}. A label is 1 where
     * people prefer the response, 0 where they prefer the baseline and 0.5 for a tie; to win is to pass. The identity is
     * that of {@link Pairwise#againstBaseline}.
     */
    public static JudgeStudy of(Pairwise pairwise) {
        return of(
                pairwise.againstBaseline().id(),
                sample -> compared(pairwise, sample),
                new StudyPlan.Yardstick(Scale.UNIT, Direction.HIGHER_IS_BETTER, Threshold.above(0.5)));
    }

    /** Sets the labelled answers. */
    public JudgeStudy over(List<LabelledItem> labelled) {
        return with(plan, List.copyOf(labelled), executor, clock);
    }

    /**
     * Sets the scale and threshold of the labels where they are not those of the judge, such as yes and no for a judge that
     * grades from 1 to 5. Figures that compare grades are then left out.
     */
    public JudgeStudy humansPass(Scale scale, Threshold threshold) {
        StudyPlan.Yardstick humans = new StudyPlan.Yardstick(scale, Direction.HIGHER_IS_BETTER, threshold);
        return with(
                new StudyPlan(plan.judge(), humans, plan.adjudication(), plan.repetitions(), plan.seed(), plan.rule()),
                items,
                executor,
                clock);
    }

    /** Sets how several labels become one truth; {@link Adjudication#majority} if not set. */
    public JudgeStudy decidedBy(Adjudication adjudication) {
        requireNonNull(adjudication, "adjudication");
        return with(
                new StudyPlan(plan.judge(), plan.humans(), adjudication, plan.repetitions(), plan.seed(), plan.rule()),
                items,
                executor,
                clock);
    }

    /** Sets how often the judge answers each item; twice if not set. Once shows nothing of its self-consistency. */
    public JudgeStudy repeated(int times) {
        if (times < 1 || times > 100) {
            throw new IllegalArgumentException("repetitions must be 1 to 100; found: " + times);
        }
        return with(
                new StudyPlan(plan.judge(), plan.humans(), plan.adjudication(), times, plan.seed(), plan.rule()),
                items,
                executor,
                clock);
    }

    /** Sets the seed of the bootstrap intervals; 1 if not set. */
    public JudgeStudy seeded(long seed) {
        return with(
                new StudyPlan(plan.judge(), plan.humans(), plan.adjudication(), plan.repetitions(), seed, plan.rule()),
                items,
                executor,
                clock);
    }

    /** Sets what the judge has to show; {@link TrustRule#usual} if not set. */
    public JudgeStudy ruledBy(TrustRule rule) {
        requireNonNull(rule, "rule");
        return with(
                new StudyPlan(plan.judge(), plan.humans(), plan.adjudication(), plan.repetitions(), plan.seed(), rule),
                items,
                executor,
                clock);
    }

    /** Sets where the judge is asked; on the calling thread if not set. */
    public JudgeStudy on(Executor threads) {
        return with(plan, items, requireNonNull(threads, "threads"), clock);
    }

    /** Sets the clock that dates the result. */
    public JudgeStudy clock(Clock dating) {
        return with(plan, items, executor, requireNonNull(dating, "dating"));
    }

    /**
     * Asks the judge about every item and waits for the end. What the judge fails at is an outcome, not an exception.
     *
     * @throws IllegalStateException if there are no items
     * @throws IllegalArgumentException if a label is off the scale of labels, or two items have one id and one system
     */
    public StudyResult run() {
        requireSound();
        List<CompletableFuture<StudyRow>> rows = items.stream()
                .map(item -> CompletableFuture.supplyAsync(() -> row(item), executor))
                .toList();
        return new StudyResult(
                evaluator, plan, rows.stream().map(CompletableFuture::join).toList(), material(), clock.instant());
    }

    private static JudgeStudy of(EvaluatorId evaluator, Function<Sample, Asked> judge, StudyPlan.Yardstick yardstick) {
        StudyPlan plan = new StudyPlan(yardstick, yardstick, Adjudication.majority(), 2, 1, TrustRule.usual());
        return new JudgeStudy(evaluator, judge, plan, List.of(), Runnable::run, Clock.systemUTC());
    }

    private JudgeStudy with(StudyPlan changed, List<LabelledItem> labelled, Executor threads, Clock dating) {
        return new JudgeStudy(evaluator, judge, changed, labelled, threads, dating);
    }

    private StudyRow row(LabelledItem item) {
        List<Given> answers = new ArrayList<>();
        List<Orders> orders = new ArrayList<>();
        for (int i = 0; i < plan.repetitions(); i++) {
            Asked asked = judge.apply(item.sample());
            answers.add(Given.of(asked.outcome()));
            orders.addAll(asked.orders());
        }
        return new StudyRow(item.sample().id(), item.system(), item.labels(), answers, orders);
    }

    private void requireSound() {
        if (items.isEmpty()) {
            throw new IllegalStateException("a study has no items; set them with over(items)");
        }
        Set<List<String>> seen = new HashSet<>();
        for (LabelledItem item : items) {
            if (!seen.add(List.of(item.sample().id(), item.system()))) {
                throw new IllegalArgumentException("items of a study need different ids or systems; found twice: '"
                        + item.sample().id() + "' of system '" + item.system() + "'");
            }
            item.labels().forEach((rater, label) -> {
                if (!plan.humans().scale().contains(label)) {
                    throw new IllegalArgumentException("label of rater '" + rater + "' on sample '"
                            + item.sample().id() + "' must be on the scale "
                            + plan.humans().scale() + "; found: " + label
                            + ". Labels on a scale of their own are declared with humansPass(scale, threshold)");
                }
            });
        }
    }

    private Digest material() {
        StringBuilder text = new StringBuilder();
        for (LabelledItem item : items) {
            Sample sample = item.sample();
            List<String> parts = new ArrayList<>(List.of(
                    sample.id(),
                    item.system(),
                    sample.input(),
                    sample.response().orElse("")));
            parts.addAll(sample.references());
            sample.context().forEach(document -> parts.add(document.text()));
            parts.forEach(part -> text.append(part.length()).append(':').append(part));
            text.append('\n');
        }
        return Digest.ofBytes(text.toString().getBytes(StandardCharsets.UTF_16BE));
    }

    private static Asked compared(Pairwise pairwise, Sample sample) {
        String response = sample.response().orElse("");
        String baseline =
                sample.attribute("baseline").map(json -> json.asText()).orElse("");
        if (response.isBlank() || baseline.isBlank()) {
            return new Asked(
                    Outcome.notApplicable("a comparison needs a response and an attribute 'baseline'"), List.of());
        }
        Preference preference = pairwise.compare(sample, response, baseline);
        Outcome outcome = switch (preference.winner()) {
            case FIRST -> points(1);
            case SECOND -> points(0);
            case TIE -> points(0.5);
            case UNDECIDED -> preference.inOrder().isScored() ? preference.swapped() : preference.inOrder();
        };
        return new Asked(outcome, List.of(new Orders(Given.of(preference.inOrder()), Given.of(preference.swapped()))));
    }

    private static Outcome points(double value) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
    }

    /** Returns the evaluator and the number of items. */
    @Override
    public String toString() {
        return "JudgeStudy[" + evaluator + ", " + items.size() + " items x " + plan.repetitions() + "]";
    }
}
