package io.genaiops.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.evidence.Evidence;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A release set with everything that it leads to, as the registry had it when this was made. Immutable.
 *
 * <pre>{@code
 * Release release = Release.of(registry, ReleaseSet.ofPrompt("trail-guide", "1.1.0"));
 * String bom = release.billOfMaterials(evidence, clock.instant());
 * }</pre>
 *
 * @since 0.1
 */
public final class Release {

    private final ReleaseSet set;
    private final List<ReleasedAsset> assets;
    private final Digest digest;

    private Release(ReleaseSet set, List<ReleasedAsset> assets) {
        this.set = set;
        this.assets = List.copyOf(assets);
        this.digest = Digest.ofJson(lock());
    }

    /**
     * Follows every reference of a release set: to what was locked when a version was published; of a model that is named by
     * a label, to the version of the set or else to where the label is now, as calls do.
     *
     * @throws io.genaiops.AssetNotFoundException if something is not there
     * @throws io.genaiops.InvalidAssetException if something is a draft, or differs from what was published
     */
    public static Release of(AssetRegistry registry, ReleaseSet set) {
        return new Release(set, new ReleaseWalk(registry, set).assets());
    }

    /** Returns the release of what references mean now; see {@link #of(AssetRegistry, ReleaseSet)} for errors. */
    public static Release of(AssetRegistry registry, AssetReference first, AssetReference... more) {
        ReleaseSet set = ReleaseSet.of(first.id(), version(registry, first));
        for (AssetReference each : more) {
            set = set.and(each.id(), version(registry, each));
        }
        return of(registry, set);
    }

    private static String version(AssetRegistry registry, AssetReference reference) {
        return registry.resolve(reference.id(), reference.ref()).version().toString();
    }

    /** Returns the versions that are released together. */
    public ReleaseSet set() {
        return set;
    }

    /** Returns the versions of the set and all that they lead to, by kind, name and version. */
    public List<ReleasedAsset> assets() {
        return assets;
    }

    /** Returns the released version with a resolved digest, if there is one of that asset. */
    public Optional<ReleasedAsset> find(AssetId id, Digest resolved) {
        return assets.stream()
                .filter(each -> each.id().equals(id) && each.digest().equals(resolved))
                .findFirst();
    }

    /** Returns the assets of a kind as they are released, for example {@code assets(ModelDefinition.class)}. */
    public <A extends Asset> List<A> assets(Class<A> type) {
        return assets.stream()
                .map(ReleasedAsset::asset)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Returns the names of the models that are referred to and that no asset defines: the host alone knows what they are. */
    public SortedSet<String> hostModels() {
        return hosts(AssetKind.MODEL);
    }

    /** Returns the names of the tools that prompts name and that no asset defines: what they do and say is in the host's code. */
    public SortedSet<String> hostTools() {
        return hosts(AssetKind.TOOL);
    }

    private SortedSet<String> hosts(AssetKind kind) {
        SortedSet<String> names = new TreeSet<>();
        assets.forEach(asset -> asset.references().values().stream()
                .filter(reference -> reference.isHosts() && reference.id().kind() == kind)
                .forEach(reference -> names.add(reference.id().name())));
        return names;
    }

    /** Returns the digest of all of it: each version, and where each reference leads. */
    public Digest digest() {
        return digest;
    }

    /**
     * Returns the bill of materials as CycloneDX 1.6 JSON, which is the same text for the same release, evidence and time.
     *
     * @param evidence what was measured; it becomes figures of the models that answered
     * @param at when the bill is written, to the second
     * @throws IllegalArgumentException if evidence is about something else than this release
     */
    public String billOfMaterials(Collection<Evidence> evidence, Instant at) {
        return BillOfMaterials.of(this, requireOwn(evidence), at);
    }

    /** Refuses evidence of other versions, and returns the rest in an order of its own. */
    List<Evidence> requireOwn(Collection<Evidence> evidence) {
        for (Evidence each : evidence) {
            if (find(each.id(), each.digest()).isEmpty()) {
                throw new IllegalArgumentException("evidence must be about a version of the release " + set
                        + "; found evidence about " + each.id() + " " + each.version() + " with digest "
                        + each.digest() + ". Evaluate the version that is released");
            }
        }
        return evidence.stream()
                .distinct()
                .sorted((one, other) -> Objects.compare(
                        one.evidenceDigest().value(), other.evidenceDigest().value(), String::compareTo))
                .toList();
    }

    ObjectNode lock() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        assets.forEach(asset -> {
            ObjectNode one = json.putObject(asset.key());
            one.put("source", asset.entry().source().value());
            one.put("resolved", asset.digest().value());
            ObjectNode references = one.putObject("references");
            asset.references().forEach((written, target) -> {
                ObjectNode leads = references.putObject(written);
                leads.put("to", target.target("a model of the host"));
                target.target().ifPresent(resolved -> leads.put("resolved", resolved.value()));
                Optional.ofNullable(target.locked()).ifPresent(locked -> leads.put("locked", locked.value()));
            });
        });
        return json;
    }

    @Override
    public String toString() {
        return "Release[" + set + "]";
    }
}
