package io.genaiops.asset;

import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A semantic version without build metadata, for example {@code 1.4.2} or {@code 2.0.0-rc.1}. Ordered by precedence
 * (Semantic Versioning 2.0.0, section 11). Immutable.
 *
 * @since 0.1
 */
public final class Version implements Comparable<Version> {

    /** Numbers are short enough to compare and to count up: what reads versions has no bound of its own. */
    private static final Pattern FORM = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,96})?");

    private static final Pattern LONG_NUMBER = Pattern.compile("[^-]+-(.*\\.)?\\d{19,}(\\..*)?");

    private final Semver semver;

    private Version(Semver semver) {
        this.semver = semver;
    }

    /**
     * Parses a version.
     *
     * @throws IllegalArgumentException if the text is not {@code major.minor.patch} with an optional pre-release
     */
    public static Version parse(String text) {
        if (!isVersion(text)) {
            throw new IllegalArgumentException(
                    "version must be major.minor.patch with an optional pre-release, such as 1.4.2 or 2.0.0-rc.1;"
                            + " found: '" + text + "'");
        }
        return new Version(new Semver(text));
    }

    static boolean isVersion(String text) {
        return FORM.matcher(text).matches() && !LONG_NUMBER.matcher(text).matches() && Semver.isValid(text);
    }

    /** Returns the version {@code major.minor.patch}. */
    public static Version of(int major, int minor, int patch) {
        return parse(major + "." + minor + "." + patch);
    }

    /** Returns whether this is a pre-release such as {@code 2.0.0-rc.1}. */
    public boolean isPreRelease() {
        return !semver.getPreRelease().isEmpty();
    }

    /** Returns whether a range such as {@code ^1.4}, {@code 1.4.x} or {@code >=1.2 <2} holds this version. */
    public boolean satisfies(String range) {
        return semver.satisfies(range);
    }

    /** Returns the next version for a change that breaks callers. */
    public Version nextMajor() {
        return new Version(semver.nextMajor());
    }

    /** Returns the next version for a change that adds something. */
    public Version nextMinor() {
        return new Version(semver.nextMinor());
    }

    /** Returns the next version for a change that neither breaks nor adds. */
    public Version nextPatch() {
        return new Version(semver.nextPatch());
    }

    @Override
    public int compareTo(Version other) {
        return semver.compareTo(other.semver);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version that && semver.equals(that.semver);
    }

    @Override
    public int hashCode() {
        return semver.hashCode();
    }

    @Override
    public String toString() {
        return semver.getVersion();
    }
}
