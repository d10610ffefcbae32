package io.genaiops.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelState;
import io.genaiops.database.TestDatabases;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of {@code docs/share-prompts-on-postgresql.md}. */
class SharedPromptsTest {

    @TempDir
    private Path folder;

    private DataSource owner;
    private DataSource dataSource;

    @BeforeEach
    void start() {
        owner = TestDatabases.at(TestDatabases.postgres(folder.getFileName().toString()));
        dataSource = owner;
    }

    @Test
    void what_one_process_labels_another_delivers() {
        String text = "---\nname: trail-guide\nversion: 1.1.0\n---\nHi";
        AssetStore.migrate(owner);
        AssetRegistry registry = AssetRegistry.of(AssetStore.jdbc(dataSource));

        registry.publish(AssetFile.parse(AssetKind.PROMPT, "trail-guide", text), "ada");
        registry.label("trail-guide", "production").moveTo("1.1.0", "ada", "beats 1.0.0");
        registry.prompt("trail-guide");

        AssetRegistry another = AssetRegistry.of(AssetStore.jdbc(dataSource));
        Prompt prompt = another.prompt("trail-guide");
        assertThat(prompt.version()).hasToString("1.1.0");
        assertThat(another.describe(prompt.id()).label(Label.PRODUCTION))
                .contains(new LabelState(Version.of(1, 1, 0), false));
        registry.close();
        another.close();
    }

    @Test
    void a_key_stays_in_its_arm_on_every_process() {
        RolloutPlan plan = RolloutPlan.builder("winter")
                .arm(Arm.of("old", "trail-guide:1.0.0", 50))
                .arm(Arm.of("new", "trail-guide:1.1.0", 50))
                .coverage(RolloutPlan.EVERYONE)
                .build();
        StickyStore.migrate(owner);
        Rollout rollout =
                Rollout.builder(plan).sticky(StickyStore.jdbc(dataSource)).build();

        String arm = rollout.assign("hiker", Map.of()).arm().name();
        RolloutPlan reversed = RolloutPlan.builder("winter")
                .arm(Arm.of("old", "trail-guide:1.0.0", arm.equals("old") ? 0 : 1))
                .arm(Arm.of("new", "trail-guide:1.1.0", arm.equals("new") ? 0 : 1))
                .coverage(RolloutPlan.EVERYONE)
                .build();
        Assignment there = Rollout.builder(reversed)
                .sticky(StickyStore.jdbc(dataSource))
                .build()
                .assign("hiker", Map.of());
        assertThat(there.arm().name()).isEqualTo(arm);
        assertThat(there.reason()).isEqualTo(Assignment.Reason.STICKY);
    }
}
