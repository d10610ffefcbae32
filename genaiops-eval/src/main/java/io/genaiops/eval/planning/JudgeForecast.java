package io.genaiops.eval.planning;

import static java.util.Objects.requireNonNull;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.judge.JudgeMeter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalLong;

/**
 * What judging would take, apart from the answers. Fewer requests are made where an evaluator does not apply or a failed
 * requirement skips it. Tokens and cost go by the mean of the requests that the meter has seen: nothing else tells how long
 * a judge's reasons are.
 *
 * @param evaluations how many answers are evaluated
 * @param requests the requests to chat models of all evaluations
 * @param seen what the requests that the meter has seen used
 * @since 0.1
 */
public record JudgeForecast(int evaluations, Evaluator.Requests requests, JudgeMeter.Total seen) {

    /** Requires all that are objects. */
    public JudgeForecast {
        requireNonNull(requests, "requests");
        requireNonNull(seen, "seen");
    }

    /** Tells whether no judge is asked. */
    public boolean isNone() {
        return requests.equals(Evaluator.Requests.NONE);
    }

    /** Returns the tokens, input and output together, of the least requests; empty if no request told its tokens. */
    public OptionalLong tokens() {
        long known = seen.calls() - seen.unknownTokens();
        return known == 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Math.multiplyExact(seen.inputTokens() + seen.outputTokens(), requests.least()) / known);
    }

    /** Returns what the least requests cost; unpriced, with the reason, if no price is known. */
    public Cost cost() {
        if (seen.calls() == 0) {
            return Cost.unpriced("no judge with a meter has been asked yet");
        }
        Cost sum = seen.cost().cost();
        return sum.isPriced()
                ? Cost.of(
                        sum.amount()
                                .orElseThrow()
                                .multiply(BigDecimal.valueOf(requests.least()))
                                .divide(BigDecimal.valueOf(seen.calls()), MathContext.DECIMAL64),
                        sum.currency().orElseThrow())
                : sum;
    }
}
