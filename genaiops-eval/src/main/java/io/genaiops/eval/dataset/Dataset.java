package io.genaiops.eval.dataset;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A named list of samples with unique ids. Immutable and thread-safe.
 *
 * <pre>{@code
 * Dataset winter = Dataset.classpath("trail-guide.jsonl").filter(sample -> sample.tags().contains("winter"));
 * }</pre>
 *
 * @since 0.1
 */
public final class Dataset implements Iterable<Sample> {

    private final String name;
    private final List<Sample> samples;
    private final Digest digest;

    private Dataset(String name, List<Sample> samples) {
        this.name = requireNonNull(name, "name");
        this.samples = List.copyOf(samples);
        requireUniqueIds(name, this.samples);
        this.digest = digestOf(this.samples);
    }

    /**
     * Returns a dataset of these samples.
     *
     * @throws IllegalArgumentException if two have one id
     */
    public static Dataset of(String name, List<Sample> samples) {
        return new Dataset(name, samples);
    }

    /** Reads a file of JSON Lines with the usual field names; see {@link JsonLines} for other ones. */
    public static Dataset read(Path file) {
        return read(file, JsonLines.usual());
    }

    /** Reads a file of JSON Lines whose fields have names of their own. */
    public static Dataset read(Path file, JsonLines format) {
        return format.read(file);
    }

    /** Reads JSON Lines from the class path of the current thread, such as {@code data/trail-guide.jsonl}. */
    public static Dataset classpath(String resource) {
        return JsonLines.usual().classpath(resource);
    }

    /** Reads JSON Lines in UTF-8 to the end of the stream, which stays open; errors call it {@code name}. */
    public static Dataset read(String name, InputStream stream) {
        return JsonLines.usual().read(name, stream);
    }

    /** Returns the name, which is the file's if it was read from one. */
    public String name() {
        return name;
    }

    /** Returns the samples, in order. */
    public List<Sample> samples() {
        return samples;
    }

    /** Returns the number of samples. */
    public int size() {
        return samples.size();
    }

    /** Returns the digest of ids, inputs, references, context, tags and attributes; the name is outside. */
    public Digest digest() {
        return digest;
    }

    /** Returns the samples that the predicate accepts, in the same order. */
    public Dataset filter(Predicate<? super Sample> predicate) {
        return new Dataset(name, samples.stream().filter(predicate).toList());
    }

    /** Returns the samples with a tag. */
    public Dataset tagged(String tag) {
        return filter(sample -> sample.tags().contains(tag));
    }

    /** Returns {@code count} samples drawn without replacement, in their order here; one seed draws the same ones. */
    public Dataset sample(int count, long seed) {
        if (count < 0 || count > size()) {
            throw new IllegalArgumentException("count must be 0 to " + size() + "; found: " + count);
        }
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            indexes.add(i);
        }
        Collections.shuffle(indexes, new Random(seed));
        return new Dataset(
                name, indexes.stream().limit(count).sorted().map(samples::get).toList());
    }

    /** Returns this dataset under another name. */
    public Dataset named(String other) {
        return new Dataset(other, samples);
    }

    /**
     * Returns this dataset if it has samples.
     *
     * @throws GenAiOpsException if it is empty, since nothing can be concluded from no samples
     */
    public Dataset requireSamples() {
        if (samples.isEmpty()) {
            throw new GenAiOpsException("dataset '" + name + "' has no samples; nothing can be concluded from it");
        }
        return this;
    }

    @Override
    public Iterator<Sample> iterator() {
        return samples.iterator();
    }

    private static void requireUniqueIds(String name, List<Sample> samples) {
        Set<String> seen = new HashSet<>();
        for (Sample sample : samples) {
            if (!seen.add(sample.id())) {
                throw new IllegalArgumentException("ids of dataset '" + name
                        + "' must be unique, since runs are paired by them; found twice: '" + sample.id() + "'");
            }
        }
    }

    private static Digest digestOf(List<Sample> samples) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        samples.forEach(sample -> rows.add(row(sample)));
        return Digest.ofJson(rows);
    }

    private static ObjectNode row(Sample sample) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", sample.id()).put("input", sample.input());
        ArrayNode references = row.putArray("references");
        sample.references().forEach(references::add);
        ArrayNode context = row.putArray("context");
        sample.context()
                .forEach(
                        document -> context.addObject().put("id", document.id()).put("text", document.text()));
        ArrayNode tags = row.putArray("tags");
        sample.tags().stream().sorted().forEach(tags::add);
        ObjectNode attributes = row.putObject("attributes");
        sample.attributes().forEach(attributes::set);
        sample.response().ifPresent(response -> row.put("response", response));
        return row;
    }

    @Override
    public String toString() {
        return "Dataset[" + name + ", " + size() + " samples, " + digest.abbreviated() + "]";
    }
}
