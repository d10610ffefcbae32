package io.genaiops.eval.junit;

import io.genaiops.eval.Judgement;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import io.genaiops.eval.statistics.SequentialPassRate;
import java.util.List;
import java.util.Locale;
import org.opentest4j.AssertionFailedError;

/**
 * What the samples that were run say about a required pass rate.
 *
 * @param items the samples that were run
 * @param planned how many samples there are
 * @param required the share of samples that has to pass
 */
record PassRateVerdict(List<Item> items, int planned, double required) {

    static final double LEVEL = 0.95;
    static final double LEAST_COVERAGE = 0.95;
    static final double ROUNDING = 1e-9;

    private static final int SHOWN = 20;

    /**
     * One sample.
     *
     * @param id its id
     * @param passed how many of its runs passed
     * @param failed how many failed
     * @param notJudged how many did neither
     * @param whyFailed why the first one failed
     * @param whyNotJudged why the first one was not judged
     */
    record Item(String id, int passed, int failed, int notJudged, String whyFailed, String whyNotJudged) {

        int judged() {
            return passed + failed;
        }

        int runs() {
            return judged() + notJudged;
        }

        double share() {
            return (double) passed / judged();
        }
    }

    PassRateVerdict {
        items = List.copyOf(items);
    }

    /** Returns how many samples have a run that was judged. */
    int judgedItems() {
        return (int) items.stream().filter(item -> item.judged() > 0).count();
    }

    /** Returns the passes, each sample counting with the share of its judged runs that passed. */
    double passes() {
        return items.stream()
                .filter(item -> item.judged() > 0)
                .mapToDouble(Item::share)
                .sum();
    }

    /** Tells whether enough of the runs were judged. */
    boolean isCovered() {
        int runs = items.stream().mapToInt(Item::runs).sum();
        int judged = items.stream().mapToInt(Item::judged).sum();
        return judged >= LEAST_COVERAGE * runs;
    }

    Judgement judgement() {
        if (judgedItems() == 0) {
            return Judgement.FAILED;
        }
        if (!isCovered()) {
            double best = items.stream()
                    .mapToDouble(item -> (double) (item.runs() - item.failed()) / item.runs())
                    .sum();
            return best < required * items.size() - ROUNDING ? Judgement.FAILED : Judgement.INCONCLUSIVE;
        }
        return passes() >= required * judgedItems() - ROUNDING ? Judgement.PASSED : Judgement.FAILED;
    }

    /** Returns the rates that are compatible with the runs; valid after an early stop too. */
    Interval interval() {
        int low = (int) Math.floor(passes() + ROUNDING);
        int high = (int) Math.ceil(passes() - ROUNDING);
        return new Interval(interval(low).low(), interval(high).high(), LEVEL);
    }

    private Interval interval(int passed) {
        return isEarly()
                ? new SequentialPassRate(passed, judgedItems() - passed, LEVEL).interval()
                : new Proportion(passed, judgedItems()).wilson(LEVEL);
    }

    private boolean isEarly() {
        return items.size() < planned;
    }

    /** Returns the verdict on one line, such as {@code pass rate 46/50 (0.81-0.97), required 0.90}. */
    String headline() {
        StringBuilder text = new StringBuilder("pass rate ");
        if (judgedItems() == 0) {
            text.append("unknown, no sample was judged");
        } else {
            text.append(number(passes())).append('/').append(judgedItems());
            text.append(String.format(
                    Locale.ROOT, " (%.2f-%.2f)", interval().low(), interval().high()));
        }
        text.append(", required ").append(share(required));
        int without = items.stream().mapToInt(Item::notJudged).sum();
        if (without > 0) {
            text.append(judgement() == Judgement.INCONCLUSIVE ? ", inconclusive: " : ", ");
            text.append(without).append(" of ");
            text.append(items.stream().mapToInt(Item::runs).sum()).append(" runs not judged");
        }
        if (isEarly() && !items.isEmpty()) {
            text.append(", stopped early after ")
                    .append(items.size())
                    .append(" of ")
                    .append(planned);
            text.append(" samples");
        }
        return text.toString();
    }

    /** Returns the verdict and the samples that did not pass, with the first reason of each. */
    String message() {
        StringBuilder text = new StringBuilder(headline());
        List<Item> failed = items.stream().filter(item -> item.failed() > 0).toList();
        List<Item> without = items.stream().filter(item -> item.notJudged() > 0).toList();
        list(text, failed, "failed:     ", item -> runs(item.failed(), item) + ": " + firstLine(item.whyFailed()));
        list(
                text,
                without,
                "not judged: ",
                item -> runs(item.notJudged(), item) + ": " + firstLine(item.whyNotJudged()));
        return text.toString();
    }

    /** Ends a test as the verdict says. */
    void end(Inconclusive whenInconclusive) {
        if (judgement() == Judgement.FAILED) {
            throw new AssertionFailedError(message());
        }
        if (judgement() == Judgement.INCONCLUSIVE) {
            whenInconclusive.end(message());
        }
    }

    private interface Words {
        String of(Item item);
    }

    private static void list(StringBuilder text, List<Item> items, String name, Words words) {
        items.stream()
                .limit(SHOWN)
                .forEach(item ->
                        text.append("\n  ").append(name).append(item.id()).append(words.of(item)));
        if (items.size() > SHOWN) {
            text.append("\n  ")
                    .append(name)
                    .append("and ")
                    .append(items.size() - SHOWN)
                    .append(" more");
        }
    }

    private static String runs(int count, Item item) {
        return item.runs() == 1 ? "" : " (" + count + " of " + item.runs() + ")";
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no reason given");
    }

    private static String number(double value) {
        return Math.abs(value - Math.rint(value)) < ROUNDING
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value).replaceAll("0{1,2}$", "");
    }
}
