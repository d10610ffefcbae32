package io.genaiops.delivery;

import static io.genaiops.delivery.FaultyStore.GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.format.AssetFile;
import io.genaiops.reference.ResolvedReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastKnownGoodTest {

    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");
    private static final AssetReference GUIDE_REFERENCE = reference("guide@production");

    @TempDir
    Path root;

    private static AssetReference reference(String text) {
        return new AssetReference(AssetKind.PROMPT, AssetRef.parse(text));
    }

    private Path directory() {
        return root.resolve("kept");
    }

    private LastKnownGood known() {
        return new LastKnownGood(directory(), 100);
    }

    private static PublishedVersion entry(AssetFile file) {
        Map<String, Digest> lock = Map.of("model small", Digest.ofText("small"));
        Digest source = file.asset().sourceDigest();
        return PublishedVersion.of(
                file.asset().version(), source, Digest.resolved(source, new TreeMap<>(lock)), lock, NOW, "ann: 'x'");
    }

    private static void save(LastKnownGood known, String reference, String version, String body, Instant at) {
        AssetFile file = FaultyStore.file("guide", version, body);
        AssetReference written = reference(reference);
        known.save(
                written, new ResolvedReference(GUIDE, file.asset().version(), entry(file), null), file, Map.of(), at);
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(directory())) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    @Test
    void what_was_saved_is_found_by_another_process() {
        save(known(), "guide@production", "1.0.0", "Grüße, {{x}}".replace("{{x}}", "\"Welt\"\n"), NOW);

        LastKnownGood.Kept kept = known().find(GUIDE_REFERENCE).orElseThrow();

        AssetFile file = FaultyStore.file("guide", "1.0.0", "Grüße, \"Welt\"\n");
        assertThat(kept.target().entry()).isEqualTo(entry(file));
        assertThat(kept.target().label()).hasToString("production");
        assertThat(kept.file().text()).isEqualTo(file.text());
        assertThat(kept.at()).isEqualTo(NOW);
        assertThat(kept.revoked()).isNull();
        assertThat(known().references()).containsExactly(GUIDE_REFERENCE);
    }

    @Test
    void references_that_look_alike_are_kept_apart() {
        LastKnownGood known = known();
        List<String> references = List.of("guide@production", "guide:1.0.0", "guide:^1.0", "guide:>=1.0 <2");
        for (int i = 0; i < references.size(); i++) {
            save(known, references.get(i), "1.0." + i, "Hike", NOW);
        }
        for (int i = 0; i < references.size(); i++) {
            assertThat(known().find(reference(references.get(i)))
                            .orElseThrow()
                            .target()
                            .version())
                    .isEqualTo(Version.of(1, 0, i));
        }
        assertThat(known().find(reference("guide@beta"))).isEmpty();
        assertThat(known().find(reference("guide-book@production"))).isEmpty();
    }

    @Test
    void a_file_cut_off_anywhere_counts_as_absent() throws IOException {
        save(known(), "guide@production", "1.0.0", "Hike one", NOW);
        byte[] whole = Files.readAllBytes(onlyFile());
        LastKnownGood known = known();
        for (int length = 0; length < whole.length; length++) {
            Files.write(onlyFile(), Arrays.copyOf(whole, length));

            assertThat(known.find(GUIDE_REFERENCE)).as("cut off at %d", length).isEmpty();
        }
    }

    @Test
    void a_file_with_other_content_or_other_digests_counts_as_absent() throws IOException {
        save(known(), "guide@production", "1.0.0", "Hike one", NOW);
        String whole = Files.readString(onlyFile());
        String small = Digest.ofText("small").value();
        List<String> forged = List.of(
                whole.replace("Hike one", "Jump one"),
                whole.replace(small, Digest.ofText("large").value()),
                whole.replace("genaiops-last-known-good/1", "genaiops-last-known-good/2"),
                whole.replace("\"kind\":\"prompt\"", "\"kind\":\"promptt\""),
                whole.replace("\"version\":\"1.0.0\"", "\"version\":\"1.0.1\""),
                whole.replace("guide@production", "guide@production:1"),
                whole.replace("\"publishedBy\"", "\"published\""),
                "[]",
                "null",
                "");
        for (String text : forged) {
            assertThat(text).isNotEqualTo(whole);
            Files.writeString(onlyFile(), text);

            assertThat(known().find(GUIDE_REFERENCE)).as(text).isEmpty();
            assertThat(known().references()).isEmpty();
        }
        Files.writeString(onlyFile(), whole);
        assertThat(known().find(GUIDE_REFERENCE)).isPresent();
    }

    @Test
    void a_file_of_another_reference_under_this_name_counts_as_absent() throws IOException {
        save(known(), "guide@production", "1.0.0", "Hike one", NOW);
        String whole = Files.readString(onlyFile());
        Files.writeString(onlyFile(), whole.replace("guide@production", "guide@beta"));

        assertThat(known().find(GUIDE_REFERENCE)).isEmpty();
    }

    @Test
    void a_huge_file_is_not_read() throws IOException {
        save(known(), "guide@production", "1.0.0", "Hike one", NOW);
        String whole = Files.readString(onlyFile());
        Files.writeString(onlyFile(), whole + " ".repeat(9 << 20));

        assertThat(known().find(GUIDE_REFERENCE)).isEmpty();
    }

    @Test
    void a_damaged_file_is_replaced_by_the_next_good_answer() throws IOException {
        save(known(), "guide@production", "1.0.0", "Hike one", NOW);
        Files.writeString(onlyFile(), "{");
        LastKnownGood known = known();
        assertThat(known.find(GUIDE_REFERENCE)).isEmpty();
        save(known, "guide@production", "2.0.0", "Hike two", NOW);

        assertThat(known.find(GUIDE_REFERENCE).orElseThrow().target().version()).isEqualTo(Version.of(2, 0, 0));
    }

    @Test
    void content_is_found_by_digest_under_any_reference() {
        save(known(), "guide@beta", "1.0.0", "Hike one", NOW);
        AssetFile right = FaultyStore.file("guide", "1.0.0", "Hike one");
        AssetFile other = FaultyStore.file("guide", "1.0.0", "Hike two");

        assertThat(known().content(GUIDE, entry(right)).orElseThrow().text()).isEqualTo(right.text());
        assertThat(known().content(GUIDE, entry(other))).isEmpty();
        assertThat(known().content(GUIDE, entry(FaultyStore.file("guide", "1.0.1", "Hike one"))))
                .isEmpty();
    }

    @Test
    void the_same_answer_is_written_again_only_after_ten_minutes() {
        LastKnownGood known = known();
        save(known, "guide@production", "1.0.0", "Hike one", NOW);
        save(known, "guide@production", "1.0.0", "Hike one", NOW.plusSeconds(599));
        assertThat(known.find(GUIDE_REFERENCE).orElseThrow().at()).isEqualTo(NOW);
        save(known, "guide@production", "1.0.0", "Hike one", NOW.plusSeconds(600));
        assertThat(known.find(GUIDE_REFERENCE).orElseThrow().at()).isEqualTo(NOW.plusSeconds(600));
        save(known, "guide@production", "2.0.0", "Hike two", NOW.plusSeconds(601));
        assertThat(known.find(GUIDE_REFERENCE).orElseThrow().target().version()).isEqualTo(Version.of(2, 0, 0));
    }

    @Test
    void a_revocation_is_kept_until_the_next_good_answer() {
        LastKnownGood known = known();
        known.revoke(GUIDE_REFERENCE, "never delivered", NOW);
        assertThat(known.find(GUIDE_REFERENCE)).isEmpty();
        save(known, "guide@production", "1.0.0", "Hike one", NOW);
        known.revoke(GUIDE_REFERENCE, "deleted", NOW);
        known.revoke(GUIDE_REFERENCE, "deleted once more", NOW);

        assertThat(known().find(GUIDE_REFERENCE).orElseThrow().revoked()).isEqualTo("deleted");
        assertThat(known().references()).isEmpty();
        save(known, "guide@production", "1.0.0", "Hike one", NOW.plusSeconds(1));
        assertThat(known().find(GUIDE_REFERENCE).orElseThrow().revoked()).isNull();
    }

    @Test
    void a_directory_that_cannot_be_written_fails_nothing() throws IOException {
        Files.writeString(directory(), "a file in the way");
        LastKnownGood known = known();

        save(known, "guide@production", "1.0.0", "Hike one", NOW);

        assertThat(known.find(GUIDE_REFERENCE)).isEmpty();
        assertThat(known.references()).isEmpty();
        assertThat(known.content(GUIDE, entry(FaultyStore.file("guide", "1.0.0", "Hike one"))))
                .isEmpty();
    }

    @Test
    void no_temporary_file_stays() throws IOException {
        LastKnownGood known = known();
        for (int i = 0; i < 20; i++) {
            save(known, "guide@production", "1.0." + i, "Hike", NOW);
        }

        assertThat(onlyFile().getFileName().toString()).matches("[0-9a-f]{12}-[0-9a-f]{12}\\.json");
    }

    @Test
    void what_no_answer_wrote_again_for_thirty_days_is_deleted() {
        LastKnownGood known = known();
        save(known, "guide@production", "1.0.0", "Hike one", NOW);
        save(known, "guide@beta", "1.0.0", "Hike one", NOW);
        save(known(), "guide@beta", "1.0.0", "Hike one", NOW.plus(Duration.ofDays(30)));
        assertThat(known().references()).as("exactly thirty days are not more").hasSize(2);

        save(
                known(),
                "guide@gamma",
                "1.0.0",
                "Hike one",
                NOW.plus(Duration.ofDays(30)).plusSeconds(1));

        assertThat(known().references()).containsExactlyInAnyOrder(reference("guide@beta"), reference("guide@gamma"));
    }

    @Test
    void reading_never_deletes_so_that_an_outage_may_last() {
        save(known(), "guide@production", "1.0.0", "Hike one", NOW);

        assertThat(known().find(GUIDE_REFERENCE)).isPresent();
        known().revoke(reference("guide@beta"), "deleted", NOW.plus(Duration.ofDays(300)));
        assertThat(known().references()).containsExactly(GUIDE_REFERENCE);
    }

    @Test
    void of_too_many_files_the_oldest_go() {
        int most = 16;
        LastKnownGood known = new LastKnownGood(directory(), most);
        for (int i = 0; i < 100; i++) {
            save(known, "guide:1.0." + i, "1.0." + i, "Hike", NOW.plusSeconds(i));
            assertThat(known.references()).hasSizeLessThanOrEqualTo(most + most / 8);
        }

        assertThat(known.find(reference("guide:1.0.99"))).isPresent();
        assertThat(known.find(reference("guide:1.0.84"))).isPresent();
        assertThat(known.find(reference("guide:1.0.80"))).isEmpty();
    }

    @Test
    void what_was_deleted_for_room_is_written_again_by_its_next_answer() {
        LastKnownGood known = new LastKnownGood(directory(), 1);
        save(known, "guide@production", "1.0.0", "Hike one", NOW);
        save(known, "guide@beta", "1.0.0", "Hike one", NOW.plusSeconds(1));
        assertThat(known.references()).containsExactly(reference("guide@beta"));

        save(known, "guide@production", "1.0.0", "Hike one", NOW.plusSeconds(2));

        assertThat(known.references()).containsExactly(GUIDE_REFERENCE);
    }

    @Test
    void only_files_of_its_own_are_deleted_those_of_a_crash_too() throws IOException {
        List<String> names = List.of("notes.json", "0123456789ab-0123456789ab.json", ".genaiops-17.tmp", ".other.tmp");
        Files.createDirectories(directory());
        for (String name : names) {
            Files.writeString(directory().resolve(name), "{}");
            Files.setLastModifiedTime(directory().resolve(name), FileTime.from(NOW));
        }

        save(known(), "guide@production", "1.0.0", "Hike one", NOW.plus(Duration.ofDays(31)));

        assertThat(directory().resolve(names.get(0))).exists();
        assertThat(directory().resolve(names.get(1))).doesNotExist();
        assertThat(directory().resolve(names.get(2))).doesNotExist();
        assertThat(directory().resolve(names.get(3))).exists();
        assertThat(known().find(GUIDE_REFERENCE)).isPresent();
    }
}
