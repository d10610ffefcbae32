package io.genaiops.eval.progress;

import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in a line how far a run is. What is not known is left out, or said to be unknown. */
final class ProgressText {

    private static final double NANOS = 1e9;
    private static final MathContext DIGITS = new MathContext(4);

    private final int reusedAtStart;

    /** Begins with the first answer, whose own time is not known. */
    ProgressText(Progress first) {
        this.reusedAtStart = first.reused();
    }

    /** Returns the line for the time since the first answer. */
    String line(Progress progress, long nanosSinceFirst) {
        List<String> parts = new ArrayList<>();
        parts.add(progress.done() + "/" + progress.total());
        parts.add(100L * progress.done() / progress.total() + " %");
        double rate = rate(progress, nanosSinceFirst);
        if (rate > 0) {
            parts.add(String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%.0f/s", rate));
        }
        if (progress.reused() > 0) {
            parts.add(progress.reused() + " reused");
        }
        if (progress.errors() > 0) {
            parts.add(progress.errors() + (progress.errors() == 1 ? " error" : " errors"));
        }
        parts.add(cost(progress.cost()));
        if (progress.judging().calls() > 0) {
            parts.add("judges " + cost(progress.judging()));
        }
        if (rate > 0 && !progress.isComplete()) {
            parts.add(time((progress.total() - progress.done()) / rate) + " left");
        }
        return String.join("  ", parts);
    }

    /** Returns how many answers a second are asked for; the first one began at a time that nobody noted. */
    private double rate(Progress progress, long nanos) {
        int asked = progress.done() - 1 - (progress.reused() - reusedAtStart);
        return asked < 1 || nanos <= 0 ? 0 : asked / (nanos / NANOS);
    }

    private static String cost(CostTotal total) {
        if (total.calls() == 0) {
            return "nothing asked";
        }
        if (total.pricedCalls() == 0) {
            return "cost unknown";
        }
        List<String> sums = total.priced().stream().map(ProgressText::rounded).toList();
        String coverage = total.pricedCalls() == total.calls()
                ? ""
                : " (" + total.pricedCalls() + " of " + total.calls() + " priced)";
        return String.join(" + ", sums) + coverage;
    }

    private static String rounded(Cost cost) {
        return cost.fold(
                (amount, currency) -> amount.round(DIGITS).stripTrailingZeros().toPlainString() + " " + currency,
                why -> "cost unknown");
    }

    static String time(double seconds) {
        Duration time = Duration.ofSeconds((long) Math.ceil(seconds));
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
