package io.genaiops.eval.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What a file looked like when it was opened; a change of size or time means that its index is no longer its own. */
record FileState(Path file, long size, FileTime modified) {

    static FileState of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileState(file, attributes.size(), attributes.lastModifiedTime());
    }

    void requireUnchanged() {
        try {
            FileState now = of(file);
            if (!equals(now)) {
                throw changed(now.size + " bytes of " + now.modified);
            }
        } catch (NoSuchFileException e) {
            throw changed("no file");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("dataset cannot be read again from " + file + ": " + cause.getMessage(), cause);
    }

    DatasetChangedException changed(String found) {
        return new DatasetChangedException("dataset must not change while it is in use, since its rows are read again"
                + " from " + file + "; expected " + size + " bytes of " + modified + "; found: " + found
                + "; read the dataset anew, or keep the file as it is");
    }
}
