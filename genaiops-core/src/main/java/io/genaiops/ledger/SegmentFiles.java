package io.genaiops.ledger;

import io.genaiops.GenAiOpsException;
import io.genaiops.disk.AppendFile;
import io.genaiops.disk.DurableFiles;
import io.genaiops.disk.LineReader;
import io.genaiops.ledger.EntryLine.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory ledger: each is named by the number of the entry with which it began, and lines are added to the
 * last. A file appears with its first line in it, by a rename. What follows the last line feed of the last file is left of a
 * write that nobody was told of.
 */
final class SegmentFiles {

    /**
     * One file.
     *
     * @param first the number in its name
     */
    record Segment(long first, Path path) {

        String name() {
            return String.valueOf(path.getFileName());
        }
    }

    /** The last file, which grows. One writer at a time. */
    static final class Active implements AutoCloseable {

        private final AppendFile file;
        private long end;
        private volatile Head head;
        private long lastCheckpoint;

        private Active(AppendFile file, long end, Head head) {
            this.file = file;
            this.end = end;
            this.head = head;
        }

        Head head() {
            return head;
        }

        long end() {
            return end;
        }

        /** Returns the number of the last checkpoint that was written here since the file was opened, 0 if none was. */
        long lastCheckpoint() {
            return lastCheckpoint;
        }

        Path path() {
            return file.path();
        }

        /** Returns how many bytes follow the last line; not zero if a writer was killed, or another process wrote. */
        long beyond() throws IOException {
            return file.length() - end;
        }

        byte[] readBeyond() throws IOException {
            return file.read(end, Math.toIntExact(beyond()));
        }

        void cut() throws IOException {
            file.cut(end);
        }

        /** Adds lines; if that fails the file is cut back if it can be. */
        void write(LedgerLines lines) throws IOException {
            if (lines.lines().isEmpty()) {
                return;
            }
            byte[] bytes = bytes(lines);
            try {
                file.write(end, bytes);
            } catch (IOException | RuntimeException e) {
                cutBack(e);
                throw e;
            }
            end += bytes.length;
            head = lines.head();
            lastCheckpoint = Math.max(lastCheckpoint, lines.lastCheckpoint());
        }

        private static byte[] bytes(LedgerLines lines) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (EntryLine line : lines.lines()) {
                bytes.writeBytes(line.bytes());
                bytes.write('\n');
            }
            return bytes.toByteArray();
        }

        private void cutBack(Exception failure) {
            try {
                file.cut(end);
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static final Pattern NAME = Pattern.compile("(\\d{19})\\.jsonl");
    private static final int BLOCK = 1 << 16;

    private final Path root;
    private final Consumer<String> beforeStep;
    private final DurableFiles files;

    SegmentFiles(Path root, Consumer<String> beforeStep) {
        this.root = root;
        this.beforeStep = beforeStep;
        this.files = new DurableFiles(beforeStep);
    }

    Path root() {
        return root;
    }

    Path of(long first) {
        return root.resolve(String.format(Locale.ROOT, "%019d.jsonl", first));
    }

    /** Returns the files in the order of their entries; none if there is no directory. */
    List<Segment> list() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root)) {
            return StreamSupport.stream(found.spliterator(), false)
                    .map(file -> NAME.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .map(name -> new Segment(Long.parseLong(name.group(1)), root.resolve(name.group())))
                    .sorted(Comparator.comparingLong(Segment::first))
                    .toList();
        } catch (IOException e) {
            throw LedgerLines.failed("list " + root, e);
        }
    }

    /** Returns the files that may hold entries from a number on. */
    List<Segment> from(long sequence) {
        List<Segment> all = list();
        int begin = 0;
        while (begin + 1 < all.size() && all.get(begin + 1).first() <= sequence) {
            begin++;
        }
        return all.subList(begin, all.size());
    }

    /** Makes the file that begins with the line. */
    Active create(EntryLine line, Head head) throws IOException {
        Path path = of(line.sequence());
        files.write(path, line.entry().line() + "\n");
        return new Active(AppendFile.open(path, beforeStep), line.bytes().length + 1L, head);
    }

    /** Puts the rest of a file in its place, or deletes it if there is no rest. */
    void replace(Segment segment, String rest) {
        if (rest.isEmpty()) {
            files.delete(segment.path());
        } else {
            files.write(segment.path(), rest);
        }
    }

    /** Opens the last file, if there is one; says where its lines end. */
    @Nullable
    Active openLast() throws IOException {
        List<Segment> all = list();
        if (all.isEmpty()) {
            return null;
        }
        AppendFile file = AppendFile.open(all.get(all.size() - 1).path(), beforeStep);
        try {
            long end = endOfLines(file);
            EntryLine first = line(file, firstLine(file));
            EntryLine last = line(file, lastLine(file, end));
            String kind = first.entry().kind();
            if (!kind.equals(EntryKind.OPENED) && !kind.equals(EntryKind.SEGMENT)) {
                throw broken(file, "its first entry is of kind " + kind);
            }
            String ledger = String.valueOf(first.entry().data().get("ledger"));
            String key = String.valueOf(first.entry().data().get("key"));
            return new Active(file, end, new Head(ledger, key, last.sequence(), last.hash()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Returns what is behind the last line feed; a disk that lost its power may have filled that with zeros. */
    private static long endOfLines(AppendFile file) throws IOException {
        long before = file.length();
        while (before > 0) {
            int length = (int) Math.min(BLOCK, before);
            byte[] block = file.read(before - length, length);
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return before - length + i + 1;
                }
            }
            before -= length;
        }
        throw broken(file, "it has no line");
    }

    private static byte[] firstLine(AppendFile file) throws IOException {
        byte[] begin = file.read(0, (int) Math.min(EntryLine.LONGEST + 1L, file.length()));
        int length = 0;
        while (length < begin.length && begin[length] != '\n') {
            length++;
        }
        return Arrays.copyOf(begin, length);
    }

    private static byte[] lastLine(AppendFile file, long end) throws IOException {
        int length = (int) Math.min(EntryLine.LONGEST + 2L, end);
        byte[] last = file.read(end - length, length);
        int from = length - 1;
        while (from > 0 && last[from - 1] != '\n') {
            from--;
        }
        return Arrays.copyOfRange(last, from, length - 1);
    }

    private static EntryLine line(AppendFile file, byte[] line) {
        try {
            return EntryLine.parse(line);
        } catch (IllegalArgumentException e) {
            throw broken(file, e.getMessage() + "; found " + shown(line));
        }
    }

    private static String shown(byte[] line) {
        return line.length + " bytes that begin with '"
                + new String(line, 0, Math.min(60, line.length), StandardCharsets.UTF_8) + "'";
    }

    private static GenAiOpsException broken(AppendFile file, String why) {
        return new GenAiOpsException("nothing is written to a ledger whose last file was edited: " + file.path() + ": "
                + why + ". Call verify(…), and restore the file");
    }

    /** Returns the entries of the files from the one that has such a number. */
    LedgerLines.Source entries(long sequence) {
        return new Entries(from(sequence).iterator());
    }

    static LineReader reader(Path file) throws IOException {
        return new LineReader(Files.newInputStream(file), EntryLine.LONGEST);
    }

    static LineReader opened(Segment segment) {
        try {
            return reader(segment.path());
        } catch (IOException e) {
            throw unreadable(segment, e);
        }
    }

    static GenAiOpsException unreadable(Segment segment, IOException e) {
        return e instanceof NoSuchFileException
                ? new GenAiOpsException(
                        "entries were dropped while " + segment.name() + " was to be read; read again", e)
                : LedgerLines.failed("read " + segment.path(), e);
    }

    /** Goes through entries from file to file. */
    private static final class Entries implements LedgerLines.Source {

        private final Iterator<Segment> files;
        private @Nullable LineReader lines;
        private String name = "";

        Entries(Iterator<Segment> files) {
            this.files = files;
        }

        @Override
        public @Nullable LedgerEntry next() {
            try {
                while (lines == null || !lines.next()) {
                    close();
                    if (!files.hasNext()) {
                        return null;
                    }
                    Segment segment = files.next();
                    name = segment.name();
                    lines = opened(segment);
                }
                return LedgerLines.entry(name, lines.number(), lines.line());
            } catch (IOException e) {
                throw LedgerLines.failed("read " + name, e);
            }
        }

        @Override
        public void close() {
            LineReader before = lines;
            lines = null;
            if (before != null) {
                try {
                    before.close();
                } catch (IOException e) {
                    throw LedgerLines.failed("close " + name, e);
                }
            }
        }
    }
}
