package io.genaiops.disk;

import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Excludes other writers of a directory: threads of this process by a lock per directory, other processes by a lock on
 * a file, which the operating system gives back when a process dies. Thread-safe.
 *
 * @since 0.1
 */
public final class DirectoryLock {

    private static final ConcurrentMap<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

    private final Path root;

    /** Makes the lock of a directory, which is created when it is first held. */
    public DirectoryLock(Path root) {
        this.root = root;
    }

    /**
     * Does something while no other writer of the directory does.
     *
     * @throws GenAiOpsException if the lock cannot be had
     */
    public void whileHeld(Runnable action) {
        try {
            Path folder = folder();
            ReentrantLock threads = OF_THIS_PROCESS.computeIfAbsent(folder, path -> new ReentrantLock());
            threads.lock();
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
                    FileLock processes = channel.lock()) {
                if (!processes.isValid()) {
                    throw new GenAiOpsException("the lock on " + folder + " was lost while it was taken");
                }
                action.run();
            } finally {
                threads.unlock();
            }
        } catch (OverlappingFileLockException e) {
            throw new GenAiOpsException(
                    "cannot lock " + root + " for writing: genaiops is loaded twice in this process and the other copy"
                            + " is writing; repeat the call, or load it once",
                    e);
        } catch (IOException e) {
            throw new GenAiOpsException("cannot lock " + root + " for writing: " + e, e);
        }
    }

    /** Makes the folder only where it is missing: to ask for one that is there costs an exception each time. */
    private Path folder() throws IOException {
        try {
            return root.toRealPath();
        } catch (NoSuchFileException e) {
            return Files.createDirectories(root).toRealPath();
        }
    }
}
