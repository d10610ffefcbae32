package io.genaiops.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @TempDir
    private Path folder;

    @Test
    void a_key_is_made_once_and_is_the_same_afterwards() {
        Path file = folder.resolve("deep/key.txt");

        assertThat(KeyFile.read(file).publicKey()).isEqualTo(KeyFile.read(file).publicKey());
        assertThat(KeyFile.read(folder.resolve("other.txt")).publicKey())
                .isNotEqualTo(KeyFile.read(file).publicKey());
    }

    @Test
    void nobody_but_the_owner_reads_the_file_and_nothing_is_left_beside_it() throws IOException {
        Path file = folder.resolve("key.txt");
        KeyFile.read(file);

        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void a_file_that_holds_no_pair_of_one_key_is_refused() throws IOException {
        Path file = folder.resolve("key.txt");
        Path other = folder.resolve("other.txt");
        KeyFile.read(file);
        KeyFile.read(other);
        List<String> mixed = List.of(
                Files.readAllLines(file).get(0), Files.readAllLines(other).get(1));

        for (List<String> wrong : List.of(List.of("one line"), List.of("no", "Base64!"), mixed)) {
            Files.write(file, wrong);
            assertThatThrownBy(() -> KeyFile.read(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("expected a private and a public key", "key.txt", "Restore the file");
        }
    }
}
