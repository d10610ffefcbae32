package io.genaiops.release;

import static io.genaiops.release.TrailRelease.GUIDE;
import static io.genaiops.release.TrailRelease.NOW;
import static io.genaiops.release.TrailRelease.SMALL;
import static io.genaiops.release.TrailRelease.digest;
import static io.genaiops.release.TrailRelease.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.evidence.Evidence;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import io.genaiops.store.AssetStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release consists of. */
class ReleaseTest {

    private final AssetRegistry registry = TrailRelease.registry();

    @Test
    void a_release_has_every_asset_that_its_set_leads_to() {
        Release release = Release.of(registry, TrailRelease.set());

        assertThat(release.assets())
                .extracting(ReleasedAsset::toString)
                .containsExactly(
                        "application 'hiking' 1.0.0",
                        "dataset 'questions' 1.0.0",
                        "model 'small' 1.0.0",
                        "partial 'tone' 1.0.0",
                        "policy 'house-rules' 1.0.0",
                        "prompt 'trail-guide' 1.0.0");
        assertThat(release.find(GUIDE, digest(registry, GUIDE, "1.0.0"))).isPresent();
        assertThat(release.assets(ModelDefinition.class))
                .extracting(ModelDefinition::model)
                .containsExactly("m-1");
        assertThat(release.hostModels()).containsExactly("spare");
    }

    @Test
    void a_partial_stays_as_it_was_locked_and_a_model_follows_its_label() {
        TrailRelease.label(registry, new AssetId(AssetKind.PARTIAL, "tone"), "production", "1.1.0");
        TrailRelease.label(registry, SMALL, "production", "1.1.0");

        Release release = Release.of(registry, ReleaseSet.ofPrompt("trail-guide", "1.0.0"));

        assertThat(release.assets())
                .extracting(ReleasedAsset::toString)
                .containsExactly("model 'small' 1.1.0", "partial 'tone' 1.0.0", "prompt 'trail-guide' 1.0.0");
        ReleasedAsset prompt = release.assets().get(2);
        assertThat(prompt.references().get("model small@production").isMoved()).isTrue();
        assertThat(prompt.references().get("partial tone@production").isMoved()).isFalse();
    }

    @Test
    void tools_are_those_of_the_lock_and_one_that_no_asset_defined_is_the_hosts() {
        AssetId weather = new AssetId(AssetKind.TOOL, "weather");
        TrailRelease.publish(registry, AssetKind.TOOL, tool("1.0.0"));
        TrailRelease.label(registry, weather, "production", "1.0.0");
        TrailRelease.publish(
                registry, AssetKind.PROMPT, "---\nname: asks\nversion: 1.0.0\ntools: [weather, map]\n---\nAsk");
        TrailRelease.publish(registry, AssetKind.TOOL, tool("2.0.0"));
        TrailRelease.label(registry, weather, "production", "2.0.0");
        TrailRelease.publish(registry, AssetKind.TOOL, tool("1.0.0").replace("weather", "map"));

        Release release = Release.of(registry, ReleaseSet.ofPrompt("asks", "1.0.0"));

        assertThat(release.assets())
                .extracting(ReleasedAsset::toString)
                .containsExactly("prompt 'asks' 1.0.0", "tool 'weather' 1.0.0");
        assertThat(release.hostTools()).containsExactly("map");
        assertThat(release.hostModels()).isEmpty();
        String bill = release.billOfMaterials(List.of(), TrailRelease.NOW);
        assertThat(bill)
                .contains("\"bom-ref\" : \"host-tool/map\"")
                .contains("\"bom-ref\" : \"tool/weather@1.0.0\"")
                .contains("map@production -> a tool of the host");
    }

    private static String tool(String version) {
        return "name: weather\nversion: " + version + "\ninstructions: Tells the weather, " + version + "\n";
    }

    @Test
    void the_model_of_the_set_counts_before_the_one_of_the_label() {
        Release release =
                Release.of(registry, ReleaseSet.ofPrompt("trail-guide", "1.0.0").andModel("small", "1.1.0"));

        assertThat(release.assets(ModelDefinition.class))
                .extracting(ModelDefinition::model)
                .containsExactly("m-2");
    }

    @Test
    void references_mean_what_they_mean_now() {
        Release release = Release.of(
                registry,
                TrailRelease.reference(AssetKind.PROMPT, "trail-guide:^1.0"),
                TrailRelease.reference(AssetKind.MODEL, "small"));

        assertThat(release.set()).hasToString("prompt trail-guide:1.1.0, model small:1.0.0");
    }

    @Test
    void the_digest_is_the_same_for_the_same_release_and_changes_with_what_is_in_it() {
        Release one = Release.of(registry, TrailRelease.set());
        Release same = Release.of(TrailRelease.registry(), TrailRelease.set());
        TrailRelease.label(registry, SMALL, "production", "1.1.0");
        Release other = Release.of(registry, TrailRelease.set());

        assertThat(one.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
        assertThat(one.billOfMaterials(List.of(), NOW)).isEqualTo(same.billOfMaterials(List.of(), NOW));
    }

    @Test
    void a_draft_and_a_missing_version_are_refused(@TempDir Path folder) throws Exception {
        AssetRegistry drafts = TrailRelease.fill(AssetStore.directory(folder));
        Files.writeString(
                folder.resolve("prompts/trail-guide/2.0.0.prompt.md"),
                "---\nname: trail-guide\nversion: 2.0.0\n---\nHike");

        assertThatThrownBy(() -> Release.of(drafts, ReleaseSet.ofPrompt("trail-guide", "2.0.0")))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("is a draft")
                .hasMessageContaining("publish it first");
        assertThatThrownBy(() -> Release.of(registry, ReleaseSet.ofPrompt("trail-guide", "9.0.0")))
                .isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void evidence_about_another_version_is_refused() {
        Release release = Release.of(registry, TrailRelease.set());
        Evidence own = evidence(registry);
        Evidence other = new Evidence(
                GUIDE,
                Version.of(1, 1, 0),
                digest(registry, GUIDE, "1.1.0"),
                own.dataset(),
                own.model(),
                own.figures(),
                NOW);

        assertThatThrownBy(() -> release.billOfMaterials(List.of(own, other), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("evidence about prompt 'trail-guide' 1.1.0")
                .hasMessageContaining("Evaluate the version that is released");
    }
}
