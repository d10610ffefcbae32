package io.genaiops.audit;

import io.genaiops.approval.Actor;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the record of moves. {@link #texts} has it as a few named texts, for records that keep such.
 *
 * @since 0.1
 */
public sealed interface MoveEntry {

    /** Returns when it was written. */
    Instant at();

    /** What a move is for. */
    enum Purpose {
        /** A version got a label through its gate. */
        PROMOTION,
        /** A label went back to where it was. */
        ROLLBACK,
        /** A label moved past its gate, for a reason. */
        BREAK_GLASS;

        /** Returns the name for people, such as {@code break glass}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Where the label of an asset was when governance of it began. What moved before is not accounted for.
     *
     * @param id the asset
     * @param label the label
     * @param on the version it was on, or {@code null} if it was on none
     * @param moves how many moves of it the history had
     * @param at when
     */
    record Baseline(AssetId id, Label label, @Nullable Version on, int moves, Instant at) implements MoveEntry {
        /** Requires all but the version. */
        public Baseline {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(at, "at");
            if (moves < 0) {
                throw new IllegalArgumentException("moves must be at least 0; found: " + moves);
            }
        }
    }

    /**
     * That governance of a label began, after the {@link Baseline} of each asset that had it.
     *
     * @param label the label
     * @param at when
     */
    record Governed(Label label, Instant at) implements MoveEntry {
        /** Requires both. */
        public Governed {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * That a label is about to move. Whether it has is told by an {@link Outcome}, or by the history of the store.
     *
     * @param operation the id by which the history of the store names this entry: 32 hexadecimal digits
     * @param purpose what for
     * @param label the label
     * @param steps from where to where, for each asset
     * @param actor who moves it
     * @param why the reason given
     * @param evidence the digest of all evidence brought along, or {@code null} if none was asked for
     * @param at when
     */
    record Intent(
            String operation,
            Purpose purpose,
            Label label,
            SortedMap<AssetId, Step> steps,
            Actor actor,
            String why,
            @Nullable Digest evidence,
            Instant at)
            implements MoveEntry {
        /** Requires all but the evidence, and at least one step. */
        public Intent {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(purpose, "purpose");
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(at, "at");
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a move must be of at least one asset; found none");
            }
            steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
        }
    }

    /**
     * What became of an intent. One that says that it moved counts before one that says that it did not.
     *
     * @param operation the id of the intent
     * @param moved whether the label has moved
     * @param why what is known of it
     * @param at when
     */
    record Outcome(String operation, boolean moved, String why, Instant at) implements MoveEntry {
        /** Requires all. */
        public Outcome {
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * That a version did not get a label.
     *
     * @param subject which version wanted which label, on which evidence
     * @param actor who asked
     * @param why every reason
     * @param persons whom the reasons may name, by the id
     * @param at when
     */
    record Refusal(ApprovalSubject subject, Actor actor, String why, Set<String> persons, Instant at)
            implements MoveEntry {
        /** Requires all, and copies the persons. */
        public Refusal {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(why, "why");
            persons = Collections.unmodifiableSortedSet(new TreeSet<>(persons));
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * That somebody consented, verified.
     *
     * @param approval the consent
     */
    record Approved(Approval approval) implements MoveEntry {
        /** Requires the consent. */
        public Approved {
            Objects.requireNonNull(approval, "approval");
        }

        @Override
        public Instant at() {
            return approval.at();
        }
    }

    /**
     * That a consent was taken back. Later consents of the same actor count again; a text that was signed before
     * does not.
     *
     * @param subject what was consented to
     * @param approver whose consent it was, by the id
     * @param actor who took it back
     * @param why the reason given
     * @param at when
     */
    record Revoked(ApprovalSubject subject, String approver, Actor actor, String why, Instant at) implements MoveEntry {
        /** Requires all. */
        public Revoked {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(approver, "approver");
            Objects.requireNonNull(actor, "actor");
            Objects.requireNonNull(why, "why");
            Objects.requireNonNull(at, "at");
        }
    }

    /** Returns it as a few named texts; names match {@code [a-z][a-z0-9.]*}, and {@code kind} says which entry it is. */
    default SortedMap<String, String> texts() {
        return MoveEntryText.of(this);
    }

    /**
     * Returns the entry that {@link #texts} made these of.
     *
     * @throws IllegalArgumentException if they are something else; the message names the text
     */
    static MoveEntry parse(SortedMap<String, String> texts) {
        return MoveEntryText.parse(texts);
    }

    /** Returns this entry if it is a move, and of that id. */
    default Optional<Intent> intent(String operation) {
        return this instanceof Intent intent && intent.operation().equals(operation)
                ? Optional.of(intent)
                : Optional.empty();
    }
}
