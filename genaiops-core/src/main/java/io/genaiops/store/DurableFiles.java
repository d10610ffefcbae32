package io.genaiops.store;

import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replaces files so that a reader sees the old or the new content, and a crash loses neither. One writer at a time. */
final class DurableFiles {

    private DurableFiles() {}

    /** Writes to a temporary file beside the target, forces it to disk, renames it, forces the folder. */
    static void write(Path target, String text) {
        try {
            Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "folder");
            createFolder(folder);
            // One name per target: what a crash left behind is replaced instead of piling up.
            Path temporary = folder.resolve("." + target.getFileName() + ".tmp");
            Files.deleteIfExists(temporary);
            try {
                write(temporary, text.getBytes(StandardCharsets.UTF_8));
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            force(folder);
        } catch (IOException e) {
            throw new GenAiOpsException("cannot write " + target + ": " + e, e);
        }
    }

    private static void write(Path temporary, byte[] text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void createFolder(@Nullable Path folder) throws IOException {
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        createFolder(folder.getParent());
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        force(folder.getParent());
    }

    /** Makes a change of the folder durable; Windows has no such call and needs none. */
    private static void force(@Nullable Path folder) throws IOException {
        if (folder != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
