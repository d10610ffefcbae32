package io.genaiops.store;

import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.format.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;

/**
 * Lists the versions below a root of the class path. A class path cannot be listed in general, so {@code index.yaml} is
 * read where it is; without it, directories and plain jars are listed.
 *
 * @since 0.1
 */
public final class AssetIndex {

    private static final String NAME = "index.yaml";

    private AssetIndex() {}

    /**
     * Writes {@code index.yaml} for the assets below a directory, at build time.
     *
     * @return the file written
     */
    public static Path write(Path directory) {
        AssetStore store = AssetStore.directory(directory);
        StringBuilder text = new StringBuilder("# Every version below this folder, written by genaiops.\n");
        for (AssetKind kind : AssetKind.values()) {
            for (AssetId id : store.assets(kind)) {
                store.find(id).ifPresent(asset -> {
                    SortedSet<Version> versions = new TreeSet<>(asset.drafts());
                    versions.addAll(asset.published().keySet());
                    text.append(AssetLayout.folder(id))
                            .append(": ")
                            .append(quoted(versions))
                            .append('\n');
                });
            }
        }
        Path file = directory.resolve(NAME);
        DurableFiles.write(file, text.toString());
        return file;
    }

    /** Writes the index of every directory given. */
    public static void main(String[] directories) {
        for (String directory : directories) {
            write(Path.of(directory));
        }
    }

    static SortedMap<AssetId, SortedSet<Version>> read(String root, ClassLoader loader) {
        String file = root + "/" + NAME;
        try (InputStream stream = loader.getResourceAsStream(file)) {
            if (stream != null) {
                return parse("classpath:" + file, AssetFile.decode(file, stream.readAllBytes()));
            }
            List<URL> urls = Collections.list(resources(root, loader));
            if (urls.isEmpty()) {
                throw ClasspathAssetStore.noRoot(root);
            }
            SortedMap<AssetId, SortedSet<Version>> index = new TreeMap<>();
            for (URL url : urls) {
                list(url, root, index);
            }
            return index;
        } catch (IOException | URISyntaxException e) {
            throw new GenAiOpsException("cannot list classpath:" + root + ": " + e, e);
        }
    }

    private static Enumeration<URL> resources(String root, ClassLoader loader) throws IOException {
        Enumeration<URL> bare = loader.getResources(root);
        return bare.hasMoreElements() ? bare : loader.getResources(root + "/");
    }

    private static SortedMap<AssetId, SortedSet<Version>> parse(String file, String text) {
        SortedMap<AssetId, SortedSet<Version>> index = new TreeMap<>();
        YamlNode.parse(file, text).entries().forEach((folder, versions) -> {
            AssetId id = id(folder);
            if (id == null) {
                throw versions.error("expected a folder such as prompts/trail-guide, found '" + folder + "'");
            }
            SortedSet<Version> set = new TreeSet<>();
            versions.items().forEach(version -> set.add(version.as(Version::parse)));
            index.put(id, set);
        });
        return index;
    }

    private static void list(URL url, String root, SortedMap<AssetId, SortedSet<Version>> index)
            throws IOException, URISyntaxException {
        if (url.getProtocol().equals("file")) {
            listDirectory(Path.of(url.toURI()), index);
        } else if (url.getProtocol().equals("jar")
                && url.getPath().indexOf('!') == url.getPath().lastIndexOf('!')) {
            JarURLConnection connection = (JarURLConnection) url.openConnection();
            connection.setUseCaches(false);
            try (var jar = connection.getJarFile()) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().startsWith(root + "/")) {
                        add(entry.getName().substring(root.length() + 1), index);
                    }
                }
            }
        } else {
            throw new InvalidAssetException("cannot list " + URI.create(url.toExternalForm())
                    + ": only directories and plain jars can be listed; write " + root + "/" + NAME
                    + " at build time with the main class " + AssetIndex.class.getName() + " or AssetIndex.write(…)");
        }
    }

    private static void listDirectory(Path directory, SortedMap<AssetId, SortedSet<Version>> index) {
        AssetStore store = AssetStore.directory(directory);
        for (AssetKind kind : AssetKind.values()) {
            for (AssetId id : store.assets(kind)) {
                store.find(id).ifPresent(asset -> {
                    SortedSet<Version> versions = index.computeIfAbsent(id, key -> new TreeSet<>());
                    versions.addAll(asset.drafts());
                    versions.addAll(asset.published().keySet());
                });
            }
        }
    }

    private static void add(String path, SortedMap<AssetId, SortedSet<Version>> index) {
        int slash = path.lastIndexOf('/');
        AssetId id = slash < 0 ? null : id(path.substring(0, slash));
        if (id != null) {
            AssetLayout.version(id.kind(), path.substring(slash + 1))
                    .ifPresent(version ->
                            index.computeIfAbsent(id, key -> new TreeSet<>()).add(version));
        }
    }

    private static @org.jspecify.annotations.Nullable AssetId id(String folder) {
        for (AssetKind kind : AssetKind.values()) {
            if (folder.startsWith(kind.plural() + "/") && folder.indexOf('/') == folder.lastIndexOf('/')) {
                return new AssetId(kind, folder.substring(kind.plural().length() + 1));
            }
        }
        return null;
    }

    private static List<String> quoted(SortedSet<Version> versions) {
        return versions.stream().map(version -> "'" + version + "'").toList();
    }
}
