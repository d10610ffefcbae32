package io.genaiops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.host.ChildJvm;
import io.genaiops.signature.SigningKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several processes append to one ledger, and some are killed while they do. */
@Tag("processes")
class LedgerProcessesTest {

    @TempDir
    private Path temp;

    private SigningKey key;

    @BeforeEach
    void makeKey() throws Exception {
        EndlessAppender.write(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), temp.resolve("key"));
        key = EndlessAppender.key(temp.resolve("key"));
    }

    private Process start(String address, int threads, int most) throws IOException {
        return jvms().start(
                        EndlessAppender.class,
                        address,
                        temp.resolve("key").toString(),
                        Integer.toString(threads),
                        Integer.toString(most));
    }

    private ChildJvm jvms() {
        return new ChildJvm(temp);
    }

    private static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static void note(String line, Map<Long, String> acknowledged) {
        List<String> parts = List.of(line.split(" ", -1));
        assertThat(acknowledged.put(Long.parseLong(parts.get(0)), parts.get(1)))
                .as("two entries with number %s", parts.get(0))
                .isNull();
    }

    private void check(String address, Map<Long, String> acknowledged) {
        try (Ledger ledger = LedgerPlace.at(address, EndlessAppender.settings(key))) {
            assertThat(ledger.verify().firstBreak()).isEmpty();
            Map<Long, String> found = new HashMap<>();
            try (Stream<LedgerEntry> entries = ledger.entries(LedgerQuery.all())) {
                entries.forEach(
                        entry -> found.put(entry.sequence(), entry.hash().value()));
            }
            assertThat(found).containsAllEntriesOf(acknowledged);
        }
    }

    @ParameterizedTest
    @EnumSource
    void three_processes_with_threads_append_to_one_chain(LedgerPlace place) throws Exception {
        String address = place.address(temp) + (place == LedgerPlace.H2 ? ";AUTO_SERVER=TRUE" : "");
        Map<Long, String> acknowledged = new HashMap<>();
        try (AutoCloseable held = LedgerPlace.hold(address)) {
            assertThat(held).isNotNull();
            List<Process> processes = List.of(start(address, 2, 40), start(address, 2, 40), start(address, 2, 40));
            for (Process process : processes) {
                try (BufferedReader lines = output(process)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        note(line, acknowledged);
                    }
                }
                assertThat(process.waitFor()).as(jvms().errors()).isZero();
            }
            assertThat(acknowledged).hasSize(240);
            check(address, acknowledged);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ten_kills_lose_no_acknowledged_entry(LedgerPlace place) throws Exception {
        kill(place, 10);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("endurance")
    void two_hundred_kills_lose_no_acknowledged_entry(LedgerPlace place) throws Exception {
        kill(place, 200);
    }

    /** Kills a writer that acknowledged an entry since the last kill, at a moment drawn from a seeded generator. */
    private void kill(LedgerPlace place, int kills) throws Exception {
        String address = place.address(temp);
        Random random = new Random(kills);
        Map<Long, String> acknowledged = new HashMap<>();
        for (int kill = 0; kill < kills; kill++) {
            Process child = start(address, 4, 0);
            try (BufferedReader lines = output(child)) {
                int entries = 1 + random.nextInt(40);
                for (int i = 0; i < entries; i++) {
                    String line = lines.readLine();
                    assertThat(line)
                            .as("the writer died by itself: %s", jvms().errors())
                            .isNotNull();
                    note(line, acknowledged);
                }
                long until = System.nanoTime() + random.nextInt(5_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                ChildJvm.kill(child);
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.length() > 72) {
                        note(line, acknowledged);
                    }
                }
            }
            if (kill % 10 == 9 || kills <= 10) {
                try (AutoCloseable held = LedgerPlace.hold(address)) {
                    assertThat(held).isNotNull();
                    check(address, acknowledged);
                }
            }
        }
        System.out.printf("%s: %d kills, %d entries acknowledged%n", place, kills, acknowledged.size());
        try (AutoCloseable held = LedgerPlace.hold(address);
                Ledger ledger = LedgerPlace.at(address, EndlessAppender.settings(key))) {
            assertThat(held).isNotNull();
            ledger.append(Entries.draft(1));
            check(address, acknowledged);
        }
    }
}
