package io.genaiops.ledger;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.pseudonym.Pseudonym;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an entry is to say, before the ledger gives it number, time and hash. Each method returns another draft. Immutable.
 *
 * @since 0.1
 */
public final class LedgerDraft {

    /** How many digests, and how many values, a draft may have. */
    public static final int MOST = 32;

    /** Longest value, in characters. */
    public static final int LONGEST_VALUE = 2_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");

    private final String kind;
    private final @Nullable Pseudonym actor;
    private final @Nullable AssetId asset;
    private final @Nullable Version version;
    private final SortedMap<String, Digest> digests;
    private final SortedMap<String, String> data;

    private LedgerDraft(
            String kind,
            @Nullable Pseudonym actor,
            @Nullable AssetId asset,
            @Nullable Version version,
            SortedMap<String, Digest> digests,
            SortedMap<String, String> data) {
        this.kind = kind;
        this.actor = actor;
        this.asset = asset;
        this.version = version;
        this.digests = Collections.unmodifiableSortedMap(digests);
        this.data = Collections.unmodifiableSortedMap(data);
    }

    /**
     * Begins an entry.
     *
     * @param kind one of {@link EntryKind}, or one of the host that matches {@code [a-z][a-z0-9_.-]{0,62}}
     * @throws IllegalArgumentException if the ledger alone writes entries of that kind
     */
    public static LedgerDraft of(String kind) {
        if (EntryKind.require(kind).startsWith(EntryKind.OWN)) {
            throw new IllegalArgumentException("entries of kind '" + kind
                    + "' are written by the ledger alone; take a kind that does not begin with '" + EntryKind.OWN
                    + "'");
        }
        return any(kind);
    }

    static LedgerDraft any(String kind) {
        return new LedgerDraft(EntryKind.require(kind), null, null, null, new TreeMap<>(), new TreeMap<>());
    }

    /** Says who did it, by a pseudonym. */
    public LedgerDraft by(Pseudonym pseudonym) {
        return new LedgerDraft(kind, pseudonym, asset, version, digests, data);
    }

    /** Says which asset it is about. */
    public LedgerDraft about(AssetId id) {
        return new LedgerDraft(kind, actor, id, version, digests, data);
    }

    /** Says which version of an asset it is about. */
    public LedgerDraft about(AssetId id, Version of) {
        return new LedgerDraft(kind, actor, id, of, digests, data);
    }

    /**
     * Adds a digest, for example {@code evidence}.
     *
     * @throws IllegalArgumentException if there is one of that name, or there are {@value #MOST} already
     */
    public LedgerDraft digest(String name, Digest digest) {
        return new LedgerDraft(kind, actor, asset, version, with(digests, name, digest), data);
    }

    /**
     * Adds a value: a few words that hold no personal data, for example {@code from} and {@code 1.1.0}.
     *
     * @param value at most {@value #LONGEST_VALUE} characters of Unicode
     * @throws IllegalArgumentException if it is too long, there is one of that name, or there are {@value #MOST} already
     */
    public LedgerDraft with(String name, String value) {
        return new LedgerDraft(kind, actor, asset, version, digests, with(data, name, checked(name, value)));
    }

    /** Returns the draft with what a redactor makes of each value. */
    LedgerDraft redacted(UnaryOperator<String> redactor) {
        SortedMap<String, String> redacted = new TreeMap<>(data);
        redacted.replaceAll((name, value) -> checked(name, redactor.apply(value)));
        return new LedgerDraft(kind, actor, asset, version, digests, redacted);
    }

    private static String checked(String name, String value) {
        if (value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("value '" + name + "' of an entry must have at most " + LONGEST_VALUE
                    + " characters; found " + value.length() + ". Keep the text elsewhere and its digest here");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(
                    "value '" + name + "' of an entry must be Unicode; found an unpaired surrogate");
        }
        return value;
    }

    private static <T> SortedMap<String, T> with(SortedMap<String, T> before, String name, T value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name in an entry must match " + NAME + "; found: '" + name + "'");
        }
        SortedMap<String, T> after = new TreeMap<>(before);
        if (after.put(name, value) != null) {
            throw new IllegalArgumentException("an entry must have one '" + name + "'; found two");
        }
        if (after.size() > MOST) {
            throw new IllegalArgumentException("an entry must have at most " + MOST + " of them; found one more: '"
                    + name + "'. Keep them elsewhere and their digest here");
        }
        return after;
    }

    /** Returns the kind. */
    public String kind() {
        return kind;
    }

    /** Returns who did it, if a person did. */
    public Optional<Pseudonym> actor() {
        return Optional.ofNullable(actor);
    }

    /** Returns which asset it is about, if it is about one. */
    public Optional<AssetId> asset() {
        return Optional.ofNullable(asset);
    }

    /** Returns which version it is about, if it is about one. */
    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    /** Returns the digests by their names. */
    public SortedMap<String, Digest> digests() {
        return digests;
    }

    /** Returns the values by their names. */
    public SortedMap<String, String> data() {
        return data;
    }
}
