package io.genaiops.examples;

import io.genaiops.asset.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that the example works in: {@code handbook/}, {@code prompts/} and {@code dataset.jsonl}. A folder given
 * by the user is used as it is; without one, the shipped data is copied to a fresh folder, because labels move in it.
 */
record Workspace(Path root) {

    private static final String SHIPPED = "handbook-assistant";

    static Workspace given(Path root) {
        for (String needed : new String[] {"handbook", "dataset.jsonl"}) {
            if (!Files.exists(root.resolve(needed))) {
                throw new IllegalArgumentException(
                        "expected handbook/, prompts/ and dataset.jsonl in " + root + ", found no " + needed);
            }
        }
        return new Workspace(root);
    }

    static Workspace shipped(Path target) {
        URL url = Workspace.class.getClassLoader().getResource(SHIPPED);
        if (url == null) {
            throw new IllegalStateException("the shipped data '" + SHIPPED + "' is not on the class path");
        }
        try {
            deleteAll(target);
            if (url.getProtocol().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(
                        URI.create(url.toExternalForm()
                                .substring(0, url.toExternalForm().indexOf('!'))),
                        Map.of())) {
                    copyAll(jar.getPath(SHIPPED), target);
                }
            } else {
                copyAll(Path.of(url.toURI()), target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the shipped data to " + target, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has a place that is no URI: " + url, e);
        }
        return new Workspace(target);
    }

    Path handbook() {
        return root.resolve("handbook");
    }

    Path dataset() {
        return root.resolve("dataset.jsonl");
    }

    Path report() {
        return root.resolve("report.md");
    }

    /** The report as a page for a browser. */
    Path page() {
        return root.resolve("report.html");
    }

    /**
     * The answers of a run, so that one which was killed goes on where it stood. What asks something else has another.
     *
     * @param asked what is asked: versions, models, questions and documents
     */
    Path journal(Digest asked) {
        return root.resolve(
                "explore-" + asked.value().substring("sha256:".length(), "sha256:".length() + 12) + ".journal");
    }

    /** The ledger of what was decided about versions. */
    Path ledger() {
        return root.resolve("releases").resolve("ledger");
    }

    /** Who is behind the pseudonyms in the ledger. */
    Path persons() {
        return root.resolve("releases").resolve("persons.jsonl");
    }

    /** The key that signs the ledger; it stands here because the example has no key store. */
    Path signingKey() {
        return root.resolve("releases").resolve("signing-key.txt");
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    try (InputStream stream = Files.newInputStream(file)) {
                        Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
