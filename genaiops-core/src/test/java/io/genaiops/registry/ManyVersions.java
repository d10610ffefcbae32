package io.genaiops.registry;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.reference.References;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A process that loads every published version below a directory, keeps all of it, and says in one line how many there
 * were, how long it took and how much of that its thread ran, and how much heap it needed at most and keeps.
 */
final class ManyVersions {

    private ManyVersions() {}

    /** Writes published prompts as a registry would have left them, without asking the disk to confirm each file. */
    static void write(Path root, int prompts, int versions) throws IOException {
        for (int i = 0; i < prompts; i++) {
            String name = "guide-" + i;
            Path folder = Files.createDirectories(root.resolve("prompts").resolve(name));
            StringBuilder published = new StringBuilder();
            for (int j = 0; j < versions; j++) {
                String text = file(name, j);
                Digest source =
                        AssetFile.parse(AssetKind.PROMPT, name, text).asset().sourceDigest();
                Digest resolved = Digest.resolved(source, new TreeMap<>());
                Files.writeString(folder.resolve("1." + j + ".0.prompt.md"), text);
                published.append("1." + j + ".0: {source: '" + source + "', resolved: '" + resolved
                        + "', at: '2026-11-01T10:00:00Z', by: 'author'}\n");
            }
            Files.writeString(folder.resolve("versions.yaml"), published);
        }
    }

    /** About as long as prompts are: a page, with a few inputs. */
    private static String file(String name, int minor) {
        String header = "---\nname: " + name + "\nversion: 1." + minor + ".0\n"
                + "description: Answers hikers, edition " + minor + "\n"
                + "inputs:\n  question: string\n  season: {type: string, enum: [summer, winter], default: summer}\n---\n";
        String sentence = "Keep to the notes of hut " + name + "; where they are silent, say so (" + minor + ").\n";
        return header + "system:\n" + sentence.repeat(12) + "user:\n{{question}} It is {{season}}.\n";
    }

    public static void main(String[] arguments) {
        Path root = Path.of(arguments[0]);
        long start = System.nanoTime();
        long startOnProcessor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<StoredAsset> assets = new ArrayList<>();
        List<Prompt> kept = new ArrayList<>();
        try (AssetRegistry registry = AssetRegistry.directory(root)) {
            References references = References.of(AssetStore.directory(root), false);
            for (AssetId id : registry.prompts()) {
                StoredAsset asset = registry.describe(id);
                assets.add(asset);
                for (Version version : asset.published().keySet()) {
                    AssetRef reference = AssetRef.of(id.name(), version);
                    kept.add((Prompt) references
                            .load(references.resolve(asset, reference))
                            .asset());
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double onProcessor = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startOnProcessor) / 1e9;
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(ManyVersions::peak)
                .sum();
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        String last =
                kept.get(kept.size() - 1).with("question", "Why?").render().text();
        System.out.printf(
                "%d prompts and %d versions in %.2f s (%.2f s of its processor), heap at most %d MB, kept %d MB; the last one says %s%n",
                assets.size(),
                kept.size(),
                seconds,
                onProcessor,
                peak >> 20,
                used >> 20,
                last.substring(last.length() - 13));
    }

    private static long peak(MemoryPoolMXBean pool) {
        return pool.getPeakUsage().getUsed();
    }
}
