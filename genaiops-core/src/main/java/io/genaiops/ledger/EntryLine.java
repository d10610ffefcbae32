package io.genaiops.ledger;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.pseudonym.Pseudonym;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * An entry as a line: JSON with its fields in one order and no blanks, without the line feed. The last field is the hash, a
 * SHA-256 of the bytes of the line before that field; the last but one is the hash of the line before.
 */
final class EntryLine {

    /**
     * Where a ledger ends: all that the next entry needs to know.
     *
     * @param ledger the id of the ledger
     * @param key the id of the key in force, empty if none is
     * @param sequence the number of the last entry
     * @param hash its hash
     */
    record Head(String ledger, String key, long sequence, String hash) {

        static final String NOTHING = "0".repeat(64);
        static final String FORMAT = "1";

        private static final SecureRandom RANDOM = new SecureRandom();

        /** Returns the head of a new ledger, which has no entry yet. */
        static Head ofNew() {
            byte[] id = new byte[16];
            RANDOM.nextBytes(id);
            return new Head(HexFormat.of().formatHex(id), "", 0, NOTHING);
        }

        EntryLine next(Instant time, LedgerDraft draft) {
            return next(time, Text.of(draft));
        }

        EntryLine next(Instant time, Text text) {
            return EntryLine.of(this, time, text);
        }

        Head after(EntryLine line) {
            return new Head(ledger, key, line.sequence(), line.hash());
        }

        Head signedBy(String id) {
            return new Head(ledger, id, sequence, hash);
        }

        /** Returns the entry with which a segment begins, the first one of the ledger or another. */
        LedgerDraft beginning() {
            return LedgerDraft.any(sequence == 0 ? EntryKind.OPENED : EntryKind.SEGMENT)
                    .with("ledger", ledger)
                    .with("format", FORMAT)
                    .with("key", key);
        }
    }

    /**
     * What a draft says, as it stands in the line: whatever its number, its time and what is before it will be.
     *
     * @param json what follows the time
     */
    record Text(LedgerDraft draft, String json) {

        static Text of(LedgerDraft draft) {
            StringBuilder json = new StringBuilder(256);
            json.append(",\"kind\":\"").append(draft.kind()).append('"');
            draft.actor().ifPresent(actor -> field(json, "actor", actor.value()));
            draft.asset().ifPresent(id -> field(json, "asset", text(id)));
            draft.version().ifPresent(version -> field(json, "version", version.toString()));
            object(json, "digests", draft.digests(), Digest::value);
            object(json, "data", draft.data(), value -> value);
            return new Text(draft, json.toString());
        }

        /** Requires that a line has room for it, whatever its number, and that an entry can have such a time. */
        Text requireFits(Instant time) {
            requireYear(time);
            requireShort(json.getBytes(StandardCharsets.UTF_8).length + MOST_BESIDE);
            return this;
        }
    }

    /** Longest line, in bytes. */
    static final int LONGEST = 32 * 1024;

    /** Bytes of the end of a line that its hash does not cover. */
    static final int HASH_FIELD = 75;

    private static final int PREVIOUS_FIELD = 74;
    private static final int DIGITS = 64;

    /** Bytes of a line beside its text when its number is the longest: the number, the time and the two hashes. */
    private static final int MOST_BESIDE = 7 + 19 + 37 + PREVIOUS_FIELD + HASH_FIELD;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final long sequence;
    private final String hash;
    private final LedgerEntry entry;

    private EntryLine(long sequence, String hash, LedgerEntry entry) {
        this.sequence = sequence;
        this.hash = hash;
        this.entry = entry;
    }

    /**
     * Writes the entry that follows.
     *
     * @throws IllegalArgumentException if it is longer than a line may be, or its time has no four digits of the year
     */
    private static EntryLine of(Head head, Instant time, Text text) {
        requireYear(time);
        String covered = "{\"seq\":" + (head.sequence() + 1) + ",\"time\":\"" + TIME.format(time) + '"' + text.json()
                + ",\"prev\":\"" + head.hash() + '"';
        byte[] bytes = covered.getBytes(StandardCharsets.UTF_8);
        requireShort(bytes.length + HASH_FIELD);
        String hash = HexFormat.of().formatHex(sha256().digest(bytes));
        String line = covered + ",\"hash\":\"" + hash + "\"}";
        return new EntryLine(
                head.sequence() + 1,
                hash,
                new LedgerEntry(head.sequence() + 1, time.truncatedTo(ChronoUnit.MICROS), text.draft(), line));
    }

    private static void requireYear(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "the clock must tell a year from 0 to 9999; found: " + time + ". Look after the clock");
        }
    }

    private static void requireShort(int bytes) {
        if (bytes > LONGEST) {
            throw new IllegalArgumentException("an entry must have at most " + LONGEST + " bytes as a line; found "
                    + bytes + ". Keep what is long elsewhere and its digest here");
        }
    }

    private static String text(AssetId id) {
        return id.kind().singular() + "/" + id.name();
    }

    private static void field(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":");
        quote(json, value);
    }

    private static <T> void object(StringBuilder json, String name, Map<String, T> values, Function<T, String> text) {
        if (!values.isEmpty()) {
            json.append(",\"").append(name).append("\":");
            char before = '{';
            for (var value : values.entrySet()) {
                json.append(before);
                quote(json, value.getKey());
                json.append(':');
                quote(json, text.apply(value.getValue()));
                before = ',';
            }
            json.append('}');
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == '\u007f' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                // Whatever some tool takes for the end of a line is no character of the file.
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /**
     * Reads a line that this class wrote.
     *
     * @throws IllegalArgumentException with what is wrong if it did not write the line
     */
    static EntryLine parse(byte[] line) {
        try {
            String text = new String(line, StandardCharsets.UTF_8);
            JsonNode json = JSON.readTree(text);
            if (!json.isObject()) {
                throw new IllegalArgumentException("expected an object of JSON");
            }
            Head before = new Head(
                    "", "", json.path("seq").asLong() - 1, json.path("prev").asText());
            EntryLine written = before.next(Instant.parse(json.path("time").asText()), draft(json));
            if (!Arrays.equals(line, written.bytes())) {
                throw new IllegalArgumentException("expected the line " + written.entry.line());
            }
            return written;
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON: " + e.getClass().getSimpleName(), e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time: " + e.getMessage(), e);
        }
    }

    private static LedgerDraft draft(JsonNode json) {
        LedgerDraft draft = LedgerDraft.any(json.path("kind").asText());
        if (json.has("actor")) {
            draft = draft.by(Pseudonym.parse(json.path("actor").asText()));
        }
        if (json.has("asset")) {
            draft = json.has("version")
                    ? draft.about(
                            id(json.path("asset").asText()),
                            Version.parse(json.path("version").asText()))
                    : draft.about(id(json.path("asset").asText()));
        }
        for (var digest : json.path("digests").properties()) {
            draft = draft.digest(digest.getKey(), Digest.parse(digest.getValue().asText()));
        }
        for (var value : json.path("data").properties()) {
            draft = draft.with(value.getKey(), value.getValue().asText());
        }
        return draft;
    }

    private static AssetId id(String text) {
        int slash = text.indexOf('/');
        AssetKind kind = AssetKind.find(text.substring(0, Math.max(0, slash)))
                .orElseThrow(
                        () -> new IllegalArgumentException("expected kind/name of an asset; found: '" + text + "'"));
        return new AssetId(kind, text.substring(slash + 1));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    static String hashOf(String line) {
        return line.substring(line.length() - 2 - DIGITS, line.length() - 2);
    }

    static String previousOf(String line) {
        int end = line.length() - HASH_FIELD;
        return line.substring(end - PREVIOUS_FIELD, end).substring(9, 9 + DIGITS);
    }

    long sequence() {
        return sequence;
    }

    String hash() {
        return hash;
    }

    LedgerEntry entry() {
        return entry;
    }

    byte[] bytes() {
        return entry.line().getBytes(StandardCharsets.UTF_8);
    }
}
