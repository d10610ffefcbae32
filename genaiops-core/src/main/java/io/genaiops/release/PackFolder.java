package io.genaiops.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.disk.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a pack: written beside its place and then moved there whole, with the SHA-256 of every file. */
final class PackFolder {

    static final String INDEX = "index.json";
    private static final String FORMAT = "genaiops-evidence-pack-1";
    private static final ObjectWriter WRITER =
            new ObjectMapper().writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    private static final long LONGEST_INDEX = 1 << 20;
    private static final long LONGEST_TEXT = 1 << 24;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z.-]{0,62}");

    private final Path target;
    private final Path temporary;
    private final DurableFiles disk;
    private final SortedMap<String, Digest> written = new TreeMap<>();

    /** Refuses a place where there is something. */
    PackFolder(Path target, DurableFiles disk) {
        this.target = target.toAbsolutePath().normalize();
        Path name = this.target.getFileName();
        if (name == null || Files.exists(this.target, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "a pack must be written to a folder that does not exist yet; found: " + this.target);
        }
        this.temporary = this.target.resolveSibling("." + name + ".tmp");
        this.disk = disk;
    }

    /** Makes the folder beside its place anew; what a crash left behind goes. */
    void begin() {
        discard();
        attempt("make", temporary, () -> Files.createDirectories(temporary));
    }

    void add(String file, String text) {
        disk.write(temporary.resolve(file), text);
        written.put(file, Digest.ofText(text));
    }

    void add(String file, Consumer<OutputStream> content) {
        Path path = temporary.resolve(file);
        attempt("write", path, () -> {
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                DigestOutputStream hashed = new DigestOutputStream(Channels.newOutputStream(channel), sha256());
                content.accept(hashed);
                channel.force(true);
                written.put(file, digest(hashed.getMessageDigest()));
            }
        });
    }

    /**
     * Writes the index of what was added, moves the folder to its place, and returns the digest of the index.
     *
     * @throws GenAiOpsException if another pack is written to the same place meanwhile
     */
    Digest finish(ObjectNode about) {
        ObjectNode index = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
        index.setAll(about);
        ObjectNode files = index.putObject("files");
        written.forEach((name, digest) -> files.put(name, digest.value()));
        String text = text(index);
        add(INDEX, text);
        SortedSet<String> found = names(temporary);
        if (!found.equals(written.keySet())) {
            throw new GenAiOpsException(
                    "another pack is written to " + target + " at the same time: expected the files " + written.keySet()
                            + ", found " + found + "; write each pack to a folder of its own");
        }
        attempt("move to", target, () -> Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE));
        return Digest.ofText(text);
    }

    void discard() {
        if (!Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        names(temporary).forEach(name -> attempt("delete", temporary, () -> Files.delete(temporary.resolve(name))));
        attempt("delete", temporary, () -> Files.delete(temporary));
    }

    /** Returns JSON as it stands in files: the same on every platform. */
    static String text(JsonNode json) {
        try {
            return WRITER.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** Returns the text of a file of a pack, of at most 16 MiB. */
    static String text(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "a pack must have " + name + " as a regular file; found none in " + folder);
        }
        try {
            if (Files.size(file) > LONGEST_TEXT) {
                throw new IllegalArgumentException(
                        file + " must have at most " + LONGEST_TEXT + " bytes; found " + Files.size(file));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    static Digest indexDigest(Path folder) {
        return hash(folder.resolve(INDEX));
    }

    /** Returns what is not as the index says, one sentence for each file. */
    static List<String> problems(Path folder) {
        if (!Files.isRegularFile(folder.resolve(INDEX), LinkOption.NOFOLLOW_LINKS)) {
            return List.of(INDEX + " is missing: expected a folder that EvidencePack wrote; found " + folder);
        }
        List<String> problems = new ArrayList<>();
        JsonNode index = index(folder, problems);
        SortedSet<String> left = names(folder);
        left.remove(INDEX);
        for (Map.Entry<String, JsonNode> file : index.path("files").properties()) {
            left.remove(file.getKey());
            problem(folder, file.getKey(), file.getValue().asText()).ifPresent(problems::add);
        }
        left.forEach(name -> problems.add(name + " is not in the index; it was added later"));
        return List.copyOf(problems);
    }

    private static JsonNode index(Path folder, List<String> problems) {
        Path file = folder.resolve(INDEX);
        try {
            JsonNode index = Files.size(file) > LONGEST_INDEX
                    ? JsonNodeFactory.instance.nullNode()
                    : new ObjectMapper().readTree(Files.readAllBytes(file));
            if (index.path("format").asText().equals(FORMAT)
                    && !index.path("files").isEmpty()) {
                return index;
            }
        } catch (JsonProcessingException e) {
            problems.add(INDEX + " is no JSON: " + e.getOriginalMessage());
            return JsonNodeFactory.instance.objectNode();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
        problems.add(INDEX + " is no index of a pack: expected format '" + FORMAT + "' and files");
        return JsonNodeFactory.instance.objectNode();
    }

    private static Optional<String> problem(Path folder, String name, String expected) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(INDEX + " names '" + name + "', which is no file of a pack");
        }
        Path file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(name + " is missing");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(name + " is no regular file");
        }
        String found = hash(file).value();
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of(name + " was changed: expected " + expected + ", found " + found);
    }

    private static SortedSet<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            SortedSet<String> names = new TreeSet<>();
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
            return names;
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
    }

    private static Digest hash(Path file) {
        try (InputStream content = Files.newInputStream(file);
                DigestInputStream hashed = new DigestInputStream(content, sha256())) {
            hashed.transferTo(OutputStream.nullOutputStream());
            return digest(hashed.getMessageDigest());
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    private static Digest digest(MessageDigest hashed) {
        return Digest.parse("sha256:" + HexFormat.of().formatHex(hashed.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void attempt(String what, Path where, Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw failed(what, where, e);
        }
    }

    private static GenAiOpsException failed(String what, Path where, IOException e) {
        return new GenAiOpsException("cannot " + what + " " + where + ": " + e, e);
    }

    /** A step that may fail. */
    private interface Work {
        void run() throws IOException;
    }
}
