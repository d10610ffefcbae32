package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.CLOCK;
import static io.genaiops.governance.GovernedStore.GUIDE;
import static io.genaiops.governance.GovernedStore.QUALITY;
import static io.genaiops.governance.GovernedStore.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveRecord;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What verify finds, and what recovery makes of a promotion that was cut short. */
class ReconciliationTest {

    private static final Actor ADA = Actor.asserted("ada");

    @TempDir
    private Path folder;

    private final MoveRecord record = MoveRecord.memory();
    private AssetRegistry registry = AssetRegistry.memory();

    @BeforeEach
    void fill_a_directory() {
        registry = GovernedStore.fill(AssetStore.directory(folder));
    }

    @Test
    void what_moved_before_governance_began_is_taken_as_it_is() {
        Governance governance = governance(record);

        assertThat(governance.verify()).isEmpty();
        promote(governance, "2.0.0");
        assertThat(governance(record).verify()).isEmpty();
        assertThat(governance(MoveRecord.memory()).verify()).isEmpty();
    }

    @Test
    void a_file_edited_by_hand_is_found() throws IOException {
        Governance governance = governance(record);
        promote(governance, "2.0.0");

        edit("labels.yaml", text -> text.replace("production: {version: 2.0.0}", "production: {version: 3.0.0}"));

        assertThat(governance.verify()).singleElement().satisfies(found -> {
            assertThat(found.asset()).contains(GUIDE);
            assertThat(found.toString())
                    .contains("'trail-guide'@production: it is on 3.0.0, and its last recorded move put it on 2.0.0")
                    .contains("edited by hand");
        });
        assertThat(governance.report().toString()).startsWith("NOT ACCOUNTED FOR prompt 'trail-guide'@production");
    }

    @Test
    void a_promotion_between_the_reading_of_record_and_labels_is_nothing_to_find() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        Governance watching = governance(new MoveRecord() {
            @Override
            public void append(MoveEntry entry) {
                record.append(entry);
            }

            @Override
            public List<MoveEntry> entries() {
                List<MoveEntry> entries = record.entries();
                meanwhile.getAndSet(() -> {}).run();
                return entries;
            }
        });
        Governance other = governance(record);

        meanwhile.set(() -> promote(other, "2.0.0"));

        assertThat(watching.verify()).isEmpty();
        assertThat(registry.describe(GUIDE)
                        .label(Label.of("production"))
                        .orElseThrow()
                        .version())
                .hasToString("2.0.0");
    }

    @Test
    void a_move_added_to_the_history_by_hand_is_named() throws IOException {
        Governance governance = governance(record);
        promote(governance, "2.0.0");
        String forged = "  - {label: \"production\", from: 2.0.0, to: 3.0.0, at: '2026-11-01T10:00:00Z', by: \"eve\","
                + " why: \"x\", authority: \"gate passed: yes [entry " + "a".repeat(32) + "]\"}\n";

        edit(
                "labels.yaml",
                text -> text.replace("production: {version: 2.0.0}", "production: {version: 3.0.0}") + forged);

        assertThat(governance.verify())
                .singleElement()
                .asString()
                .contains("the move production 2.0.0 -> 3.0.0 by eve")
                .contains("has no entry in the record");
    }

    @ParameterizedTest
    @CsvSource({"to: 2.0.0, to: 3.0.0", "from: 1.0.0, from: 3.0.0"})
    void a_move_whose_line_was_changed_is_named(String before, String after) throws IOException {
        Governance governance = governance(record);
        promote(governance, "2.0.0");

        edit("labels.yaml", text -> text.replace(before, after));

        assertThat(governance.verify())
                .anySatisfy(found -> assertThat(found.what()).contains("is not what its entry says"));
    }

    @Test
    void a_history_that_was_shortened_and_a_label_that_was_taken_away_are_found() throws IOException {
        Governance governance = governance(record);
        promote(governance, "2.0.0");
        Path labels = folder.resolve("prompts/trail-guide/labels.yaml");
        String whole = Files.readString(labels);

        Files.delete(labels);
        assertThat(governance.verify())
                .anySatisfy(found -> assertThat(found.what())
                        .contains("the history had 1 moves when governance began and has 0 now"));

        Files.writeString(
                labels,
                whole.lines()
                        .filter(line -> !line.contains("to: 2.0.0"))
                        .reduce("", (a, b) -> a + b + "\n")
                        .replace("production: {version: 2.0.0}", "production: {version: 1.0.0}"));
        assertThat(governance.verify())
                .singleElement()
                .asString()
                .contains("the record has the promotion")
                .contains("the history of the store has not");
    }

    @Test
    void a_label_that_the_store_forgot_is_governed_is_found_and_so_is_a_plain_move_then() throws IOException {
        Governance governance = governance(record);
        Files.delete(folder.resolve("governed.yaml"));

        assertThat(governance.verify())
                .singleElement()
                .asString()
                .contains("label 'production': the store no longer knows that it is governed");

        registry.label("trail-guide", "production").moveTo("2.0.0", "eve", "hurry");
        assertThat(governance(record).verify())
                .singleElement()
                .asString()
                .contains("by eve", "has no entry in the record");
    }

    @Test
    void a_file_that_cannot_be_read_is_a_finding_and_not_the_end_of_the_search() throws IOException {
        Governance governance = governance(record);

        edit("labels.yaml", text -> text + "nonsense: 1\n");

        assertThat(governance.verify()).singleElement().asString().contains("it cannot be read");
    }

    @Test
    void an_intent_whose_process_ended_before_the_move_is_voided() {
        Governance dying = governance(new Dying(record, MoveEntry.Intent.class::isInstance, true));

        assertThatThrownBy(() -> promote(dying, "2.0.0")).isInstanceOf(Killed.class);
        assertThat(registry.label("trail-guide", "production").version().orElseThrow())
                .hasToString("1.0.0");

        Governance next = governance(record);
        assertThat(outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.moved()).isFalse());
        assertThat(next.verify()).isEmpty();
        assertThat(next.recover()).isEmpty();
        assertThat(promote(next, "2.0.0").isPromoted()).isTrue();
    }

    @Test
    void a_move_whose_process_ended_before_the_outcome_is_completed() {
        Governance dying = governance(new Dying(record, Outcome.class::isInstance, false));

        assertThatThrownBy(() -> promote(dying, "2.0.0")).isInstanceOf(Killed.class);
        assertThat(dying.verify()).singleElement().asString().contains("run recover()");

        Governance next = governance(record);
        assertThat(outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.moved()).isTrue();
            assertThat(outcome.why()).startsWith("recovered");
        });
        assertThat(next.verify()).isEmpty();
        next.rollback("trail-guide").of("production").by(ADA).because("back").submit();
        assertThat(next.verify()).isEmpty();
    }

    @Test
    void a_move_that_was_voided_while_it_was_being_made_counts_as_made() {
        Governance[] other = new Governance[1];
        MoveRecord slow = new MoveRecord() {
            @Override
            public void append(MoveEntry entry) {
                record.append(entry);
                if (entry instanceof MoveEntry.Intent) {
                    other[0].recover();
                }
            }

            @Override
            public List<MoveEntry> entries() {
                return record.entries();
            }
        };
        other[0] = governance(record);
        Governance governance = governance(slow);

        promote(governance, "2.0.0");

        assertThat(outcomes()).extracting(Outcome::moved).containsExactly(false, true);
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_record_that_cannot_take_the_intent_keeps_the_label_where_it_is() {
        Governance governance = governance(new Failing(record, MoveEntry.Intent.class::isInstance));

        assertThatThrownBy(() -> promote(governance, "2.0.0"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage("the disk is full");

        assertThat(registry.label("trail-guide", "production").version().orElseThrow())
                .hasToString("1.0.0");
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_record_that_cannot_take_the_outcome_does_not_take_the_move_back() {
        Governance governance = governance(new Failing(record, Outcome.class::isInstance));

        assertThat(promote(governance, "2.0.0").isPromoted()).isTrue();

        assertThat(governance(record).verify()).isEmpty();
    }

    @Test
    void a_recovery_that_came_too_early_is_corrected_by_the_next_one() {
        promote(governance(new Failing(record, Outcome.class::isInstance)), "2.0.0");
        record.append(new Outcome(operation(), false, "looked before the label had moved", CLOCK.instant()));

        assertThat(governance(record).verify()).isEmpty();

        assertThat(outcomes()).extracting(Outcome::moved).containsExactly(false, true);
        assertThat(governance(record).recover()).isEmpty();
    }

    @Test
    void a_recovery_that_came_too_late_changes_nothing() {
        promote(governance(record), "2.0.0");
        record.append(new Outcome(operation(), false, "looked before, wrote after", CLOCK.instant()));

        Governance later = governance(record);

        assertThat(outcomes()).hasSize(2);
        assertThat(later.recover()).isEmpty();
        assertThat(later.verify()).isEmpty();
        assertThat(later.report().toString()).contains("2.0.0");
    }

    @Test
    void a_store_that_fails_after_it_has_moved_has_moved_whatever_a_recovery_wrote_meanwhile() {
        AssetStore store = AssetStore.directory(folder);
        AssetStore shaky = (AssetStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AssetStore.class}, (proxy, method, arguments) -> {
                    Object done = method.invoke(store, arguments);
                    if (method.getName().equals("move")) {
                        record.append(new Outcome(operation(), false, "looked before", CLOCK.instant()));
                        throw new GenAiOpsException("the answer was lost");
                    }
                    return done;
                });
        registry = AssetRegistry.of(shaky);

        assertThat(promote(governance(record), "2.0.0").isPromoted()).isTrue();

        assertThat(outcomes()).extracting(Outcome::moved).containsExactly(false, true);
        assertThat(governance(record).verify()).isEmpty();
    }

    @Test
    void a_label_of_a_lower_layer_moves_in_the_upper_one_and_is_accounted_for(@TempDir Path above) {
        registry.label("trail-guide", "production").moveTo("3.0.0", "author", "second version");
        registry.label("trail-guide", "production").moveTo("1.0.0", "author", "the first one again");
        registry = AssetRegistry.of(AssetStore.layered(AssetStore.directory(above), AssetStore.directory(folder)));
        Governance governance = governance(record);

        promote(governance, "2.0.0");

        assertThat(registry.label("trail-guide", "production").version().orElseThrow())
                .hasToString("2.0.0");
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_move_that_was_never_made_is_not_missed_when_its_asset_is_gone() throws IOException {
        AssetStore store = AssetStore.directory(folder);
        registry = AssetRegistry.of((AssetStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AssetStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("move")) {
                        throw new GenAiOpsException("the store is closed");
                    }
                    return method.invoke(store, arguments);
                }));
        Governance governance = governance(record);
        assertThatThrownBy(() -> promote(governance, "2.0.0")).hasMessage("the store is closed");
        assertThat(outcomes()).extracting(Outcome::moved).containsExactly(false);

        try (Stream<Path> files = Files.walk(folder.resolve("prompts"))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }

        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_label_that_is_not_where_its_history_put_it_is_not_rolled_back() throws IOException {
        Governance governance = governance(record);
        promote(governance, "2.0.0");
        edit("labels.yaml", text -> text.replace("production: {version: 2.0.0}", "production: {version: 3.0.0}"));

        assertThatThrownBy(() -> governance
                        .rollback("trail-guide")
                        .of("production")
                        .by(ADA)
                        .because("complaints")
                        .submit())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is on 3.0.0, and its history put it on 2.0.0; see Governance.verify()");
    }

    @Test
    void a_promotion_to_an_earlier_version_is_undone_as_any_other() {
        Governance governance = governance(record);
        promote(governance, "2.0.0");
        promote(governance, "1.0.0");

        governance
                .rollback("trail-guide")
                .of("production")
                .by(ADA)
                .because("worse")
                .submit();

        assertThat(registry.label("trail-guide", "production").version().orElseThrow())
                .hasToString("2.0.0");
    }

    @Test
    void a_rollback_names_each_asset_once() {
        RollbackRequest request = governance(record).rollback("trail-guide");

        assertThatThrownBy(() -> request.and(AssetKind.PROMPT, "trail-guide"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found twice: prompt 'trail-guide'");
    }

    private String operation() {
        return record.entries().stream()
                .filter(MoveEntry.Intent.class::isInstance)
                .map(entry -> ((MoveEntry.Intent) entry).operation())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private List<Outcome> outcomes() {
        return record.entries().stream()
                .filter(Outcome.class::isInstance)
                .map(Outcome.class::cast)
                .toList();
    }

    private void edit(String name, UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve("prompts/trail-guide").resolve(name);
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    private Promotion promote(Governance governance, String version) {
        return governance
                .promote("trail-guide:" + version)
                .to("production")
                .with(evidence(registry, version, 0.8))
                .because("better")
                .by(ADA)
                .submit();
    }

    private Governance governance(MoveRecord kept) {
        return Governance.builder(registry)
                .gate("production", QUALITY)
                .record(kept)
                .clock(CLOCK)
                .build();
    }

    /** Stands for the end of a process: nothing catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the process before or after an entry is written. */
    private record Dying(MoveRecord record, Predicate<MoveEntry> at, boolean after) implements MoveRecord {
        @Override
        public void append(MoveEntry entry) {
            if (at.test(entry) && !after) {
                throw new Killed();
            }
            record.append(entry);
            if (at.test(entry)) {
                throw new Killed();
            }
        }

        @Override
        public List<MoveEntry> entries() {
            return record.entries();
        }
    }

    /** Cannot write some entries. */
    private record Failing(MoveRecord record, Predicate<MoveEntry> at) implements MoveRecord {
        @Override
        public void append(MoveEntry entry) {
            if (at.test(entry)) {
                throw new GenAiOpsException("the disk is full");
            }
            record.append(entry);
        }

        @Override
        public List<MoveEntry> entries() {
            return record.entries();
        }
    }
}
