package io.genaiops.store;

import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces files so that a reader sees the old or the new content, and a crash loses neither. */
final class DurableFiles {

    private DurableFiles() {}

    /** Writes to a temporary file beside the target, forces it to disk, renames it, forces the folder. */
    static void write(Path target, String text) {
        try {
            Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
            Path temporary = Files.createTempFile(folder, ".", ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            force(folder);
        } catch (IOException e) {
            throw new GenAiOpsException("cannot write " + target + ": " + e, e);
        }
    }

    /** Makes a rename in the folder durable; Windows has no such call and needs none. */
    private static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
