package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.REMOVAL;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.file;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.catalog.Authority;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store that can be written to does alike. */
class AssetStoreTest {

    @TempDir
    private Path folder;

    private AssetStore store(Kind kind) {
        return kind.open(folder);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_published_is_found(Kind kind) {
        AssetStore store = store(kind);
        assertThat(store.assets(AssetKind.PROMPT)).isEmpty();
        assertThat(store.find(ID)).isEmpty();
        assertThat(store.file(ID, version("1.0.0"))).isEmpty();

        publish(store, "1.10.0", "b");
        publish(store, "1.9.0", "a");
        publish(store, "2.0.0-rc.1", "c");

        StoredAsset asset = store.find(ID).orElseThrow();
        assertThat(store.assets(AssetKind.PROMPT)).containsExactly(ID);
        assertThat(store.assets(AssetKind.MODEL)).isEmpty();
        assertThat(asset.published().keySet()).map(Object::toString).containsExactly("1.9.0", "1.10.0", "2.0.0-rc.1");
        assertThat(asset.published(version("1.9.0"))).contains(entry(file("1.9.0", "a")));
        assertThat(asset.latest().orElseThrow().version()).hasToString("1.10.0");
        assertThat(asset.drafts()).isEmpty();
        assertThat(asset.summary()).isEqualTo("versions [1.9.0, 1.10.0, 2.0.0-rc.1], labels []");
        assertThat(store.file(ID, version("1.9.0")).orElseThrow().text())
                .isEqualTo(file("1.9.0", "a").text());
    }

    @ParameterizedTest
    @EnumSource
    void publishing_the_same_again_changes_nothing(Kind kind) {
        AssetStore store = store(kind);
        publish(store, "1.0.0", "a");
        StoredAsset before = store.find(ID).orElseThrow();

        publish(store, "1.0.0", "a");

        assertThat(store.find(ID)).contains(before);
    }

    @ParameterizedTest
    @EnumSource
    void publishing_other_content_is_refused_with_both_digests(Kind kind) {
        AssetStore store = store(kind);
        publish(store, "1.0.0", "a");

        assertThatThrownBy(() -> publish(store, "1.0.0", "b"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(file("1.0.0", "a").asset().sourceDigest().value())
                .hasMessageContaining(file("1.0.0", "b").asset().sourceDigest().value())
                .hasMessageEndingWith("publish the content under another version, for example 1.0.1");
        assertThat(store.file(ID, version("1.0.0")).orElseThrow().text()).endsWith("\na");
    }

    @ParameterizedTest
    @EnumSource
    void an_entry_of_another_file_is_refused(Kind kind) {
        AssetStore store = store(kind);
        AssetFile one = file("1.0.0", "a");
        for (AssetFile other : new AssetFile[] {file("1.0.0", "b"), file("1.0.1", "a")}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.publish(one, entry(other)))
                    .withMessageStartingWith("entry must be of prompt 'trail-guide' 1.0.0 with source digest");
        }
        assertThat(store.find(ID)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_label_moves_from_where_it_is(Kind kind) {
        AssetStore store = store(kind);
        publish(store, "1.0.0", "a");
        publish(store, "1.1.0", "b");

        store.move(ID, move(null, "1.0.0"));
        store.move(ID, move("1.0.0", "1.1.0", "gate 'x'"));
        store.move(ID, move("1.1.0", null));
        store.move(ID, move(null, "1.0.0"));

        StoredAsset asset = store.find(ID).orElseThrow();
        assertThat(asset.label(PRODUCTION)).contains(new LabelState(version("1.0.0"), false));
        assertThat(asset.history())
                .containsExactly(
                        move(null, "1.0.0"),
                        move("1.0.0", "1.1.0", "gate 'x'"),
                        move("1.1.0", null),
                        move(null, "1.0.0"));
    }

    @ParameterizedTest
    @EnumSource
    void the_slower_of_two_promoters_is_told_what_it_found(Kind kind) {
        AssetStore store = store(kind);
        publish(store, "1.0.0", "a");
        publish(store, "1.1.0", "b");
        store.move(ID, move(null, "1.0.0"));
        store.move(ID, move("1.0.0", "1.1.0"));

        assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.1.0")))
                .isInstanceOf(ConflictException.class)
                .hasMessage("label 'production' of prompt 'trail-guide' is on 1.1.0, expected 1.0.0; somebody moved it"
                        + " meanwhile: look at it again and repeat the move");
        assertThatThrownBy(() -> store.move(ID, move(null, "1.1.0"))).hasMessageContaining("expected no version");
        store.move(ID, move("1.1.0", null));
        assertThatThrownBy(() -> store.move(ID, move("1.1.0", null))).hasMessageContaining("is on no version");
        assertThat(store.find(ID).orElseThrow().history()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void a_label_goes_to_published_versions_only(Kind kind) {
        AssetStore store = store(kind);
        assertThatThrownBy(() -> store.move(ID, move(null, "1.0.0")))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageStartingWith("prompt 'trail-guide' does not exist");
        publish(store, "1.0.0", "a");
        assertThatThrownBy(() -> store.move(ID, move(null, "9.0.0")))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'trail-guide' 9.0.0 is not published, so no label can go there;"
                        + " versions [1.0.0], labels []");
    }

    @ParameterizedTest
    @EnumSource
    void a_frozen_label_never_moves_again(Kind kind) {
        AssetStore store = store(kind);
        publish(store, "1.0.0", "a");
        publish(store, "1.1.0", "b");
        assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.0.0").freezing()))
                .isInstanceOf(ConflictException.class);
        store.move(ID, move(null, "1.0.0"));
        assertThatThrownBy(() -> store.move(ID, move("1.1.0", "1.1.0").freezing()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is on 1.0.0, expected 1.1.0");

        store.move(ID, move("1.0.0", "1.0.0").freezing());
        store.move(ID, move("1.0.0", "1.0.0").freezing());

        for (String to : new String[] {"1.1.0", null}) {
            assertThatThrownBy(() -> store.move(ID, move("1.0.0", to, "gate 'x'")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("label 'production' of prompt 'trail-guide' is frozen on 1.0.0; use another label");
        }
        assertThat(store.find(ID).orElseThrow().label(PRODUCTION)).contains(new LabelState(version("1.0.0"), true));
        assertThat(store.find(ID).orElseThrow().history())
                .containsExactly(move(null, "1.0.0"), move("1.0.0", "1.0.0").freezing());
    }

    @ParameterizedTest
    @EnumSource
    void a_governed_label_moves_with_authority_only(Kind kind) {
        AssetStore store = store(kind);
        publish(store, "1.0.0", "a");
        publish(store, "1.1.0", "b");
        store.govern(PRODUCTION);
        store.govern(PRODUCTION);
        store.govern(Label.of("null"));

        assertThatThrownBy(() -> store.move(ID, move(null, "1.0.0")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("label 'production' is governed")
                .hasMessageContaining("Governance.promote");
        store.move(ID, move(null, "1.0.0", "gate 'x'"));
        assertThatThrownBy(() -> store.move(ID, move("1.0.0", null))).isInstanceOf(RefusedException.class);

        assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.0.0").freezing()))
                .isInstanceOf(RefusedException.class);

        assertThat(store.governed()).containsExactly(Label.of("null"), PRODUCTION);
        assertThat(store.find(ID).orElseThrow().history()).containsExactly(move(null, "1.0.0", "gate 'x'"));
    }

    @ParameterizedTest
    @EnumSource
    void a_deleted_version_stays_listed_and_its_number_is_not_given_again(Kind kind) {
        AssetStore store = store(kind);
        assertThatThrownBy(() -> store.delete(ID, version("1.0.0"), REMOVAL))
                .isInstanceOf(AssetNotFoundException.class);
        publish(store, "1.0.0", "a");
        publish(store, "1.1.0", "b");
        store.move(ID, move(null, "1.1.0"));
        assertThatThrownBy(() -> store.delete(ID, version("1.1.0"), REMOVAL))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds the label 'production'");
        assertThatThrownBy(() -> store.delete(ID, version("9.0.0"), REMOVAL))
                .isInstanceOf(AssetNotFoundException.class);
        store.move(ID, move("1.1.0", "1.0.0"));

        store.delete(ID, version("1.1.0"), REMOVAL);
        store.delete(ID, version("1.1.0"), REMOVAL);

        StoredAsset asset = store.find(ID).orElseThrow();
        assertThat(asset.published()).hasSize(2);
        assertThat(asset.published(version("1.1.0"))).isEmpty();
        assertThat(asset.published().get(version("1.1.0")).removal()).isEqualTo(REMOVAL);
        assertThat(asset.drafts()).isEmpty();
        assertThat(asset.latest().orElseThrow().version()).hasToString("1.0.0");
        assertThat(asset.summary()).isEqualTo("versions [1.0.0], labels [production=1.0.0]");
        assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.1.0"))).isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> publish(store, "1.1.0", "b"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was deleted, and its number is not given again");
    }

    @ParameterizedTest
    @EnumSource
    void odd_names_and_words_come_back_as_they_were(Kind kind) {
        AssetStore store = store(kind);
        AssetFile odd = AssetFile.parse(AssetKind.PROMPT, "odd", "---\nname: 'null'\nversion: 1.0.0\n---\nHi");
        AssetId id = odd.asset().id();
        PublishedVersion plain = entry(odd);
        String words = "Åse \"quoted\" \\ : # {a}\n\t\u0000\u2028\ud83d\ude00 '---'";
        store.publish(
                odd,
                PublishedVersion.of(
                        plain.version(), plain.source(), plain.resolved(), plain.lock(), plain.at(), words));
        LabelMove move = new LabelMove(
                Label.of("null"),
                null,
                plain.version(),
                Published.AT.plusNanos(123_456_789),
                words,
                words,
                Authority.recorded(words));
        store.move(id, move);

        StoredAsset asset = store.find(id).orElseThrow();
        assertThat(asset.history()).containsExactly(move);
        assertThat(asset.published(plain.version()).orElseThrow().by()).isEqualTo(words);
        assertThat(asset.labels()).containsOnlyKeys(Label.of("null"));
        assertThat(store.assets(AssetKind.PROMPT)).containsExactly(id);
        store.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_view_cannot_be_changed(Kind kind) {
        AssetStore store = store(kind);
        publish(store, "1.0.0", "a");
        StoredAsset asset = store.find(ID).orElseThrow();
        assertThatThrownBy(() -> asset.published().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> asset.labels().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> asset.history().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> asset.drafts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @org.junit.jupiter.api.Test
    void a_move_says_who_and_where() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> move(null, null))
                .withMessageContaining("needs a version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelMove(Label.LATEST, null, version("1.0.0"), Published.AT, "ada", "why", null))
                .withMessage("label 'latest' is computed and cannot be moved");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelMove(PRODUCTION, null, version("1.0.0"), Published.AT, " ", "why", null))
                .withMessageContaining("by must name who moves");
        assertThat(move("1.0.0", null))
                .hasToString("production 1.0.0 -> (none) by ada at 2026-01-31T09:00:00Z: because");
    }
}
