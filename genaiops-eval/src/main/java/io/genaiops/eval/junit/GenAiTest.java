package io.genaiops.eval.junit;

import io.genaiops.eval.assertion.Inconclusive;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs a test for each sample of a dataset, as often as wished. The test takes a {@code Sample}, JUnit's {@code
 * RepetitionInfo} and what {@link GenAiOps} gives; each run is called by the sample's id and the start of its input.
 *
 * <pre>{@code
 * @GenAiTest(dataset = "classpath:trail-guide.jsonl", repetitions = 3, passRate = 0.9)
 * void answers_are_grounded(Sample sample, PromptCalls calls) { … }
 * }</pre>
 *
 * <p>Without {@link #passRate} each run passes or fails for itself. With it, a run that fails is reported as aborted, with
 * its message, and one last invocation carries the verdict: {@code pass rate 46/50 (0.81-0.97), required 0.90}.
 *
 * <ul>
 *   <li>What is compared is the observed rate. A sample counts once, with the share of its repetitions that passed; the
 *       figures in parentheses are its 95 % Wilson interval.
 *   <li>A run that was aborted, or ended with an exception that is no {@code AssertionError}, was not judged. It is neither
 *       a pass nor a failure; the verdict counts and names it.
 *   <li>If less than 95 % of the runs were judged, the verdict is a failure where even passes in all the others would miss
 *       the rate, and else inconclusive; see {@link #whenInconclusive}. If none was judged it is a failure.
 * </ul>
 *
 * <p>Samples run one after another even where tests run in parallel, so that the verdict is last. With {@code
 * @Execution(CONCURRENT)} beside this annotation they run side by side; a verdict that could not wait for them is then
 * carried by the method itself, which fails where the verdict is not a pass.
 *
 * <p>May be put on an annotation of your own.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(GenAiTestExtension.class)
public @interface GenAiTest {

    /** Names the samples: {@code classpath:} and a resource, the path of a file, or a name given to {@link GenAiOps}. */
    String dataset();

    /** Restricts the samples to those with all of these tags. */
    String[] tags() default {};

    /** Says how often each sample is run. */
    int repetitions() default 1;

    /** Sets the share of samples that has to pass, above 0 to 1; if not set, each run passes or fails for itself. */
    double passRate() default Double.NaN;

    /**
     * Ends the run when the answer is clear: when the rest cannot change it, or a test that may be looked at after every
     * sample says with 95 % confidence that the true rate lies above or below the required one. The samples are then drawn
     * in a random order, the same every time, and the interval of the verdict is one that allows for stopping.
     */
    boolean earlyStop() default false;

    /** Says what becomes of the verdict if too few runs were judged. It fails too if {@link GenAiOps} says so. */
    Inconclusive whenInconclusive() default Inconclusive.ABORTS;
}
