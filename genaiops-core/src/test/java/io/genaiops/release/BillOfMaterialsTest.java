package io.genaiops.release;

import static io.genaiops.release.TrailRelease.NOW;
import static io.genaiops.release.TrailRelease.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.asset.AssetKind;
import io.genaiops.evidence.Evidence;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** "Bill of materials: every asset, version, digest and model of a release as CycloneDX." */
class BillOfMaterialsTest {

    private final AssetRegistry registry = TrailRelease.registry();
    private final Release release = Release.of(registry, TrailRelease.set());

    private JsonNode bill(Evidence... evidence) throws Exception {
        return new ObjectMapper().readTree(release.billOfMaterials(List.of(evidence), NOW));
    }

    private static JsonNode component(JsonNode bill, String reference) {
        for (JsonNode each : bill.get("components")) {
            if (each.get("bom-ref").textValue().equals(reference)) {
                return each;
            }
        }
        throw new AssertionError("no component " + reference + " in " + bill);
    }

    @Test
    void the_validator_of_the_library_accepts_the_bill() throws Exception {
        assertThat(CycloneDxValidator.problems(release.billOfMaterials(List.of(), NOW)))
                .isEmpty();
        assertThat(CycloneDxValidator.problems(release.billOfMaterials(List.of(evidence(registry)), NOW)))
                .isEmpty();
    }

    @Test
    void the_validator_of_the_library_refuses_what_is_no_bill() throws Exception {
        String broken = release.billOfMaterials(List.of(), NOW).replace("machine-learning-model", "oracle");

        assertThat(CycloneDxValidator.problems(broken)).isNotEmpty();
    }

    @Test
    void tools_of_assets_and_of_the_host_make_a_valid_bill() throws Exception {
        TrailRelease.publish(registry, AssetKind.TOOL, "name: weather\nversion: 1.0.0\ninstructions: Tells it.\n");
        TrailRelease.publish(
                registry, AssetKind.PROMPT, "---\nname: asks\nversion: 1.0.0\ntools: ['weather:1.0.0', map]\n---\nAsk");
        String text = Release.of(registry, ReleaseSet.ofPrompt("asks", "1.0.0")).billOfMaterials(List.of(), NOW);

        assertThat(CycloneDxValidator.problems(text)).isEmpty();
        assertThat(component(new ObjectMapper().readTree(text), "host-tool/map")
                        .get("name")
                        .textValue())
                .isEqualTo("map");
    }

    @Test
    void a_hostile_description_makes_a_valid_bill() throws Exception {
        TrailRelease.publish(
                registry,
                AssetKind.PROMPT,
                "---\nname: odd\nversion: 1.0.0\ndescription: \"</x>\\\"}], \\u0007 'DROP'\"\n---\nHi");
        String text = Release.of(registry, ReleaseSet.ofPrompt("odd", "1.0.0")).billOfMaterials(List.of(), NOW);

        assertThat(CycloneDxValidator.problems(text)).isEmpty();
        assertThat(component(new ObjectMapper().readTree(text), "prompt/odd@1.0.0")
                        .get("description")
                        .textValue())
                .isEqualTo("</x>\"}], \u0007 'DROP'");
    }

    @Test
    void every_asset_version_digest_and_model_is_a_component() throws Exception {
        JsonNode bill = bill();

        for (ReleasedAsset asset : release.assets()) {
            JsonNode component = component(bill, asset.key());
            assertThat(component.get("version").textValue())
                    .isEqualTo(asset.version().toString());
            assertThat("sha256:" + component.at("/hashes/0/content").textValue())
                    .isEqualTo(asset.asset().sourceDigest().value());
            assertThat(component.get("properties").toString())
                    .contains(asset.digest().value());
        }
        assertThat(component(bill, "prompt/trail-guide@1.0.0").get("type").textValue())
                .isEqualTo("data");
        assertThat(component(bill, "model/small@1.0.0").get("type").textValue()).isEqualTo("machine-learning-model");
        assertThat(component(bill, "host-model/spare").get("type").textValue()).isEqualTo("machine-learning-model");
        assertThat(bill.get("components")).hasSize(release.assets().size() + 1);
    }

    @Test
    void dependencies_lead_from_the_prompt_to_its_partial_and_models() throws Exception {
        JsonNode dependencies = bill().get("dependencies");

        assertThat(dependencies.toString())
                .contains("{\"ref\":\"prompt/trail-guide@1.0.0\",\"dependsOn\":[\"host-model/spare\","
                        + "\"model/small@1.0.0\",\"partial/tone@1.0.0\"]}");
    }

    @Test
    void what_was_measured_is_a_metric_of_the_model_with_its_interval() throws Exception {
        JsonNode metric = component(bill(evidence(registry)), "model/small@1.0.0")
                .at("/modelCard/quantitativeAnalysis/performanceMetrics/0");

        assertThat(metric.get("type").textValue()).isEqualTo("mean of token_f1");
        assertThat(metric.get("value").textValue()).isEqualTo("0.62");
        assertThat(metric.at("/confidenceInterval/lowerBound").textValue()).isEqualTo("0.52");
        assertThat(metric.at("/confidenceInterval/upperBound").textValue()).isEqualTo("0.72");
        assertThat(metric.get("slice").textValue()).contains("38 of 40 items scored", "level 0.95", "sha256:");
    }

    @Test
    void a_model_that_nothing_of_the_release_defines_is_named_as_the_hosts() throws Exception {
        Evidence pinned = evidence(registry);
        Evidence loose = new Evidence(
                pinned.id(), pinned.version(), pinned.digest(), pinned.dataset(), "tried", pinned.figures(), NOW);

        JsonNode tried = component(bill(loose), "host-model/tried");

        assertThat(tried.get("description").textValue()).contains("no asset of the release defines it");
        assertThat(tried.at("/modelCard/quantitativeAnalysis/performanceMetrics"))
                .hasSize(1);
    }

    @Test
    void the_same_release_evidence_and_time_make_the_same_text() {
        Evidence one = evidence(registry);
        Evidence two = evidence(registry, "bleu");
        AssetRegistry again = TrailRelease.registry();

        String text = release.billOfMaterials(List.of(one, two), NOW);

        assertThat(Release.of(again, TrailRelease.set()).billOfMaterials(List.of(two, one, one), NOW.plusNanos(5)))
                .isEqualTo(text);
        assertThat(serialNumber(release.billOfMaterials(List.of(one), NOW))).isNotEqualTo(serialNumber(text));
    }

    private static String serialNumber(String bill) {
        return bill.lines()
                .filter(line -> line.contains("serialNumber"))
                .findFirst()
                .orElseThrow();
    }
}
