package io.genaiops.rollout;

import static io.genaiops.rollout.RolloutPlan.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Resolution;
import io.genaiops.format.AssetFile;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.RegistrySnapshot;
import io.genaiops.registry.ReleaseSet;
import io.genaiops.rollout.Assignment.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rollout of versions that go together. */
class RolloutSetTest {

    private static final Map<String, String> NOTHING = Map.of();
    private static final ReleaseSet OLD = ReleaseSet.ofPrompt("guide", "1.0.0").andModel("small", "1.0.0");
    private static final ReleaseSet NEW = ReleaseSet.ofPrompt("guide", "2.0.0").andModel("small", "2.0.0");

    private final AssetRegistry registry = AssetRegistry.memory();
    private final List<Exposure> exposures = new ArrayList<>();

    @BeforeEach
    void publish() {
        for (String version : new String[] {"1.0.0", "2.0.0"}) {
            for (String name : new String[] {"guide", "hut"}) {
                String text = "---\nname: " + name + "\nversion: " + version + "\n---\nHike " + version;
                registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
            }
            model(version);
        }
        registry.release("production")
                .set(OLD)
                .prompt("hut", "2.0.0")
                .by("ada")
                .because("first")
                .submit();
    }

    private void model(String version) {
        String text = "name: small\nversion: " + version + "\nprovider: host\nmodel: m" + version;
        registry.publish(AssetFile.parse(AssetKind.MODEL, "test", text), "author");
    }

    private static RolloutPlan.Builder plan() {
        return RolloutPlan.builder("winter")
                .arm("control", OLD, 50)
                .arm("candidate", NEW, 50)
                .coverage(EVERYONE)
                .force("ann", "candidate");
    }

    private Rollout rollout(RolloutPlan plan) {
        return Rollout.builder(plan).onExposure(exposures::add).build();
    }

    private static String both(RegistrySnapshot snapshot) {
        return snapshot.prompt("guide").version() + " "
                + snapshot.model("small").version();
    }

    @Test
    void correlated_assets_move_together_for_every_key() {
        Rollout rollout = rollout(plan().build());
        int candidates = 0;
        for (int i = 0; i < 200; i++) {
            String key = "user-" + i;
            boolean candidate = rollout.assign(key, NOTHING).arm().name().equals("candidate");
            assertThat(both(rollout.snapshot(registry, key, NOTHING)))
                    .isEqualTo(candidate ? "2.0.0 2.0.0" : "1.0.0 1.0.0");
            candidates += candidate ? 1 : 0;
        }
        // Five standard errors around a half.
        assertThat(candidates).isBetween(65, 135);
    }

    @Test
    void names_of_the_arm_mean_its_versions_and_all_others_resolve_as_usual() {
        RegistrySnapshot snapshot = rollout(plan().build()).snapshot(registry, "ann", NOTHING);

        assertThat(both(snapshot)).isEqualTo("2.0.0 2.0.0");
        assertThat(snapshot.prompt("guide@production").version()).hasToString("2.0.0");
        assertThat(snapshot.prompt("guide:1.0.0").version()).hasToString("1.0.0");
        assertThat(snapshot.prompt("hut").version()).hasToString("2.0.0");
        assertThat(snapshot.prompt("hut").resolution().arm()).isNull();
        Resolution model = snapshot.deliver(new AssetReference(AssetKind.MODEL, AssetRef.parse("small")))
                .resolution();
        assertThat(snapshot.prompt("guide").resolution().arm()).isEqualTo("candidate");
        assertThat(model.arm()).isEqualTo("candidate");
        assertThatThrownBy(() -> snapshot.prompt("hut@beta")).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void each_delivered_asset_is_one_exposure_with_arm_digest_and_a_hash_of_the_key() {
        Rollout rollout = rollout(plan().build());
        RegistrySnapshot snapshot = rollout.snapshot(registry, "ann", NOTHING);
        assertThat(exposures).as("nothing was used").isEmpty();

        both(snapshot);
        both(snapshot);
        snapshot.prompt("hut");

        assertThat(exposures)
                .extracting(Exposure::asset)
                .containsExactly(AssetId.prompt("guide"), new AssetId(AssetKind.MODEL, "small"));
        for (Exposure exposure : exposures) {
            assertThat(exposure.assignment()).isEqualTo(rollout.assign("ann", NOTHING));
            assertThat(exposure.key()).isEqualTo(rollout.hash("ann"));
            assertThat(exposure.rollout()).isEqualTo("winter");
        }
        assertThat(exposures.get(0).digest())
                .isEqualTo(registry.prompt("guide:2.0.0").resolution().digest());
    }

    @Test
    void if_one_version_of_an_arm_cannot_be_delivered_all_are_of_the_control_arm() {
        RolloutPlan plan = plan().noArms()
                .arm("control", OLD, 50)
                .arm("candidate", ReleaseSet.ofPrompt("guide", "2.0.0").andModel("small", "3.0.0"), 50)
                .build();
        Rollout rollout = rollout(plan);

        RegistrySnapshot snapshot = rollout.snapshot(registry, "ann", NOTHING);

        assertThat(both(snapshot)).isEqualTo("1.0.0 1.0.0");
        assertThat(snapshot.prompt("guide").resolution().arm()).isEqualTo("control");
        assertThat(exposures)
                .hasSize(2)
                .allMatch(exposure -> exposure.assignment().reason() == Reason.UNAVAILABLE);
        model("3.0.0");
        assertThat(both(rollout.snapshot(registry, "ann", NOTHING))).isEqualTo("2.0.0 3.0.0");
        AssetRegistry empty = AssetRegistry.memory();
        assertThatThrownBy(() -> rollout.snapshot(empty, "ann", NOTHING)).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void a_missing_key_is_in_the_control_arm_with_all_its_assets() {
        Rollout rollout = rollout(plan().build());
        assertThat(both(rollout.snapshot(registry, null, NOTHING))).isEqualTo("1.0.0 1.0.0");
        assertThat(exposures).allMatch(exposure -> exposure.key() == null);
        assertThat(both(rollout.with(plan().killed().build()).snapshot(registry, "bob", NOTHING)))
                .isEqualTo("1.0.0 1.0.0");
    }

    @Test
    void ramping_up_moves_nobody_who_was_in_an_arm_of_sets() {
        Rollout low = rollout(plan().coverage(2_000).build());
        Rollout high = rollout(plan().coverage(6_000).build());
        for (int i = 0; i < 500; i++) {
            Assignment before = low.assign("user-" + i, NOTHING);
            if (before.reason() == Reason.RAMPED) {
                assertThat(high.assign("user-" + i, NOTHING)).isEqualTo(before);
            }
        }
        assertThat(high.plan().continuesRampOf(low.plan())).isTrue();
    }

    @Test
    void an_arm_of_one_prompt_gives_a_snapshot_as_well_and_one_of_several_gives_no_prompt() {
        RolloutPlan single = RolloutPlan.builder("winter")
                .arm("control", "guide:2.0.0", 1)
                .coverage(EVERYONE)
                .build();
        assertThat(both(rollout(single).snapshot(registry, "ann", NOTHING))).isEqualTo("2.0.0 1.0.0");
        assertThat(Arm.of("control", ReleaseSet.ofPrompt("guide", "2.0.0"), 1)).isEqualTo(single.control());
        assertThatThrownBy(() -> rollout(plan().build()).prompt(registry, "ann", NOTHING))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the arms of rollout 'winter' have several assets [prompt 'guide', model 'small'], which go"
                        + " together; use snapshot(registry, key, attributes)");
    }

    @Test
    void a_plan_of_sets_reads_back_what_it_wrote_and_names_its_algorithm() {
        RolloutPlan plan = plan().build();
        assertThat(plan.toJson())
                .contains(
                        "{\"name\":\"candidate\",\"set\":[\"prompt guide:2.0.0\",\"model small:2.0.0\"],\"weight\":50}")
                .contains("\"algorithm\":\"murmur3-x86-32/fractional-v2\"");
        assertThat(RolloutPlan.parse(plan.toJson())).isEqualTo(plan);
        assertThatThrownBy(() -> RolloutPlan.parse(plan.toJson().replace("fractional-v2", "fractional-v3")))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining(
                        "found 'murmur3-x86-32/fractional-v3'; another one would put keys into other arms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"model small:2.0.0\"|\"model small@beta\"|arm 'candidate' needs one version",
                "\"model small:2.0.0\"|\"models small:2.0.0\"|expected a version such as 'prompt trail-guide:2.0.0'",
                "\"model small:2.0.0\"|\"prompt guide:1.0.0\"|expected one version of prompt 'guide', found two",
                "\"model small:2.0.0\"|\"tool small:2.0.0\"|needs versions of the same assets in every arm",
                "\"prompt guide:2.0.0\",\"model small:2.0.0\"||needs at least one version",
                "\"set\":[\"prompt guide:2.0.0\"|\"reference\":\"guide:1.0.0\",\"set\":[\"prompt guide:2.0.0\"|found both",
                "\"set\":[\"prompt guide:2.0.0\",\"model small:2.0.0\"]|\"set\":{}|arms.set: expected an array",
            })
    void a_set_that_cannot_be_read_says_why(String before, String after, String problem) {
        String json = plan().build().toJson();
        String broken = json.replace(before, after == null ? "" : after);
        assertThat(broken).isNotEqualTo(json);
        assertThatThrownBy(() -> RolloutPlan.parse(broken))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("rollout: ")
                .hasMessageContaining(problem);
    }

    @Test
    void an_arm_needs_versions_of_the_assets_that_it_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Arm("control", new TreeMap<>(), 1))
                .withMessage("arm 'control' needs at least one version; found none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Arm(
                        "control", new TreeMap<>(Map.of(AssetId.prompt("guide"), AssetRef.parse("hut:1.0.0"))), 1))
                .withMessage("arm 'control' needs a version of prompt 'guide'; found: hut:1.0.0");
    }
}
