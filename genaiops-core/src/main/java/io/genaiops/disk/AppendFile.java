package io.genaiops.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A file that grows at its end. Nothing here is interrupted halfway: a thread that somebody interrupts still writes all of it.
 * One writer at a time.
 *
 * @since 0.1
 */
public final class AppendFile implements AutoCloseable {

    private final Path path;
    private final RandomAccessFile file;
    private final Consumer<String> beforeStep;

    private AppendFile(Path path, RandomAccessFile file, Consumer<String> beforeStep) {
        this.path = path;
        this.file = file;
        this.beforeStep = Objects.requireNonNull(beforeStep, "beforeStep");
    }

    /**
     * Opens a file that is there.
     *
     * @param beforeStep hears which step is next: {@code write}, {@code force} or {@code cut}, and the file; what it throws
     *     ends the process as far as the file is concerned
     */
    public static AppendFile open(Path path, Consumer<String> beforeStep) throws IOException {
        return new AppendFile(path, new RandomAccessFile(path.toFile(), "rw"), beforeStep);
    }

    /** Returns where the file is. */
    public Path path() {
        return path;
    }

    /** Returns how many bytes the file has now, whoever wrote them. */
    public long length() throws IOException {
        return file.length();
    }

    /** Writes all the bytes at an offset and forces them to the disk. */
    public void write(long offset, byte[] bytes) throws IOException {
        beforeStep.accept("write " + path);
        file.seek(offset);
        file.write(bytes);
        force();
    }

    /** Cuts the file to a length and forces that to the disk. */
    public void cut(long length) throws IOException {
        beforeStep.accept("cut " + path);
        file.setLength(length);
        force();
    }

    private void force() throws IOException {
        beforeStep.accept("force " + path);
        file.getFD().sync();
    }

    /** Reads bytes from an offset on, as many as are asked for. */
    public byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(offset);
        file.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
