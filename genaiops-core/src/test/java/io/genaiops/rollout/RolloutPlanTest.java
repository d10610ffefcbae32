package io.genaiops.rollout;

import static io.genaiops.rollout.RolloutPlan.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.InvalidAssetException;
import io.genaiops.rollout.Assignment.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutPlanTest {

    private static final int KEYS = 20_000;

    private static RolloutPlan.Builder halves() {
        return RolloutPlan.builder("winter").arm("control", "guide:1.0.0", 50).arm("candidate", "guide:2.0.0", 50);
    }

    private static RolloutPlan weights(int... weights) {
        RolloutPlan.Builder plan = RolloutPlan.builder("winter").coverage(EVERYONE);
        for (int i = 0; i < weights.length; i++) {
            plan.arm("arm-" + i, "guide:1.0." + i, weights[i]);
        }
        return plan.build();
    }

    private static String key(int i) {
        return "user-" + i;
    }

    /** The contract's formula with exact integers, apart from the code under test. */
    private static String exactArm(RolloutPlan plan, String key) {
        int hash = Murmur3.hash((plan.seed() + key).getBytes(StandardCharsets.UTF_8), 0);
        BigInteger total =
                BigInteger.valueOf(plan.arms().stream().mapToLong(Arm::weight).sum());
        BigInteger bucket =
                new BigInteger(Integer.toUnsignedString(hash)).multiply(total).shiftRight(32);
        BigInteger end = BigInteger.ZERO;
        for (Arm arm : plan.arms()) {
            end = end.add(BigInteger.valueOf(arm.weight()));
            if (bucket.compareTo(end) < 0) {
                return arm.name();
            }
        }
        throw new AssertionError("no arm for bucket " + bucket);
    }

    @Test
    void buckets_are_those_of_the_formula_for_any_weights() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int[] weights = random.ints(1 + random.nextInt(6), 0, 1 << random.nextInt(29))
                    .toArray();
            weights[random.nextInt(weights.length)] += 1;
            RolloutPlan plan = weights(weights);
            for (int i = 0; i < 100; i++) {
                Assignment assignment = plan.ramp("k" + random.nextLong());
                assertThat(assignment.reason()).isEqualTo(Reason.RAMPED);
            }
            for (int i = 0; i < 100; i++) {
                String key = "k" + i;
                assertThat(plan.ramp(key).arm().name()).isEqualTo(exactArm(plan, key));
            }
        }
    }

    @Test
    void the_largest_sum_of_weights_does_not_overflow() {
        RolloutPlan plan = weights(Integer.MAX_VALUE - 1, 1);
        for (int i = 0; i < KEYS; i++) {
            assertThat(plan.ramp(key(i)).arm().name()).isEqualTo(exactArm(plan, key(i)));
        }
    }

    /** Fixed assignments, computed outside of Java too: a is candidate, o is control. If
     * one changes, every rollout that is under way anywhere is drawn anew. */
    @Test
    void assignments_never_change_from_release_to_release() {
        RolloutPlan plan = halves().coverage(EVERYONE).build();
        StringBuilder arms = new StringBuilder();
        for (String key : List.of("user-1", "user-2", "user-3", "user-4", "Jürgen", "东京", "🏔️", "a b", "0")) {
            arms.append(plan.ramp(key).arm().name().charAt(1));
        }
        assertThat(arms).hasToString(expectedByTheFormula(plan));
        assertThat(arms).hasToString("aaaoaoaaa");
    }

    private static String expectedByTheFormula(RolloutPlan plan) {
        StringBuilder arms = new StringBuilder();
        for (String key : List.of("user-1", "user-2", "user-3", "user-4", "Jürgen", "东京", "🏔️", "a b", "0")) {
            arms.append(exactArm(plan, key).charAt(1));
        }
        return arms.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10, 40, 49, 51, 90, 99})
    void shares_are_those_of_the_weights(int weight) {
        RolloutPlan plan = weights(weight, 100 - weight);
        double share = weight / 100.0;

        // Five standard errors of a share: one in 1.7 million by chance, and the keys are fixed.
        assertThat(share(plan, "arm-0")).isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / KEYS)));
    }

    @Test
    void the_ramp_reaches_its_share_of_every_arm() {
        RolloutPlan plan = halves().coverage(2_000).build();
        Map<String, Integer> ramped = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            Assignment assignment = plan.ramp(key(i));
            if (assignment.reason() == Reason.RAMPED) {
                ramped.merge(assignment.arm().name(), 1, Integer::sum);
            }
        }
        double error = 5 * Math.sqrt(0.1 * 0.9 / KEYS);
        assertThat(ramped.get("control") / (double) KEYS).isCloseTo(0.1, within(error));
        assertThat(ramped.get("candidate") / (double) KEYS).isCloseTo(0.1, within(error));
    }

    private static double share(RolloutPlan plan, String arm) {
        int count = 0;
        for (int i = 0; i < KEYS; i++) {
            count += plan.ramp(key(i)).arm().name().equals(arm) ? 1 : 0;
        }
        return count / (double) KEYS;
    }

    @Test
    void ramping_up_moves_nobody_who_is_in_an_arm() {
        Random random = new Random(11);
        for (int round = 0; round < 20; round++) {
            RolloutPlan plan = weights(random.nextInt(50), random.nextInt(50), 1 + random.nextInt(50)).toBuilder()
                    .seed("seed-" + round)
                    .coverage(0)
                    .build();
            int[] ramp = random.ints(5, 0, EVERYONE + 1).sorted().toArray();
            Map<String, String> arms = new HashMap<>();
            for (int coverage : ramp) {
                RolloutPlan next = plan.rampedTo(coverage);
                assertThat(next.continuesRampOf(plan)).isTrue();
                for (int i = 0; i < KEYS; i++) {
                    Assignment assignment = next.ramp(key(i));
                    boolean in = assignment.reason() == Reason.RAMPED;
                    String before = arms.get(key(i));
                    if (before != null && !(in && before.equals(assignment.arm().name()))) {
                        throw new AssertionError(key(i) + " left " + before + " for " + assignment + " at " + coverage);
                    }
                    if (in) {
                        arms.put(key(i), assignment.arm().name());
                    }
                }
                plan = next;
            }
        }
    }

    @Test
    void nobody_is_reached_at_nothing_and_everybody_at_all() {
        for (int i = 0; i < KEYS; i++) {
            assertThat(halves().coverage(0).build().ramp(key(i)).reason()).isEqualTo(Reason.NOT_RAMPED);
            assertThat(halves().coverage(EVERYONE).build().ramp(key(i)).reason())
                    .isEqualTo(Reason.RAMPED);
        }
    }

    @Test
    void rollouts_are_independent_and_a_shared_seed_keeps_assets_together() {
        RolloutPlan one = halves().coverage(EVERYONE).build();
        RolloutPlan other = one.toBuilder().seed("other").build();
        RolloutPlan model = RolloutPlan.builder("models")
                .seed("winter")
                .arm("control", "model-note:1.0.0", 50)
                .arm("candidate", "model-note:2.0.0", 50)
                .coverage(EVERYONE)
                .build();
        int same = 0;
        for (int i = 0; i < KEYS; i++) {
            assertThat(model.ramp(key(i)).arm().name())
                    .isEqualTo(one.ramp(key(i)).arm().name());
            same += one.ramp(key(i)).arm().equals(other.ramp(key(i)).arm()) ? 1 : 0;
        }
        assertThat(same / (double) KEYS).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(KEYS)));
    }

    @Test
    void a_plan_says_whether_it_moves_anybody() {
        RolloutPlan plan = halves().coverage(500).build();
        Map<String, UnaryOperator<RolloutPlan.Builder>> moves = Map.of(
                "less coverage", builder -> builder.coverage(499),
                "another seed", builder -> builder.seed("other"),
                "one more arm", builder -> builder.arm("third", "guide:3.0.0", 1),
                "other weights",
                        builder -> builder.noArms()
                                .arm("control", "guide:1.0.0", 40)
                                .arm("candidate", "guide:2.0.0", 60),
                "another order",
                        builder -> builder.noArms()
                                .arm("candidate", "guide:2.0.0", 50)
                                .arm("control", "guide:1.0.0", 50));

        moves.forEach((what, change) -> assertThat(
                        change.apply(plan.toBuilder()).build().continuesRampOf(plan))
                .as(what)
                .isFalse());
        assertThat(plan.rampedTo(501).continuesRampOf(plan)).isTrue();
        assertThat(plan.killed(true).continuesRampOf(plan)).isTrue();
    }

    @Test
    void a_plan_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> RolloutPlan.builder("winter").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rollout 'winter' needs at least one arm; found none");
        assertThatThrownBy(() -> weights(0, 0))
                .hasMessage("weights of rollout 'winter' must add up to 1 to 2147483647; found: 0");
        assertThatThrownBy(() -> weights(Integer.MAX_VALUE, 1)).hasMessageEndingWith("found: 2147483648");
        assertThatThrownBy(() -> weights(-1, 2)).hasMessage("weight of arm 'arm-0' must be at least 0; found: -1");
        assertThatThrownBy(() -> halves().arm("control", "guide:3.0.0", 1).build())
                .hasMessage("rollout 'winter' has two arms 'control'");
        assertThatThrownBy(() -> halves().arm("other", "hut:1.0.0", 1).build())
                .hasMessageContaining("needs versions of the same assets in every arm, so that they move together")
                .hasMessageContaining("[prompt 'guide'] in 'control' and [prompt 'hut'] in 'other'");
        assertThatThrownBy(() -> halves().arm("other", "guide@beta", 1))
                .hasMessageContaining("arm 'other' needs one version")
                .hasMessageContaining("found: guide@beta");
        assertThatThrownBy(() -> halves().arm("other", "guide:^1.0", 1)).hasMessageContaining("guide:^1.0");
        assertThatThrownBy(() -> halves().arm("Ärm", "guide:1.0.0", 1)).hasMessageContaining("arm name must match");
        assertThatThrownBy(() -> halves().control("nobody").build())
                .hasMessage("rollout 'winter' has no arm 'nobody', which the control arm names; it has"
                        + " [control, candidate]");
        assertThatThrownBy(() -> halves().force("ann", "nobody").build()).hasMessageContaining("a forced key names");
        assertThatThrownBy(() -> halves().target("nobody", Condition.equalTo("plan", "pro"))
                        .build())
                .hasMessageContaining("a targeting rule names");
        assertThatThrownBy(() -> halves().target("control")).hasMessageContaining("at least one condition");
        assertThatThrownBy(() -> halves().coverage(10_001)).hasMessageContaining("found: 10001");
        assertThatThrownBy(() -> halves().coverage(-1)).hasMessageContaining("found: -1");
        assertThatThrownBy(() -> halves().seed(" ")).hasMessageContaining("seed must not be blank");
        assertThatThrownBy(() -> halves().force("", "control")).hasMessageContaining("must not be blank");
        assertThatThrownBy(() -> RolloutPlan.builder("Winter!")).hasMessageContaining("rollout id must match");
    }

    @Test
    void a_plan_is_data_and_reads_back_what_it_wrote() {
        RolloutPlan plan = halves().arm("third", "guide#sha256:" + "a1".repeat(32), 0)
                .control("third")
                .seed("Grüße 🏔️")
                .coverage(1_234)
                .audience(Condition.in("region", "eu", "ch"))
                .target("candidate", Condition.equalTo("plan", "pro"), Condition.startsWith("user", "test-", "qa-"))
                .force("ann", "candidate")
                .killed()
                .build();

        RolloutPlan read = RolloutPlan.parse(plan.toJson());

        assertThat(read).isEqualTo(plan).hasSameHashCodeAs(plan);
        assertThat(read.toJson()).isEqualTo(plan.toJson()).contains("\"algorithm\":\"murmur3-x86-32/fractional-v2\"");
        assertThat(read.toBuilder().build()).isEqualTo(plan);
        assertThat(read.killed(false)).isNotEqualTo(plan);
        assertThat(plan).hasToString("rollout 'winter' of [control, candidate, third] at 1234 basis points, killed");
    }

    @Test
    void a_short_plan_is_enough() {
        RolloutPlan plan = RolloutPlan.parse("""
                {"id": "winter", "algorithm": "murmur3-x86-32/fractional-v2", "seed": "winter",
                 "arms": [{"name": "control", "reference": "guide:1.0.0", "weight": 1}],
                 "control": "control", "coverage": 0}""");

        assertThat(plan.audience()).isEmpty();
        assertThat(plan.isKilled()).isFalse();
        assertThat(plan.algorithm()).isEqualTo(RolloutPlan.ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fractional-v2\"|fractional-v1\"|algorithm: expected 'murmur3-x86-32/fractional-v2', found",
                "\"coverage\":500|\"coverage\":\"5 %\"|coverage: expected a whole number",
                "\"coverage\":500|\"coverage\":5.5|coverage: expected a whole number",
                "\"coverage\":500|\"covrage\":500|the plan: unknown fields [covrage]; expected only [algorithm, arms",
                "\"coverage\":500|\"coverage\":500,\"coverage\":500|expected JSON: Duplicate field 'coverage'",
                "\"weight\":50|\"weight\":4294967296|arms.weight: expected a whole number",
                "\"weight\":50|\"weight\":-50|weight of arm 'control' must be at least 0; found: -50",
                "\"operator\":\"in\"|\"operator\":\"matches\"|expected one of [equals, in, starts_with], found 'matches'",
                "\"values\":[\"eu\"]|\"values\":[]|needs at least one value",
                "\"values\":[\"eu\"]|\"values\":\"eu\"|audience.values: expected an array, found \"eu\"",
                "\"killed\":false|\"killed\":\"no\"|killed: expected true or false",
                "\"forced\":{}|\"forced\":[]|forced: expected an object",
                "\"seed\":\"winter\",||seed: expected text, found nothing",
                "{\"id\"|[{\"id\"|expected JSON",
            })
    void a_plan_that_cannot_be_read_says_where(String change) {
        String json = halves().coverage(500)
                .audience(Condition.in("region", "eu"))
                .build()
                .toJson();
        String[] parts = change.split("\\|", -1);
        String broken = json.replace(parts[0], parts[1]);
        assertThat(broken).isNotEqualTo(json);

        assertThatThrownBy(() -> RolloutPlan.parse(broken))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("rollout: ")
                .hasMessageContaining(parts[2]);
    }
}
