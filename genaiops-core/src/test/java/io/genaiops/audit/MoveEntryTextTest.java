package io.genaiops.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.approval.Actor;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.approval.Assurance;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry.Purpose;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MoveEntryTextTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00.000001Z");
    private static final Digest DIGEST = Digest.ofText("x");
    private static final AssetId GUIDE = AssetId.prompt("trail-guide");
    private static final AssetId SMALL = new AssetId(AssetKind.MODEL, "small");
    private static final Label LABEL = Label.of("production/eu");
    private static final Actor ADA = Actor.authenticated("ada lovelace");
    private static final ApprovalSubject SUBJECT =
            new ApprovalSubject(GUIDE, Version.parse("2.0.0-rc.1"), DIGEST, LABEL, DIGEST);

    static Stream<MoveEntry> entries() {
        SortedMap<AssetId, Step> steps = new TreeMap<>(Map.of(
                GUIDE, new Step(null, Version.of(2, 0, 0), DIGEST),
                SMALL, new Step(Version.of(1, 0, 0), null, null)));
        return Stream.of(
                new MoveEntry.Baseline(GUIDE, LABEL, Version.of(1, 0, 0), 3, AT),
                new MoveEntry.Baseline(GUIDE, LABEL, null, 0, AT),
                new MoveEntry.Governed(LABEL, AT),
                new MoveEntry.Intent("0a", Purpose.BREAK_GLASS, LABEL, steps, ADA, "why\nnot = \"x\"", DIGEST, AT),
                new MoveEntry.Intent("0b", Purpose.ROLLBACK, LABEL, steps, Actor.asserted("bob"), "", null, AT),
                new MoveEntry.Outcome("0a", true, "it has", AT),
                new MoveEntry.Outcome("0a", false, "it has not", AT),
                new MoveEntry.Refusal(SUBJECT, ADA, "worse", Set.of(), AT),
                new MoveEntry.Refusal(
                        SUBJECT, ADA, "by others than [ada lovelace, bob]", Set.of("ada lovelace", "bob"), AT),
                new MoveEntry.Approved(Approval.of(SUBJECT, ADA, AT).by(ADA, "a.lovelace@host", null)),
                new MoveEntry.Approved(
                        new Approval(SUBJECT, new Actor("bob", Assurance.SIGNED), "bob", DIGEST, "c2lnbmVk", AT)),
                new MoveEntry.Revoked(SUBJECT, "bob", ADA, "too early", AT));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void an_entry_is_read_as_it_was_written(MoveEntry entry) {
        assertThat(MoveEntryText.parse(MoveEntryText.of(entry))).isEqualTo(entry);
        assertThat(MoveEntryText.of(entry).keySet()).allMatch(name -> name.matches("[a-z][a-z0-9.]*"));
    }

    @Test
    void a_text_that_is_missing_or_is_something_else_is_named() {
        SortedMap<String, String> fields = MoveEntryText.of(new MoveEntry.Governed(LABEL, AT));
        fields.remove("label");
        assertThatThrownBy(() -> MoveEntryText.parse(fields)).hasMessageContaining("must have the field 'label'");
        fields.put("at", "noon");
        assertThatThrownBy(() -> MoveEntryText.parse(fields)).hasMessageContaining("field 'at' of an entry");
        fields.put("at", AT.toString());
        fields.put("kind", "poem");
        assertThatThrownBy(() -> MoveEntryText.parse(fields)).hasMessageContaining("found: 'poem'");
    }

    @Test
    void a_record_in_memory_keeps_the_order() {
        MoveRecord record = MoveRecord.memory();
        entries().forEach(record::append);

        assertThat(record.entries()).containsExactlyElementsOf(entries().toList());
    }
}
