package io.genaiops.budget;

import static io.genaiops.budget.Calls.FREE;
import static io.genaiops.budget.Calls.by;
import static io.genaiops.budget.Calls.tokens;
import static io.genaiops.budget.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.database.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever the calls are; each seed is another run. */
class BudgetPropertiesTest {

    private static final long APPLICATION = 4_000;
    private static final long TENANT = 1_500;
    private static final String[] TENANTS = {"a", "b", "c", "d"};

    private final TestClock clock = new TestClock("2026-02-10T12:00:00Z");

    @TempDir
    private Path folder;

    private BudgetBuilder builder(String store) {
        BudgetBuilder builder = Budget.builder().clock(clock);
        if (!store.equals("memory")) {
            String name = folder.getFileName().toString();
            DataSource source = TestDatabases.pooled(
                    store.equals("h2") ? TestDatabases.memory(name) : TestDatabases.postgres(name));
            Budget.migrate(source);
            builder.database(source);
        }
        return builder;
    }

    private BudgetBuilder hierarchy(String store) {
        return builder(store)
                .limit(BudgetLimit.tokens(Scope.APPLICATION, Window.DAY, APPLICATION))
                .limit(BudgetLimit.tokens(Scope.TENANT, Window.DAY, TENANT))
                .limit(BudgetLimit.calls(Scope.TENANT, Window.DAY, 1_000_000));
    }

    /** What threads see of themselves; it is never more than what the budget holds. */
    private static final class Witness {

        final AtomicLong application = new AtomicLong();
        final AtomicLongArray tenants = new AtomicLongArray(TENANTS.length);
        final AtomicLongArray settled = new AtomicLongArray(TENANTS.length);
        final AtomicLong refused = new AtomicLong();
        final AtomicLong passed = new AtomicLong();

        void add(int tenant, long tokens) {
            long all = application.addAndGet(tokens);
            long own = tenants.addAndGet(tenant, tokens);
            if (all > APPLICATION || own > TENANT) {
                passed.incrementAndGet();
            }
        }
    }

    private static Long run(Budget budget, Witness witness, long seed, int calls, int mostTokens) {
        SplittableRandom random = new SplittableRandom(seed);
        Deque<Runnable> underWay = new ArrayDeque<>();
        for (int i = 0; i < calls; i++) {
            int tenant = random.nextInt(TENANTS.length);
            long estimate = 1L + random.nextInt(mostTokens);
            long actual = random.nextLong(estimate / 8 + 1);
            boolean fails = random.nextInt(4) == 0;
            Admission admission = budget.reserve(tokens(by(TENANTS[tenant], null), "large", estimate));
            if (admission instanceof Admission.Allowed allowed) {
                witness.add(tenant, estimate);
                underWay.add(() -> {
                    witness.add(tenant, -estimate);
                    if (fails) {
                        allowed.reservation().release();
                    } else {
                        allowed.reservation().settle(FREE, used(actual));
                        witness.add(tenant, actual);
                        witness.settled.addAndGet(tenant, actual);
                    }
                });
            } else {
                witness.refused.incrementAndGet();
            }
            if (underWay.size() > 4 || admission instanceof Admission.Refused) {
                Runnable oldest = underWay.poll();
                if (oldest != null) {
                    oldest.run();
                }
            }
        }
        underWay.forEach(Runnable::run);
        return seed;
    }

    private void holds(String store, long seed, int threads, int calls) throws Exception {
        Budget budget = hierarchy(store).build();
        Witness witness = new Witness();
        List<Callable<Long>> work = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            long own = seed * 1_000 + thread;
            work.add(() -> run(budget, witness, own, calls, store.equals("memory") ? 200 : 900));
        }
        together(work);

        assertThat(witness.passed).hasValue(0);
        assertThat(witness.refused.get()).as("the limits were never reached").isPositive();
        long all = 0;
        for (int i = 0; i < TENANTS.length; i++) {
            BudgetStanding tenant =
                    budget.standings(tokens(by(TENANTS[i], null), "large", 0)).get(1);
            assertThat(tenant.spent()).isEqualByComparingTo(String.valueOf(witness.settled.get(i)));
            assertThat(tenant.reserved()).isEqualByComparingTo("0");
            all += witness.settled.get(i);
        }
        BudgetStanding application = budget.standings(tokens(0)).get(0);
        assertThat(application.spent()).isEqualByComparingTo(String.valueOf(all));
        assertThat(application.reserved()).isEqualByComparingTo("0");
        BudgetFigures figures = budget.figures();
        assertThat(figures.open()).isZero();
        assertThat(figures.expired()).isZero();
        assertThat(figures.admitted()).isEqualTo(figures.settled() + figures.released());
        assertThat(figures.admitted() + figures.refused()).isEqualTo((long) threads * calls);
    }

    private static void together(List<Callable<Long>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(work.size());
        try {
            CyclicBarrier start = new CyclicBarrier(work.size());
            List<Future<Long>> running = new ArrayList<>();
            for (Callable<Long> one : work) {
                running.add(pool.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            for (Future<Long> one : running) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"memory, 1, 8, 4000", "memory, 2, 8, 4000", "memory, 3, 3, 9000", "h2, 4, 4, 40", "postgres, 5, 6, 60"})
    void under_threads_admitted_estimates_never_pass_a_limit_and_all_that_is_settled_is_spent(
            String store, long seed, int threads, int calls) throws Exception {
        holds(store, seed, threads, calls);
    }

    @Tag("endurance")
    @ParameterizedTest
    @CsvSource({"memory, 8, 400000", "h2, 8, 500", "postgres, 16, 1500"})
    void under_threads_admitted_estimates_never_pass_a_limit_over_many_calls(String store, int threads, int calls)
            throws Exception {
        for (long seed = 10; seed < (store.equals("memory") ? 20 : 12); seed++) {
            clock.advance(Duration.ofDays(2));
            holds(store, seed, threads, calls);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void a_refused_call_takes_no_share_even_for_a_moment(long seed) throws Exception {
        Budget budget = builder("memory")
                .limit(BudgetLimit.calls(Scope.APPLICATION, Window.DAY, 1))
                .limit(BudgetLimit.tokens(Scope.TENANT, Window.DAY, 10).onlyFor("full"))
                .build();
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong wronglyRefused = new AtomicLong();
        AtomicLong wronglyAdmitted = new AtomicLong();
        List<Callable<Long>> work = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            work.add(() -> {
                while (!done.get()) {
                    wronglyAdmitted.addAndGet(
                            budget.reserve(tokens(by("full", null), "large", 11))
                                            .isAllowed()
                                    ? 1
                                    : 0);
                }
                return seed;
            });
        }
        work.add(() -> {
            try {
                for (int i = 0; i < 30_000; i++) {
                    Admission admission = budget.reserve(tokens(by("free", null), "large", 1));
                    if (admission instanceof Admission.Allowed allowed) {
                        allowed.reservation().release();
                    } else {
                        wronglyRefused.incrementAndGet();
                    }
                }
                return seed;
            } finally {
                done.set(true);
            }
        });
        together(work);

        assertThat(wronglyAdmitted).hasValue(0);
        assertThat(wronglyRefused).hasValue(0);
    }

    @Test
    void of_threads_that_close_one_reservation_one_does() throws Exception {
        Budget budget = hierarchy("memory").build();
        for (int round = 0; round < 500; round++) {
            Reservation reservation =
                    budget.reserve(tokens(by("a", null), "large", 2)).orThrow();
            AtomicLong closed = new AtomicLong();
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                boolean settles = i > 0;
                work.add(() -> closed.addAndGet(
                        (settles ? reservation.settle(FREE, used(2)) : reservation.release()) ? 1 : 0));
            }
            together(work);
            assertThat(closed).hasValue(1);
        }
        BudgetFigures figures = budget.figures();
        assertThat(figures.settled() + figures.released()).isEqualTo(500);
        assertThat(budget.standings(tokens(0)).get(0).spent())
                .isEqualByComparingTo(String.valueOf(2 * figures.settled()));
        assertThat(budget.standings(tokens(0)).get(0).reserved()).isEqualByComparingTo("0");
    }

    @Test
    void a_soft_limit_that_threads_reach_together_is_told_once() throws Exception {
        AtomicLong told = new AtomicLong();
        Budget budget =
                hierarchy("memory").listener(event -> told.incrementAndGet()).build();
        for (int day = 0; day < 200; day++) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                work.add(() -> {
                    budget.reserve(tokens(by("a", null), "large", 350))
                            .orThrow()
                            .settle(FREE, used(350));
                    return 1L;
                });
            }
            together(work);
            assertThat(told).hasValue(day + 1);
            clock.advance(Duration.ofDays(1));
        }
    }

    /** The same rules in a few lines, for one thread. */
    private static final class Plain {

        private record Held(List<String> keys, long tokens, long expires, int day) {}

        private final Map<String, Long> spent = new HashMap<>();
        private final Map<Integer, Held> held = new HashMap<>();
        private final Map<Integer, Held> active = new HashMap<>();
        private final long lease;

        Plain(long lease) {
            this.lease = lease;
        }

        private long used(String key, int day) {
            return spent.getOrDefault(day + key, 0L)
                    + active.values().stream()
                            .filter(one -> one.day == day && one.keys.contains(key))
                            .mapToLong(Held::tokens)
                            .sum();
        }

        boolean reserve(int id, List<String> keys, Map<String, Long> limits, long tokens, int day, long now) {
            active.values().removeIf(one -> one.expires <= now);
            boolean fits = keys.stream().allMatch(key -> used(key, day) + tokens <= limits.get(key.substring(0, 1)));
            if (fits) {
                held.put(id, new Held(keys, tokens, now + lease, day));
                active.put(id, held.get(id));
            }
            return fits;
        }

        boolean close(int id, long actual) {
            Held closed = held.remove(id);
            active.remove(id);
            if (closed != null) {
                closed.keys.forEach(key -> spent.merge(closed.day + key, actual, Long::sum));
            }
            return closed != null;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "memory, 31, 20000",
        "memory, 32, 20000",
        "memory, 33, 20000",
        "h2, 34, 150",
        "postgres, 35, 300",
    })
    void decisions_are_those_of_a_plain_model(String store, long seed, int steps) {
        Map<String, Long> limits = Map.of("A", 900L, "T", 400L, "U", 150L);
        Budget budget = builder(store)
                .lease(Duration.ofMinutes(10))
                .limit(BudgetLimit.tokens(Scope.APPLICATION, Window.DAY, 900))
                .limit(BudgetLimit.tokens(Scope.TENANT, Window.DAY, 400))
                .limit(BudgetLimit.tokens(Scope.USER, Window.DAY, 150))
                .build();
        Plain plain = new Plain(Duration.ofMinutes(10).toMillis());
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Reservation> open = new HashMap<>();
        int admitted = 0;
        for (int i = 0; i < steps; i++) {
            clock.advance(Duration.ofSeconds(random.nextInt(300)));
            long now = clock.millis();
            int day = (int) (now / Duration.ofDays(1).toMillis());
            String tenant = random.nextInt(5) == 0 ? null : TENANTS[random.nextInt(4)];
            String user = random.nextInt(5) == 0 ? null : "u" + random.nextInt(8);
            long estimate = random.nextInt(120);
            List<String> keys = new ArrayList<>(List.of("A"));
            if (tenant != null) {
                keys.add("T" + tenant);
            }
            if (user != null) {
                keys.add("U" + user);
            }
            Admission admission = budget.reserve(tokens(by(tenant, user), "large", estimate));
            assertThat(admission.isAllowed())
                    .as("step %d", i)
                    .isEqualTo(plain.reserve(i, keys, limits, estimate, day, now));
            if (admission.isAllowed()) {
                open.put(i, admission.orThrow());
                admitted++;
            }
            int other = random.nextInt(Math.max(1, i));
            Reservation closing = open.get(other);
            if (closing != null) {
                long actual = random.nextInt(150);
                boolean settles = random.nextBoolean();
                boolean closed = settles ? closing.settle(FREE, used(actual)) : closing.release();
                assertThat(closed).isEqualTo(plain.close(other, settles ? actual : 0));
            }
        }
        assertThat(admitted).isBetween(steps / 20, steps - steps / 20);
        assertThat(budget.figures().expired()).isPositive();
    }
}
