package io.genaiops.disk;

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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces files so that a reader sees the old or the new content, and a crash loses neither. One writer at a time.
 *
 * @since 0.1
 */
public final class DurableFiles {

    /** Files of the disk, without anybody who watches. */
    public static final DurableFiles ON_DISK = new DurableFiles(step -> {});

    private final Consumer<String> beforeStep;

    /**
     * Makes one that tells of every step before it is taken.
     *
     * @param beforeStep hears which step is next; what it throws ends the process as far as the files are concerned
     */
    public DurableFiles(Consumer<String> beforeStep) {
        this.beforeStep = beforeStep;
    }

    /** Writes to a temporary file beside the target, forces it to disk, renames it, forces the folder. */
    public void write(Path target, String text) {
        try {
            Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "folder");
            createFolder(folder);
            // One name per target: what a crash left behind is replaced instead of piling up.
            Path temporary = folder.resolve("." + target.getFileName() + ".tmp");
            step("delete what is left of", temporary);
            Files.deleteIfExists(temporary);
            try {
                write(temporary, text.getBytes(StandardCharsets.UTF_8));
                step("rename to", target);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                step("clean up", temporary);
                Files.deleteIfExists(temporary);
            }
            force(folder);
        } catch (IOException e) {
            throw new GenAiOpsException("cannot write " + target + ": " + e, e);
        }
    }

    /** Deletes a file, forces the folder. */
    public void delete(Path target) {
        try {
            step("delete", target);
            Files.deleteIfExists(target);
            force(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new GenAiOpsException("cannot delete " + target + ": " + e, e);
        }
    }

    private void write(Path temporary, byte[] text) throws IOException {
        step("create", temporary);
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            step("write", temporary);
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            step("force", temporary);
            channel.force(true);
        }
    }

    private void createFolder(@Nullable Path folder) throws IOException {
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        createFolder(folder.getParent());
        step("create", folder);
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
    private void force(@Nullable Path folder) throws IOException {
        if (folder != null
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            step("force", folder);
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void step(String what, Path where) {
        beforeStep.accept(what + " " + where);
    }
}
