package io.genaiops.benchmarks;

import io.genaiops.budget.Admission;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetBuilder;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.budget.BudgetRequest;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Admits a call and gives back what it reserved, under eight threads that share every limit; the floor is a loop of
 * compare-and-set that adds to a number unless that passes a limit, and one that takes it away. One
 * settles instead.
 *
 * @since 0.1
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(8)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BudgetBenchmark {

    private static final long LIMIT = 1_000_000_000L;

    private final CallContext context = new CallContext(null, "ann", "acme", null, Map.of());
    private final BudgetRequest request = new BudgetRequest(context, "large", Cost.usd("0.0123"), Usage.of(1_000, 200));
    private final Cost cost = Cost.usd("0.0000001");
    private final Usage usage = Usage.of(900, 80);
    private final AtomicLong floor = new AtomicLong();
    private final Budget one = budget(Scope.APPLICATION);
    private final Budget two = budget(Scope.APPLICATION, Scope.TENANT);
    private final Budget three = budget(Scope.APPLICATION, Scope.TENANT, Scope.USER);
    private final Budget four = budget(Scope.APPLICATION, Scope.TENANT, Scope.USER, Scope.MODEL);
    private final Budget money = Budget.builder()
            .limit(BudgetLimit.cost(Scope.APPLICATION, Window.MONTH, Cost.usd("10000000")))
            .build();

    private static Budget budget(Scope... scopes) {
        BudgetBuilder builder = Budget.builder();
        for (Scope scope : scopes) {
            builder.limit(BudgetLimit.tokens(scope, Window.MONTH, LIMIT * 1_000));
        }
        return builder.build();
    }

    /** Adds to a number within a limit and takes it away again. */
    @Benchmark
    public boolean floorOfCompareAndSet() {
        boolean admitted = add(1_200);
        add(-1_200);
        return admitted;
    }

    private boolean add(long units) {
        while (true) {
            long found = floor.get();
            long next = found + units;
            if (next > LIMIT) {
                return false;
            }
            if (floor.compareAndSet(found, next)) {
                return true;
            }
        }
    }

    /** Admits and releases a call in one scope. */
    @Benchmark
    public boolean oneScope() {
        return reserveAndRelease(one);
    }

    /** Admits and releases a call in two scopes. */
    @Benchmark
    public boolean twoScopes() {
        return reserveAndRelease(two);
    }

    /** Admits and releases a call in three scopes. */
    @Benchmark
    public boolean threeScopes() {
        return reserveAndRelease(three);
    }

    /** Admits and releases a call in four scopes. */
    @Benchmark
    public boolean fourScopes() {
        return reserveAndRelease(four);
    }

    /** Admits and releases a call in one scope of money. */
    @Benchmark
    public boolean oneScopeOfMoney() {
        return reserveAndRelease(money);
    }

    /** Admits a call in one scope of money and settles what it used, which is so little that the limit never fills. */
    @Benchmark
    public boolean oneScopeOfMoneySettled() {
        Admission admission = money.reserve(request);
        return admission.orThrow().settle(cost, usage);
    }

    private boolean reserveAndRelease(Budget budget) {
        return budget.reserve(request).orThrow().release();
    }
}
