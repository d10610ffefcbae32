package io.genaiops.rollout;

import static io.genaiops.rollout.RolloutPlan.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.rollout.Assignment.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {

    private static final Map<String, String> NOTHING = Map.of();

    private static RolloutPlan.Builder plan() {
        return RolloutPlan.builder("winter")
                .arm("control", "guide:1.0.0", 1)
                .arm("candidate", "guide:2.0.0", 1_000_000)
                .coverage(EVERYONE);
    }

    private static AssetRegistry registry(String... versions) {
        AssetRegistry registry = AssetRegistry.memory();
        for (String version : versions) {
            String text = "---\nname: guide\nversion: " + version + "\n---\nHike " + version;
            registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
        }
        return registry;
    }

    private static String assigned(Rollout rollout, String key, Map<String, String> attributes) {
        Assignment assignment = rollout.assign(key, attributes);
        return assignment.arm().name() + " " + assignment.reason();
    }

    @Test
    void a_key_stays_in_its_arm() {
        Rollout rollout = Rollout.of(plan().build());

        assertThat(assigned(rollout, "ann", NOTHING)).isEqualTo("candidate RAMPED");
        assertThat(rollout.assign("ann", NOTHING)).isEqualTo(rollout.assign("ann", NOTHING));
        assertThat(rollout.assign("ann", NOTHING).isCounted()).isTrue();
    }

    @Test
    void without_a_key_it_is_the_control_arm_and_never_chance() {
        Rollout rollout = Rollout.of(
                plan().target("candidate", Condition.equalTo("plan", "pro")).build());
        for (String key : new String[] {null, "", " \t"}) {
            assertThat(assigned(rollout, key, Map.of("plan", "pro"))).isEqualTo("control NO_KEY");
        }
        assertThat(rollout.assign(null, NOTHING).isCounted()).isFalse();
    }

    @Test
    void forced_goes_before_kill_switch_before_sticky_store_before_targeting_before_ramp() {
        Map<String, String> pro = Map.of("plan", "pro");
        StickyStore sticky = StickyStore.memory(10);
        RolloutPlan plan = plan().arm("third", "guide:3.0.0", 0)
                .arm("fourth", "guide:4.0.0", 0)
                .arm("fifth", "guide:5.0.0", 0)
                .target("fourth", Condition.equalTo("plan", "pro"))
                .build();
        Rollout ramp = Rollout.builder(plan).sticky(sticky).build();

        assertThat(assigned(ramp, "bob", NOTHING)).isEqualTo("candidate RAMPED");
        assertThat(assigned(ramp, "ann", pro)).isEqualTo("fourth TARGETED");
        sticky.keep("winter", ramp.hash("ann"), "third");
        assertThat(assigned(ramp, "ann", pro)).isEqualTo("third STICKY");
        Rollout killed = ramp.with(plan.killed(true));
        assertThat(assigned(killed, "ann", pro)).isEqualTo("control KILLED");
        Rollout forced =
                ramp.with(plan.toBuilder().killed().force("ann", "fifth").build());
        assertThat(assigned(forced, "ann", pro)).isEqualTo("fifth FORCED");
        assertThat(assigned(forced, "bob", pro)).isEqualTo("control KILLED");
        assertThat(assigned(forced, null, pro)).isEqualTo("control KILLED");
    }

    @Test
    void targeting_follows_the_first_rule_that_is_met() {
        Rollout rollout = Rollout.of(plan().coverage(0)
                .target("candidate", Condition.equalTo("plan", "pro"), Condition.in("region", "eu", "ch"))
                .target("control", Condition.startsWith("user", "qa-", "test-"))
                .target("candidate", Condition.equalTo("plan", "pro"))
                .build());

        assertThat(assigned(rollout, "k", Map.of("plan", "pro", "region", "ch")))
                .isEqualTo("candidate TARGETED");
        assertThat(assigned(rollout, "k", Map.of("plan", "pro", "user", "test-7")))
                .isEqualTo("control TARGETED");
        assertThat(assigned(rollout, "k", Map.of("plan", "pro", "user", "7-test")))
                .isEqualTo("candidate TARGETED");
        assertThat(assigned(rollout, "k", Map.of("plan", "Pro"))).isEqualTo("control NOT_RAMPED");
        assertThat(assigned(rollout, "k", NOTHING)).isEqualTo("control NOT_RAMPED");
    }

    @Test
    void the_ramp_reaches_only_the_audience() {
        Rollout rollout = Rollout.of(plan().audience(Condition.in("region", "eu"))
                .audience(Condition.startsWith("version", "2."))
                .build());

        assertThat(assigned(rollout, "k", Map.of("region", "eu", "version", "2.1")))
                .isEqualTo("candidate RAMPED");
        assertThat(assigned(rollout, "k", Map.of("region", "eu", "version", "1.9")))
                .isEqualTo("control NOT_IN_AUDIENCE");
        assertThat(assigned(rollout, "k", NOTHING)).isEqualTo("control NOT_IN_AUDIENCE");
    }

    @Test
    void conditions_are_validated() {
        assertThatThrownBy(() -> Condition.in("region"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("condition on 'region' needs at least one value; found none");
        assertThatThrownBy(() -> Condition.startsWith("region", "")).hasMessageContaining("empty text");
        assertThatThrownBy(() -> Condition.equalTo(" ", "eu")).hasMessageContaining("attribute must have a name");
        assertThatThrownBy(() -> new Condition("a", Condition.Operator.EQUALS, List.of("x", "y")))
                .hasMessageContaining("use 'in' for several");
    }

    @Test
    void the_sticky_store_keeps_keys_where_they_are_when_weights_change() {
        Rollout before =
                Rollout.builder(plan().build()).sticky(StickyStore.memory(10)).build();
        assertThat(assigned(before, "ann", NOTHING)).isEqualTo("candidate RAMPED");
        assertThat(assigned(before, "ann", NOTHING)).isEqualTo("candidate STICKY");
        RolloutPlan turned = plan().noArms()
                .arm("control", "guide:1.0.0", 1_000_000)
                .arm("candidate", "guide:2.0.0", 1)
                .build();
        RolloutPlan without = plan().noArms().arm("control", "guide:1.0.0", 1).build();

        assertThat(assigned(before.with(turned), "ann", NOTHING)).isEqualTo("candidate STICKY");
        assertThat(assigned(before.with(turned), "bob", NOTHING)).isEqualTo("control RAMPED");
        assertThat(assigned(before.with(without), "ann", NOTHING))
                .as("its arm is gone")
                .isEqualTo("control RAMPED");
    }

    @Test
    void only_what_the_ramp_decided_is_remembered() {
        List<String> kept = new ArrayList<>();
        StickyStore sticky = new StickyStore() {
            @Override
            public Optional<String> find(String rollout, Digest key) {
                return Optional.empty();
            }

            @Override
            public String keep(String rollout, Digest key, String arm) {
                kept.add(rollout + " " + arm + " " + key);
                return "control";
            }
        };
        RolloutPlan plan = plan().target("candidate", Condition.equalTo("plan", "pro"))
                .audience(Condition.equalTo("region", "eu"))
                .build();
        Rollout rollout = Rollout.builder(plan).sticky(sticky).build();
        rollout.assign("ann", Map.of("plan", "pro"));
        rollout.assign("ann", NOTHING);
        assertThat(kept).isEmpty();

        String first = assigned(rollout, "ann", Map.of("region", "eu"));

        assertThat(kept).containsExactly("winter candidate " + rollout.hash("ann"));
        assertThat(first).as("another process was first").isEqualTo("control STICKY");
    }

    @Test
    void a_failing_sticky_store_does_not_stop_the_rollout() {
        StickyStore broken = new StickyStore() {
            @Override
            public Optional<String> find(String rollout, Digest key) {
                throw new IllegalStateException("connection refused");
            }

            @Override
            public String keep(String rollout, Digest key, String arm) {
                throw new IllegalStateException("connection refused");
            }
        };

        assertThat(assigned(Rollout.builder(plan().build()).sticky(broken).build(), "ann", NOTHING))
                .isEqualTo("candidate RAMPED");
    }

    @Test
    void the_sticky_store_in_memory_is_bounded_and_first_wins() {
        StickyStore sticky = StickyStore.memory(2);
        Digest ann = Digest.ofText("ann");
        Digest bob = Digest.ofText("bob");
        assertThat(sticky.keep("winter", ann, "one")).isEqualTo("one");
        assertThat(sticky.keep("winter", ann, "two")).isEqualTo("one");
        assertThat(sticky.keep("summer", ann, "two")).isEqualTo("two");
        assertThat(sticky.find("winter", ann)).contains("one");
        sticky.keep("winter", bob, "three");

        assertThat(sticky.find("summer", ann)).as("least recently used").isEmpty();
        assertThat(sticky.find("winter", ann)).contains("one");
        assertThat(sticky.find("winter", bob)).contains("three");
        assertThatThrownBy(() -> StickyStore.memory(0)).hasMessage("maxEntries must be at least 1; found: 0");
    }

    @Test
    void a_prompt_carries_its_arm() {
        AssetRegistry registry = registry("1.0.0", "2.0.0");

        Prompt prompt = Rollout.of(plan().build()).prompt(registry, "ann", NOTHING);

        assertThat(prompt.version()).isEqualTo(Version.of(2, 0, 0));
        assertThat(prompt.resolution().arm()).isEqualTo("candidate");
        assertThat(prompt.resolution().source()).isEqualTo(Resolution.Source.FRESH);
        assertThat(prompt.resolution().digest())
                .isEqualTo(registry.prompt("guide:2.0.0").resolution().digest());
        assertThat(Rollout.of(plan().build())
                        .prompt(registry, null, NOTHING)
                        .resolution()
                        .arm())
                .isEqualTo("control");
    }

    @Test
    void an_exposure_tells_rollout_arm_digest_and_never_the_key() {
        List<Exposure> exposures = new ArrayList<>();
        Rollout rollout = Rollout.builder(plan().build())
                .onExposure(exposure -> {
                    throw new IllegalStateException("listener");
                })
                .onExposure(exposures::add)
                .build();
        rollout.assign("ann@example.org", NOTHING);
        assertThat(exposures).as("assigned, not exposed").isEmpty();

        Prompt prompt = rollout.prompt(registry("1.0.0", "2.0.0"), "ann@example.org", NOTHING);
        rollout.prompt(registry("1.0.0"), null, NOTHING);

        Exposure exposure = exposures.get(0);
        assertThat(exposure.rollout()).isEqualTo("winter");
        assertThat(exposure.assignment()).isEqualTo(rollout.assign("ann@example.org", NOTHING));
        assertThat(exposure.asset()).isEqualTo(prompt.id());
        assertThat(exposure.digest()).isEqualTo(prompt.resolution().digest());
        assertThat(exposure.key()).isEqualTo(rollout.hash("ann@example.org"));
        assertThat(exposure.toString()).doesNotContain("ann@example.org");
        assertThat(exposures.get(1).key()).isNull();
        assertThat(exposures).hasSize(2);
    }

    @Test
    void an_arm_that_cannot_be_delivered_gives_way_to_the_control_arm_and_says_so() {
        List<Exposure> exposures = new ArrayList<>();
        Rollout rollout =
                Rollout.builder(plan().build()).onExposure(exposures::add).build();

        Prompt prompt = rollout.prompt(registry("1.0.0"), "ann", NOTHING);

        assertThat(prompt.version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(prompt.resolution().arm()).isEqualTo("control");
        assertThat(exposures.get(0).assignment().reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(exposures.get(0).assignment().isCounted()).isFalse();
        assertThatThrownBy(() -> rollout.prompt(registry("2.0.0"), null, NOTHING))
                .isInstanceOf(AssetNotFoundException.class);
        assertThatThrownBy(() -> rollout.prompt(registry("3.0.0"), "ann", NOTHING))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("no version 1.0.0");
    }

    @Test
    void keys_of_any_script_are_assigned_by_their_bytes() {
        Rollout rollout = Rollout.of(plan().noArms()
                .arm("control", "guide:1.0.0", 50)
                .arm("candidate", "guide:2.0.0", 50)
                .build());
        int candidates = 0;
        for (int point = 0x4e00; point < 0x4e00 + 2_000; point++) {
            String key = Character.toString(point) + "🏔️";
            candidates += rollout.assign(key, NOTHING).arm().name().equals("candidate") ? 1 : 0;
            assertThat(rollout.hash(key)).isEqualTo(rollout.hash(key));
        }
        // Five standard errors around a half.
        assertThat(candidates).isBetween(888, 1_112);
        assertThat(rollout.assign("\ud800", NOTHING)).isEqualTo(rollout.assign("\ud800", NOTHING));
    }

    @Test
    void a_newer_plan_must_be_of_the_same_rollout() {
        Rollout rollout = Rollout.of(plan().build());
        RolloutPlan other =
                RolloutPlan.builder("summer").arm("control", "guide:1.0.0", 1).build();

        assertThatThrownBy(() -> rollout.with(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plan must be of rollout 'winter'; found: 'summer'");
        assertThat(rollout.with(rollout.plan().rampedTo(5)).plan().coverage()).isEqualTo(5);
    }
}
