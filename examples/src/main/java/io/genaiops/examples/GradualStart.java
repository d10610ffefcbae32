package io.genaiops.examples;

import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.rollout.Rollout;
import io.genaiops.rollout.RolloutPlan;
import java.io.PrintStream;
import java.util.Map;

/** Gives a promoted version to some customers first: the others keep the version that was live before. */
final class GradualStart {

    private static final int CUSTOMERS = 1000;
    private static final int A_TENTH = 1000;

    private final AssetRegistry registry;
    private final Rollout rollout;

    private GradualStart(AssetRegistry registry, Rollout rollout) {
        this.registry = registry;
        this.rollout = rollout;
    }

    /** Begins with a tenth of the customers. */
    static GradualStart of(AssetRegistry registry, Prompt before, Prompt live, PrintStream out) {
        RolloutPlan plan = RolloutPlan.builder(live.name() + "-" + live.version())
                .arm("before", before.identity().toString(), 0)
                .arm("new", live.identity().toString(), 1)
                .control("before")
                .coverage(A_TENTH)
                .build();
        return new GradualStart(
                registry,
                Rollout.builder(plan)
                        .onExposure(exposure -> out.println("  exposure: rollout '" + exposure.rollout() + "', arm '"
                                + exposure.assignment().arm().name() + "' ("
                                + exposure.assignment().reason() + ")"))
                        .build());
    }

    /** Prints how many customers each step of the ramp reaches, and that it takes the new version from nobody. */
    void print(PrintStream out) {
        for (int coverage : new int[] {A_TENTH, RolloutPlan.EVERYONE / 2, RolloutPlan.EVERYONE}) {
            Rollout step = rollout.with(rollout.plan().rampedTo(coverage));
            int reached = 0;
            int lost = 0;
            for (int i = 0; i < CUSTOMERS; i++) {
                boolean now = isNew(step, customer(i));
                reached += now ? 1 : 0;
                lost += isNew(rollout, customer(i)) && !now ? 1 : 0;
            }
            out.printf(
                    "  ramp at %3d %%: %4d of %d customers get the new version, %d of the first lose it%n",
                    coverage / 100, reached, CUSTOMERS, lost);
        }
    }

    /** Returns the prompt of a customer. */
    Prompt promptOf(String customer) {
        return rollout.prompt(registry, customer, Map.of());
    }

    /** Returns a customer whom the first step reaches. */
    String someoneNew() {
        for (int i = 0; i < CUSTOMERS; i++) {
            if (isNew(rollout, customer(i))) {
                return customer(i);
            }
        }
        throw new IllegalStateException("a tenth of " + CUSTOMERS + " customers is nobody");
    }

    private static boolean isNew(Rollout rollout, String customer) {
        return rollout.assign(customer, Map.of()).arm().name().equals("new");
    }

    private static String customer(int number) {
        return "customer-" + number;
    }
}
