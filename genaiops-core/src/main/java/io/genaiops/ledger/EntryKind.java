package io.genaiops.ledger;

import java.util.regex.Pattern;

/**
 * The kinds of entries that genaiops knows. A host may have kinds of its own; those that begin with {@code ledger.} are written
 * by the ledger alone.
 *
 * @since 0.1
 */
public final class EntryKind {

    /** A label moved with the consent of its gate. */
    public static final String PROMOTION = "promotion";
    /** A promotion was refused. */
    public static final String REFUSAL = "refusal";
    /** Somebody consented. */
    public static final String APPROVAL = "approval";
    /** A consent was taken back. */
    public static final String REVOCATION = "revocation";
    /** A label went back to where it was. */
    public static final String ROLLBACK = "rollback";
    /** A label moved past its gate, for a reason. */
    public static final String BREAK_GLASS = "break-glass";
    /** A label may not move from now on. */
    public static final String FREEZE = "freeze";
    /** A label may move again. */
    public static final String UNFREEZE = "unfreeze";
    /** A policy was changed. */
    public static final String POLICY_CHANGE = "policy-change";
    /** A version was deleted. */
    public static final String DELETION = "deletion";
    /** Who is behind a pseudonym was erased. */
    public static final String ERASURE = "erasure";
    /** Something is about to be done elsewhere; its outcome follows. */
    public static final String INTENT = "intent";
    /** What became of an intent. */
    public static final String OUTCOME = "outcome";

    /** The first entry of a ledger. */
    public static final String OPENED = "ledger.opened";
    /** A new segment of a ledger begins, or a key comes into force. */
    public static final String SEGMENT = "ledger.segment";
    /** The entries before it are signed. */
    public static final String CHECKPOINT = "ledger.checkpoint";
    /** A key is announced that signs from the next segment on. */
    public static final String KEY = "ledger.key";
    /** Entries were dropped. */
    public static final String RETENTION = "ledger.retention";
    /** The end of a write that nobody was told of was cut off. */
    public static final String RECOVERED = "ledger.recovered";

    static final String OWN = "ledger.";

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");

    private EntryKind() {}

    static String require(String kind) {
        if (!FORM.matcher(kind).matches()) {
            throw new IllegalArgumentException("the kind of an entry must match " + FORM + "; found: '" + kind + "'");
        }
        return kind;
    }
}
