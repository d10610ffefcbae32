package io.genaiops.eval.planning;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Writes a plan as a table with notes below it. What is not known is said to be unknown. */
final class PlanText {

    private static final MathContext DIGITS = new MathContext(4, RoundingMode.CEILING);

    private final ExperimentPlan plan;
    private final List<List<String>> table = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    PlanText(ExperimentPlan plan) {
        this.plan = plan;
    }

    String text() {
        table.add(List.of("variant", "to ask", "input tokens", "output tokens", "cost"));
        plan.variants().forEach(variant -> table.add(row(variant)));
        noteWhatIsThere();
        noteBounds();
        noteUnknown();
        noteProblems();
        noteJudging();
        List<String> lines = new ArrayList<>();
        lines.add("plan of '" + plan.experiment() + "': " + number(plan.answers()) + " answers = " + number(plan.rows())
                + " rows x " + plan.variants().size() + " variants"
                + (plan.repetitions() == 1 ? "" : " x " + plan.repetitions() + " repetitions"));
        lines.addAll(aligned());
        lines.addAll(notes);
        return String.join("\n", lines);
    }

    private static List<String> row(VariantPlan variant) {
        Forecast forecast = variant.forecast();
        boolean asks = variant.toAsk() > 0;
        return List.of(
                variant.name(),
                number(variant.toAsk()),
                asks ? tokens(forecast.inputTokens(), forecast.inputIsBound()) : "-",
                asks ? tokens(forecast.outputTokens(), forecast.outputIsBound()) : "-",
                asks ? cost(forecast.cost()) : "-");
    }

    private void noteWhatIsThere() {
        if (plan.known() + plan.cached() > 0) {
            notes.add("not asked for: " + number(plan.known()) + " replies in the journal, " + number(plan.cached())
                    + " in the cache");
        }
        if (plan.toAsk() > 0) {
            notes.add("all answers to ask for: " + number(plan.toAsk()) + ", cost "
                    + plan.cost().fold((amount, currency) -> "at most " + cost(plan.cost()), why -> "unknown"));
        }
    }

    private void noteBounds() {
        if (asking().anyMatch(forecast -> forecast.input() != null && forecast.inputIsBound())) {
            notes.add("<= input: one token for each UTF-8 byte; an estimator in the calls counts");
        }
        if (asking().anyMatch(forecast -> forecast.output() != null && forecast.outputIsBound())) {
            notes.add("<= output: as long as prompt and model let answers be; expectingOutputTokens(…) says better");
        }
        plan.variants().stream()
                .filter(variant -> variant.forecast().looked() < variant.toAsk() / plan.repetitions())
                .findFirst()
                .ifPresent(variant -> notes.add("tokens and cost go by "
                        + variant.forecast().looked() + " rows of each variant, so that they are estimates"));
    }

    private Stream<Forecast> asking() {
        return plan.variants().stream().filter(variant -> variant.toAsk() > 0).map(VariantPlan::forecast);
    }

    private void noteUnknown() {
        asking().flatMap(forecast -> forecast.whyUnknown().stream())
                .distinct()
                .forEach(reason -> notes.add("cost unknown: " + reason));
    }

    private void noteProblems() {
        Map<String, List<String>> variants = new LinkedHashMap<>();
        plan.variants()
                .forEach(variant -> variant.forecast()
                        .problems()
                        .forEach(problem -> variants.computeIfAbsent(problem, unused -> new ArrayList<>())
                                .add(variant.name())));
        variants.forEach(
                (problem, names) -> notes.add("cannot be asked, by " + String.join(", ", names) + ": " + problem));
    }

    private void noteJudging() {
        JudgeForecast judging = plan.judging();
        if (judging.isNone()) {
            notes.add("judging: no evaluator asks a model");
            return;
        }
        String tokens = judging.tokens().isPresent()
                ? "about " + number(judging.tokens().getAsLong()) + " tokens"
                : "tokens unknown";
        String cost = judging.cost()
                .fold((amount, currency) -> "about " + cost(judging.cost()), why -> "cost unknown (" + why + ")");
        notes.add("judging, apart: " + requests(judging.requests()) + " for " + number(judging.evaluations())
                + " answers; " + tokens + ", " + cost);
    }

    private static String requests(Evaluator.Requests requests) {
        String most = requests.atMost().isEmpty()
                ? ", more as samples need"
                : ", at most " + number(requests.atMost().getAsLong()) + " if replies cannot be used";
        boolean exact = requests.atMost().isPresent() && requests.atMost().getAsLong() == requests.least();
        return number(requests.least()) + " requests" + (exact ? "" : most);
    }

    private static String tokens(OptionalLong count, boolean isBound) {
        return count.isEmpty() ? "unknown" : (isBound ? "<= " : "") + number(count.getAsLong());
    }

    private static String cost(Cost cost) {
        return cost.fold(
                (amount, currency) -> amount.round(DIGITS).stripTrailingZeros().toPlainString() + " " + currency,
                why -> "unknown");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private List<String> aligned() {
        int[] widths = new int[table.get(0).size()];
        for (List<String> row : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return table.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("  ").append(padded(row.get(0), -widths[0]));
        for (int i = 1; i < widths.length; i++) {
            line.append("  ").append(padded(row.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }

    private static String padded(String text, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }
}
