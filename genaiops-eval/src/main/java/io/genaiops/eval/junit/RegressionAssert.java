package io.genaiops.eval.junit;

import static java.util.Objects.requireNonNull;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.baseline.Baseline;
import io.genaiops.eval.baseline.BaselineVerdict;
import io.genaiops.eval.baseline.BaselineVerdict.Conclusion;
import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.RegressionRule;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An assertion that a variant is no worse than the baseline in a file. Immutable.
 *
 * <pre>{@code
 * assertThatVariant(result, "2.0.0").ruledBy(RegressionRule.usual().critical("toxicity")).hasNotRegressedFrom(file);
 * }</pre>
 *
 * @since 0.1
 */
public final class RegressionAssert {

    private static final Logger LOG = LoggerFactory.getLogger(RegressionAssert.class);
    private static final String UPDATE = "genaiops.update";
    private static final int MOST_SAMPLES = 10;
    private static final int LONGEST_TEXT = 300;

    private final ExperimentResult result;
    private final @Nullable String variant;
    private final RegressionRule rule;
    private final Inconclusive inconclusive;

    private RegressionAssert(
            ExperimentResult result, @Nullable String variant, RegressionRule rule, Inconclusive inconclusive) {
        this.result = result;
        this.variant = variant;
        this.rule = rule;
        this.inconclusive = inconclusive;
    }

    static RegressionAssert of(ExperimentResult result, @Nullable String variant) {
        if (variant != null) {
            result.variant(variant);
        }
        return new RegressionAssert(result, variant, RegressionRule.usual(), Inconclusive.ABORTS);
    }

    /** Sets what the variant must not do; {@link RegressionRule#usual} if not set. */
    public RegressionAssert ruledBy(RegressionRule rules) {
        return new RegressionAssert(result, variant, requireNonNull(rules, "rules"), inconclusive);
    }

    /** Sets what becomes of the test when nothing can be concluded; it aborts if not set. */
    public RegressionAssert whenInconclusive(Inconclusive becomes) {
        return new RegressionAssert(result, variant, rule, requireNonNull(becomes, "becomes"));
    }

    /**
     * Asserts that the variant is no worse than the baseline in the file; the failure names the evaluators, what the tests
     * say and the worst samples.
     *
     * <p>With the system property {@code genaiops.update=true} the scores of the variant become the baseline instead: the
     * file is written, and the log says over what. Scores with too many gaps to compare with are refused even then.
     *
     * @throws io.genaiops.GenAiOpsException if the file is missing or faulty; the message says how it is written
     */
    public RegressionAssert hasNotRegressedFrom(Path file) {
        if (Boolean.getBoolean(UPDATE)) {
            update(file);
        } else {
            require(read(file), " in " + file);
        }
        return this;
    }

    /** Asserts that the variant is no worse than this baseline. */
    public RegressionAssert hasNotRegressedFrom(Baseline baseline) {
        require(baseline, "");
        return this;
    }

    private static Optional<Baseline> existing(Path file) {
        return Files.exists(file) ? Optional.of(Baseline.read(file)) : Optional.empty();
    }

    private static Baseline read(Path file) {
        if (!Files.exists(file)) {
            throw new GenAiOpsException("a baseline must be in " + file.toAbsolutePath()
                    + "; found: no file. Write it by running this test with -D" + UPDATE
                    + "=true, read it, and commit it");
        }
        return Baseline.read(file);
    }

    private void update(Path file) {
        Baseline updated = Baseline.of(result, variant(() -> existing(file)));
        BaselineVerdict fitness = updated.check(updated, rule);
        if (fitness.conclusion() != Conclusion.PASSED) {
            throw new AssertionFailedError("baseline " + file + " is not written: nothing could be held against these"
                    + " scores\n  " + reasons(fitness));
        }
        String before = Files.exists(file) ? "over what was there" : "where there was none";
        updated.writeTo(file);
        LOG.warn("-D{}=true: wrote the scores of {} samples to {}, {}", UPDATE, updated.size(), file, before);
    }

    /** Returns which variant is meant; the baseline is asked only where the result leaves it open. */
    private String variant(Supplier<Optional<Baseline>> baseline) {
        List<String> names = result.variants().stream().map(VariantResult::name).toList();
        if (variant != null) {
            return variant;
        }
        if (names.size() == 1) {
            return names.get(0);
        }
        return baseline.get()
                .map(Baseline::variant)
                .filter(names::contains)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a result of several variants needs to be told which one is meant, with"
                                + " assertThatVariant(result, variant).hasNotRegressedFrom(file); found: " + names));
    }

    private void require(Baseline baseline, String where) {
        BaselineVerdict verdict = baseline.check(result, variant(() -> Optional.of(baseline)), rule);
        if (verdict.conclusion() == Conclusion.PASSED) {
            return;
        }
        String message = message(verdict, where);
        if (verdict.conclusion() == Conclusion.REGRESSED || inconclusive == Inconclusive.FAILS) {
            throw new AssertionFailedError(message);
        }
        throw new TestAbortedException(message);
    }

    private String message(BaselineVerdict verdict, String where) {
        String variant = "variant '" + verdict.candidate().variant() + "' of '" + result.name() + "'";
        String against = " the baseline of " + verdict.baseline().finished() + where;
        String title = verdict.conclusion() == Conclusion.REGRESSED
                ? variant + " has regressed from" + against
                : "inconclusive: " + variant + " cannot be told from" + against;
        String advice = where.isEmpty()
                ? ""
                : "\nIf these scores are to be the baseline from now on, run this test with -D" + UPDATE
                        + "=true and commit the file.";
        return title + "\n  " + reasons(verdict) + tests(verdict) + samples(verdict) + advice;
    }

    private static String reasons(BaselineVerdict verdict) {
        return verdict.reasons().stream()
                .map(reason -> (reason.conclusion() == verdict.conclusion() ? "" : "not known: ") + reason.words())
                .collect(Collectors.joining("\n  "));
    }

    /** Returns what the tests say that is no reason: that no regression was found, and which one could have been. */
    private static String tests(BaselineVerdict verdict) {
        String sentences = verdict.rows().stream()
                .flatMap(row -> row.sentences().stream()
                        .filter(sentence -> verdict.reasons().stream()
                                .noneMatch(reason -> reason.words().endsWith(sentence)))
                        .map(sentence -> "\n    " + row.name() + ", " + sentence))
                .collect(Collectors.joining());
        return sentences.isEmpty() ? "" : "\n  the other tests" + sentences;
    }

    private String samples(BaselineVerdict verdict) {
        List<Fall> worst = verdict.falls().stream().limit(MOST_SAMPLES).toList();
        if (worst.isEmpty()) {
            return "";
        }
        Map<String, String> texts = texts(
                verdict.candidate().variant(), worst.stream().map(Fall::sample).collect(Collectors.toSet()));
        StringBuilder text = new StringBuilder("\n  samples that fell");
        for (Fall fall : worst) {
            text.append("\n    ").append(fall).append(texts.getOrDefault(fall.sample(), ""));
        }
        int more = verdict.falls().size() - worst.size();
        return text + (more > 0 ? "\n    and " + more + " more" : "");
    }

    /** Reads input and first answer of a few samples, since a baseline has no texts. */
    private Map<String, String> texts(String name, Set<String> ids) {
        Map<String, String> texts = new HashMap<>();
        for (ItemResult item : result.variant(name).items()) {
            if (ids.contains(item.sample().id())) {
                Sample answered = item.trials().get(0).evaluation().sample();
                texts.put(
                        item.sample().id(),
                        "\n      input:  " + shown(answered.input()) + "\n      output: "
                                + shown(answered.response().orElse("none")));
            }
        }
        return texts;
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
    }
}
