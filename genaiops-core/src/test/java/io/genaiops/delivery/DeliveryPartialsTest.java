package io.genaiops.delivery;

import static io.genaiops.delivery.Workbench.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prompt whose partial includes another one, delivered whole or not at all. */
class DeliveryPartialsTest {

    private static final AssetId WALK = AssetId.prompt("walk");
    private static final AssetId TONE = new AssetId(AssetKind.PARTIAL, "tone");

    @TempDir
    Path disk;

    private final FaultyStore store = new FaultyStore();
    private final AssetRegistry writer = AssetRegistry.of(store);
    private final Workbench bench = new Workbench();

    @BeforeEach
    void publish_a_prompt_with_partials() {
        publish(AssetKind.PARTIAL, "care", "1.0.0", "with care");
        publish(AssetKind.PARTIAL, "tone", "1.0.0", "Walk {{> care:1.0.0}}");
        writer.label(TONE, Label.PRODUCTION).moveTo("1.0.0", "author", "first");
        publish(AssetKind.PROMPT, "walk", "1.0.0", "{{> tone}}!");
        writer.label("walk", "production").moveTo("1.0.0", "author", "first");
    }

    private void publish(AssetKind kind, String name, String version, String body) {
        publish(kind, name, version, body, "");
    }

    private void publish(AssetKind kind, String name, String version, String body, String more) {
        String text = "---\nname: " + name + "\nversion: " + version + "\n" + more + "---\n" + body;
        writer.publish(AssetFile.parse(kind, "test", text), "author");
    }

    private static String text(Prompt prompt) {
        return prompt.render().text();
    }

    private Delivery delivery() {
        return bench.delivery(store).lastKnownGood(disk).build();
    }

    @Test
    void a_prompt_comes_with_the_partials_of_its_lock() {
        Delivery delivery = delivery();
        Digest published = store.find(WALK)
                .orElseThrow()
                .published(Version.of(1, 0, 0))
                .orElseThrow()
                .resolved();
        publish(AssetKind.PARTIAL, "tone", "2.0.0", "Run");
        writer.label(TONE, Label.PRODUCTION).moveTo("2.0.0", "author", "second");

        Prompt prompt = delivery.prompt("walk");

        assertThat(text(prompt)).isEqualTo("Walk with care!");
        assertThat(prompt.resolution().digest()).isEqualTo(published);
    }

    @Test
    void the_last_known_good_has_the_partials_too() {
        delivery().prompt("walk");
        store.isDown();

        Prompt prompt = delivery().prompt("walk");

        assertThat(seen(prompt)).isEqualTo("1.0.0 LAST_KNOWN_GOOD");
        assertThat(text(prompt)).isEqualTo("Walk with care!");
    }

    @Test
    void a_forged_partial_on_disk_counts_as_absent() throws IOException {
        delivery().prompt("walk");
        List<Path> files;
        try (var listed = Files.list(disk)) {
            files = listed.toList();
        }
        assertThat(files).hasSize(1);
        String whole = Files.readString(files.get(0));
        store.isDown();
        for (String forged : List.of(
                whole.replace("with care", "with haste"),
                whole.replace("\"reference\":\"care:1.0.0\"", "\"reference\":\"care:1.0.1\""),
                whole.replace("\"partials\":", "\"others\":"))) {
            assertThat(forged).isNotEqualTo(whole);
            Files.writeString(files.get(0), forged);

            assertThatThrownBy(() -> delivery().prompt("walk")).hasMessageContaining("(nothing there)");
        }
        Files.writeString(files.get(0), whole);
        assertThat(text(delivery().prompt("walk"))).isEqualTo("Walk with care!");
    }

    @Test
    void a_prompt_comes_with_the_tool_of_its_lock_also_from_the_last_known_good() throws IOException {
        AssetId oracle = new AssetId(AssetKind.TOOL, "tone");
        tool("1.0.0", "one");
        writer.label(oracle, Label.PRODUCTION).moveTo("1.0.0", "author", "first");
        publish(AssetKind.PROMPT, "ask", "1.0.0", "Ask", "tools: [tone]\n");
        tool("2.0.0", "two");
        writer.label(oracle, Label.PRODUCTION).moveTo("2.0.0", "author", "second");
        AssetReference ask = new AssetReference(AssetKind.PROMPT, AssetRef.parse("ask:1.0.0"));

        Prompt fresh = (Prompt) delivery().deliver(ask).asset();
        store.isDown();
        Prompt kept = (Prompt) delivery().deliver(ask).asset();

        assertThat(told(fresh)).isEqualTo("one");
        assertThat(told(kept)).isEqualTo("one");
        assertThat(kept.resolution().digest()).isEqualTo(fresh.resolution().digest());
        Path file;
        try (var listed = Files.list(disk)) {
            file = listed.findFirst().orElseThrow();
        }
        String whole = Files.readString(file);
        for (String forged :
                List.of(whole.replace("\\\"one\\\"", "\\\"six\\\""), whole.replace("\"tools\":", "\"others\":"))) {
            assertThat(forged).isNotEqualTo(whole);
            Files.writeString(file, forged);
            assertThatThrownBy(() -> delivery().deliver(ask)).hasMessageContaining("(nothing there)");
        }
    }

    private void tool(String version, String instructions) {
        writer.publish(
                AssetFile.of(ToolDefinition.builder("tone", Version.parse(version))
                        .instructions(instructions)
                        .build()),
                "author");
    }

    private static String told(Prompt prompt) {
        return prompt.tool(AssetRef.parse("tone")).orElseThrow().instructions();
    }

    @Test
    void a_lie_about_a_partial_is_refused_or_replaced_by_what_was_published() {
        delivery().prompt("walk");
        store.lieAbout("care", "with haste");
        Delivery known = delivery();
        Delivery unknown = bench.delivery(store).build();

        assertThat(text(known.prompt("walk"))).isEqualTo("Walk with care!");
        assertThat(seen(known.prompt("walk"))).isEqualTo("1.0.0 LAST_KNOWN_GOOD");
        assertThatThrownBy(() -> unknown.prompt("walk"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("partial 'care' 1.0.0 was published with source digest");
        assertThat(bench.heard).contains("mismatch walk@production");
    }

    @Test
    void a_deleted_partial_revokes_what_includes_it() {
        Delivery delivery = delivery();
        delivery.prompt("walk");
        writer.delete(new AssetId(AssetKind.PARTIAL, "care"), Version.of(1, 0, 0), "ada", "wrong");
        bench.pass(Duration.ofSeconds(70));
        delivery.prompt("walk");
        bench.runBackground();

        assertThatThrownBy(() -> delivery.prompt("walk"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("includes 'care:1.0.0', which is not found");
    }

    @Test
    void the_bundle_delivers_partials_as_well() {
        FaultyStore down = new FaultyStore();
        down.isDown();
        Delivery delivery = bench.delivery(down).bundle(store).build();

        assertThat(text(delivery.prompt("walk"))).isEqualTo("Walk with care!");
        assertThat(seen(delivery.prompt("walk"))).isEqualTo("1.0.0 BUNDLED");
    }
}
