package io.genaiops.registry;

import static io.genaiops.registry.Shelf.GUIDE;
import static io.genaiops.registry.Shelf.SMALL;
import static io.genaiops.registry.Shelf.TONE;
import static io.genaiops.registry.Shelf.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.governance.Granted;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {

    private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");
    private static final Version ONE = Version.of(1, 0, 0);
    private static final Version TWO = Version.of(2, 0, 0);

    @TempDir
    private Path root;

    private AssetRegistry registry(String kind) {
        AssetStore store = Shelf.filled(kind.equals("memory") ? AssetStore.memory() : AssetStore.directory(root));
        return AssetRegistry.builder(store)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .cache(Duration.ofMinutes(1))
                .build();
    }

    private static String delivered(AssetRegistry registry) {
        return registry.prompt("guide").version() + " "
                + registry.model("small").version();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "directory"})
    void a_release_set_moves_several_labels_in_one_step_and_says_from_where(String kind) {
        AssetRegistry registry = registry(kind);
        release(registry, "production", "1.0.0");
        assertThat(delivered(registry)).isEqualTo("1.0.0 1.0.0");

        Released released = release(registry, "production", "2.0.0");

        assertThat(delivered(registry)).isEqualTo("2.0.0 2.0.0");
        LabelMove move = new LabelMove(Label.PRODUCTION, ONE, TWO, NOW, "ada", "together", null);
        assertThat(released.moves()).containsOnly(Map.entry(GUIDE, move), Map.entry(SMALL, move));
        assertThat(released.label()).isEqualTo(Label.PRODUCTION);
        assertThat(released.set())
                .isEqualTo(ReleaseSet.ofPrompt("guide", "2.0.0").andModel("small", "2.0.0"));
        assertThat(released).hasToString("production -> prompt guide:2.0.0, model small:2.0.0");
        assertThat(registry.label(SMALL, Label.PRODUCTION).history()).hasSize(2).contains(move);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "directory"})
    void a_release_moves_nothing_if_one_label_was_moved_since_it_was_named(String kind) {
        AssetRegistry registry = registry(kind);
        release(registry, "production", "1.0.0");
        ReleaseRequest slow = registry.release("production")
                .model("small", "2.0.0")
                .prompt("guide", "1.0.0")
                .by("bob")
                .because("slow");
        registry.label("guide", "production").moveTo("2.0.0", "ada", "quick");

        assertThatThrownBy(slow::submit)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("label 'production' of prompt 'guide' is on 2.0.0, expected 1.0.0");

        assertThat(delivered(registry)).isEqualTo("2.0.0 1.0.0");
    }

    @Test
    void a_release_keeps_a_label_that_is_where_it_should_be_from_moving_away_meanwhile() {
        AssetRegistry registry = registry("memory");
        release(registry, "production", "1.0.0");
        ReleaseRequest request = registry.release("production")
                .prompt("guide", "2.0.0")
                .model("small", "1.0.0")
                .by("bob")
                .because("the model stays");
        registry.label(SMALL, Label.PRODUCTION).moveTo("2.0.0", "ada", "quick");
        assertThatThrownBy(request::submit).isInstanceOf(ConflictException.class);
        assertThat(delivered(registry)).isEqualTo("1.0.0 2.0.0");
    }

    @Test
    void a_frozen_label_is_refused_unless_it_is_where_it_should_be() {
        AssetRegistry registry = registry("memory");
        release(registry, "production", "1.0.0");
        registry.label(SMALL, Label.PRODUCTION).freeze("ada", "for good");

        assertThatThrownBy(() -> release(registry, "production", "2.0.0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("label 'production' of model 'small' is frozen on 1.0.0");
        assertThat(delivered(registry)).isEqualTo("1.0.0 1.0.0");

        Released released = registry.release("production")
                .prompt("guide", "2.0.0")
                .model("small", "1.0.0")
                .by("ada")
                .because("new words")
                .submit();
        assertThat(released.moves()).containsOnlyKeys(GUIDE);
        assertThat(delivered(registry)).isEqualTo("2.0.0 1.0.0");
    }

    @Test
    void a_governed_label_is_released_only_with_the_authority_of_a_gate() {
        AssetRegistry registry = registry("memory");
        registry.govern(Label.PRODUCTION);
        assertThatThrownBy(() -> release(registry, "production", "1.0.0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("it moves only through Governance.promote(…)");
        assertThatThrownBy(() -> registry.prompt("guide")).isInstanceOf(AssetNotFoundException.class);

        LabelMove move =
                new LabelMove(Label.PRODUCTION, null, ONE, NOW, "ada", "now", Granted.authority("gate 'quality'"));
        registry.move(new TreeMap<>(Map.of(GUIDE, move, SMALL, move)));

        assertThat(delivered(registry)).isEqualTo("1.0.0 1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "directory"})
    void a_release_is_rolled_back_in_one_step_too(String kind) {
        AssetRegistry registry = registry(kind);
        registry.label("guide", "production").moveTo("1.0.0", "ada", "the prompt alone");
        Released released = release(registry, "production", "2.0.0");

        released.rollback("bob", "wrong answers");

        assertThat(registry.prompt("guide").version()).isEqualTo(ONE);
        assertThatThrownBy(() -> registry.model("small")).isInstanceOf(AssetNotFoundException.class);
        assertThat(registry.label(SMALL, Label.PRODUCTION).history())
                .last()
                .isEqualTo(new LabelMove(Label.PRODUCTION, TWO, null, NOW, "bob", "wrong answers", null));
        assertThatThrownBy(() -> released.rollback("bob", "again")).isInstanceOf(ConflictException.class);
    }

    @Test
    void a_release_needs_assets_that_are_there_and_who_and_why() {
        AssetRegistry registry = registry("memory");
        ReleaseRequest request = registry.release("production");
        assertThatThrownBy(() -> request.by("ada").because("why").submit())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a release needs an asset, by(name) and because(reason); found assets [], by=ada,"
                        + " reason=why");
        assertThatThrownBy(() -> request.prompt("gide", "1.0.0"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'gide' does not exist; found prompts [guide]");
        assertThatThrownBy(() -> request.tool("search", "1.0.0")).isInstanceOf(AssetNotFoundException.class);
        request.prompt("guide", "9.0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.prompt("guide", "1.0.0"))
                .withMessage("a release has one version of prompt 'guide'; found 9.0.0 and 1.0.0");
        assertThatThrownBy(request::submit)
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("prompt 'guide' 9.0.0 is not published");
        assertThatThrownBy(() -> registry.release("production")
                        .prompt("guide", "1.0.0")
                        .because("x")
                        .submit())
                .isInstanceOf(IllegalStateException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.release("latest")
                        .prompt("guide", "1.0.0")
                        .by("ada")
                        .because("x")
                        .submit())
                .withMessage("label 'latest' is computed and cannot be moved");
    }

    @Test
    void a_release_set_is_a_value_that_reads_back_what_it_wrote() {
        ReleaseSet set = ReleaseSet.ofPrompt("guide", "2.0.0")
                .andTool("search", "3.0.0-rc.1")
                .andModel("small", "1.1.0")
                .and(TONE, "1.0.0");
        assertThat(set)
                .hasToString("prompt guide:2.0.0, partial tone:1.0.0, model small:1.1.0, tool search:3.0.0-rc.1")
                .isEqualTo(ReleaseSet.parse(set.toString()));
        assertThat(set.versions()).containsEntry(new AssetId(AssetKind.TOOL, "search"), Version.parse("3.0.0-rc.1"));
        assertThatThrownBy(() -> set.versions().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.andModel("small", "2.0.0"))
                .withMessage("a release set has one version of model 'small'; found 1.1.0 and 2.0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new ReleaseSet(new TreeMap<>()));
        for (String broken :
                new String[] {"", "guide:1.0.0", "prompt guide", "prompts guide:1.0.0", "prompt guide:^1.0"}) {
            assertThatIllegalArgumentException().as(broken).isThrownBy(() -> ReleaseSet.parse(broken));
        }
        AssetRegistry registry = registry("memory");
        registry.release("beta")
                .set(ReleaseSet.of(GUIDE, "1.0.0").and(TONE, "2.0.0"))
                .by("ada")
                .because("try")
                .submit();
        assertThat(registry.label(TONE, Label.of("beta")).version()).contains(TWO);
    }
}
