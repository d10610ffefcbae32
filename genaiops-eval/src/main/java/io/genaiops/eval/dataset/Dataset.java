package io.genaiops.eval.dataset;

import static java.util.Objects.requireNonNull;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import io.genaiops.registry.AssetRegistry;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A named list of samples with unique ids. Immutable and thread-safe. The rows of a large file stay on disk and are read
 * when they are needed; a file that changes meanwhile is a {@link io.genaiops.eval.record.DatasetChangedException}, never other rows.
 *
 * <pre>{@code
 * Dataset winter = Dataset.classpath("trail-guide.jsonl").filter(sample -> sample.tags().contains("winter"));
 * }</pre>
 *
 * @since 0.1
 */
public final class Dataset implements Iterable<Sample> {

    private final String name;
    private final Rows rows;
    private volatile @Nullable Digest digest;

    Dataset(String name, Rows rows, @Nullable Digest digest) {
        this.name = requireNonNull(name, "name");
        this.rows = rows;
        this.digest = digest;
    }

    /**
     * Returns a dataset of these samples.
     *
     * @throws IllegalArgumentException if two have one id
     */
    public static Dataset of(String name, List<Sample> samples) {
        return checked(name, new Rows.Held(samples));
    }

    /**
     * Reads a file whose ending says how it is written, with the usual names of fields: {@code .jsonl}, {@code .json},
     * {@code .csv}, {@code .tsv}, {@code .yaml}. See {@link DatasetReader} for others.
     *
     * @throws InvalidDatasetException with every faulty line
     */
    public static Dataset read(Path file) {
        return reader().read(file);
    }

    /** Reads a file whose fields have names of their own. */
    public static Dataset read(Path file, FieldMapping mapping) {
        return reader().mapping(mapping).read(file);
    }

    /** Reads a resource of the class path of the current thread, such as {@code data/trail-guide.jsonl}. */
    public static Dataset classpath(String resource) {
        return reader().classpath(resource);
    }

    /** Reads to the end of the stream, which stays open; JSON Lines unless the name ends otherwise. */
    public static Dataset read(String name, InputStream stream) {
        return reader().read(name, stream);
    }

    /**
     * Reads the rows that a dataset of the registry describes, from the folder in which its file is, and holds them
     * against their description.
     *
     * @param reference such as {@code travel-questions@production}
     */
    public static Dataset asset(AssetRegistry registry, String reference, Path folder) {
        return reader().asset(registry.dataset(reference), folder);
    }

    /** Returns a reader to set up: format, names of fields, how much is held in memory. */
    public static DatasetReader reader() {
        return DatasetReader.usual();
    }

    /** Returns the name, which is the file's if it was read from one. */
    public String name() {
        return name;
    }

    /** Returns the samples, in order; of a dataset on disk, a list that reads them when it is asked for them. */
    public List<Sample> samples() {
        return rows.list();
    }

    /**
     * Returns one sample. On disk this opens the file and reads one row, some 50 microseconds; going through all of them
     * reads blocks, and costs what parsing costs.
     *
     * @throws IndexOutOfBoundsException if the index is not from 0 to below the size
     */
    public Sample get(int index) {
        return rows.get(Objects.checkIndex(index, size()));
    }

    /** Returns the number of samples. */
    public int size() {
        return rows.size();
    }

    /**
     * Returns the digest of ids, inputs, references, context, tags, attributes and responses; the name is outside. Of a
     * part of a dataset on disk it is computed when it is first asked for, by going through the samples.
     */
    public Digest digest() {
        Digest known = digest;
        if (known == null) {
            known = digestOf(rows);
            digest = known;
        }
        return known;
    }

    /** Returns the samples that the predicate accepts, in the same order. */
    public Dataset filter(Predicate<? super Sample> predicate) {
        int[] kept = new int[size()];
        int count = 0;
        int index = 0;
        for (Sample sample : this) {
            if (predicate.test(sample)) {
                kept[count++] = index;
            }
            index++;
        }
        return select(Arrays.copyOf(kept, count));
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
        int[] drawn = shuffled(size(), new Random(seed));
        drawn = Arrays.copyOf(drawn, count);
        Arrays.sort(drawn);
        return select(drawn);
    }

    /** Returns the same samples in an order that depends on the seed and their number alone. */
    public Dataset shuffled(long seed) {
        return select(shuffled(size(), new Random(seed)));
    }

    /** Returns the samples from an index to before another. */
    public Dataset slice(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        return select(IntStream.range(from, to).toArray());
    }

    /**
     * Splits into parts of about these shares, such as {@code split(7, 0.8, 0.2)}. Seed and id alone say in which part a
     * sample is, so that more samples never move others; therefore shares are met on average and not to the sample, and a
     * part needs another seed to be split again.
     *
     * @param shares at least two, each over 0, together 1
     */
    public List<Dataset> split(long seed, double... shares) {
        return parts(new Splitting(seed, shares).byId(this));
    }

    /**
     * Splits so that each part has its share of every set of tags, to the sample. The price: more samples can move others
     * that are near the border.
     */
    public List<Dataset> splitByTags(long seed, double... shares) {
        return splitBy(sample -> String.join("\n", new TreeSet<>(sample.tags())), seed, shares);
    }

    /** Splits so that each part has its share of the samples for which the function gives one text, to the sample. */
    public List<Dataset> splitBy(Function<? super Sample, String> stratum, long seed, double... shares) {
        return parts(new Splitting(seed, shares).byStratum(this, stratum));
    }

    private List<Dataset> parts(List<int[]> indexes) {
        List<Dataset> parts = new ArrayList<>();
        for (int[] part : indexes) {
            parts.add(select(part).named(name + " " + (parts.size() + 1) + "/" + indexes.size()));
        }
        return List.copyOf(parts);
    }

    /**
     * Returns the first of the samples whose inputs are equal but for case, space and the form of characters (NFKC), and
     * which were dropped.
     */
    public Deduplication withoutDuplicates() {
        return Deduplication.exact(this);
    }

    /**
     * Returns the first of the samples whose inputs are nearly equal, and which were dropped. Inputs are compared as sets of
     * three words in a row, in lower case and without punctuation; of shorter ones all words count as one. Each sample is
     * held against those that are kept before it; its shingles stay in memory meanwhile, 8 bytes for each.
     *
     * @param similarity from which two are nearly equal, the part of their shingles that they share (Jaccard), 0.5 to 1;
     *     0.8 finds a changed word in a sentence of thirty
     */
    public Deduplication withoutNearDuplicates(double similarity) {
        return Deduplication.near(this, similarity);
    }

    /**
     * Returns these samples and then those of the others.
     *
     * @throws IllegalArgumentException if two have one id; {@link #map} gives other ids
     */
    public Dataset and(Dataset... others) {
        List<Rows> all = new ArrayList<>(List.of(rows));
        for (Dataset other : others) {
            all.add(other.rows);
        }
        boolean held = all.stream().allMatch(part -> part instanceof Rows.Held);
        Rows joined = new Rows.Joined(all);
        return checked(name, held ? new Rows.Held(joined.list()) : joined);
    }

    /**
     * Returns each sample changed. On disk the function is called again whenever a sample is read, so that it must always
     * give the same.
     *
     * @throws IllegalArgumentException if two then have one id
     */
    public Dataset map(UnaryOperator<Sample> change) {
        Rows mapped = new Rows.Mapped(rows, change);
        return checked(name, rows instanceof Rows.Held ? new Rows.Held(mapped.list()) : mapped);
    }

    // The same draws as Collections.shuffle, without an object for each.
    private static int[] shuffled(int size, Random random) {
        int[] indexes = IntStream.range(0, size).toArray();
        for (int i = size; i > 1; i--) {
            int other = random.nextInt(i);
            int moved = indexes[i - 1];
            indexes[i - 1] = indexes[other];
            indexes[other] = moved;
        }
        return indexes;
    }

    Dataset select(int[] indexes) {
        Rows selected = rows.select(indexes);
        return new Dataset(name, selected, selected instanceof Rows.Held ? digestOf(selected) : null);
    }

    /** Returns this dataset under another name. */
    public Dataset named(String other) {
        return new Dataset(other, rows, digest);
    }

    /**
     * Returns this dataset if it has samples.
     *
     * @throws GenAiOpsException if it is empty, since nothing can be concluded from no samples
     */
    public Dataset requireSamples() {
        if (size() == 0) {
            throw new GenAiOpsException("dataset '" + name + "' has no samples; nothing can be concluded from it");
        }
        return this;
    }

    @Override
    public Iterator<Sample> iterator() {
        return rows.list().iterator();
    }

    private static Digest digestOf(Rows rows) {
        Digest.JsonArray digest = Digest.ofJsonArray();
        rows.list().forEach(sample -> digest.add(RowMapper.row(sample)));
        return digest.digest();
    }

    private static Dataset checked(String name, Rows rows) {
        Digest.JsonArray digest = Digest.ofJsonArray();
        UniqueIds ids = new UniqueIds(i -> rows.get(i).id());
        for (Sample sample : rows.list()) {
            digest.add(RowMapper.row(sample));
            if (ids.add(sample.id()) >= 0) {
                throw new IllegalArgumentException("ids of dataset '" + name
                        + "' must be unique, since runs are paired by them; found twice: '" + sample.id() + "'");
            }
        }
        return new Dataset(name, rows, digest.digest());
    }

    @Override
    public String toString() {
        Digest known = digest;
        return "Dataset[" + name + ", " + size() + " samples" + (known == null ? "" : ", " + known.abbreviated()) + "]";
    }
}
