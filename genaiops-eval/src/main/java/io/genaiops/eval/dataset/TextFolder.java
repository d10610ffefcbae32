package io.genaiops.eval.dataset;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.FieldMapping.Field;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the files below a folder as samples, whose ids are their paths. Used once. */
final class TextFolder {

    private static final int LONGEST_TEXT = 16 << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Path folder;
    private final Field field;
    private final InvalidDatasetException.Faults faults;
    private final Digest.JsonArray digest = Digest.ofJsonArray();

    TextFolder(Path folder, Field field) {
        if (field != Field.INPUT && field != Field.CONTEXT && field != Field.RESPONSE) {
            throw new IllegalArgumentException("texts must be INPUT, CONTEXT or RESPONSE of a sample; found: " + field);
        }
        this.folder = folder;
        this.field = field;
        this.faults = new InvalidDatasetException.Faults(folder.toString());
    }

    Dataset read() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Path file : files()) {
            read(file, samples);
        }
        faults.throwIfAny();
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new Dataset(String.valueOf(name), new Rows.Held(samples), digest.digest());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(file))
                    .sorted((one, other) -> id(one).compareTo(id(other)))
                    .toList();
        }
    }

    private boolean isHidden(Path file) {
        return StreamSupport.stream(folder.relativize(file).spliterator(), false)
                .anyMatch(part -> part.toString().startsWith("."));
    }

    private String id(Path file) {
        return String.join(
                "/",
                StreamSupport.stream(folder.relativize(file).spliterator(), false)
                        .map(Path::toString)
                        .toList());
    }

    private void read(Path file, List<Sample> samples) throws IOException {
        byte[] bytes;
        try (InputStream stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(LONGEST_TEXT + 1);
        }
        if (bytes.length > LONGEST_TEXT) {
            faults.add(file + ": expected at most " + LONGEST_TEXT + " bytes of text; found: more");
            return;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Sample sample = sample(id(file), text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            digest.add(RowMapper.row(sample));
            samples.add(sample);
        } catch (CharacterCodingException e) {
            faults.add(file + ": expected text in UTF-8; found: other bytes");
        }
    }

    private Sample sample(String id, String text) {
        return switch (field) {
            case INPUT -> Sample.of(text).withId(id);
            case RESPONSE -> Sample.of("").withId(id).answered(text);
            default -> Sample.of("").withId(id).groundedIn(List.of(new Sample.Document(id, text)));
        };
    }
}
