package io.genaiops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.approval.Actor;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry.Purpose;
import io.genaiops.database.Transactions;
import io.genaiops.ledger.EntryKind;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerDraft;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.pseudonym.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerMoveRecordTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00.000001Z");
    private static final Actor ADA = Actor.authenticated("ada lovelace");

    @TempDir
    Path folder;

    @Test
    void every_entry_comes_back_from_the_ledger_as_it_was() {
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"))) {
            MoveRecord record = MoveRecord.ledger(ledger, Pseudonyms.memory());
            MoveEntryTextTest.entries().forEach(record::append);

            assertThat(record.entries())
                    .containsExactlyElementsOf(MoveEntryTextTest.entries().toList());
            record.append(new MoveEntry.Governed(Label.of("production"), AT));
            assertThat(record.entries())
                    .hasSize((int) MoveEntryTextTest.entries().count() + 1);
            assertThat(ledger.verify().isIntact()).isTrue();
        }
    }

    @Test
    void the_ledger_of_a_database_keeps_them_too() {
        DataSource source = database();
        Ledger.migrate(source);
        Ledger ledger = Ledger.jdbc(source, LedgerSettings.builder().build());
        MoveRecord record = MoveRecord.ledger(ledger, Pseudonyms.memory());
        MoveEntryTextTest.entries().forEach(record::append);

        assertThat(MoveRecord.ledger(ledger, Pseudonyms.memory()).entries())
                .hasSameSizeAs(MoveEntryTextTest.entries().toList());
        assertThat(record.entries())
                .containsExactlyElementsOf(MoveEntryTextTest.entries().toList());
    }

    @Test
    void what_a_transaction_takes_back_is_not_remembered() {
        DataSource source = database();
        Ledger.migrate(source);
        Pseudonyms.migrate(source);
        MoveRecord record =
                MoveRecord.ledger(Ledger.jdbc(source, LedgerSettings.builder().build()), Pseudonyms.jdbc(source));
        List<MoveEntry> before = record.entries();
        MoveEntry taken = new MoveEntry.Governed(Label.of("taken-back"), AT);
        MoveEntry kept = new MoveEntry.Governed(Label.of("kept"), AT);

        assertThatThrownBy(() -> Transactions.of(source).run("write", () -> {
                    record.append(taken);
                    assertThat(record.entries()).endsWith(taken).hasSize(before.size() + 1);
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(record.entries()).isEqualTo(before);

        Transactions.of(source).run("write", () -> {
            record.append(kept);
            return record.entries();
        });
        assertThat(record.entries()).endsWith(kept).hasSize(before.size() + 1);
    }

    @Test
    void no_name_of_a_person_stands_in_the_ledger_and_who_was_erased_is_a_pseudonym() throws IOException {
        Pseudonyms pseudonyms = Pseudonyms.memory();
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"))) {
            MoveRecord record = MoveRecord.ledger(ledger, pseudonyms);
            MoveEntryTextTest.entries().forEach(record::append);

            assertThat(everything(folder)).doesNotContain("lovelace").contains("trail-guide", "by others than [");
            pseudonyms.erase("ada lovelace");
            List<MoveEntry> after = MoveRecord.ledger(ledger, pseudonyms).entries();
            assertThat(after).hasSize((int) MoveEntryTextTest.entries().count());
            assertThat(after.toString()).doesNotContain("ada lovelace");
            assertThat(ledger.verify().isIntact()).isTrue();
        }
    }

    @Test
    void entries_of_the_host_may_stand_between_those_of_governance() {
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"))) {
            MoveRecord record = MoveRecord.ledger(ledger, Pseudonyms.memory());
            ledger.append(LedgerDraft.of(EntryKind.APPROVAL).with("why", "by hand"));
            MoveEntryTextTest.entries().forEach(record::append);
            ledger.append(LedgerDraft.of("baseline").with("coverage", "0.9"));

            assertThat(record.entries())
                    .containsExactlyElementsOf(MoveEntryTextTest.entries().toList());
        }
    }

    @Test
    void an_entry_that_governance_did_not_write_so_is_named_by_its_number() {
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"))) {
            MoveRecord record = MoveRecord.ledger(ledger, Pseudonyms.memory());
            ledger.append(LedgerDraft.of(EntryKind.OUTCOME).with("kind", "outcome"));

            assertThatThrownBy(record::entries)
                    .isInstanceOf(GenAiOpsException.class)
                    .hasMessageContaining("entry 2 of the ledger is none that governance writes")
                    .hasMessageContaining("must have the field 'at'");
        }
    }

    @Test
    void ids_that_are_parts_of_one_another_and_of_pseudonyms_come_back() {
        Set<String> persons = Set.of("4", "42", "a", "p-", "ada");
        String why = "42 by 4, a and ada: p-4a";
        ApprovalSubject subject = new ApprovalSubject(
                AssetId.prompt("guide"),
                Version.of(1, 0, 0),
                Digest.ofText("guide"),
                Label.of("production"),
                Digest.ofText("evidence"));
        MoveEntry.Refusal refusal = new MoveEntry.Refusal(subject, ADA, why, persons, AT);
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"))) {
            MoveRecord record = MoveRecord.ledger(ledger, Pseudonyms.memory());
            record.append(refusal);

            assertThat(record.entries()).containsExactly(refusal);
        }
    }

    @Test
    void a_reason_is_cut_between_characters() {
        String why = "x".repeat(1_998) + "\uD83E\uDD7E and on";
        MoveEntry.Outcome outcome = new MoveEntry.Outcome("0a", false, why, AT);
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"))) {
            MoveRecord record = MoveRecord.ledger(ledger, Pseudonyms.memory());
            record.append(outcome);

            assertThat(((MoveEntry.Outcome) record.entries().get(0)).why()).isEqualTo("x".repeat(1_998) + "…");
        }
    }

    @Test
    void a_move_of_many_assets_and_a_long_reason_fit() {
        SortedMap<AssetId, Step> steps = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            steps.put(
                    AssetId.prompt("prompt-" + i),
                    new Step(Version.of(1, 0, 0), Version.of(2, 0, i), Digest.ofText("prompt " + i)));
        }
        String why = "because ".repeat(1_000);
        MoveEntry.Intent intent =
                new MoveEntry.Intent("0a", Purpose.PROMOTION, Label.of("production"), steps, ADA, why, null, AT);
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"))) {
            MoveRecord record = MoveRecord.ledger(ledger, Pseudonyms.memory());
            record.append(intent);

            MoveEntry.Intent back = (MoveEntry.Intent) record.entries().get(0);
            assertThat(back.steps()).isEqualTo(intent.steps());
            assertThat(back.why()).startsWith("because because").endsWith("…").hasSize(2_000);
            assertThat(ledger.entries(EntryKind.PROMOTION))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.digests()).containsEntry("why-in-full", Digest.ofText(why)));
        }
    }

    private static String everything(Path root) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private DataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:audit" + folder.getFileName() + ";DB_CLOSE_DELAY=-1");
        return source;
    }
}
