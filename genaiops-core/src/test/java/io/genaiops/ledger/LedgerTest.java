package io.genaiops.ledger;

import static io.genaiops.ledger.Entries.ADA;
import static io.genaiops.ledger.Entries.GUIDE;
import static io.genaiops.ledger.Entries.START;
import static io.genaiops.ledger.Entries.append;
import static io.genaiops.ledger.Entries.draft;
import static io.genaiops.ledger.Entries.settings;
import static io.genaiops.ledger.Entries.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.SigningKey;
import io.genaiops.signature.TrustedKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every ledger does, wherever it is kept. */
class LedgerTest {

    @TempDir
    private Path temp;

    private final SigningKey key = SigningKey.generate("key-1");

    private static List<LedgerEntry> all(Ledger ledger) {
        try (Stream<LedgerEntry> entries = ledger.entries(LedgerQuery.all())) {
            return entries.toList();
        }
    }

    private static List<Long> numbers(Ledger ledger, LedgerQuery query) {
        try (Stream<LedgerEntry> entries = ledger.entries(query)) {
            return entries.map(LedgerEntry::sequence).toList();
        }
    }

    private static byte[] export(Ledger ledger) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ledger.export(bytes)).isEqualTo(all(ledger).size());
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void an_entry_reads_as_it_was_written(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, settings().build())) {
            LedgerEntry entry = ledger.append(draft(2));

            assertThat(entry.sequence()).isEqualTo(2);
            assertThat(entry.kind()).isEqualTo(EntryKind.APPROVAL);
            assertThat(entry.time()).isBetween(START, START.plusSeconds(9));
            assertThat(entry.actor()).contains(ADA);
            assertThat(entry.asset()).contains(GUIDE);
            assertThat(entry.version()).contains(Version.parse("1.2.0"));
            assertThat(entry.digests()).containsEntry("evidence", Entries.EVIDENCE);
            assertThat(entry.data()).containsEntry("why", "beats the one before it, \"2\"\nby far");
            assertThat(all(ledger)).element(1).isEqualTo(entry);
            assertThat(entry.previous()).isEqualTo(all(ledger).get(0).hash());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_line_is_json_whose_hash_covers_it_as_it_is_written(LedgerPlace place) throws Exception {
        try (Ledger ledger = place.open(temp, settings().build())) {
            append(ledger, 3);
            String[] lines = new String(export(ledger), StandardCharsets.UTF_8).split("\n", -1);
            assertThat(lines).hasSize(5);
            String before = "0".repeat(64);
            for (int i = 0; i < 4; i++) {
                JsonNode json = new ObjectMapper().readTree(lines[i]);
                String hash = json.path("hash").asText();
                String covered = lines[i].substring(0, lines[i].indexOf(",\"hash\":"));
                assertThat(Digest.ofText(covered)).isEqualTo(Digest.parse("sha256:" + hash));
                assertThat(json.path("prev").asText()).isEqualTo(before);
                assertThat(json.path("seq").asInt()).isEqualTo(i + 1);
                before = hash;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_intact_ledger_is_found_intact_with_and_without_keys_and_anchors(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, signed(key, 4))) {
            assertThat(ledger.verify().entries()).isZero();
            append(ledger, 10);
            Checkpoint anchor = ledger.checkpoint();
            append(ledger, 3);

            assertThat(ledger.verify().isIntact()).isTrue();
            Verification verification = ledger.verify(anchor.line());
            assertThat(verification.firstBreak()).isEmpty();
            assertThat(verification.notes()).isEmpty();
            assertThat(verification.anchors()).isEqualTo(1);
            assertThat(verification.first()).isEqualTo(1);
            assertThat(verification.last()).isEqualTo(all(ledger).size());
            assertThat(verification.signedThrough().orElseThrow()).isGreaterThanOrEqualTo(anchor.sequence());
        }
        try (Ledger stranger = place.open(temp, settings().build())) {
            assertThat(stranger.verify().isIntact()).isTrue();
            assertThat(stranger.verify().notes()).singleElement().asString().contains("signatures were not checked");
        }
    }

    @ParameterizedTest
    @EnumSource
    void checkpoints_are_signed_once_a_group(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, signed(key, 8))) {
            append(ledger, 40);
            List<LedgerEntry> checkpoints = ledger.entries(EntryKind.CHECKPOINT);
            assertThat(checkpoints).hasSizeBetween(4, 6).allSatisfy(entry -> {
                Checkpoint checkpoint = Checkpoint.parse(entry.data().get("checkpoint"));
                assertThat(checkpoint.isSignedBy(TrustedKeys.of("key-1", key.publicKey())))
                        .isTrue();
                assertThat(checkpoint.sequence()).isEqualTo(entry.sequence() - 1);
                assertThat(checkpoint.hash()).isEqualTo(entry.previous());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void entries_are_found_by_number_time_kind_and_asset(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, settings().build())) {
            append(ledger, 12);
            assertThat(numbers(ledger, LedgerQuery.all().sequences(3, 5))).containsExactly(3L, 4L, 5L);
            assertThat(numbers(ledger, LedgerQuery.all().kinds(EntryKind.APPROVAL)))
                    .containsExactly(4L, 7L, 10L, 13L);
            assertThat(numbers(ledger, LedgerQuery.all().about(GUIDE).sequences(1, 6)))
                    .containsExactly(2L, 4L, 6L);
            LedgerEntry sixth = all(ledger).get(5);
            LedgerEntry eighth = all(ledger).get(7);
            assertThat(numbers(ledger, LedgerQuery.all().between(sixth.time(), eighth.time())))
                    .containsExactly(6L, 7L);
            assertThat(numbers(ledger, LedgerQuery.all().sequences(100, 200))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_export_holds_the_bytes_that_were_hashed_and_verifies_anywhere(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, signed(key, 4))) {
            append(ledger, 9);
            String anchor = ledger.checkpoint().line();
            byte[] export = export(ledger);

            Verification verification = Ledger.verifyExport(new ByteArrayInputStream(export), signed(key, 4), anchor);
            assertThat(verification.firstBreak()).isEmpty();
            assertThat(verification.anchors()).isEqualTo(1);
            assertThat(new String(export, StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(
                            all(ledger).stream().map(LedgerEntry::line).toList());

            export[export.length / 2]++;
            assertThat(Ledger.verifyExport(new ByteArrayInputStream(export), signed(key, 4))
                            .isIntact())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void dropped_entries_leave_a_proof_and_the_rest_verifies(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, signed(key, 5))) {
            append(ledger, 20);
            Checkpoint old = ledger.checkpoint();
            LedgerEntry last = all(ledger).get(11);
            append(ledger, 5);

            LedgerEntry entry = ledger.drop(12, ADA, "kept for six months");

            assertThat(entry.data()).containsEntry("from", "1").containsEntry("through", "12");
            Checkpoint proof = Checkpoint.parse(entry.data().get("proof"));
            assertThat(proof.hash()).isEqualTo(last.hash());
            assertThat(proof.isSignedBy(TrustedKeys.of("key-1", key.publicKey())))
                    .isTrue();
            assertThat(all(ledger).get(0).sequence()).isEqualTo(13);
            Verification verification = ledger.verify(old.line(), proof.line());
            assertThat(verification.firstBreak()).isEmpty();
            assertThat(verification.anchors()).isEqualTo(2);
            assertThat(verification.notes()).singleElement().asString().contains("entries before 13 were dropped");

            append(ledger, 5);
            ledger.drop(20, ADA, "again");
            assertThat(ledger.verify(old.line()).firstBreak()).isEmpty();
            assertThat(ledger.verify().first()).isEqualTo(21);
            assertThat(Ledger.verifyExport(new ByteArrayInputStream(export(ledger)), signed(key, 5))
                            .firstBreak())
                    .isEmpty();
            assertThatThrownBy(() -> ledger.drop(20, ADA, "once more"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be one of 21 to");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_key_is_changed_by_an_entry_that_the_old_key_signs(LedgerPlace place) {
        SigningKey second = SigningKey.generate("key-2");
        TrustedKeys both = TrustedKeys.none().and(key).and(second);
        try (Ledger ledger = place.open(
                temp, settings().signedBy(key).trusting(both).checkpointEvery(5).build())) {
            append(ledger, 7);
            ledger.rotate(second);
            append(ledger, 7);
            ledger.rotate(second);

            assertThat(ledger.checkpoint().key()).contains("key-2");
            assertThat(ledger.entries(EntryKind.KEY))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.data()).containsEntry("key", "key-2"));
            assertThat(ledger.verify().firstBreak()).isEmpty();
        }
        try (Ledger outdated = place.open(temp, signed(key, 5))) {
            assertThatThrownBy(outdated::checkpoint)
                    .isExactlyInstanceOf(GenAiOpsException.class)
                    .hasMessageContaining("is signed by key 'key-2'; found key 'key-1'");
            append(outdated, 6);
            assertThat(outdated.verify().firstBreak().orElseThrow().problem())
                    .contains("'key-2', which is not trusted");
        }
        try (Ledger current = place.open(
                temp,
                settings().signedBy(second).trusting(both).checkpointEvery(5).build())) {
            assertThat(current.verify().firstBreak()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_unsigned_ledger_can_be_signed_from_some_day_on(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, settings().build())) {
            append(ledger, 3);
            Checkpoint unsigned = ledger.checkpoint();
            assertThat(unsigned.key()).isEmpty();
            assertThat(ledger.verify(unsigned.line()).anchors()).isEqualTo(1);
        }
        try (Ledger ledger = place.open(temp, signed(key, 4))) {
            append(ledger, 9);
            Verification verification = ledger.verify();
            assertThat(verification.firstBreak()).isEmpty();
            assertThat(verification.signedThrough()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_fails_loses_no_entry(LedgerPlace place) {
        AtomicReference<SigningKey> inside = new AtomicReference<>(key);
        SigningKey remote = SigningKey.of(
                "key-1", key.publicKey(), statement -> inside.get().sign(statement));
        inside.set(SigningKey.of("key-1", key.publicKey(), key::sign));
        try (Ledger ledger = place.open(temp, signed(remote, 3))) {
            append(ledger, 2);
            inside.set(null);
            append(ledger, 10);
            assertThatThrownBy(ledger::checkpoint).isInstanceOf(NullPointerException.class);
            inside.set(key);
            append(ledger, 3);
            assertThat(all(ledger).stream().filter(entry -> entry.data().containsKey("why")))
                    .hasSize(15);
            assertThat(ledger.verify().firstBreak()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void values_are_redacted_before_they_are_written(LedgerPlace place) {
        LedgerSettings redacting = settings()
                .redactedBy(value -> value.replaceAll("\\S+@\\S+", "[e-mail]"))
                .build();
        try (Ledger ledger = place.open(temp, redacting)) {
            ledger.append(LedgerDraft.of("note").with("why", "asked by ada@example.org today"));
            assertThat(new String(export(ledger), StandardCharsets.UTF_8))
                    .contains("asked by [e-mail] today")
                    .doesNotContain("ada@");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_clock_that_goes_back_is_noted_and_breaks_nothing(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, settings().build())) {
            append(ledger, 3);
        }
        try (Ledger ledger = place.open(
                temp,
                LedgerSettings.builder()
                        .clock(java.time.Clock.offset(Entries.clock(), Duration.ofDays(-1)))
                        .build())) {
            append(ledger, 2);
            Verification verification = ledger.verify();
            assertThat(verification.isIntact()).isTrue();
            assertThat(verification.notes())
                    .singleElement()
                    .asString()
                    .startsWith("the time goes back at entry 5: to 2026-11-29T");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_anchor_that_is_none_is_refused(LedgerPlace place) {
        try (Ledger ledger = place.open(temp, settings().build())) {
            append(ledger, 1);
            for (String line : List.of("", "checkpoint 1", ledger.checkpoint().line() + " x")) {
                assertThatThrownBy(() -> ledger.verify(line))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("expected a line that Ledger.checkpoint() gave");
            }
        }
    }
}
