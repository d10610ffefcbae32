package io.genaiops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a registry keeps what its store answered. */
class RegistryDeliveryTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final AssetId TONE = new AssetId(AssetKind.PARTIAL, "tone");

    @TempDir
    Path root;

    private static AssetFile file(AssetKind kind, String name, String version, String body) {
        return AssetFile.parse(kind, "test", "---\nname: " + name + "\nversion: " + version + "\n---\n" + body);
    }

    private static AssetRegistry filled(AssetRegistry registry) {
        for (String version : new String[] {"1.0.0", "2.0.0"}) {
            registry.publish(file(AssetKind.PROMPT, "guide", version, "Hike " + version), "author");
        }
        registry.label("guide", "production").moveTo("1.0.0", "author", "first");
        return registry;
    }

    private static String delivered(AssetRegistry registry) {
        Prompt prompt = registry.prompt("guide");
        return prompt.version() + " " + prompt.resolution().source();
    }

    private AssetRegistry caching(AssetStore store) {
        return AssetRegistry.builder(store).cache(A_MINUTE).build();
    }

    @Test
    void what_a_registry_writes_it_sees_at_once() {
        AssetRegistry registry = filled(caching(AssetStore.memory()));
        assertThat(delivered(registry)).isEqualTo("1.0.0 FRESH");
        assertThatThrownBy(() -> registry.prompt("guide:3.0.0")).isInstanceOf(AssetNotFoundException.class);

        registry.label("guide", "production").moveTo("2.0.0", "author", "second");
        assertThat(delivered(registry)).isEqualTo("2.0.0 FRESH");
        registry.publish(file(AssetKind.PROMPT, "guide", "3.0.0", "Hike 3.0.0"), "author");
        assertThat(registry.prompt("guide:3.0.0").version()).isEqualTo(Version.of(3, 0, 0));
        registry.delete(AssetId.prompt("guide"), Version.of(3, 0, 0), "ada", "wrong");
        assertThatThrownBy(() -> registry.prompt("guide:3.0.0")).isInstanceOf(AssetNotFoundException.class);
        registry.label("guide", "production").remove("author", "enough");
        assertThatThrownBy(() -> registry.prompt("guide")).isInstanceOf(AssetNotFoundException.class);
    }

    @Test
    void what_another_registry_writes_is_seen_after_an_invalidation_or_a_lost_race() {
        AssetStore store = AssetStore.memory();
        AssetRegistry other = filled(AssetRegistry.of(store));
        AssetRegistry registry = caching(store);
        AssetLabel seen = registry.label("guide", "production");
        assertThat(delivered(registry)).isEqualTo("1.0.0 FRESH");
        other.label("guide", "production").moveTo("2.0.0", "author", "second");
        assertThat(delivered(registry)).as("within the minute").isEqualTo("1.0.0 FRESH");

        assertThatThrownBy(() -> seen.moveTo("2.0.0", "me", "late")).isInstanceOf(ConflictException.class);
        assertThat(delivered(registry)).isEqualTo("2.0.0 FRESH");
        other.label("guide", "production").moveTo("1.0.0", "author", "back");
        registry.delivery().invalidate(AssetId.prompt("guide"));
        assertThat(delivered(registry)).isEqualTo("1.0.0 FRESH");
    }

    @Test
    void a_moved_partial_is_seen_by_drafts_that_include_it() throws IOException {
        AssetRegistry registry = caching(AssetStore.directory(root));
        registry.publish(file(AssetKind.PARTIAL, "tone", "1.0.0", "kindly"), "author");
        registry.publish(file(AssetKind.PARTIAL, "tone", "2.0.0", "quickly"), "author");
        registry.label(TONE, Label.PRODUCTION).moveTo("1.0.0", "author", "first");
        Path draft = root.resolve("prompts/walk/1.0.0.prompt.md");
        Files.createDirectories(draft.getParent());
        Files.writeString(draft, "---\nname: walk\nversion: 1.0.0\n---\nWalk {{> tone}}");
        assertThat(registry.prompt("walk:1.0.0").render().text()).isEqualTo("Walk kindly");

        registry.label(TONE, Label.PRODUCTION).moveTo("2.0.0", "author", "second");

        assertThat(registry.prompt("walk:1.0.0").render().text()).isEqualTo("Walk quickly");
    }

    @Test
    void a_directory_is_asked_at_every_call_unless_the_host_says_otherwise() throws IOException {
        AssetRegistry registry = AssetRegistry.directory(root);
        Path draft = root.resolve("prompts/guide/1.0.0.prompt.md");
        Files.createDirectories(draft.getParent());
        for (String body : new String[] {"one", "two", "three"}) {
            Files.writeString(draft, "---\nname: guide\nversion: 1.0.0\n---\n" + body);
            assertThat(registry.prompt("guide:1.0.0").render().text()).isEqualTo(body);
        }
        AssetRegistry caching = caching(AssetStore.directory(root));
        caching.prompt("guide:1.0.0");
        Files.writeString(draft, "---\nname: guide\nversion: 1.0.0\n---\nfour");
        assertThat(caching.prompt("guide:1.0.0").render().text()).isEqualTo("three");
    }

    @Test
    void stores_say_how_long_their_answers_may_be_kept() {
        assertThat(AssetStore.memory().timeToLive()).isZero();
        assertThat(AssetStore.directory(root).timeToLive()).isZero();
        assertThat(AssetStore.classpath("io").timeToLive()).isGreaterThan(Duration.ofDays(10_000));
    }

    @Test
    void the_callers_prompt_stands_in_for_a_store_that_fails() throws IOException {
        Path file = root.resolve("prompts");
        Files.writeString(file, "a file in the way");
        AtomicInteger made = new AtomicInteger();
        Prompt own = Prompt.builder("guide", Version.of(0, 0, 1), "Stay").build();
        AssetRegistry registry = AssetRegistry.builder(new BrokenStore()).build();

        Prompt prompt = registry.prompt("guide", () -> {
            made.incrementAndGet();
            return own;
        });

        assertThat(prompt.resolution().source()).isEqualTo(Source.FALLBACK);
        assertThat(registry.prompt(AssetRef.parse("guide"), () -> own).version())
                .isEqualTo(Version.of(0, 0, 1));
        assertThat(made).hasValue(1);
        assertThatThrownBy(() -> registry.prompt("guide"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("no fallback was given");
        assertThat(registry.delivery().health().storeReachable()).isFalse();
        registry.close();
    }

    @Test
    void a_registry_takes_the_options_of_its_delivery() {
        AssetRegistry bundle = filled(AssetRegistry.memory());
        AssetStore bundled = AssetStore.memory();
        filled(AssetRegistry.of(bundled));
        AssetRegistry registry = AssetRegistry.builder(new BrokenStore())
                .cache(A_MINUTE)
                .delivery(options -> options.bundle(bundled).lastKnownGood(root))
                .build();

        assertThat(delivered(registry)).isEqualTo("1.0.0 BUNDLED");
        assertThat(delivered(bundle)).isEqualTo("1.0.0 FRESH");
        registry.close();
    }

    @Test
    void the_bundle_on_the_class_path_is_delivered_when_the_store_is_down() throws IOException {
        filled(AssetRegistry.directory(root.resolve("genaiops")));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, null)) {
            thread.setContextClassLoader(loader);
            AssetRegistry registry = AssetRegistry.builder(new BrokenStore())
                    .delivery(options -> options.bundle(AssetStore.classpath("genaiops")))
                    .build();

            assertThat(delivered(registry)).isEqualTo("1.0.0 BUNDLED");
            registry.close();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void a_snapshot_keeps_the_meaning_of_every_reference_it_was_asked_for() {
        AssetRegistry registry = filled(caching(AssetStore.memory()));
        RegistrySnapshot snapshot = registry.snapshot();
        assertThat(snapshot.prompt("guide").version()).isEqualTo(Version.of(1, 0, 0));
        registry.label("guide", "production").moveTo("2.0.0", "author", "second");

        assertThat(snapshot.prompt("guide@production").version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(snapshot.prompt(AssetRef.parse("guide")).resolution().label())
                .isEqualTo(Label.PRODUCTION);
        assertThat(registry.prompt("guide").version()).isEqualTo(Version.of(2, 0, 0));
        assertThat(registry.snapshot().prompt("guide").version()).isEqualTo(Version.of(2, 0, 0));
    }

    @Test
    void a_snapshot_keeps_a_fallback_and_does_not_see_what_came_later() {
        AssetRegistry broken = AssetRegistry.of(new BrokenStore());
        RegistrySnapshot down = broken.snapshot();
        Prompt own = Prompt.builder("guide", Version.of(0, 0, 1), "Stay").build();
        assertThat(down.prompt("guide", () -> own).resolution().source()).isEqualTo(Source.FALLBACK);
        assertThat(down.prompt("guide").version()).isEqualTo(Version.of(0, 0, 1));
        assertThat(down.prompt("guide", () -> {
                            throw new AssertionError("asked again");
                        })
                        .version())
                .isEqualTo(Version.of(0, 0, 1));

        AssetRegistry registry = filled(AssetRegistry.memory());
        RegistrySnapshot snapshot = registry.snapshot();
        assertThatThrownBy(() -> snapshot.prompt("guide@beta")).isInstanceOf(AssetNotFoundException.class);
        registry.label("guide", "beta").moveTo("2.0.0", "author", "try");
        assertThatThrownBy(() -> snapshot.prompt("guide@beta")).isInstanceOf(AssetNotFoundException.class);
        assertThat(registry.snapshot().prompt("guide@beta").version()).isEqualTo(Version.of(2, 0, 0));
        assertThatThrownBy(() -> snapshot.model("small")).isInstanceOf(AssetNotFoundException.class);
        broken.close();
    }

    @Test
    void governance_and_labels_look_at_the_store_itself() {
        AssetStore store = AssetStore.memory();
        AssetRegistry other = filled(AssetRegistry.of(store));
        AssetRegistry registry = caching(store);
        delivered(registry);
        other.label("guide", "production").moveTo("2.0.0", "author", "second");

        assertThat(registry.label("guide", "production").version()).contains(Version.of(2, 0, 0));
        assertThat(registry.describe(AssetId.prompt("guide")).label(Label.PRODUCTION))
                .hasValueSatisfying(state -> assertThat(state.version()).isEqualTo(Version.of(2, 0, 0)));
    }
}
