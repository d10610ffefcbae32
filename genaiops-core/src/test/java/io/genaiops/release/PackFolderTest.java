package io.genaiops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.disk.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that two write to one place at once. */
class PackFolderTest {

    @TempDir
    private Path temp;

    private Path target = Path.of("unset");
    private final ObjectNode about = JsonNodeFactory.instance.objectNode();

    @BeforeEach
    void choose_a_place() {
        target = temp.resolve("pack");
    }

    private PackFolder begun() {
        PackFolder folder = new PackFolder(target, DurableFiles.ON_DISK);
        folder.begin();
        return folder;
    }

    @Test
    void files_of_two_writers_are_never_one_pack() {
        PackFolder first = begun();
        first.add("a.txt", "first");
        PackFolder second = begun();
        second.add("b.txt", "second");
        first.add("c.txt", "first");

        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> first.finish(about))
                .withMessageContaining("another pack is written to " + target)
                .withMessageContaining(
                        "expected the files [a.txt, c.txt, index.json], found [b.txt, c.txt, index.json]");
        assertThat(target).doesNotExist();
    }

    @Test
    void who_comes_second_to_the_place_is_told_and_changes_nothing() throws IOException {
        PackFolder first = begun();
        PackFolder second = begun();
        second.add("b.txt", "second");
        second.finish(about);

        first.add("a.txt", "first");
        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> first.finish(about))
                .withMessageContaining("cannot move to " + target);
        first.discard();

        assertThat(PackFolder.problems(target)).isEmpty();
        assertThat(Files.readString(target.resolve("b.txt"))).isEqualTo("second");
    }

    @Test
    void the_index_has_the_digest_of_what_was_added_not_of_what_is_there() throws IOException {
        PackFolder folder = begun();
        folder.add("a.txt", "first");
        folder.add("b.txt", out -> {
            try {
                out.write("streamed".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Files.writeString(temp.resolve(".pack.tmp/a.txt"), "changed");
        folder.finish(about);

        assertThat(PackFolder.problems(target)).singleElement().asString().startsWith("a.txt was changed");
    }
}
