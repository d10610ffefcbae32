package io.genaiops.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Version;
import io.genaiops.catalog.Removal;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferencesTest {

    private static final AssetId WALK = AssetId.prompt("walk");
    private static final AssetRef FIRST = AssetRef.parse("walk:1.0.0");

    private final AssetStore store = AssetStore.memory();
    private final References references = References.of(store, false);

    private static AssetFile file(AssetKind kind, String name, String body) {
        return AssetFile.parse(kind, "test", "---\nname: " + name + "\nversion: 1.0.0\n---\n" + body);
    }

    @BeforeEach
    void publish_a_prompt_with_a_partial_in_a_partial() {
        AssetRegistry registry = AssetRegistry.of(store);
        registry.publish(file(AssetKind.PARTIAL, "care", "with care"), "author");
        registry.publish(file(AssetKind.PARTIAL, "tone", "kindly {{> care:1.0.0}}"), "author");
        registry.publish(file(AssetKind.PROMPT, "walk", "Walk {{> tone:1.0.0}}"), "author");
    }

    private static AssetReference partial(String reference) {
        return new AssetReference(AssetKind.PARTIAL, AssetRef.parse(reference));
    }

    @Test
    void a_version_is_linked_with_everything_that_it_includes() {
        ResolvedReference target = references.resolve(WALK, FIRST);
        Asset bare = references.load(target).asset();

        Map<AssetReference, AssetFile> included = references.included(target, bare);

        assertThat(included).containsOnlyKeys(partial("tone:1.0.0"), partial("care:1.0.0"));
        Prompt linked = (Prompt) References.linked(bare, included);
        assertThat(linked.render().text()).isEqualTo("Walk kindly with care");
        assertThat(references.resolvedDigest(target, bare))
                .isEqualTo(target.entry().resolved())
                .isEqualTo(linked.resolution().digest());
        Asset partial = included.get(partial("care:1.0.0")).asset();
        assertThat(References.linked(partial, included)).isSameAs(partial);
        assertThat(target).hasToString("prompt 'walk' 1.0.0");
    }

    @Test
    void files_from_somewhere_else_are_checked_as_well() {
        ResolvedReference target = references.resolve(WALK, FIRST);
        AssetFile right = references.load(target);
        AssetFile wrong = file(AssetKind.PROMPT, "walk", "Run");

        assertThat(references.withFiles(any -> Optional.of(right)).load(target)).isSameAs(right);
        assertThatThrownBy(() -> references.withFiles(any -> Optional.of(wrong)).load(target))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining(right.asset().sourceDigest() + ", but its file now has "
                        + wrong.asset().sourceDigest());
        assertThatThrownBy(() -> references.withFiles(any -> Optional.empty()).load(target))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("its file is missing");
    }

    @Test
    void a_view_is_followed_as_it_was_seen() {
        var before = references.stored(WALK);
        store.delete(WALK, Version.of(1, 0, 0), new Removal(java.time.Instant.EPOCH, "ada", "wrong"));

        assertThat(references.resolve(before, FIRST).version()).isEqualTo(Version.of(1, 0, 0));
        assertThatThrownBy(() -> references.resolve(WALK, FIRST)).hasMessageContaining("version 1.0.0 deleted");
        assertThatThrownBy(() -> references.stored(AssetId.prompt("nobody")))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("prompt 'nobody' does not exist; found prompts [walk]");
    }
}
