package io.genaiops.ledger;

import io.genaiops.asset.Digest;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a ledger in the hands of somebody who wants them to say something else. */
final class Forgery {

    /** Edits of one line, by what they edit. */
    static final Map<String, UnaryOperator<String>> EDITS = edits();

    private static Map<String, UnaryOperator<String>> edits() {
        Map<String, UnaryOperator<String>> edits = new LinkedHashMap<>();
        edits.put("number", line -> line.replaceFirst("\"seq\":\\d+", "\"seq\":77"));
        edits.put("time", line -> line.replaceFirst("\"time\":\"2026", "\"time\":\"2025"));
        edits.put("kind", line -> line.replaceFirst("\"kind\":\"[a-z]", "\"kind\":\"x"));
        edits.put("actor", line -> line.replaceFirst("p-aaaa", "p-aaab"));
        edits.put("asset", line -> line.replaceFirst("prompt/[a-z]", "prompt/x"));
        edits.put("version", line -> line.replaceFirst("\"version\":\"1", "\"version\":\"2"));
        edits.put("name of a digest", line -> line.replaceFirst("\"evidence\"", "\"evidences\""));
        edits.put("digest", line -> line.replaceFirst("sha256:..", "sha256:zz"));
        edits.put("name of a value", line -> line.replaceFirst("\"why\"", "\"how\""));
        edits.put("value", line -> line.replaceFirst("beats", "loses to"));
        edits.put("previous hash", line -> line.replaceFirst("\"prev\":\"..", "\"prev\":\"zz"));
        edits.put("hash", line -> line.replaceFirst("\"hash\":\"..", "\"hash\":\"zz"));
        edits.put("blank at the end", line -> line + " ");
        edits.put("blank at the beginning", line -> " " + line);
        edits.put("blank inside", line -> line.replaceFirst("\"kind\":", "\"kind\": "));
        edits.put("carriage return", line -> line + "\r");
        edits.put("escape that means the same", line -> line.replaceFirst("promotion|approval", "\\\\u0070"));
        edits.put("field that is new", line -> line.replaceFirst(",\"prev\"", ",\"note\":\"x\",\"prev\""));
        edits.put("bytes that are no UTF-8", line -> line.replaceFirst("beats", "b\u00ff\u00fe"));
        edits.put("zero byte", line -> line.replaceFirst("beats", "b\u0000"));
        edits.put(
                "letter case of the hash",
                line -> line.substring(0, line.length() - 66)
                        + line.substring(line.length() - 66).toUpperCase(Locale.ROOT));
        return edits;
    }

    private static final String NO_HASH = "0".repeat(64);

    private final Path folder;
    private final SortedMap<String, String> files = new TreeMap<>();

    Forgery(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                // One char a byte, so that bytes that are no UTF-8 can be forged too.
                files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** Returns a folder beside this one. */
    Path sibling(String name) {
        return folder.resolveSibling(name);
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** Returns the number of the first entry of a file. */
    int firstOf(int file) {
        return Integer.parseInt(names().get(file).substring(0, 19));
    }

    SortedMap<String, String> files() {
        return files;
    }

    List<String> lines() {
        return new ArrayList<>(String.join("", files.values()).lines().toList());
    }

    String line(int sequence) {
        return lines().get(sequence - 1);
    }

    int last() {
        return lines().size();
    }

    /** Puts lines in the place of all, in the files whose numbers they have, as far as there are any. */
    void lines(List<String> lines) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            starts.add(firstOf(i));
        }
        List<String> names = names();
        for (int i = 0; i < names.size(); i++) {
            int from = Math.min(starts.get(i) - 1, lines.size());
            int to = i + 1 == names.size() ? lines.size() : Math.min(starts.get(i + 1) - 1, lines.size());
            if (from == to) {
                files.remove(names.get(i));
            } else {
                files.put(names.get(i), String.join("\n", lines.subList(from, to)) + "\n");
            }
        }
    }

    /** Edits the line of an entry where it stands. */
    void edit(int sequence, UnaryOperator<String> edit) {
        String line = line(sequence);
        String edited = edit.apply(line);
        if (edited.equals(line)) {
            throw new IllegalStateException("nothing to forge in " + line);
        }
        files.replaceAll((name, text) -> text.replace(line + "\n", edited + "\n"));
    }

    /** Edits lines and chains all that follow anew; checkpoints are signed by the key, or left as they are. */
    void rewrite(int from, UnaryOperator<List<String>> edit, @Nullable SigningKey key) {
        List<String> before = lines();
        lines(rechained(edit.apply(new ArrayList<>(before)), from, key));
    }

    static List<String> rechained(List<String> lines, int from, @Nullable SigningKey key) {
        List<String> chained = new ArrayList<>(lines.subList(0, from - 1));
        String ledger = lines.get(0).replaceAll(".*\"ledger\":\"([0-9a-f]{32})\".*", "$1");
        for (int i = from - 1; i < lines.size(); i++) {
            String previous = i == 0 ? NO_HASH : EntryLine.hashOf(chained.get(i - 1));
            String line = lines.get(i).replaceFirst("\"seq\":\\d+", "\"seq\":" + (i + 1));
            if (key != null && line.contains(EntryKind.CHECKPOINT)) {
                Checkpoint signed = Checkpoint.of(ledger, i, Digest.parse("sha256:" + previous), Entries.START)
                        .signedBy(key);
                line = line.replaceFirst("\"checkpoint\":\"[^\"]*\"", "\"checkpoint\":\"" + signed.line() + "\"");
            }
            String covered = line.replaceFirst("\"prev\":\"[0-9a-f]*\",\"hash\":\"[0-9a-f]*\"}$", "") + "\"prev\":\""
                    + previous + "\"";
            chained.add(sealed(covered));
        }
        return chained;
    }

    /** Adds the hash that fits. */
    static String sealed(String covered) {
        String hash =
                Digest.ofBytes(covered.getBytes(StandardCharsets.ISO_8859_1)).value();
        return covered + ",\"hash\":\"" + hash.substring("sha256:".length()) + "\"}";
    }

    void save() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                Files.delete(file);
            }
        }
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.ISO_8859_1);
        }
    }
}
