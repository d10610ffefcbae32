package io.genaiops.store;

import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.disk.DurableFiles;
import io.genaiops.format.AssetFile;
import io.genaiops.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Lists the versions below a root of the class path. A class path cannot be listed in general, so {@code index.yaml} is
 * read where it is; roots without it are listed if they are directories or plain jars. An asset lives in one root: of two
 * files with one name the first on the class path counts.
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
        SortedMap<AssetId, SortedSet<Version>> index = new TreeMap<>();
        listDirectory(directory, index);
        StringBuilder text = new StringBuilder("# Every version below this folder, written by genaiops.\n");
        index.forEach((id, versions) -> text.append(AssetLayout.folder(id))
                .append(": ")
                .append(quoted(versions))
                .append('\n'));
        Path file = directory.resolve(NAME);
        DurableFiles.ON_DISK.write(file, text.toString());
        return file;
    }

    /** Writes the index of every directory given. */
    public static void main(String[] directories) {
        for (String directory : directories) {
            write(Path.of(directory));
        }
    }

    static SortedMap<AssetId, SortedSet<Version>> read(String root, ClassLoader loader) {
        try {
            SortedMap<AssetId, SortedSet<Version>> index = new TreeMap<>();
            Set<String> indexed = new HashSet<>();
            for (URL url : Collections.list(loader.getResources(root + "/" + NAME))) {
                indexed.add(url.toExternalForm().replaceAll("/+" + NAME + "$", ""));
                parse(url, index);
            }
            for (URL url : folders(root, loader)) {
                if (indexed.add(url.toExternalForm().replaceAll("/+$", ""))) {
                    list(url, root, index);
                }
            }
            if (indexed.isEmpty()) {
                throw ClasspathAssetStore.noRoot(root);
            }
            return index;
        } catch (IOException | URISyntaxException e) {
            throw new GenAiOpsException("cannot list classpath:" + root + ": " + e, e);
        }
    }

    private static List<URL> folders(String root, ClassLoader loader) throws IOException {
        List<URL> bare = Collections.list(loader.getResources(root));
        return bare.isEmpty() ? Collections.list(loader.getResources(root + "/")) : bare;
    }

    private static void parse(URL url, SortedMap<AssetId, SortedSet<Version>> index) throws IOException {
        String file = url.toString();
        try (InputStream stream = open(url).getInputStream()) {
            YamlNode.parse(file, AssetFile.decode(file, stream.readAllBytes()))
                    .entries()
                    .forEach((folder, versions) -> {
                        AssetId id = AssetLayout.id(folder)
                                .orElseThrow(() -> versions.error(
                                        "expected a folder such as prompts/trail-guide, found '" + folder + "'"));
                        for (YamlNode version : versions.items()) {
                            add(id, version.as(Version::parse), index);
                        }
                    });
        }
    }

    private static void list(URL url, String root, SortedMap<AssetId, SortedSet<Version>> index)
            throws IOException, URISyntaxException {
        if (url.getProtocol().equals("file")) {
            listDirectory(Path.of(url.toURI()), index);
        } else if (url.getProtocol().equals("jar")
                && url.getPath().indexOf('!') == url.getPath().lastIndexOf('!')) {
            try (JarFile jar = ((JarURLConnection) open(url)).getJarFile()) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().startsWith(root + "/")) {
                        add(entry.getName().substring(root.length() + 1), url, index);
                    }
                }
            }
        } else {
            throw new InvalidAssetException("cannot list " + url
                    + ": only directories and plain jars can be listed; write " + root + "/" + NAME
                    + " at build time with the main class " + AssetIndex.class.getName() + " or AssetIndex.write(…)");
        }
    }

    /** Opens a connection whose jar is closed with it. */
    private static URLConnection open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }

    private static void listDirectory(Path directory, SortedMap<AssetId, SortedSet<Version>> index) {
        AssetStore store = AssetStore.directory(directory);
        for (AssetKind kind : AssetKind.values()) {
            for (AssetId id : store.assets(kind)) {
                store.find(id).ifPresent(asset -> {
                    asset.drafts().forEach(version -> add(id, version, index));
                    asset.published().keySet().forEach(version -> add(id, version, index));
                });
            }
        }
    }

    private static void add(String path, URL jar, SortedMap<AssetId, SortedSet<Version>> index) {
        int slash = path.lastIndexOf('/');
        AssetId id = slash < 0 ? null : AssetLayout.id(path.substring(0, slash)).orElse(null);
        if (id == null) {
            return;
        }
        try {
            AssetLayout.version(id.kind(), path.substring(slash + 1)).ifPresent(version -> add(id, version, index));
        } catch (IllegalArgumentException e) {
            throw new InvalidAssetException(
                    jar + "/" + path + ": the name of the file must begin with a version: " + e.getMessage(), e);
        }
    }

    private static void add(AssetId id, Version version, SortedMap<AssetId, SortedSet<Version>> index) {
        index.computeIfAbsent(id, key -> new TreeSet<>()).add(version);
    }

    private static String quoted(SortedSet<Version> versions) {
        return versions.stream().map(version -> "'" + version + "'").toList().toString();
    }
}
