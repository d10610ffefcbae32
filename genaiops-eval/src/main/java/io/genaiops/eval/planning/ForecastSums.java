package io.genaiops.eval.planning;

import io.genaiops.call.PromptRequest;
import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.cost.Usage;
import io.genaiops.limit.CallEstimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up the requests of some rows, and scales the sums to all that are asked about. */
final class ForecastSums {

    private static final MathContext ROUNDING_UP = new MathContext(20, RoundingMode.CEILING);

    private final @Nullable Integer expected;
    private final Map<String, Integer> problems = new LinkedHashMap<>();
    private int looked;
    private @Nullable Long input = 0L;
    private @Nullable Long output = 0L;
    private boolean inputIsBound;
    private CostTotal cost = CostTotal.NONE;

    /** Begins with the output tokens that the host expects of an answer, if it said. */
    ForecastSums(@Nullable Integer expected) {
        this.expected = expected;
    }

    void add(PromptRequest request) {
        looked++;
        CallEstimate estimate = request.estimate();
        Integer answer = expected == null ? estimate.mostOutput() : expected;
        input = sum(input, estimate.input());
        output = sum(output, answer == null ? null : Long.valueOf(answer));
        inputIsBound |= estimate.basis() == CallEstimate.Basis.BOUNDED;
        cost = cost.plus(cost(request, estimate.input(), answer), Usage.UNKNOWN);
    }

    private static Cost cost(PromptRequest request, @Nullable Long input, @Nullable Integer answer) {
        if (answer == null) {
            return Cost.unpriced("how long answers of model '" + request.modelName()
                    + "' are is not known: set maxOutputTokens in the prompt or on the model, or say"
                    + " expectingOutputTokens(…)");
        }
        return input == null
                ? Cost.unpriced("the messages hold content other than text; give the calls a tokenCountEstimator(…)")
                : request.costAtMost(Usage.of(input, answer));
    }

    /** Takes note of a row whose request is not known before it is made. */
    void addUnknown() {
        looked++;
        input = null;
        output = null;
        cost = cost.plus(Cost.unpriced("a function of the host asks, so that nothing is known before"), Usage.UNKNOWN);
    }

    /** Takes note of a row that cannot be asked about. */
    void fail(String problem) {
        looked++;
        problems.merge(problem, 1, Integer::sum);
    }

    /** Returns the forecast of so many answers. */
    Forecast of(int answers) {
        Long in = scaled(input, answers);
        Long out = scaled(output, answers);
        List<String> found = problems.entrySet().stream()
                .map(problem -> problem.getValue() + " of " + looked + " rows: " + problem.getKey())
                .toList();
        return new Forecast(looked, in, inputIsBound, out, expected == null, cost(answers), found);
    }

    private Cost cost(int answers) {
        if (cost.calls() == 0) {
            return Cost.unpriced("no row can be asked about");
        }
        Cost sum = cost.cost();
        if (!sum.isPriced()) {
            return Cost.unpriced(String.join("; ", cost.unpricedReasons().keySet()));
        }
        BigDecimal scaled = sum.amount()
                .orElseThrow()
                .multiply(BigDecimal.valueOf(answers))
                .divide(BigDecimal.valueOf(looked), ROUNDING_UP);
        return Cost.of(scaled, sum.currency().orElseThrow());
    }

    private @Nullable Long scaled(@Nullable Long sum, int answers) {
        return sum == null || looked == 0 || cost.calls() == 0
                ? null
                : Long.valueOf(-Math.floorDiv(-Math.multiplyExact(sum, answers), looked));
    }

    private static @Nullable Long sum(@Nullable Long sum, @Nullable Long next) {
        return sum == null || next == null ? null : Long.valueOf(Math.addExact(sum, next));
    }
}
