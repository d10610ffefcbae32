package io.genaiops.examples;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this build's sources are. */
final class Repository {

    static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("README.md")) && Files.exists(folder.resolve("genaiops-core"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no README.md beside genaiops-core above " + start);
    }
}
