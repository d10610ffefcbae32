package io.genaiops.eval.prompttest;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;

/**
 * A version of a prompt that is live, or would be next.
 *
 * @param id the prompt
 * @param version the version
 * @param why what makes it so: labels, {@code latest} or {@code draft}
 */
record TestedVersion(AssetId id, Version version, List<String> why) {

    /** Returns the versions of all prompts of a registry, by name and version. */
    static List<TestedVersion> in(AssetRegistry registry) {
        List<TestedVersion> all = new ArrayList<>();
        for (AssetId id : registry.prompts()) {
            versions(registry, registry.describe(id))
                    .forEach((version, why) -> all.add(new TestedVersion(id, version, why)));
        }
        return all;
    }

    private static SortedMap<Version, List<String>> versions(AssetRegistry registry, StoredAsset asset) {
        SortedMap<Version, List<String>> versions = new TreeMap<>();
        asset.labels().forEach((label, state) -> {
            if (isHere(registry, label)) {
                add(versions, state.version(), label.toString());
            }
        });
        Optional<Version> latest = asset.latest().map(PublishedVersion::version);
        latest.ifPresent(version -> add(versions, version, Label.LATEST.toString()));
        asset.drafts().stream()
                .filter(draft -> !registry.isProduction())
                .reduce((lower, higher) -> higher)
                .filter(draft -> latest.isEmpty() || draft.compareTo(latest.get()) > 0)
                .ifPresent(draft -> add(versions, draft, "draft"));
        return versions;
    }

    private static boolean isHere(AssetRegistry registry, Label label) {
        return registry.environment().isEmpty() || label.environment().equals(registry.environment());
    }

    private static void add(SortedMap<Version, List<String>> versions, Version version, String why) {
        versions.computeIfAbsent(version, key -> new ArrayList<>()).add(why);
    }

    /** Returns the tests of this version, or nothing if it promises nothing; a version that cannot be read fails. */
    Optional<DynamicNode> node(PromptTestRun.Options options) {
        Prompt prompt;
        try {
            prompt = options.registry().prompt(AssetRef.of(id.name(), version));
        } catch (RuntimeException e) {
            return Optional.of(DynamicTest.dynamicTest(toString(), () -> {
                throw new AssertionFailedError(id + " " + version + " cannot be tested: " + e.getMessage(), e);
            }));
        }
        return prompt.tests()
                .map(tests -> DynamicContainer.dynamicContainer(
                        toString(), new PromptTrial(prompt, tests, options).tests().stream()));
    }

    /** Returns name, version and why it is tested, for example {@code trail-guide 1.1.0 (production, latest)}. */
    @Override
    public String toString() {
        return id.name() + " " + version + " (" + String.join(", ", why) + ")";
    }
}
