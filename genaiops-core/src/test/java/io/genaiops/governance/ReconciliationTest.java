package io.genaiops.governance;

import static io.genaiops.governance.GovernedFolder.ADA;
import static io.genaiops.governance.GovernedStore.GUIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What verify finds, and what it has nothing to say of. */
class ReconciliationTest {

    @TempDir
    private Path folder;

    private GovernedFolder place;

    @BeforeEach
    void fill() {
        place = new GovernedFolder(folder);
    }

    @Test
    void what_moved_before_governance_began_is_taken_as_it_is() {
        Governance governance = place.governance();

        assertThat(governance.verify()).isEmpty();
        place.promote(governance, "2.0.0");
        assertThat(place.governance().verify()).isEmpty();
        assertThat(place.governance(MoveRecord.memory()).verify()).isEmpty();
    }

    @Test
    void a_file_edited_by_hand_is_found() throws IOException {
        Governance governance = place.governance();
        place.promote(governance, "2.0.0");

        place.edit("labels.yaml", text -> text.replace("production: {version: 2.0.0}", "production: {version: 3.0.0}"));

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
        Governance watching = place.governance(new MoveRecord() {
            @Override
            public void append(MoveEntry entry) {
                place.record.append(entry);
            }

            @Override
            public List<MoveEntry> entries() {
                List<MoveEntry> entries = place.record.entries();
                meanwhile.getAndSet(() -> {}).run();
                return entries;
            }
        });
        Governance other = place.governance();

        meanwhile.set(() -> place.promote(other, "2.0.0"));

        assertThat(watching.verify()).isEmpty();
        assertThat(place.production()).isEqualTo("2.0.0");
    }

    @Test
    void a_move_added_to_the_history_by_hand_is_named() throws IOException {
        Governance governance = place.governance();
        place.promote(governance, "2.0.0");
        String forged = "  - {label: \"production\", from: 2.0.0, to: 3.0.0, at: '2026-11-01T10:00:00Z', by: \"eve\","
                + " why: \"x\", authority: \"gate passed: yes [entry " + "a".repeat(32) + "]\"}\n";

        place.edit(
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
        Governance governance = place.governance();
        place.promote(governance, "2.0.0");

        place.edit("labels.yaml", text -> text.replace(before, after));

        assertThat(governance.verify())
                .anySatisfy(found -> assertThat(found.what()).contains("is not what its entry says"));
    }

    @Test
    void a_history_that_was_shortened_and_a_label_that_was_taken_away_are_found() throws IOException {
        Governance governance = place.governance();
        place.promote(governance, "2.0.0");
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
        Governance governance = place.governance();
        Files.delete(folder.resolve("governed.yaml"));

        assertThat(governance.verify())
                .singleElement()
                .asString()
                .contains("label 'production': the store no longer knows that it is governed");

        place.registry.label("trail-guide", "production").moveTo("2.0.0", "eve", "hurry");
        assertThat(place.governance().verify())
                .singleElement()
                .asString()
                .contains("by eve", "has no entry in the record");
    }

    @Test
    void a_file_that_cannot_be_read_is_a_finding_and_not_the_end_of_the_search() throws IOException {
        Governance governance = place.governance();

        place.edit("labels.yaml", text -> text + "nonsense: 1\n");

        assertThat(governance.verify()).singleElement().asString().contains("it cannot be read");
    }

    @Test
    void a_label_of_a_lower_layer_moves_in_the_upper_one_and_is_accounted_for(@TempDir Path above) {
        place.registry.label("trail-guide", "production").moveTo("3.0.0", "author", "second version");
        place.registry.label("trail-guide", "production").moveTo("1.0.0", "author", "the first one again");
        place.registry =
                AssetRegistry.of(AssetStore.layered(AssetStore.directory(above), AssetStore.directory(folder)));
        Governance governance = place.governance();

        place.promote(governance, "2.0.0");

        assertThat(place.production()).isEqualTo("2.0.0");
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_move_that_was_never_made_is_not_missed_when_its_asset_is_gone() throws IOException {
        AssetStore store = AssetStore.directory(folder);
        place.registry = AssetRegistry.of((AssetStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AssetStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("move")) {
                        throw new GenAiOpsException("the store is closed");
                    }
                    return method.invoke(store, arguments);
                }));
        Governance governance = place.governance();
        assertThatThrownBy(() -> place.promote(governance, "2.0.0")).hasMessage("the store is closed");
        assertThat(place.outcomes()).extracting(Outcome::moved).containsExactly(false);

        try (Stream<Path> files = Files.walk(folder.resolve("prompts"))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }

        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void a_label_that_is_not_where_its_history_put_it_is_not_rolled_back() throws IOException {
        Governance governance = place.governance();
        place.promote(governance, "2.0.0");
        place.edit("labels.yaml", text -> text.replace("production: {version: 2.0.0}", "production: {version: 3.0.0}"));

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
        Governance governance = place.governance();
        place.promote(governance, "2.0.0");
        place.promote(governance, "1.0.0");

        governance
                .rollback("trail-guide")
                .of("production")
                .by(ADA)
                .because("worse")
                .submit();

        assertThat(place.production()).isEqualTo("2.0.0");
    }

    @Test
    void a_rollback_names_each_asset_once() {
        RollbackRequest request = place.governance().rollback("trail-guide");

        assertThatThrownBy(() -> request.and(AssetKind.PROMPT, "trail-guide"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found twice: prompt 'trail-guide'");
    }
}
