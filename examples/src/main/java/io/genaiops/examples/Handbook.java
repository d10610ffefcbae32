package io.genaiops.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The documents of a product handbook: Markdown files whose names are their ids. */
record Handbook(List<Document> documents) {

    /** One document of the handbook. */
    record Document(String id, String title, String text) {

        /** Returns the document as the input of a prompt. */
        Map<String, String> asInput() {
            return Map.of("id", id, "title", title, "text", text);
        }
    }

    Handbook {
        documents = List.copyOf(documents);
    }

    static Handbook read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("expected a folder with Markdown documents, found none at " + folder);
        }
        List<Document> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".md")) {
                    documents.add(document(name.substring(0, name.length() - 3), Files.readString(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the handbook in " + folder, e);
        }
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("expected Markdown documents (*.md) in " + folder + ", found none");
        }
        return new Handbook(documents);
    }

    private static Document document(String id, String markdown) {
        String text = markdown.replace("\r\n", "\n").strip();
        int end = text.indexOf('\n');
        return text.startsWith("# ") && end > 0
                ? new Document(
                        id, text.substring(2, end).strip(), text.substring(end).strip())
                : new Document(id, id, text);
    }
}
