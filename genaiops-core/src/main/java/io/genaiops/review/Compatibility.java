package io.genaiops.review;

import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import io.genaiops.review.CompatibilityChange.Level;
import java.util.List;
import java.util.Objects;

/**
 * What a new version of a prompt means for those who use the old one: which calls it breaks, what it adds, and which
 * version number says so (Semantic Versioning 2.0.0). Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Compatibility {

    private final Version before;
    private final Version after;
    private final List<CompatibilityChange> changes;

    private Compatibility(Version before, Version after, List<CompatibilityChange> changes) {
        this.before = before;
        this.after = after;
        this.changes = changes;
    }

    /**
     * Judges a new version against an old one.
     *
     * @throws IllegalArgumentException if they are not versions of one prompt
     */
    public static Compatibility between(Prompt before, Prompt after) {
        if (!before.id().equals(after.id())) {
            throw new IllegalArgumentException(
                    "expected two versions of one prompt, found " + before.id() + " and " + after.id());
        }
        return new Compatibility(before.version(), after.version(), PromptChanges.between(before, after));
    }

    /** Returns every change, the ones that reach farthest first. */
    public List<CompatibilityChange> changes() {
        return changes;
    }

    /** Returns how far the farthest change reaches. */
    public Level level() {
        return changes.isEmpty() ? Level.NONE : changes.get(0).level();
    }

    /** Returns whether some caller of the old version is broken. */
    public boolean isBreaking() {
        return level() == Level.BREAKING;
    }

    /**
     * Returns the lowest version number that says what changed: the next major for something breaking, the next minor for
     * a feature, the next patch otherwise, the old one if nothing changed. Below 1.0.0 the minor number speaks for
     * breaking changes and the patch number for everything else, as ranges such as {@code ^0.3} read it.
     */
    public Version suggested() {
        boolean initial = Version.of(1, 0, 0).compareTo(before) > 0;
        return switch (level()) {
            case BREAKING -> initial ? before.nextMinor() : before.nextMajor();
            case FEATURE -> initial ? before.nextPatch() : before.nextMinor();
            case PATCH -> before.nextPatch();
            case NONE -> before;
        };
    }

    /** Returns whether the new version's number is the suggested one or higher. */
    public boolean isHonest() {
        return after.compareTo(suggested()) >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Compatibility that
                && before.equals(that.before)
                && after.equals(that.after)
                && changes.equals(that.changes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(before, after, changes);
    }

    /** Returns the judgement in one line, for example {@code 1.0.0 -> 1.1.0 is BREAKING, suggested 2.0.0: […]}. */
    @Override
    public String toString() {
        return before + " -> " + after + " is " + level() + ", suggested " + suggested() + ": " + changes;
    }
}
