package io.genaiops.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.ConflictException;
import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.Gate;
import io.genaiops.gate.Verdict;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GovernanceTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Actor ACTOR = Actor.asserted("release-desk");

    @TempDir
    Path root;

    private AssetRegistry registry;

    @BeforeEach
    void publish_two_versions() {
        registry = AssetRegistry.directory(root);
        for (String version : List.of("1.0.0", "2.0.0")) {
            String text = "---\nname: trail-guide\nversion: " + version + "\n---\nHike " + version;
            registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
        }
        registry.label("trail-guide", "production").moveTo("1.0.0", "author", "first version");
    }

    @Test
    void a_better_version_is_promoted_with_who_when_and_why() {
        Promotion promotion = promote("trail-guide:2.0.0", evidence("trail-guide:2.0.0", 0.8));

        assertThat(promotion.isPromoted()).isTrue();
        assertThat(registry.prompt("trail-guide").version()).isEqualTo(Version.of(2, 0, 0));
        LabelMove move = registry.label("trail-guide", "production").history().get(1);
        assertThat(move).isEqualTo(promotion.move().orElseThrow());
        assertThat(move.by()).isEqualTo("release-desk");
        assertThat(move.at()).isEqualTo(NOW);
        assertThat(move.why()).isEqualTo("better");
        assertThat(move.from()).isEqualTo(Version.of(1, 0, 0));
        assertThat(move.authority().text()).startsWith("gate passed: mean of 'token_f1' is 0.800");
    }

    @Test
    void a_worse_version_is_refused_with_reasons_and_the_label_stays() {
        Promotion promotion = promote("trail-guide:2.0.0", evidence("trail-guide:2.0.0", 0.3));

        assertThat(promotion.isPromoted()).isFalse();
        assertThat(promotion.decision()).isInstanceOf(Verdict.Fail.class);
        assertThat(promotion.reasons().get(0)).contains("0.300").endsWith("at least 0.500 required");
        assertThat(registry.prompt("trail-guide").version()).isEqualTo(Version.of(1, 0, 0));
        assertThatThrownBy(() -> promotion.rollback(ACTOR, "oops"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the label did not move");
    }

    @Test
    void evidence_about_another_version_does_not_help() {
        Promotion promotion = promote("trail-guide:2.0.0", evidence("trail-guide:1.0.0", 0.9));

        assertThat(promotion.isPromoted()).isFalse();
        assertThat(promotion.reasons().get(0)).startsWith("there is no evidence about prompt 'trail-guide' 2.0.0");
    }

    @Test
    void a_rollback_is_one_step_and_stays_in_the_history() {
        Promotion promotion = promote("trail-guide:2.0.0", evidence("trail-guide:2.0.0", 0.8));

        promotion.rollback(ACTOR, "complaints");

        assertThat(registry.prompt("trail-guide").version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(registry.label("trail-guide", "production").history())
                .extracting(LabelMove::why)
                .containsExactly("first version", "better", "complaints");
        assertThatThrownBy(() -> promotion.rollback(ACTOR, "again")).isInstanceOf(ConflictException.class);
    }

    @Test
    void a_governed_label_refuses_a_plain_move_also_from_a_registry_that_knows_no_governance() {
        governance();

        AssetRegistry other = AssetRegistry.directory(root);

        assertThatThrownBy(() -> other.label("trail-guide", "production").moveTo("2.0.0", "somebody", "hurry"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'production' is governed")
                .hasMessageContaining("Governance.promote");
        other.label("trail-guide", "beta").moveTo("2.0.0", "somebody", "beta is free");
    }

    @Test
    void a_label_without_a_gate_is_not_promoted() {
        assertThatThrownBy(() -> governance()
                        .promote("trail-guide:2.0.0")
                        .to("beta")
                        .because("x")
                        .by(ACTOR)
                        .submit())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("label 'beta' has no gate here; governed are [production]");
    }

    @Test
    void a_promotion_needs_label_actor_and_reason() {
        assertThatThrownBy(() -> governance()
                        .promote("trail-guide:2.0.0")
                        .to("production")
                        .submit())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("actor=null");
    }

    @Test
    void an_environment_has_its_own_gate_or_that_of_all_environments() {
        AssetStore store = AssetStore.directory(root);
        Governance.builder(registry)
                .gate("production", Gate.mean("token_f1").atLeast(0.5))
                .gate("production/us", Gate.mean("token_f1").atLeast(0.9))
                .clock(CLOCK)
                .build();
        AssetRegistry eu = AssetRegistry.builder(store).environment("eu").build();
        assertThatThrownBy(() -> eu.label("trail-guide", "production").moveTo("1.0.0", "ada", "now"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("label 'production/eu' is governed");

        Governance everywhere = Governance.builder(registry)
                .gate("production", Gate.mean("token_f1").atLeast(0.5))
                .gate("production/us", Gate.mean("token_f1").atLeast(0.9))
                .clock(CLOCK)
                .build();
        for (String environment : List.of("eu", "us")) {
            Promotion promotion = everywhere
                    .promote("trail-guide:2.0.0")
                    .to("production/" + environment)
                    .with(evidence("trail-guide:2.0.0", 0.8))
                    .because("better")
                    .by(ACTOR)
                    .submit();
            assertThat(promotion.isPromoted()).as(environment).isEqualTo(environment.equals("eu"));
        }
        assertThat(eu.prompt("trail-guide").version()).isEqualTo(Version.of(2, 0, 0));

        Promotion there = Governance.builder(eu)
                .gate("production", Gate.mean("token_f1").atLeast(0.5))
                .clock(CLOCK)
                .build()
                .promote("trail-guide:1.0.0")
                .to("production")
                .with(evidence("trail-guide:1.0.0", 0.8))
                .because("back")
                .by(ACTOR)
                .submit();
        assertThat(there.move().orElseThrow().label()).isEqualTo(Label.of("production/eu"));
        there.rollback(ACTOR, "no");
        assertThat(eu.prompt("trail-guide").version()).isEqualTo(Version.of(2, 0, 0));
    }

    private Promotion promote(String reference, Evidence evidence) {
        return governance()
                .promote(reference)
                .to("production")
                .with(evidence)
                .because("better")
                .by(ACTOR)
                .submit();
    }

    private Governance governance() {
        return Governance.builder(registry)
                .gate("production", Gate.mean("token_f1").atLeast(0.5))
                .clock(CLOCK)
                .build();
    }

    private Evidence evidence(String reference, double mean) {
        Digest any = Digest.ofText("any");
        Figure figure = new Figure("token_f1", any, Figure.Kind.MEAN, mean, mean - 0.1, mean + 0.1, 0.95, 80, 80);
        var prompt = registry.prompt(reference);
        return new Evidence(
                AssetId.prompt("trail-guide"),
                prompt.version(),
                prompt.resolution().digest(),
                any,
                "small",
                List.of(figure),
                NOW);
    }
}
