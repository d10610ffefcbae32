package io.genaiops.delivery;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import io.genaiops.store.AssetStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be down, slow, flapping or lying, and that counts what it is asked. */
final class FaultyStore implements AssetStore {

    static final AssetId GUIDE = AssetId.prompt("guide");
    static final Instant PUBLISHED = Instant.parse("2026-11-01T10:00:00Z");

    /** What happens before the store answers. */
    interface Fault {
        void happen();
    }

    private final AssetStore memory = AssetStore.memory();
    private final Set<Version> deleted = ConcurrentHashMap.newKeySet();
    private final Set<Version> lost = ConcurrentHashMap.newKeySet();
    private final Map<Version, String> lies = new ConcurrentHashMap<>();
    private final Map<String, String> liesOfPartials = new ConcurrentHashMap<>();
    private final Map<Version, AssetFile> drafts = new ConcurrentHashMap<>();
    private volatile Fault fault = () -> {};
    private volatile Fault fileFault = () -> {};
    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger files = new AtomicInteger();

    /** Returns a store with {@code guide} 1.0.0 in production and 2.0.0 published. */
    static FaultyStore withGuide() {
        FaultyStore store = new FaultyStore();
        store.publish("guide", "1.0.0", "Hike one").publish("guide", "2.0.0", "Hike two");
        return store.label("production", null, "1.0.0");
    }

    static AssetFile file(String name, String version, String body) {
        return AssetFile.parse(
                AssetKind.PROMPT, "test", "---\nname: " + name + "\nversion: " + version + "\n---\n" + body);
    }

    FaultyStore publish(String name, String version, String body) {
        AssetFile file = file(name, version, body);
        Digest source = file.asset().sourceDigest();
        publish(
                file,
                PublishedVersion.of(
                        file.asset().version(),
                        source,
                        Digest.resolved(source, new TreeMap<>()),
                        Map.of(),
                        PUBLISHED,
                        "author"));
        return this;
    }

    FaultyStore label(String label, String from, String to) {
        move(
                GUIDE,
                new LabelMove(
                        Label.of(label),
                        from == null ? null : Version.parse(from),
                        to == null ? null : Version.parse(to),
                        PUBLISHED,
                        "author",
                        "test",
                        null));
        return this;
    }

    void isDown() {
        isDown(new IllegalStateException("connection refused"));
    }

    void isDown(RuntimeException failure) {
        fault = () -> {
            throw failure;
        };
    }

    void isUp() {
        fault = () -> {};
        fileFault = () -> {};
    }

    void first(Fault fault) {
        this.fault = fault;
    }

    void firstForFiles(Fault fault) {
        this.fileFault = fault;
    }

    void delete(String version) {
        deleted.add(Version.parse(version));
    }

    void lose(String version) {
        lost.add(Version.parse(version));
    }

    void lie(String version, String body) {
        lies.put(Version.parse(version), body);
    }

    /** Gives other content for every version of a partial. */
    void lieAbout(String partial, String body) {
        liesOfPartials.put(partial, body);
    }

    void beHonest() {
        lies.clear();
        lost.clear();
    }

    void draft(String version, String body) {
        drafts.put(Version.parse(version), file("guide", version, body));
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        fault.happen();
        return memory.assets(kind);
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        finds.incrementAndGet();
        fault.happen();
        return memory.find(id).map(asset -> {
            SortedMap<Version, PublishedVersion> published = new TreeMap<>(asset.published());
            published.replaceAll((version, entry) -> deleted.contains(version) ? removed(entry) : entry);
            SortedSet<Version> unpublished = new TreeSet<>(drafts.keySet());
            return new StoredAsset(id, published, unpublished, asset.labels(), asset.history());
        });
    }

    private static final Removal REMOVAL = new Removal(java.time.Instant.EPOCH, "ada", "wrong");

    private static PublishedVersion removed(PublishedVersion entry) {
        return new PublishedVersion(
                entry.version(), entry.source(), entry.resolved(), entry.lock(), entry.at(), entry.by(), REMOVAL);
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        files.incrementAndGet();
        fault.happen();
        fileFault.happen();
        if (lost.contains(version)) {
            return Optional.empty();
        }
        if (id.kind() == AssetKind.PARTIAL && liesOfPartials.containsKey(id.name())) {
            String body = liesOfPartials.get(id.name());
            String text = "---\nname: " + id.name() + "\nversion: " + version + "\n---\n" + body;
            return Optional.of(AssetFile.parse(AssetKind.PARTIAL, "test", text));
        }
        if (lies.containsKey(version)) {
            return Optional.of(file(id.name(), version.toString(), lies.get(version)));
        }
        return drafts.containsKey(version) ? Optional.of(drafts.get(version)) : memory.file(id, version);
    }

    @Override
    public void publish(AssetFile file, PublishedVersion entry) {
        memory.publish(file, entry);
    }

    @Override
    public void move(SortedMap<AssetId, LabelMove> moves) {
        memory.move(moves);
    }

    @Override
    public void delete(AssetId id, Version version, Removal removal) {
        memory.delete(id, version, removal);
    }

    @Override
    public void govern(Label label) {
        memory.govern(label);
    }

    @Override
    public SortedSet<Label> governed() {
        return memory.governed();
    }
}
