package io.genaiops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many versions need of memory, in a process that has no more. */
class ManyVersionsTest {

    @TempDir
    Path root;

    private String load(String heap) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyVersions.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        }
    }

    @Test
    void a_thousand_published_versions_are_loaded_from_a_directory_within_a_small_heap() throws Exception {
        ManyVersions.write(root, 10, 100);

        assertThat(load("32m")).contains("10 prompts and 1000 versions in ").contains("It is summer.");
    }

    /** Says how long it took on the standard output, because a limit would test the machine. */
    @Test
    @Tag("endurance")
    void ten_thousand_published_versions_are_loaded_from_a_directory_within_150_megabytes() throws Exception {
        ManyVersions.write(root, 100, 100);

        String said = load("150m");

        System.out.print(said);
        assertThat(said).contains("100 prompts and 10000 versions in ").contains("It is summer.");
    }
}
