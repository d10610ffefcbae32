package io.genaiops.budget;

import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call that asks a budget before it is made.
 *
 * @param context who calls, and with which prompt
 * @param model the host's name of the model
 * @param cost what it costs at most; unpriced if nobody can tell
 * @param tokens what it uses at most; input or output absent if nobody can tell
 * @param tried the models that limits have sent it away from
 * @since 0.1
 */
public record BudgetRequest(CallContext context, String model, Cost cost, Usage tokens, Set<String> tried) {

    /** Requires all of them. */
    public BudgetRequest {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(tokens, "tokens");
        tried = Set.copyOf(tried);
    }

    /** Creates the request of a call that no limit has sent away. */
    public BudgetRequest(CallContext context, String model, Cost cost, Usage tokens) {
        this(context, model, cost, tokens, Set.of());
    }

    /**
     * Returns the request of the same call to another model, as {@link Admission.Degraded} asks for. A limit that names a
     * model which was tried already names it no more, so that no call is sent in a circle.
     *
     * @param other the host's name of the other model
     * @param most what the call costs there at most
     * @param used what it uses there at most
     */
    public BudgetRequest onModel(String other, Cost most, Usage used) {
        Set<String> both = Stream.concat(tried.stream(), Stream.of(model)).collect(Collectors.toSet());
        return new BudgetRequest(context, other, most, used, both);
    }
}
