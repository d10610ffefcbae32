package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One version of the definition of a data set: which file holds the rows, how many there are, what is in them, and the
 * digest by which to know them again. The rows themselves are not part of it. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class DatasetDefinition implements Asset {

    private final AssetId id;
    private final Version version;
    private final Metadata metadata;
    private final String file;
    private final DatasetFormat format;
    private final int rows;
    private final Digest rowsDigest;
    private final Map<String, String> fields;
    private final ObjectNode spec;
    private final Digest sourceDigest;

    private DatasetDefinition(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.metadata = builder.metadata;
        this.file = FieldRules.given(this.toString(), "file", builder.file);
        this.format = FieldRules.given(this.toString(), "format", builder.format);
        this.rows = FieldRules.given(this.toString(), "rows", builder.rows);
        this.rowsDigest = FieldRules.given(this.toString(), "digest", builder.rowsDigest);
        FieldRules.notEmpty(this.toString(), "fields", builder.fields.keySet());
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(builder.fields));
        this.spec = json();
        this.sourceDigest = Digest.ofJson(spec);
    }

    /** Begins a definition; file, format, rows and at least one field must follow. */
    public static Builder builder(String name, Version version) {
        return new Builder(name, version);
    }

    @Override
    public AssetId id() {
        return id;
    }

    @Override
    public Version version() {
        return version;
    }

    @Override
    public Digest sourceDigest() {
        return sourceDigest;
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public JsonNode spec() {
        return spec.deepCopy();
    }

    /** Returns nothing: a data set refers to no other asset. */
    @Override
    public List<AssetReference> references() {
        return List.of();
    }

    /** Returns the file that holds the rows, as a path with forward slashes below a folder that the host knows. */
    public String file() {
        return file;
    }

    /** Returns how the rows are written. */
    public DatasetFormat format() {
        return format;
    }

    /** Returns how many rows there are, at least 1. */
    public int rows() {
        return rows;
    }

    /** Returns the digest of the rows, as whoever reads the file computes it of their content. */
    public Digest rowsDigest() {
        return rowsDigest;
    }

    /** Returns what each field of a row holds, by its name, in the order of the file. */
    public Map<String, String> fields() {
        return fields;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", id.kind().singular()).put("file", file).put("format", format.toString());
        json.put("rows", rows).put("digest", rowsDigest.value());
        fields.keySet().stream().sorted().forEach(json.putArray("fields")::add);
        return json;
    }

    /** Returns name and version, for example {@code dataset 'travel-questions' 1.0.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Collects the fields, each checked where it is set. Not thread-safe. */
    public static final class Builder {

        private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
        private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,62}");
        private static final int LONGEST_FILE = 255;

        private final AssetId id;
        private final Version version;
        private final Map<String, String> fields = new LinkedHashMap<>();
        private Metadata metadata = Metadata.NONE;
        private @Nullable String file;
        private @Nullable DatasetFormat format;
        private @Nullable Integer rows;
        private @Nullable Digest rowsDigest;

        private Builder(String name, Version version) {
            this.id = new AssetId(AssetKind.DATASET, name);
            this.version = Objects.requireNonNull(version, "version");
        }

        /**
         * Sets the file that holds the rows.
         *
         * @throws IllegalArgumentException if it is an address, or a path that is absolute or leads upwards
         */
        public Builder file(String path) {
            boolean relative = path.length() <= LONGEST_FILE;
            for (String segment : path.split("/", -1)) {
                relative &= SEGMENT.matcher(segment).matches();
            }
            if (!relative) {
                throw new IllegalArgumentException(
                        "file must be a path such as data/questions.jsonl, of names that match "
                                + SEGMENT + " with '/' between, at most " + LONGEST_FILE
                                + " characters, no address and nothing above its folder; found: '" + path + "'");
            }
            this.file = path;
            return this;
        }

        /** Sets how the rows are written. */
        public Builder format(DatasetFormat format) {
            this.format = Objects.requireNonNull(format, "format");
            return this;
        }

        /** Sets how many rows there are, at least 1, and the digest of them. */
        public Builder rows(int count, Digest digest) {
            if (count < 1) {
                throw new IllegalArgumentException("rows must be at least 1; found: " + count);
            }
            this.rows = count;
            this.rowsDigest = Objects.requireNonNull(digest, "digest");
            return this;
        }

        /** Says what one more field of a row holds. The name is part of the digest, the description is not. */
        public Builder field(String name, String description) {
            if (!FIELD.matcher(name).matches()) {
                throw new IllegalArgumentException("field name must match " + FIELD + "; found: '" + name + "'");
            }
            if (fields.put(name, FieldRules.text("description of field '" + name + "'", description)) != null) {
                throw new IllegalArgumentException("field '" + name + "' is described twice");
            }
            return this;
        }

        /** Sets what people need to know. */
        public Builder metadata(Metadata metadata) {
            this.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * Builds the definition.
         *
         * @throws IllegalStateException if file, format or rows are missing, or no field is described
         */
        public DatasetDefinition build() {
            return new DatasetDefinition(this);
        }
    }
}
