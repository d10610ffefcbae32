package io.genaiops.examples;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.registry.AssetLabel;
import io.genaiops.registry.AssetRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The definition of the model that answers, published as an asset: prompts that name {@code assistant:^1.0} are locked to
 * it, so that evidence is about this prompt on this model.
 */
final class AssistantModel {

    static final String NAME = "assistant";
    private static final AssetId ID = new AssetId(AssetKind.MODEL, NAME);

    private AssistantModel() {}

    /** Publishes the definition of a model unless the newest one says the same. */
    static ModelDefinition publish(AssetRegistry registry, ChosenModel chosen, String by) {
        Version newest = newest(registry);
        if (newest == null) {
            return publish(registry, definition(chosen, Version.of(1, 0, 0)), by);
        }
        ModelDefinition before = registry.model(NAME + ":" + newest);
        ModelDefinition same = definition(chosen, newest);
        return before.sourceDigest().equals(same.sourceDigest())
                ? before
                : publish(registry, definition(chosen, newest.nextPatch()), by);
    }

    /** Returns the resolved digest of a published definition, which evidence names. */
    static Digest digest(AssetRegistry registry, ModelDefinition definition) {
        return registry.digest(ID, AssetRef.of(NAME, definition.version()));
    }

    private static @Nullable Version newest(AssetRegistry registry) {
        return registry.assets(AssetKind.MODEL).contains(ID)
                ? registry.describe(ID).latest().map(PublishedVersion::version).orElse(null)
                : null;
    }

    private static ModelDefinition publish(AssetRegistry registry, ModelDefinition definition, String by) {
        registry.publish(AssetFile.of(definition), by);
        AssetLabel production = registry.label(ID, Label.PRODUCTION);
        if (production.version().isEmpty() && !registry.governed().contains(Label.PRODUCTION)) {
            production.moveTo(definition.version().toString(), by, "the first model");
        }
        return definition;
    }

    private static ModelDefinition definition(ChosenModel chosen, Version version) {
        return ModelDefinition.builder(NAME, version)
                .provider(chosen.model().provider().name().toLowerCase(Locale.ROOT))
                .model(chosen.name())
                .metadata(Metadata.describedAs("The model that answers customers' questions."))
                .build();
    }
}
