package io.genaiops.eval.export;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Writes rows beside the file and moves them in its place at the end; what is not finished leaves nothing. Used once. */
final class RowWriter implements AutoCloseable {

    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream stream;
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final Map<String, Integer> notCarried = new LinkedHashMap<>();
    private int rows;

    RowWriter(Path file) {
        this.file = file;
        try {
            this.temporary = file.toAbsolutePath()
                    .resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".writing");
            Files.createDirectories(requireNonNull(temporary.getParent()));
            this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes a row; text that is no Unicode has no bytes to be written with. */
    void write(JsonNode row) {
        String line = row.toString();
        Digest.ofText(line);
        try {
            stream.write(line.getBytes(StandardCharsets.UTF_8));
            stream.write('\n');
            rows++;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void leftOut(String reason) {
        leftOut.merge(reason, 1, Integer::sum);
    }

    void notCarried(String what) {
        notCarried.merge(what, 1, Integer::sum);
    }

    void requireRows(String dataset) {
        if (rows == 0) {
            throw new GenAiOpsException(
                    "dataset '" + dataset + "' must have a sample to write; found none, of these: " + leftOut);
        }
    }

    Exported finish() {
        try {
            stream.flush();
            channel.force(true);
            stream.close();
            move();
            return new Exported(file, rows, leftOut, notCarried);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void move() throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system cannot replace a file in one step", e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("dataset cannot be written to " + file + ": " + e, e);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
