package io.genaiops.budget;

import static io.genaiops.budget.Calls.FREE;
import static io.genaiops.budget.Calls.by;
import static io.genaiops.budget.Calls.tokens;
import static io.genaiops.budget.Calls.used;

import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.database.TestDatabases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Spends a budget that other processes share, and says what it did. The main class of a second process. */
final class BudgetSpender {

    static final long APPLICATION = 6_000;
    static final long TENANT = 4_000;

    private BudgetSpender() {}

    static BudgetBuilder limits() {
        return Budget.builder()
                .limit(BudgetLimit.tokens(Scope.TENANT, Window.MONTH, TENANT))
                .limit(BudgetLimit.tokens(Scope.APPLICATION, Window.MONTH, APPLICATION));
    }

    /** Arguments: address, clock, seed, and whether to wait with all that is reserved until somebody ends the process. */
    public static void main(String[] arguments) throws IOException {
        Budget.migrate(TestDatabases.pooled(arguments[0]));
        Budget budget = limits().database(TestDatabases.pooled(arguments[0]))
                .clock(new TestClock(arguments[1]))
                .build();
        if (arguments.length > 3) {
            budget.reserve(tokens(by("a", null), "large", TENANT)).orThrow();
            System.out.println("reserved");
            System.in.read();
            return;
        }
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        List<Long> held = new ArrayList<>();
        List<Reservation> reservations = new ArrayList<>();
        long admitted = 0;
        long settled = 0;
        int refused = 0;
        while (refused < 6) {
            long estimate = 100L + random.nextInt(200);
            Admission admission = budget.reserve(tokens(by(random.nextBoolean() ? "a" : "b", null), "large", estimate));
            if (admission.isAllowed()) {
                admitted += estimate;
                held.add(estimate);
                reservations.add(admission.orThrow());
            } else {
                refused++;
            }
        }
        System.out.println("admitted " + admitted);
        System.out.flush();
        if (System.in.read() < 0) {
            throw new IllegalStateException("expected a line to go on");
        }
        for (int i = 0; i < reservations.size(); i++) {
            if (i % 3 == 0) {
                reservations.get(i).release();
            } else {
                settled += held.get(i) / 2;
                reservations.get(i).settle(FREE, used(held.get(i) / 2));
            }
        }
        System.out.println("settled " + settled);
    }
}
