package io.genaiops.budget;

import static io.genaiops.budget.Calls.FREE;
import static io.genaiops.budget.Calls.by;
import static io.genaiops.budget.Calls.tokens;
import static io.genaiops.budget.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.cost.Cost;
import io.genaiops.database.TestDatabases;
import io.genaiops.database.Wrapped;
import io.genaiops.host.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A budget in a database, for several instances and processes. */
class SharedBudgetTest {

    private static final String START = "2026-02-10T12:00:00Z";

    private final TestClock clock = new TestClock(START);
    private final List<BudgetEvent> events = new ArrayList<>();

    @TempDir
    private Path folder;

    private String address(String product) {
        String name = folder.getFileName().toString();
        return product.equals("h2") ? TestDatabases.memory(name) : TestDatabases.postgres(name);
    }

    private DataSource migrated(String product) {
        DataSource source = TestDatabases.pooled(address(product));
        Budget.migrate(source);
        return source;
    }

    private Budget budget(DataSource source, BudgetLimit... limits) {
        BudgetBuilder builder =
                Budget.builder().clock(clock).listener(events::add).database(source);
        for (BudgetLimit limit : limits) {
            builder.limit(limit);
        }
        return builder.build();
    }

    private static BudgetLimit dayOfTokens(long most) {
        return BudgetLimit.tokens(Scope.APPLICATION, Window.DAY, most);
    }

    private static BudgetStanding standing(Budget budget) {
        return budget.standings(tokens(by("a", "u"), "large", 0)).get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void what_one_instance_reserves_and_spends_another_one_finds(String product) {
        DataSource source = migrated(product);
        Budget one = budget(source, dayOfTokens(100));
        Budget other = budget(source, dayOfTokens(100));

        Reservation reservation = one.reserve(tokens(70)).orThrow();
        assertThat(other.reserve(tokens(31)).isAllowed()).isFalse();
        reservation.settle(FREE, used(20));
        assertThat(other.reserve(tokens(80)).isAllowed()).isTrue();
        assertThat(standing(one).spent()).isEqualByComparingTo("20");
        assertThat(standing(one).reserved()).isEqualByComparingTo("80");
        assertThat(one.figures().open()).isZero();
        assertThat(other.figures().open()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void nothing_is_reserved_of_any_limit_if_one_of_them_is_full(String product) {
        Budget budget = budget(
                migrated(product),
                dayOfTokens(1000),
                BudgetLimit.tokens(Scope.TENANT, Window.MONTH, 1000),
                BudgetLimit.tokens(Scope.USER, Window.MINUTE, 10));

        assertThat(budget.reserve(tokens(by("a", "u"), "large", 11)).isAllowed())
                .isFalse();
        assertThat(budget.reserve(tokens(by("a", "u"), "large", 10)).isAllowed())
                .isTrue();
        assertThat(budget.reserve(tokens(by("a", "u"), "large", 1)).isAllowed()).isFalse();

        assertThat(budget.standings(tokens(by("a", "u"), "large", 0)))
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.reserved()).isEqualByComparingTo("10"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_soft_limit_is_told_once_whoever_reaches_it_and_an_overrun_blocks(String product) {
        DataSource source = migrated(product);
        Budget one = budget(source, BudgetLimit.cost(Scope.APPLICATION, Window.MONTH, Cost.usd("1")));
        Budget other = budget(source, BudgetLimit.cost(Scope.APPLICATION, Window.MONTH, Cost.usd("1")));

        one.reserve(Calls.usd("0.79")).orThrow().settle(Cost.usd("0.79"), used(1));
        assertThat(events).isEmpty();
        other.reserve(Calls.usd("0.01")).orThrow().settle(Cost.usd("0.0000000000015"), used(1));
        one.reserve(Calls.usd("0.2")).orThrow().settle(Cost.usd("1.2"), used(1));

        assertThat(events)
                .extracting(BudgetEvent::kind)
                .containsExactly(BudgetEvent.Kind.SOFT_LIMIT, BudgetEvent.Kind.OVERRUN);
        assertThat(standing(one).spent()).isEqualByComparingTo("1.990000000002");
        assertThat(other.reserve(Calls.usd("0")).isAllowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_lease_expires_for_all_and_a_late_settlement_is_charged_once(String product) {
        DataSource source = migrated(product);
        Budget one = budget(source, dayOfTokens(100));
        Budget other = budget(source, dayOfTokens(100));
        Reservation late = one.reserve(tokens(100)).orThrow();
        Reservation released = one.reserve(tokens(0)).orThrow();
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(other.reserve(tokens(1)).isAllowed()).isFalse();

        clock.advance(Duration.ofMillis(1));

        assertThat(other.reserve(tokens(60)).isAllowed()).isTrue();
        assertThat(other.figures().expired()).isEqualTo(2);
        assertThat(late.settle(FREE, used(50))).isTrue();
        assertThat(late.settle(FREE, used(50))).isFalse();
        assertThat(released.release()).isTrue();
        assertThat(standing(one).spent()).isEqualByComparingTo("50");
        assertThat(standing(one).reserved()).isEqualByComparingTo("60");
        assertThat(one.figures().late()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void rows_of_windows_and_leases_that_are_long_past_go(String product) throws SQLException {
        DataSource source = migrated(product);
        Budget budget = budget(source, dayOfTokens(100));
        budget.reserve(tokens(1)).orThrow();
        budget.reserve(tokens(1)).orThrow().settle(FREE, used(1));
        clock.advance(Duration.ofDays(3));
        budget.reserve(tokens(1)).orThrow().settle(FREE, used(1));
        clock.advance(Duration.ofHours(2));
        budget.reserve(tokens(1)).orThrow();

        assertThat(count(source, "genaiops_quota")).isEqualTo(1);
        assertThat(count(source, "genaiops_quota_lease")).isEqualTo(1);
    }

    @Test
    void the_database_holds_no_key_in_clear() throws SQLException {
        DataSource source = migrated("h2");
        budget(source, BudgetLimit.tokens(Scope.USER, Window.DAY, 10))
                .reserve(tokens(by(null, "ann@example.com"), "large", 1))
                .orThrow();

        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select key_hash from genaiops_quota")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).startsWith("sha256:").doesNotContain("ann");
        }
    }

    private static long count(DataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + table)) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void tables_that_are_absent_refuse_and_say_what_to_do(String product) {
        Budget budget = budget(TestDatabases.pooled(address(product)), dayOfTokens(100));

        Admission.Refused refused = (Admission.Refused) budget.reserve(tokens(1));

        assertThat(refused.reason()).isEqualTo(Admission.Reason.UNREACHABLE);
        assertThat(refused.message())
                .contains("call Budget.migrate(dataSource), or run io/genaiops/quota/migrations/1-quotas.sql");
        assertThatThrownBy(() -> budget.standings(tokens(1))).isInstanceOf(GenAiOpsException.class);
    }

    /** A source that can be taken away. */
    private DataSource broken(AtomicBoolean down, String product) {
        return Wrapped.of(migrated(product), (connection, method, sql) -> {
            if (down.get() && sql.contains("genaiops_quota")) {
                throw new SQLException("the connection is gone", "08006");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void calls_are_refused_while_the_database_cannot_be_reached(String product) {
        AtomicBoolean down = new AtomicBoolean();
        Budget budget = budget(broken(down, product), dayOfTokens(100));
        down.set(true);

        Admission.Refused refused = (Admission.Refused) budget.reserve(tokens(1));
        assertThat(refused.reason()).isEqualTo(Admission.Reason.UNREACHABLE);
        assertThat(refused.message())
                .startsWith("the budget cannot be asked, and calls are refused then: cannot ")
                .contains("openWhenUnreachable()");

        down.set(false);
        assertThat(budget.reserve(tokens(100)).isAllowed()).isTrue();
    }

    @Test
    void the_host_may_admit_calls_while_the_database_cannot_be_reached() {
        AtomicBoolean down = new AtomicBoolean(true);
        Budget budget = Budget.builder()
                .clock(clock)
                .limit(dayOfTokens(100))
                .database(broken(down, "h2"))
                .openWhenUnreachable()
                .build();

        Reservation settled = budget.reserve(tokens(1000)).orThrow();
        Reservation released = budget.reserve(tokens(1000)).orThrow();
        assertThat(budget.figures().unguarded()).isEqualTo(2);
        down.set(false);
        settled.settle(FREE, used(99));
        released.release();

        assertThat(standing(budget).spent()).isEqualByComparingTo("99");
        assertThat(budget.reserve(tokens(2)).isAllowed()).isFalse();
        assertThat(budget.reserve(tokens(1)).isAllowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void what_could_not_be_settled_is_settled_when_the_database_is_back(String product) {
        AtomicBoolean down = new AtomicBoolean();
        Budget budget = budget(broken(down, product), dayOfTokens(100));
        Reservation settled = budget.reserve(tokens(60)).orThrow();
        Reservation released = budget.reserve(tokens(40)).orThrow();
        down.set(true);

        assertThat(settled.settle(FREE, used(10))).isTrue();
        assertThat(released.release()).isTrue();
        assertThat(budget.figures().unsettled()).isEqualTo(2);
        assertThat(budget.reserve(tokens(1)).isAllowed()).isFalse();
        assertThat(budget.figures().unsettled()).isEqualTo(2);

        down.set(false);
        assertThat(budget.reserve(tokens(90)).isAllowed()).isTrue();
        assertThat(budget.figures().unsettled()).isZero();
        assertThat(standing(budget).spent()).isEqualByComparingTo("10");
    }

    @Test
    void a_settlement_whose_commit_was_not_answered_is_charged_once() {
        AtomicBoolean mute = new AtomicBoolean();
        DataSource source = Wrapped.of(migrated("h2"), (connection, method, sql) -> {
            if (sql.contains("checkpoint") && mute.getAndSet(false)) {
                throw new SQLException("no answer", "08006");
            }
        });
        Budget budget = budget(source, dayOfTokens(100));
        Reservation reservation = budget.reserve(tokens(60)).orThrow();
        mute.set(true);

        reservation.settle(FREE, used(30));
        assertThat(mute).isFalse();
        assertThat(budget.figures().unsettled()).isEqualTo(1);
        budget.reserve(tokens(1)).orThrow().release();

        assertThat(budget.figures().unsettled()).isZero();
        assertThat(standing(budget).spent()).isEqualByComparingTo("30");
        assertThat(standing(budget).reserved()).isEqualByComparingTo("0");
    }

    private String file(String product) {
        return product.equals("h2")
                ? "jdbc:h2:file:" + folder.resolve("budget").toAbsolutePath() + ";AUTO_SERVER=TRUE"
                : address(product);
    }

    private void processesHold(String product, long seed, int processes) throws Exception {
        String address = file(product);
        try (Connection held = TestDatabases.at(address).getConnection()) {
            assertThat(held.isClosed()).isFalse();
            List<Process> children = new ArrayList<>();
            List<BufferedReader> outputs = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                children.add(jvms().start(BudgetSpender.class, address, START, String.valueOf(seed + i)));
                outputs.add(children.get(i).inputReader(StandardCharsets.UTF_8));
            }
            long admitted = 0;
            for (BufferedReader output : outputs) {
                admitted += figure(output, "admitted ");
            }
            assertThat(admitted).isBetween(BudgetSpender.APPLICATION - 300, BudgetSpender.APPLICATION);
            Budget budget = BudgetSpender.limits()
                    .clock(clock)
                    .database(TestDatabases.pooled(address))
                    .build();
            assertThat(budget.standings(tokens(0)).get(0).reserved()).isEqualByComparingTo(String.valueOf(admitted));
            for (Process child : children) {
                child.outputWriter(StandardCharsets.UTF_8).append("go on\n").flush();
            }
            long settled = 0;
            for (int i = 0; i < processes; i++) {
                settled += figure(outputs.get(i), "settled ");
                assertThat(children.get(i).waitFor()).as(jvms().errors()).isZero();
            }
            BudgetStanding standing = budget.standings(tokens(0)).get(0);
            assertThat(standing.spent()).isEqualByComparingTo(String.valueOf(settled));
            assertThat(standing.reserved()).isEqualByComparingTo("0");
        }
    }

    private long figure(BufferedReader output, String name) throws IOException {
        String line = output.readLine();
        assertThat(line).as(jvms().errors()).isNotNull().startsWith(name);
        return Long.parseLong(line.substring(name.length()));
    }

    @ParameterizedTest
    @CsvSource({"h2, 41", "postgres, 42"})
    void across_processes_admitted_estimates_never_pass_a_limit_and_all_that_is_settled_is_spent(
            String product, long seed) throws Exception {
        processesHold(product, seed, 2);
    }

    @Tag("endurance")
    @ParameterizedTest
    @CsvSource({"h2, 51, 4", "postgres, 52, 6"})
    void across_many_processes_admitted_estimates_never_pass_a_limit(String product, long seed, int processes)
            throws Exception {
        processesHold(product, seed, processes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void what_a_killed_process_held_expires(String product) throws Exception {
        String address = file(product);
        try (Connection held = TestDatabases.at(address).getConnection()) {
            assertThat(held.isClosed()).isFalse();
            Process child = jvms().start(BudgetSpender.class, address, START, "1", "wait");
            assertThat(child.inputReader(StandardCharsets.UTF_8).readLine())
                    .as(jvms().errors())
                    .isEqualTo("reserved");
            Budget budget = BudgetSpender.limits()
                    .clock(clock)
                    .database(TestDatabases.pooled(address))
                    .build();
            BudgetRequest request = tokens(by("a", null), "large", BudgetSpender.TENANT);
            assertThat(budget.reserve(request).isAllowed()).isFalse();

            ChildJvm.kill(child);
            assertThat(budget.reserve(request).isAllowed()).isFalse();
            clock.advance(Duration.ofMinutes(10));

            assertThat(budget.reserve(request).isAllowed()).isTrue();
            assertThat(budget.figures().expired()).isEqualTo(1);
        }
    }

    private ChildJvm jvms() {
        return new ChildJvm(folder);
    }
}
