package io.genaiops.ledger;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What was found when a ledger was verified. That it is intact means what {@code docs/ledger.md} says and no more. Immutable.
 *
 * @since 0.1
 */
public final class Verification {

    /**
     * The first entry that is not as it was written.
     *
     * @param sequence the number that the entry should have
     * @param place the file, table or stream
     * @param line the line there, from 1; 0 if it is about no line
     * @param problem what was expected and what was found
     * @since 0.1
     */
    public record Break(long sequence, String place, long line, String problem) {

        @Override
        public String toString() {
            return "entry " + sequence + " (" + place + (line > 0 ? ", line " + line : "") + "): " + problem;
        }
    }

    private final @Nullable Break found;
    private final List<String> notes;
    private final long first;
    private final long last;
    private final long signedThrough;
    private final int anchors;

    Verification(@Nullable Break found, List<String> notes, long first, long last, long signedThrough, int anchors) {
        this.found = found;
        this.notes = List.copyOf(notes);
        this.first = first;
        this.last = last;
        this.signedThrough = signedThrough;
        this.anchors = anchors;
    }

    /** Returns whether nothing is broken. */
    public boolean isIntact() {
        return found == null;
    }

    /** Returns the first entry that is broken, if one is. */
    public Optional<Break> firstBreak() {
        return Optional.ofNullable(found);
    }

    /** Returns what is no break but worth knowing, one sentence each. */
    public List<String> notes() {
        return notes;
    }

    /** Returns how many entries were found in order, before the first break if there is one. */
    public long entries() {
        return last - first + 1;
    }

    /** Returns the number of the first of them; over 1 if entries were dropped. */
    public long first() {
        return first;
    }

    /** Returns the number of the last of them, one less than the first if there is none. */
    public long last() {
        return last;
    }

    /** Returns up to which number a trusted key has signed them, if one has. */
    public OptionalLong signedThrough() {
        return signedThrough == 0 ? OptionalLong.empty() : OptionalLong.of(signedThrough);
    }

    /** Returns with how many checkpoints that were kept elsewhere the ledger was compared and agreed. */
    public int anchors() {
        return anchors;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (found != null) {
            text.append("broken at ").append(found).append("; ");
        }
        text.append(entries() == 0 ? "no entry" : "entries " + first + " to " + last)
                .append(" in order");
        text.append(signedThrough == 0 ? ", no signature checked" : ", signed up to " + signedThrough);
        text.append(", ").append(anchors).append(anchors == 1 ? " anchor agrees" : " anchors agree");
        notes.forEach(note -> text.append("; ").append(Objects.requireNonNull(note)));
        return text.toString();
    }
}
