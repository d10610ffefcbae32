package io.genaiops.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.audit.MoveEntry;
import io.genaiops.host.ChildJvm;
import io.genaiops.registry.AssetRegistry;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Label, history and ledger agree after a process was killed during a promotion, every time; and where they are in one
 * database, nothing is left for recovery.
 */
@Tag("processes")
class KilledPromotionTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void ten_kills_leave_label_history_and_ledger_in_agreement(GovernedPlace.Kind kind) throws Exception {
        kill(kind, 10);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("endurance")
    void two_hundred_kills_leave_label_history_and_ledger_in_agreement(GovernedPlace.Kind kind) throws Exception {
        kill(kind, 200);
    }

    private void kill(GovernedPlace.Kind kind, int kills) throws Exception {
        String address = kind.address(folder, false);
        try (AutoCloseable held = GovernedPlace.hold(address);
                GovernedPlace place = GovernedPlace.at(address)) {
            assertThat(held).isNotNull();
            place.governance(GovernedStore.fill(place.store()));
        }
        Random random = new Random(kills);
        int acknowledged = 0;
        int recovered = 0;
        int intents = 0;
        for (int kill = 1; kill <= kills; kill++) {
            acknowledged += killedOnce(address, random);
            try (AutoCloseable held = GovernedPlace.hold(address);
                    GovernedPlace place = GovernedPlace.at(address)) {
                assertThat(held).isNotNull();
                int before = place.record().entries().size();
                Governance governance = place.governance(AssetRegistry.of(place.store()));
                assertThat(governance.verify()).isEmpty();
                List<MoveEntry> after = Agreement.check(place);
                recovered += after.size() - before;
                intents = Agreement.intents(after).size();
            }
            if (kill % 50 == 0 || kill == kills) {
                System.out.printf(
                        "%s: %d kills, %d moves acknowledged, %d kept, %d settled by recovery%n",
                        kind, kill, acknowledged, intents, recovered);
            }
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(kills);
        assertThat(intents).isGreaterThanOrEqualTo(acknowledged);
        if (kind.isDatabase()) {
            assertThat(recovered).as("label and entries are written together").isZero();
        }
    }

    /** Kills a process that has moved at least once, at a moment drawn from a seeded generator. */
    private int killedOnce(String address, Random random) throws Exception {
        ChildJvm jvms = new ChildJvm(folder);
        Process child = jvms.start(EndlessPromoter.class, address);
        int moves = 0;
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            int wanted = 1 + random.nextInt(4);
            for (; moves < wanted; moves++) {
                assertThat(lines.readLine())
                        .as("it died by itself: %s", jvms.errors())
                        .startsWith("moved ");
            }
            long until = System.nanoTime() + random.nextInt(150_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            ChildJvm.kill(child);
            while (lines.readLine() != null) {
                moves++;
            }
        }
        return moves;
    }
}
