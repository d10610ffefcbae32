package io.genaiops.template;

import java.util.Objects;

/**
 * Holds where partials come from and the bounds that a hostile template or value hits. Immutable.
 *
 * @since 0.1
 */
public final class TemplateOptions {

    /** How deep partials may nest. */
    public static final int MAX_PARTIAL_DEPTH = 8;

    private static final TemplateOptions DEFAULTS = builder().build();

    private final PartialSource partials;
    private final boolean recursivePartials;
    private final int maxSource;
    private final int maxDepth;
    private final int maxOutput;

    private TemplateOptions(Builder builder) {
        partials = builder.partials;
        recursivePartials = builder.recursivePartials;
        maxSource = builder.maxSource;
        maxDepth = builder.maxDepth;
        maxOutput = builder.maxOutput;
    }

    /** Returns the options of a template without partials: 1 MiB of source, 64 levels, 4 MiB of output. */
    public static TemplateOptions defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts from these options. */
    public Builder toBuilder() {
        return new Builder()
                .partials(partials)
                .recursivePartials(recursivePartials)
                .maxSource(maxSource)
                .maxDepth(maxDepth)
                .maxOutput(maxOutput);
    }

    /** Returns where partials come from. */
    public PartialSource partials() {
        return partials;
    }

    /** Tells whether a partial may include itself, directly or through others. */
    public boolean recursivePartials() {
        return recursivePartials;
    }

    /** Returns how many characters the template and its partials may hold together, indentation of partials included. */
    public int maxSource() {
        return maxSource;
    }

    /** Returns how deep sections may nest and how many parts a dotted name may have. */
    public int maxDepth() {
        return maxDepth;
    }

    /** Returns how many characters a rendering may produce. */
    public int maxOutput() {
        return maxOutput;
    }

    /**
     * Returns how many steps a rendering may take: enough for any output within its bound, too few for nested loops that
     * produce nothing.
     */
    long maxSteps() {
        return 1_000_000L + 4L * maxOutput;
    }

    /** Collects options; not thread-safe. */
    public static final class Builder {

        private PartialSource partials = PartialSource.none();
        private boolean recursivePartials = false;
        private int maxSource = 1 << 20;
        private int maxDepth = 64;
        private int maxOutput = 4 << 20;

        private Builder() {}

        /** Sets where partials come from; they are resolved once, when the template is compiled. */
        public Builder partials(PartialSource source) {
            this.partials = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Sets whether a partial may include itself, as the Mustache specification allows where the data ends; depth stays
         * bounded by {@link #MAX_PARTIAL_DEPTH}. Off by default: a cycle is refused when the template is compiled.
         */
        public Builder recursivePartials(boolean allowed) {
            this.recursivePartials = allowed;
            return this;
        }

        /** Sets how many characters the template and its partials may hold together, at least 1. */
        public Builder maxSource(int characters) {
            this.maxSource = positive("maxSource", characters);
            return this;
        }

        /** Sets how deep sections may nest and how many parts a dotted name may have, from 1 to 1000. */
        public Builder maxDepth(int levels) {
            if (levels > 1000) {
                throw new IllegalArgumentException("maxDepth must be at most 1000, found " + levels);
            }
            this.maxDepth = positive("maxDepth", levels);
            return this;
        }

        /** Sets how many characters a rendering may produce, at least 1. */
        public Builder maxOutput(int characters) {
            this.maxOutput = positive("maxOutput", characters);
            return this;
        }

        /** Returns the options. */
        public TemplateOptions build() {
            return new TemplateOptions(this);
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, found " + value);
            }
            return value;
        }
    }
}
