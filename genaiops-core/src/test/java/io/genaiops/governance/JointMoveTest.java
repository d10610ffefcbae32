package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.GUIDE;
import static io.genaiops.governance.GovernedStore.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.ConflictException;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.approval.Assurance;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveEntry.Revoked;
import io.genaiops.audit.MoveRecord;
import io.genaiops.database.Wrapped;
import io.genaiops.delivery.DeliveryListener;
import io.genaiops.gate.Gate;
import io.genaiops.gate.Verdict;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A label and the entries that say who moved it, written in one transaction of a database. */
class JointMoveTest {

    private static final Actor ADA = Actor.asserted("ada");

    @TempDir
    private Path folder;

    /** What a test does at each call of a connection. */
    private volatile Wrapped.Before watch = (connection, method, sql) -> {};

    /** The database, and the same through a data source that is watched. */
    private DataSource plain;

    private DataSource watched;

    private GovernedPlace open(GovernedPlace.Kind kind) {
        plain = kind.source(folder);
        watched = Wrapped.of(plain, (connection, method, sql) -> watch.call(connection, method, sql));
        GovernedPlace.migrate(plain);
        GovernedPlace place = GovernedPlace.in(watched);
        GovernedStore.fill(place.store());
        return place;
    }

    private static boolean executes(String method, String sql, String part) {
        return method.startsWith("execute") && sql.contains(part);
    }

    private static Promotion promote(Governance governance, String version) {
        return governance
                .promote("trail-guide:" + version)
                .and(AssetKind.MODEL, version.equals("2.0.0") ? "small:1.0.0" : "small:1.1.0")
                .to("production")
                .because("better")
                .by(ADA)
                .submit();
    }

    private Version production() {
        return AssetRegistry.of(AssetStore.jdbc(plain))
                .label("trail-guide", "production")
                .version()
                .orElseThrow();
    }

    /** Looks through a data source that nothing fails on; nothing is left for recovery. */
    private List<MoveEntry> agreed() {
        GovernedPlace place = GovernedPlace.in(plain);
        List<MoveEntry> kept = Agreement.check(place);
        Governance governance = place.governance(AssetRegistry.of(place.store()));
        assertThat(governance.verify()).isEmpty();
        assertThat(place.record().entries()).as("recovered nothing").isEqualTo(kept);
        return kept;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void a_move_and_its_entries_are_one_transaction(GovernedPlace.Kind kind) {
        GovernedPlace place = open(kind);
        Governance governance = place.governance(AssetRegistry.of(place.store()));
        AtomicInteger commits = commits();

        Promotion promotion = promote(governance, "2.0.0");
        assertThat(commits).hasValue(1);
        promotion.rollback(ADA, "complaints");
        assertThat(commits).hasValue(2);
        governance.promote("trail-guide:3.0.0").to("production").by(ADA).breakGlass("incident");
        assertThat(commits).hasValue(3);

        List<MoveEntry> kept = agreed();
        assertThat(Agreement.intents(kept))
                .extracting(Intent::purpose)
                .containsExactly(
                        MoveEntry.Purpose.PROMOTION, MoveEntry.Purpose.ROLLBACK, MoveEntry.Purpose.BREAK_GLASS);
        assertThat(Agreement.outcomes(kept)).extracting(Outcome::moved).containsOnly(true);
        assertThat(governance.report().moves()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void two_data_sources_and_a_ledger_elsewhere_take_three_steps(GovernedPlace.Kind kind) {
        GovernedPlace place = open(kind);
        AssetRegistry registry = AssetRegistry.of(place.store());
        DataSource other = Wrapped.of(plain, (connection, method, sql) -> watch.call(connection, method, sql));
        GovernedPlace apart = new GovernedPlace(
                place.store(), Ledger.jdbc(other, LedgerSettings.builder().build()), place.persons());
        Governance governance = apart.governance(registry);
        AtomicInteger commits = commits();

        assertThat(promote(governance, "2.0.0").isPromoted()).isTrue();

        assertThat(commits).hasValue(3 + 1);
        agreed();
        try (Ledger files = Ledger.directory(folder.resolve("ledger"))) {
            GovernedPlace elsewhere = new GovernedPlace(place.store(), files, place.persons());
            commits.set(0);
            promote(elsewhere.governance(registry), "3.0.0");
            assertThat(commits).hasValue(1);
        }
    }

    private AtomicInteger commits() {
        AtomicInteger commits = new AtomicInteger();
        watch = (connection, method, sql) -> {
            if (method.equals("commit")) {
                commits.incrementAndGet();
            }
        };
        return commits;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void the_uppermost_of_several_stores_writes_together_with_the_ledger(GovernedPlace.Kind kind) {
        plain = kind.source(folder);
        GovernedPlace.migrate(plain);
        watched = Wrapped.of(plain, (connection, method, sql) -> watch.call(connection, method, sql));
        AssetStore below = AssetStore.directory(folder.resolve("below"));
        GovernedStore.fill(below);
        GovernedPlace top = GovernedPlace.in(watched);
        AssetRegistry registry = AssetRegistry.of(AssetStore.layered(top.store(), below));
        Governance governance = top.governance(registry);

        for (String broken : List.of("insert into genaiops_ledger_entry", "insert into genaiops_move")) {
            watch = failing(broken, "53100");
            assertThatThrownBy(() -> promote(governance, "2.0.0")).isInstanceOf(GenAiOpsException.class);
            assertThat(top.store().find(GUIDE)).as("nothing was brought up").isEmpty();
        }
        AtomicInteger commits = commits();
        promote(governance, "2.0.0");

        assertThat(commits).hasValue(1);
        assertThat(governance.verify()).isEmpty();
        assertThat(governance.recover()).isEmpty();
    }

    private static Wrapped.Before failing(String part, String state) {
        return (connection, method, sql) -> {
            if (executes(method, sql, part)) {
                throw new SQLException("fails", state);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void an_entry_that_cannot_be_written_takes_the_label_back(GovernedPlace.Kind kind) {
        GovernedPlace place = open(kind);
        Governance governance = place.governance(AssetRegistry.of(place.store()));

        watch = failing("insert into genaiops_ledger_entry", "53100");
        assertThatThrownBy(() -> promote(governance, "2.0.0"))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("cannot write to the ledger: ")
                .hasMessageEndingWith("nothing was written");

        assertThat(production()).hasToString("1.0.0");
        assertThat(Agreement.intents(agreed())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void a_compare_and_set_that_fails_takes_the_entry_back_and_is_recorded_afterwards(GovernedPlace.Kind kind) {
        GovernedPlace place = open(kind);
        AssetRegistry registry = AssetRegistry.of(place.store());
        Governance quick = place.governance(registry);
        Governance slow = Governance.builder(registry)
                .gate("production", candidate -> {
                    if (candidate.id().equals(GUIDE)) {
                        promote(quick, "2.0.0");
                    }
                    return Verdict.pass("fine");
                })
                .record(place.record())
                .build();

        assertThatThrownBy(() -> promote(slow, "3.0.0")).isInstanceOf(ConflictException.class);

        assertThat(production()).hasToString("2.0.0");
        List<MoveEntry> kept = agreed();
        assertThat(Agreement.intents(kept)).hasSize(2);
        assertThat(Agreement.outcomes(kept)).extracting(Outcome::moved).containsExactly(true, false);
        assertThat(Agreement.outcomes(kept).get(1).why()).contains("2.0.0");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void the_sample_of_the_page_writes_one_transaction(GovernedPlace.Kind kind) {
        open(kind);
        DataSource dataSource = watched;
        LedgerSettings settings = LedgerSettings.builder().build();
        Gate gate = candidate -> Verdict.pass("fine");

        AssetRegistry registry = AssetRegistry.of(AssetStore.jdbc(dataSource));
        MoveRecord record = MoveRecord.ledger(Ledger.jdbc(dataSource, settings), Pseudonyms.jdbc(dataSource));
        Governance governance = Governance.builder(registry)
                .gate("production", gate)
                .record(record)
                .build();

        AtomicInteger commits = commits();
        promote(governance, "2.0.0");
        assertThat(commits).hasValue(1);
        agreed();
    }

    /** Fails a call of the promotion, from the first one to the last, once or from then on. */
    @ParameterizedTest
    @CsvSource({
        "H2, 53100, false",
        "H2, 53100, true",
        "H2, 40001, false",
        "POSTGRES, 53100, false",
        "POSTGRES, 53100, true",
        "POSTGRES, 40001, false"
    })
    void a_failure_at_any_call_leaves_both_or_neither(GovernedPlace.Kind kind, String state, boolean forGood) {
        GovernedPlace place = open(kind);
        Governance governance = place.governance(AssetRegistry.of(place.store()));
        promote(governance, "2.0.0");
        int promotions = 1;
        int failures = 0;
        for (int call = 0; ; call++) {
            AtomicInteger calls = new AtomicInteger(-call);
            watch = (connection, method, sql) -> {
                boolean matters = method.startsWith("execute")
                        || List.of("commit", "setSavepoint", "releaseSavepoint").contains(method);
                int at = matters ? calls.getAndIncrement() : -1;
                if (at == 0 || (at > 0 && forGood)) {
                    throw new SQLException("fails at " + method + " " + sql, state);
                }
            };
            Version before = production();
            String told = told(governance, before.equals(Version.of(2, 0, 0)) ? "3.0.0" : "2.0.0");
            boolean done = calls.get() <= 0;
            watch = (connection, method, sql) -> {};
            boolean moved = !production().equals(before);
            failures += moved ? 0 : 1;
            promotions += moved ? 1 : 0;
            // Of a commit that nobody confirmed it cannot be told; but then both are there.
            assertThat(moved)
                    .as("call %d: %s", call, told)
                    .isEqualTo(told.equals("promoted") || isUncertain(told, moved));
            List<MoveEntry> kept = agreed();
            assertThat(Agreement.outcomes(kept).stream().filter(Outcome::moved))
                    .as("call %d", call)
                    .hasSize(promotions);
            if (done) {
                assertThat(call).isGreaterThan(20);
                assertThat(failures).isGreaterThanOrEqualTo(state.equals("40001") ? 0 : 10);
                return;
            }
        }
    }

    private static boolean isUncertain(String told, boolean moved) {
        return moved && told.startsWith("cannot tell whether it was done to move label 'production'");
    }

    private static boolean promoted(Governance governance, String version) {
        return told(governance, version).equals("promoted");
    }

    private static String told(Governance governance, String version) {
        try {
            return promote(governance, version).isPromoted() ? "promoted" : "refused";
        } catch (GenAiOpsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void what_others_were_in_the_way_of_is_tried_again_with_its_entries(GovernedPlace.Kind kind) {
        GovernedPlace place = open(kind);
        Governance governance = place.governance(AssetRegistry.of(place.store()));
        AtomicInteger commits = new AtomicInteger();
        watch = (connection, method, sql) -> {
            if (method.equals("commit") && commits.getAndIncrement() < 3) {
                throw new SQLException("could not serialize access", "40001");
            }
        };

        assertThat(promote(governance, "2.0.0").isPromoted()).isTrue();

        assertThat(commits).hasValue(4);
        List<MoveEntry> kept = agreed();
        assertThat(Agreement.intents(kept)).hasSize(1);
        assertThat(Agreement.outcomes(kept)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"H2, true", "H2, false", "POSTGRES, true", "POSTGRES, false"})
    void a_commit_without_an_answer_is_told_as_it_was(GovernedPlace.Kind kind, boolean done) {
        GovernedPlace place = open(kind);
        Governance governance = place.governance(AssetRegistry.of(place.store()));
        AtomicBoolean first = new AtomicBoolean(true);
        watch = (connection, method, sql) -> {
            if (method.equals("commit") && first.getAndSet(false)) {
                if (done) {
                    connection.commit();
                }
                throw new SQLException("the line is dead", "08006");
            }
        };

        assertThat(promoted(governance, "2.0.0")).isEqualTo(done);

        assertThat(production()).hasToString(done ? "2.0.0" : "1.0.0");
        List<MoveEntry> kept = agreed();
        assertThat(Agreement.intents(kept)).hasSize(1);
        assertThat(Agreement.outcomes(kept)).extracting(Outcome::moved).containsExactly(done);
    }

    @ParameterizedTest
    @CsvSource({
        "H2, " + Connection.TRANSACTION_READ_COMMITTED,
        "H2, " + Connection.TRANSACTION_REPEATABLE_READ,
        "H2, " + Connection.TRANSACTION_SERIALIZABLE,
        "POSTGRES, " + Connection.TRANSACTION_READ_COMMITTED,
        "POSTGRES, " + Connection.TRANSACTION_REPEATABLE_READ,
        "POSTGRES, " + Connection.TRANSACTION_SERIALIZABLE
    })
    void an_approval_that_is_taken_back_before_the_intent_stops_the_move(GovernedPlace.Kind kind, int isolation) {
        open(kind);
        GovernedPlace place = GovernedPlace.in(Wrapped.isolated(watched, isolation));
        AssetRegistry registry = AssetRegistry.of(place.store());
        Governance governance = Governance.builder(registry)
                .gate("production", Gate.approvals(1).assured(Assurance.ASSERTED))
                .gate("production", AssetKind.MODEL, candidate -> Verdict.pass("fine"))
                .record(place.record())
                .build();
        Promotion waiting = promote(governance, "2.0.0");
        waiting.approve(Actor.asserted("bob"));
        AtomicBoolean first = new AtomicBoolean(true);
        watch = (connection, method, sql) -> {
            if (executes(method, sql, "insert into genaiops_move") && first.getAndSet(false)) {
                GovernedPlace outside = GovernedPlace.in(plain);
                MoveEntry.Approved given = (MoveEntry.Approved) outside.record().entries().stream()
                        .filter(MoveEntry.Approved.class::isInstance)
                        .findFirst()
                        .orElseThrow();
                outside.record()
                        .append(new Revoked(
                                given.approval().subject(),
                                "bob",
                                ADA,
                                "looked again",
                                given.at().plusSeconds(1)));
            }
        };

        assertThatThrownBy(waiting::resume)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was taken back while the gate decided");

        assertThat(first).isFalse();
        assertThat(production()).hasToString("1.0.0");
        List<MoveEntry> kept = Agreement.check(GovernedPlace.in(plain));
        assertThat(Agreement.outcomes(kept)).extracting(Outcome::moved).containsExactly(false);
        assertThat(waiting.resume().needsApproval()).isTrue();
    }

    /** Counts what a listener is told of a version. */
    private static final class Told implements DeliveryListener {

        private final List<String> versions = new CopyOnWriteArrayList<>();

        @Override
        public void refreshed(AssetReference reference, Version version) {
            versions.add(reference.id().name() + " " + version);
        }
    }

    @ParameterizedTest
    @CsvSource({"H2, true", "H2, false", "POSTGRES, true", "POSTGRES, false"})
    void a_version_is_delivered_and_told_when_the_move_is_committed_and_not_before(
            GovernedPlace.Kind kind, boolean commits) {
        GovernedPlace place = open(kind);
        Told told = new Told();
        AssetRegistry registry = AssetRegistry.builder(place.store())
                .cache(Duration.ofHours(1))
                .delivery(options -> options.listener(told))
                .build();
        Governance governance = place.governance(registry);
        assertThat(registry.prompt("trail-guide").version()).hasToString("1.0.0");
        List<String> between = new CopyOnWriteArrayList<>();
        watch = (connection, method, sql) -> {
            if (method.equals("commit") && between.isEmpty()) {
                Thread reader = new Thread(() -> {
                    registry.delivery().invalidate(GUIDE);
                    between.add(registry.prompt("trail-guide").version().toString());
                    between.add(registry.delivery()
                            .view(assets -> true)
                            .get(SMALL)
                            .labels()
                            .toString());
                });
                reader.start();
                join(reader);
                if (!commits) {
                    throw new SQLException("disk full", "53100");
                }
            }
        };

        assertThat(promoted(governance, "2.0.0")).isEqualTo(commits);

        assertThat(between).containsExactly("1.0.0", "{}");
        assertThat(registry.prompt("trail-guide").version()).hasToString(commits ? "2.0.0" : "1.0.0");
        assertThat(registry.delivery().view(assets -> true).get(SMALL).labels().isEmpty())
                .isNotEqualTo(commits);
        assertThat(told.versions.contains("trail-guide 2.0.0")).isEqualTo(commits);
        registry.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
