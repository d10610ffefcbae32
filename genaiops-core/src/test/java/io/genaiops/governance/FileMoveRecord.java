package io.genaiops.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A record that outlives a process, for one writer: a JSON object a line, forced to the disk. A torn last line never was. */
final class FileMoveRecord implements MoveRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    FileMoveRecord(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void append(MoveEntry entry) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            channel.truncate(text.lastIndexOf('\n') + 1L);
            channel.position(channel.size());
            ByteBuffer line =
                    ByteBuffer.wrap((JSON.writeValueAsString(entry.texts()) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized List<MoveEntry> entries() {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            List<MoveEntry> entries = new ArrayList<>();
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> entries.add(read(line)));
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MoveEntry read(String line) {
        try {
            return MoveEntry.parse(JSON.readValue(line, new TypeReference<TreeMap<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
