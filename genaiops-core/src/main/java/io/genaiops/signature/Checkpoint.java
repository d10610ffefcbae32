package io.genaiops.signature;

import io.genaiops.asset.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger was at a moment: the hash of its last entry, and a signature. Its {@link #line} is one line for a place that
 * those who write the ledger cannot reach; the ledger is compared with it when it is verified. Immutable.
 *
 * @since 0.1
 */
public final class Checkpoint {

    private static final String NAME = "genaiops-ledger-1";
    private static final String UNSIGNED = "-";
    private static final Pattern FORM = Pattern.compile(NAME
            + " ([0-9a-f]{32}) ([1-9][0-9]{0,18}) ([0-9a-f]{64}) (\\S{20,40}) (\\S{1,63})(?: ([A-Za-z0-9_-]{86}))?");

    private final String ledger;
    private final long sequence;
    private final String hash;
    private final Instant time;
    private final String key;
    private final byte @Nullable [] signature;

    private Checkpoint(
            String ledger, long sequence, String hash, Instant time, String key, byte @Nullable [] signature) {
        this.ledger = ledger;
        this.sequence = sequence;
        this.hash = hash;
        this.time = time;
        this.key = key;
        this.signature = signature;
    }

    /**
     * Returns one without a signature.
     *
     * @param ledger the id of the ledger, 32 hexadecimal digits
     * @param sequence the number of the last entry that it covers, at least 1
     * @param hash the hash of that entry
     */
    public static Checkpoint of(String ledger, long sequence, Digest hash, Instant time) {
        return parse(statement(ledger, sequence, hash.value().substring("sha256:".length()), time, UNSIGNED));
    }

    /** Returns the same with a signature. */
    public Checkpoint signedBy(SigningKey by) {
        byte[] signed = by.sign(statement(ledger, sequence, hash, time, by.id()).getBytes(StandardCharsets.US_ASCII));
        return new Checkpoint(ledger, sequence, hash, time, by.id(), signed);
    }

    /**
     * Parses a line.
     *
     * @throws IllegalArgumentException if it is not one that {@link #line} returned
     */
    public static Checkpoint parse(String line) {
        Matcher parts = FORM.matcher(line.strip());
        if (!parts.matches() || (parts.group(6) == null) != parts.group(5).equals(UNSIGNED)) {
            throw new IllegalArgumentException("expected a line that Ledger.checkpoint() gave: '" + NAME
                    + " ledger sequence hash time key signature'; found: '" + shortened(line) + "'");
        }
        try {
            return new Checkpoint(
                    parts.group(1),
                    Long.parseLong(parts.group(2)),
                    parts.group(3),
                    Instant.parse(parts.group(4)),
                    parts.group(5),
                    parts.group(6) == null ? null : Base64.getUrlDecoder().decode(parts.group(6)));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected a number and a time in '" + shortened(line) + "': " + e.getMessage(), e);
        }
    }

    private static String shortened(String line) {
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    /** Returns the line to keep elsewhere. */
    public String line() {
        return signature == null
                ? statement()
                : statement() + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    /** Returns what is signed. */
    private String statement() {
        return statement(ledger, sequence, hash, time, key);
    }

    private static String statement(String ledger, long sequence, String hash, Instant time, String key) {
        return String.join(" ", NAME, ledger, Long.toString(sequence), hash, time.toString(), key);
    }

    /** Returns the id of the ledger. */
    public String ledger() {
        return ledger;
    }

    /** Returns the number of the last entry that it covers. */
    public long sequence() {
        return sequence;
    }

    /** Returns the hash of that entry, which covers all before it. */
    public Digest hash() {
        return Digest.parse("sha256:" + hash);
    }

    /** Returns when it was made. */
    public Instant time() {
        return time;
    }

    /** Returns the id of the key that signed it, if one did. */
    public Optional<String> key() {
        return signature == null ? Optional.empty() : Optional.of(key);
    }

    /** Returns whether one of the keys has signed it. */
    public boolean isSignedBy(TrustedKeys keys) {
        return signature != null && keys.verify(key, statement().getBytes(StandardCharsets.US_ASCII), signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint checkpoint && line().equals(checkpoint.line());
    }

    @Override
    public int hashCode() {
        return line().hashCode();
    }

    @Override
    public String toString() {
        return line();
    }
}
