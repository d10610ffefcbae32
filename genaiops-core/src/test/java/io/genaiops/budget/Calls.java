package io.genaiops.budget;

import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that ask a budget. */
final class Calls {

    static final Cost FREE = Cost.usd("0");

    private Calls() {}

    static CallContext by(@Nullable String tenant, @Nullable String user) {
        return new CallContext(null, user, tenant, null, Map.of());
    }

    static BudgetRequest tokens(CallContext context, String model, long tokens) {
        return new BudgetRequest(context, model, FREE, used(tokens));
    }

    static BudgetRequest tokens(long tokens) {
        return tokens(CallContext.NONE, "large", tokens);
    }

    static BudgetRequest usd(String amount) {
        return usd(CallContext.NONE, amount);
    }

    static BudgetRequest usd(CallContext context, String amount) {
        return new BudgetRequest(context, "large", Cost.usd(amount), Usage.of(1, 1));
    }

    static Usage used(long tokens) {
        return Usage.of(tokens, 0);
    }
}
