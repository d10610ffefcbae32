package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.GUIDE;
import static io.genaiops.governance.GovernedStore.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.database.TestDatabases;
import io.genaiops.ledger.Ledger;
import io.genaiops.registry.AssetRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Label, history and ledger agree after a process was killed during a promotion, every time. */
class KilledPromotionTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"directory", "h2", "postgresql"})
    void ten_kills_leave_label_history_and_ledger_in_agreement(String kind) throws Exception {
        kill(kind, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "h2", "postgresql"})
    @Tag("endurance")
    void two_hundred_kills_leave_label_history_and_ledger_in_agreement(String kind) throws Exception {
        kill(kind, 200);
    }

    private void kill(String kind, int kills) throws Exception {
        String address = switch (kind) {
            case "h2" -> "jdbc:h2:file:" + folder.resolve("h2/assets").toAbsolutePath();
            case "postgresql" -> TestDatabases.postgres("killed_promotion_" + kills);
            default -> folder.resolve("assets").toString();
        };
        try (AutoCloseable held = EndlessPromoter.hold(address);
                Ledger ledger = EndlessPromoter.ledger(address, folder)) {
            assertThat(held).isNotNull();
            AssetRegistry registry = GovernedStore.fill(EndlessPromoter.open(address));
            EndlessPromoter.governance(registry, EndlessPromoter.record(ledger, folder));
        }
        Random random = new Random(kills);
        int acknowledged = 0;
        int recovered = 0;
        int intents = 0;
        for (int kill = 0; kill < kills; kill++) {
            acknowledged += killedOnce(address, random);
            try (AutoCloseable held = EndlessPromoter.hold(address);
                    Ledger ledger = EndlessPromoter.ledger(address, folder)) {
                assertThat(held).isNotNull();
                int before = EndlessPromoter.record(ledger, folder).entries().size();
                List<MoveEntry> after = check(address, ledger);
                recovered += after.size() - before;
                intents = (int) after.stream().filter(Intent.class::isInstance).count();
            }
        }
        System.out.printf(
                "%s: %d kills, %d moves acknowledged, %d settled by recovery%n", kind, kills, acknowledged, recovered);
        assertThat(acknowledged).isGreaterThanOrEqualTo(kills);
        assertThat(intents).isGreaterThanOrEqualTo(acknowledged);
    }

    /** Kills a process that has moved at least once, at a moment drawn from a seeded generator. */
    private int killedOnce(String address, Random random) throws Exception {
        Process child = start(address, folder.toString());
        int moves = 0;
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            int wanted = 1 + random.nextInt(4);
            for (; moves < wanted; moves++) {
                assertThat(lines.readLine())
                        .as("it died by itself: %s", errors())
                        .startsWith("moved ");
            }
            long until = System.nanoTime() + random.nextInt(150_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            assertThat(child.toHandle().destroyForcibly()).isTrue();
            child.waitFor();
            while (lines.readLine() != null) {
                moves++;
            }
        }
        return moves;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EndlessPromoter.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors.txt"));
    }

    /** Builds the governance anew, which recovers, and holds label, history and record against each other by hand as well. */
    private List<MoveEntry> check(String address, Ledger ledger) {
        AssetRegistry registry = AssetRegistry.of(EndlessPromoter.open(address));
        Governance governance = EndlessPromoter.governance(registry, EndlessPromoter.record(ledger, folder));
        assertThat(governance.verify()).isEmpty();
        assertThat(ledger.verify().firstBreak()).isEmpty();
        List<MoveEntry> kept = EndlessPromoter.record(ledger, folder).entries();
        Set<String> moved = new HashSet<>();
        Set<String> settled = new HashSet<>();
        kept.forEach(entry -> {
            if (entry instanceof Outcome outcome) {
                settled.add(outcome.operation());
                if (outcome.moved()) {
                    moved.add(outcome.operation());
                }
            }
        });
        List<Intent> intents = kept.stream()
                .filter(Intent.class::isInstance)
                .map(Intent.class::cast)
                .toList();
        assertThat(intents).allMatch(intent -> settled.contains(intent.operation()));
        for (AssetId id : List.of(GUIDE, SMALL)) {
            StoredAsset asset = registry.describe(id);
            List<String> expected = intents.stream()
                    .filter(intent -> moved.contains(intent.operation()))
                    .map(intent ->
                            intent.operation() + " " + intent.steps().get(id).to())
                    .toList();
            List<String> found = asset.history().stream()
                    .filter(move -> move.authority() != null)
                    .map(move -> move.authority().entry().orElseThrow() + " " + move.to())
                    .toList();
            assertThat(found).isEqualTo(expected);
            LabelMove last = asset.history().get(asset.history().size() - 1);
            Version on =
                    asset.label(Label.PRODUCTION).map(state -> state.version()).orElse(null);
            assertThat(on).isEqualTo(last.to());
        }
        return kept;
    }
}
