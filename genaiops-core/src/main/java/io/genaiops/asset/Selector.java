package io.genaiops.asset;

import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.semver4j.range.RangeListFactory;

/**
 * Which version of an asset a reference means.
 *
 * @since 0.1
 */
public sealed interface Selector {

    /** The version that a label is on. */
    record ByLabel(Label label) implements Selector {
        /** Requires the label. */
        public ByLabel {
            Objects.requireNonNull(label, "label");
        }

        @Override
        public String toString() {
            return "@" + label;
        }
    }

    /** Exactly this version. */
    record ByVersion(Version version) implements Selector {
        /** Requires the version. */
        public ByVersion {
            Objects.requireNonNull(version, "version");
        }

        @Override
        public String toString() {
            return ":" + version;
        }
    }

    /** The highest published version in a range such as {@code ^1.4}. */
    record ByRange(String range) implements Selector {

        private static final Pattern PART =
                Pattern.compile("(\\^|~|[<>]=?|!?=)? ?\\d{1,9}(\\.(\\d{1,9}|[xX*])){0,2}(-[0-9A-Za-z.-]+)?|-|\\|\\|");

        /** Validates the range. */
        public ByRange {
            if (!isRange(range)) {
                throw new IllegalArgumentException("range must be such as ^1.4, ~1.4.2, 1.4.x or >=1.2 <2; found: '"
                        + range + "' (the highest version of all is the label 'latest': name@latest)");
            }
        }

        // What the library cannot read it drops: '[1.0,2.0)' would silently lose its upper end.
        private static boolean isRange(String text) {
            if (text.length() > 128) {
                return false;
            }
            for (String part : text.replaceAll("([<>=^~]) ", "$1").split(" ", -1)) {
                if (!PART.matcher(part).matches()) {
                    return false;
                }
            }
            return !RangeListFactory.create(text).get().isEmpty();
        }

        @Override
        public String toString() {
            return ":" + range;
        }
    }

    /** The version whose resolved digest this is. */
    record ByDigest(Digest digest) implements Selector {
        /** Requires the digest. */
        public ByDigest {
            Objects.requireNonNull(digest, "digest");
        }

        @Override
        public String toString() {
            return "#" + digest;
        }
    }

    /** Applies the function of the leaf that this is. */
    default <T> T fold(
            Function<ByLabel, T> byLabel,
            Function<ByVersion, T> byVersion,
            Function<ByRange, T> byRange,
            Function<ByDigest, T> byDigest) {
        if (this instanceof ByLabel leaf) {
            return byLabel.apply(leaf);
        }
        if (this instanceof ByVersion leaf) {
            return byVersion.apply(leaf);
        }
        if (this instanceof ByRange leaf) {
            return byRange.apply(leaf);
        }
        return byDigest.apply((ByDigest) this);
    }
}
