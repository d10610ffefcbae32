package io.genaiops.governance;

import io.genaiops.AssetNotFoundException;
import io.genaiops.approval.Approval;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Selector;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.evidence.Bindings;
import io.genaiops.evidence.Evidence;
import io.genaiops.gate.Candidate;
import io.genaiops.gate.Contents;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.review.LintFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts together what gates decide on. Everything is read from the store itself, at the moment of the decision. */
final class Candidates {

    /** What every candidate is held against. */
    record Terms(
            Set<Digest> datasets,
            SortedMap<String, Digest> evaluators,
            @Nullable Duration evidenceExpiresAfter) {}

    /** What is asked for: several assets that get one label together. */
    record Wanted(Label label, SortedMap<AssetId, Version> versions, List<Evidence> evidence, Instant at) {}

    private final AssetRegistry registry;
    private final Approvals approvals;
    private final Terms terms;

    Candidates(AssetRegistry registry, Approvals approvals, Terms terms) {
        this.registry = registry;
        this.approvals = approvals;
        this.terms = terms;
    }

    /** Returns the published version, which alone may get a label. */
    static PublishedVersion published(StoredAsset stored, Version version) {
        return stored.published(version)
                .orElseThrow(() -> new AssetNotFoundException(stored.id() + " " + version
                        + " is not published, so no label can go there; " + stored.summary()));
    }

    Candidate.Builder of(AssetId id, Wanted wanted, StoredAsset stored, List<Approval> given) {
        Version version = Objects.requireNonNull(wanted.versions().get(id), "version");
        PublishedVersion entry = published(stored, version);
        Asset asset = registry.version(id, version);
        Candidate.Builder builder = Candidate.builder(id, version, entry.resolved())
                .label(wanted.label())
                .evidence(wanted.evidence())
                .approvals(given)
                .at(wanted.at())
                .bindings(new Bindings(entry.resolved(), terms.datasets(), terms.evaluators(), models(asset, wanted)))
                .contents(new InRegistry(asset, wanted, stored));
        stored.label(wanted.label())
                .ifPresent(held -> builder.holder(
                        held.version(), published(stored, held.version()).resolved()));
        if (terms.evidenceExpiresAfter() != null) {
            builder.evidenceExpiresAfter(terms.evidenceExpiresAfter());
        }
        authors(entry, asset).forEach(author -> {
            builder.author(author);
            approvals.fingerprint(author).ifPresent(builder::authorKey);
        });
        return builder;
    }

    private static Set<String> authors(PublishedVersion entry, Asset asset) {
        String author = asset.metadata().author();
        return author == null || author.equals(entry.by()) ? Set.of(entry.by()) : Set.of(entry.by(), author);
    }

    /** Returns the models that a prompt names, by name, with what defines them once the labels have moved. */
    private SortedMap<String, Optional<Digest>> models(Asset asset, Wanted wanted) {
        SortedMap<String, Optional<Digest>> models = new TreeMap<>();
        for (AssetReference reference : asset.references()) {
            if (reference.kind() == AssetKind.MODEL && asset.id().kind() != AssetKind.MODEL) {
                models.put(reference.ref().name(), digest(asset, reference, wanted));
            }
        }
        return models;
    }

    private Optional<Digest> digest(Asset asset, AssetReference reference, Wanted wanted) {
        Optional<Version> together = together(reference, wanted);
        if (together.isPresent()) {
            return registry.describe(reference.id()).published(together.get()).map(PublishedVersion::resolved);
        }
        try {
            return Optional.of(registry.digest(asset.id(), asset.version(), reference));
        } catch (AssetNotFoundException e) {
            // A model that no asset defines is the host's own.
            return Optional.empty();
        }
    }

    /** Returns the version that gets the label together with the candidate, if the reference follows that label. */
    private Optional<Version> together(AssetReference reference, Wanted wanted) {
        boolean follows = reference.ref().selector() instanceof Selector.ByLabel leaf
                && registry.here(leaf.label()).equals(wanted.label());
        return follows ? Optional.ofNullable(wanted.versions().get(reference.id())) : Optional.empty();
    }

    /** Returns the version that a reference means once the labels have moved, if it leads anywhere. */
    private Optional<Version> version(AssetReference reference, Wanted wanted) {
        Optional<Version> together = together(reference, wanted);
        if (together.isPresent()) {
            return together;
        }
        try {
            return Optional.of(registry.resolve(reference.id(), reference.ref()).version());
        } catch (AssetNotFoundException e) {
            // A model that no asset defines is the host's own.
            return Optional.empty();
        }
    }

    /** Looks things up when a gate asks for them. */
    private final class InRegistry implements Contents {

        private final Asset asset;
        private final Wanted wanted;
        private final StoredAsset stored;

        InRegistry(Asset asset, Wanted wanted, StoredAsset stored) {
            this.asset = asset;
            this.wanted = wanted;
            this.stored = stored;
        }

        @Override
        public Optional<Asset> candidate() {
            return Optional.of(asset);
        }

        @Override
        public Optional<Asset> holder() {
            return stored.label(wanted.label()).map(held -> registry.version(asset.id(), held.version()));
        }

        @Override
        public Optional<List<LintFinding>> findings() {
            return Optional.of(registry.lint(asset.id(), asset.version()));
        }

        @Override
        public SortedMap<String, Optional<ModelDefinition>> models() {
            SortedMap<String, Optional<ModelDefinition>> models = new TreeMap<>();
            if (asset instanceof ModelDefinition model) {
                models.put(asset.id().name(), Optional.of(model));
            }
            for (AssetReference reference : asset.references()) {
                if (reference.kind() == AssetKind.MODEL) {
                    models.put(
                            reference.ref().name(), version(reference, wanted).map(found ->
                                    (ModelDefinition) registry.version(reference.id(), found)));
                }
            }
            return models;
        }

        @Override
        public Optional<ApplicationDefinition> application(String reference) {
            AssetRef ref = AssetRef.parse(reference);
            try {
                AssetId id = new AssetId(AssetKind.APPLICATION, ref.name());
                Version version = registry.resolve(id, ref).version();
                return Optional.of((ApplicationDefinition) registry.version(id, version));
            } catch (AssetNotFoundException e) {
                // The gate says that it is missing.
                return Optional.empty();
            }
        }
    }

    /** Returns every asset that wants the label as it is in the store, in one consistent view of each. */
    Map<AssetId, StoredAsset> stored(Set<AssetId> ids) {
        Map<AssetId, StoredAsset> stored = new TreeMap<>();
        ids.forEach(id -> stored.put(id, registry.describe(id)));
        return stored;
    }
}
