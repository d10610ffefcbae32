package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.file;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.text;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClasspathAssetStoreTest {

    @TempDir
    private Path temp;

    private final List<URLClassLoader> loaders = new java.util.ArrayList<>();
    private Path classes;

    @BeforeEach
    void writeAssets() throws IOException {
        classes = temp.resolve("cl asses");
        AssetStore source = AssetStore.directory(classes.resolve("genaiops"));
        publish(source, "1.0.0", "a");
        publish(source, "1.1.0", "b");
        source.move(ID, move(null, "1.0.0"));
        source.govern(PRODUCTION);
        Path folder = classes.resolve("genaiops/prompts/trail-guide");
        Files.writeString(folder.resolve("2.0.0.prompt.md"), text("2.0.0", "draft"));
        Files.writeString(folder.resolve("README.md"), "no asset");
    }

    @AfterEach
    void close() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    private ClassLoader loader(Path... places) throws IOException {
        URL[] urls = new URL[places.length];
        for (int i = 0; i < places.length; i++) {
            urls[i] = places[i].toUri().toURL();
        }
        URLClassLoader loader = new URLClassLoader(urls, null);
        loaders.add(loader);
        return loader;
    }

    private Path jar(boolean withFolders) throws IOException {
        Path jar = temp.resolve("assets " + withFolders + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> paths = Files.walk(classes)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                String name = classes.relativize(path).toString().replace('\\', '/');
                boolean isFolder = Files.isDirectory(path);
                if (!name.isEmpty() && (!isFolder || withFolders)) {
                    out.putNextEntry(new JarEntry(isFolder ? name + "/" : name));
                    if (!isFolder) {
                        Files.copy(path, out);
                    }
                    out.closeEntry();
                }
            }
        }
        return jar;
    }

    private static void holdsEverything(AssetStore store) {
        assertThat(store.assets(AssetKind.PROMPT)).containsExactly(ID);
        assertThat(store.assets(AssetKind.MODEL)).isEmpty();
        StoredAsset asset = store.find(ID).orElseThrow();
        assertThat(asset.published(version("1.0.0"))).contains(entry(file("1.0.0", "a")));
        assertThat(asset.published()).hasSize(2);
        assertThat(asset.drafts()).containsExactly(version("2.0.0"));
        assertThat(asset.label(PRODUCTION)).contains(new LabelState(version("1.0.0"), false));
        assertThat(asset.history()).containsExactly(move(null, "1.0.0"));
        assertThat(store.governed()).containsExactly(PRODUCTION);
        assertThat(store.file(ID, version("1.1.0")).orElseThrow().text()).isEqualTo(text("1.1.0", "b"));
        assertThat(store.file(ID, version("3.0.0"))).isEmpty();
        assertThat(store.find(io.genaiops.asset.AssetId.prompt("other"))).isEmpty();
    }

    @Test
    void a_directory_on_the_class_path_is_listed() throws IOException {
        holdsEverything(ClasspathAssetStore.of("/genaiops/", loader(classes)));
    }

    @Test
    void a_plain_jar_is_listed() throws IOException {
        holdsEverything(ClasspathAssetStore.of("genaiops", loader(jar(true))));
    }

    @Test
    void the_index_stands_in_for_a_listing() throws IOException {
        assertThatThrownBy(() -> ClasspathAssetStore.of("genaiops", loader(jar(false))))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessage("the class path has no 'genaiops' with assets; expected for example"
                        + " genaiops/prompts/<name>/1.0.0.prompt.md, or genaiops/index.yaml");

        AssetIndex.main(new String[] {classes.resolve("genaiops").toString()});

        assertThat(classes.resolve("genaiops/index.yaml")).hasContent("""
                # Every version below this folder, written by genaiops.
                prompts/trail-guide: ['1.0.0', '1.1.0', '2.0.0']
                """);
        Files.delete(temp.resolve("assets false.jar"));
        holdsEverything(ClasspathAssetStore.of("genaiops", loader(jar(false))));
        holdsEverything(ClasspathAssetStore.of("genaiops", loader(classes)));
    }

    @Test
    void roots_of_several_places_come_together_with_and_without_an_index() throws IOException {
        Path more = temp.resolve("more");
        Path other = Files.createDirectories(more.resolve("genaiops/prompts/other"));
        Files.writeString(other.resolve("1.0.0.prompt.md"), "---\nname: other\nversion: 1.0.0\n---\nHi");
        AssetIndex.write(classes.resolve("genaiops"));

        AssetStore store = ClasspathAssetStore.of("genaiops", loader(classes, more));

        assertThat(store.assets(AssetKind.PROMPT)).extracting(id -> id.name()).containsExactly("other", "trail-guide");
        assertThat(store.find(io.genaiops.asset.AssetId.prompt("other"))
                        .orElseThrow()
                        .drafts())
                .hasSize(1);
    }

    /** A class loader as application servers have them: its resources have URLs that nobody can list. */
    private static final class Opaque extends ClassLoader {
        private final Map<String, String> resources = new HashMap<>();

        Opaque() {
            super(null);
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            URL found = findResource(name);
            return found == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(found));
        }

        @Override
        protected URL findResource(String name) {
            boolean isFolder = resources.keySet().stream().anyMatch(key -> key.startsWith(name + "/"));
            if (!isFolder && !resources.containsKey(name)) {
                return null;
            }
            try {
                return new URL(null, "opaque:/" + name, new URLStreamHandler() {
                    @Override
                    protected URLConnection openConnection(URL url) {
                        return new URLConnection(url) {
                            @Override
                            public void connect() {}

                            @Override
                            public InputStream getInputStream() {
                                return new ByteArrayInputStream(
                                        resources.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
                            }
                        };
                    }
                });
            } catch (java.net.MalformedURLException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void a_url_that_cannot_be_listed_gives_the_error_that_says_how() {
        Opaque loader = new Opaque();
        loader.resources.put("genaiops/prompts/trail-guide/1.0.0.prompt.md", text("1.0.0", "a"));

        assertThatThrownBy(() -> ClasspathAssetStore.of("genaiops", loader))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage("cannot list opaque:/genaiops: only directories and plain jars can be listed; write"
                        + " genaiops/index.yaml at build time with the main class io.genaiops.store.AssetIndex or"
                        + " AssetIndex.write(…)");

        loader.resources.put("genaiops/index.yaml", "prompts/trail-guide: ['1.0.0']\n");
        AssetStore store = ClasspathAssetStore.of("genaiops", loader);
        assertThat(store.file(ID, version("1.0.0"))).isPresent();
        assertThat(store.find(ID).orElseThrow().drafts()).containsExactly(version("1.0.0"));
        assertThat(store.governed()).isEmpty();
    }

    @Test
    void a_malformed_index_is_an_error_with_its_line() {
        Opaque loader = new Opaque();
        for (String line : List.of("recipes/soup: ['1.0.0']", "prompts/../x: ['1.0.0']", "prompts: ['1.0.0']")) {
            loader.resources.put("genaiops/index.yaml", "# index\n" + line);
            assertThatThrownBy(() -> ClasspathAssetStore.of("genaiops", loader))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageStartingWith(
                            "opaque:/genaiops/index.yaml:2: expected a folder such as prompts/trail-guide");
        }
        loader.resources.put("genaiops/index.yaml", "prompts/a: ['one']");
        assertThatThrownBy(() -> ClasspathAssetStore.of("genaiops", loader))
                .hasMessageContaining(":1: version must be");
    }

    @Test
    void a_file_without_a_version_in_a_jar_is_an_error() throws IOException {
        Files.writeString(classes.resolve("genaiops/prompts/trail-guide/new.prompt.md"), "x");
        Path jar = jar(true);
        assertThatThrownBy(() -> ClasspathAssetStore.of("genaiops", loader(jar)))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining(
                        "prompts/trail-guide/new.prompt.md: the name of the file must begin with a version");
    }

    @Test
    void nothing_can_be_written() throws IOException {
        AssetStore store = ClasspathAssetStore.of("genaiops", loader(classes));
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable write :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> publish(store, "9.0.0", "x"),
                        () -> store.move(ID, move("1.0.0", "1.1.0")),
                        () -> store.move(ID, move("1.0.0", "1.0.0").freezing()),
                        () -> store.delete(ID, version("1.0.0"), Published.REMOVAL),
                        () -> store.govern(PRODUCTION))) {
            assertThatThrownBy(write)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(
                            "the class path is read only; use AssetStore.directory(…) on the source folder");
        }
    }

    @Test
    void an_absent_or_blank_root_is_an_error() {
        assertThatThrownBy(() -> AssetStore.classpath("no-such-root"))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageStartingWith("the class path has no 'no-such-root' with assets");
        assertThatIllegalArgumentException().isThrownBy(() -> AssetStore.classpath("/"));
    }

    @Test
    void a_thread_without_a_class_loader_uses_that_of_the_library() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(null);
        try {
            assertThatThrownBy(() -> AssetStore.classpath("no-such-root")).isInstanceOf(AssetNotFoundException.class);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
