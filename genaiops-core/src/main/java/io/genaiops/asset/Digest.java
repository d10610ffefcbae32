package io.genaiops.asset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * A SHA-256 digest, written {@code sha256:} and 64 lower-case hexadecimal digits. Of JSON it is the digest of the
 * canonical form (RFC 8785), so that it is the same on every JVM and platform.
 *
 * @since 0.1
 */
public record Digest(String value) {

    private static final BigDecimal LARGEST_EXACT = new BigDecimal(1L << 53);
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Validates the form. */
    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "digest must be 'sha256:' and 64 lower-case hexadecimal digits; found: '" + value + "'");
        }
    }

    /** Parses a digest. */
    public static Digest parse(String text) {
        return new Digest(text);
    }

    /** Returns the digest of the bytes. */
    public static Digest ofBytes(byte[] bytes) {
        return of(sha256().digest(bytes));
    }

    private static Digest of(byte[] hash) {
        return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    }

    /**
     * Returns the digest of the text's UTF-8 bytes.
     *
     * @throws IllegalArgumentException if the text has an unpaired surrogate, which has no UTF-8 bytes
     */
    public static Digest ofText(String text) {
        return ofBytes(utf8(text));
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "text must be Unicode; found an unpaired surrogate, which has no UTF-8 form", e);
        }
    }

    /**
     * Returns the digest of the canonical form (RFC 8785) of the JSON. Numbers that are equal have one form, whatever
     * their Java type: {@code 1} and {@code 1.0} give the same digest.
     *
     * @throws IllegalArgumentException if the JSON has no such form: it is neither an object nor an array, or it holds
     *     an unpaired surrogate or a number that is not finite or not exact as a double
     */
    public static Digest ofJson(JsonNode json) {
        return ofBytes(canonical(json));
    }

    /** Begins the digest of a JSON array that need not be in memory: the same one that {@link #ofJson} returns. */
    public static JsonArray ofJsonArray() {
        return new JsonArray();
    }

    private static byte[] canonical(JsonNode json) {
        requireExactNumbers(json);
        try {
            return utf8(new JsonCanonicalizer(json.toString()).getEncodedString());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "JSON has no canonical form (RFC 8785 needs an object or array at the top and finite numbers): "
                            + e.getMessage(),
                    e);
        }
    }

    // RFC 8785 writes numbers as doubles: two that differ beyond that would share one digest.
    private static void requireExactNumbers(JsonNode json) {
        if (json.isContainerNode()) {
            json.forEach(Digest::requireExactNumbers);
        } else if (json.isFloatingPointNumber() && !json.isBigDecimal() && !Double.isFinite(json.doubleValue())) {
            throw new IllegalArgumentException("numbers must be finite; found: " + json.doubleValue());
        } else if (json.isBigDecimal() || json.isLong() || json.isBigInteger()) {
            BigDecimal value = json.decimalValue();
            double rounded = value.doubleValue();
            boolean exact = json.isBigDecimal()
                    ? Double.isFinite(rounded) && BigDecimal.valueOf(rounded).compareTo(value) == 0
                    : value.abs().compareTo(LARGEST_EXACT) <= 0;
            if (!exact) {
                throw new IllegalArgumentException(
                        "numbers must be exact as a double (integers up to 2^53); write it as text; found: " + value);
            }
        }
    }

    /** Returns the resolved digest: of a source digest and its lock, the resolved digest of every reference as written. */
    public static Digest resolved(Digest source, SortedMap<String, Digest> lock) {
        if (lock.isEmpty()) {
            // Canonical as it stands, and asked for at every version that is read.
            return ofText("{\"lock\":{},\"source\":\"" + source.value + "\"}");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("source", source.value);
        ObjectNode references = json.putObject("lock");
        lock.forEach((reference, digest) -> references.put(reference, digest.value));
        return ofJson(json);
    }

    /** Returns the first twelve hexadecimal digits, for people. */
    public String abbreviated() {
        return value.substring(7, 19);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }

    /**
     * Digests a JSON array element by element. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class JsonArray {

        private final MessageDigest hash = sha256();
        private boolean begun;

        private JsonArray() {}

        /**
         * Adds the next element.
         *
         * @throws IllegalArgumentException if it has no canonical form; the array is then as before
         */
        public JsonArray add(JsonNode element) {
            byte[] alone = canonical(JsonNodeFactory.instance.arrayNode().add(element));
            hash.update((byte) (begun ? ',' : '['));
            hash.update(alone, 1, alone.length - 2);
            begun = true;
            return this;
        }

        /** Returns the digest of what was added so far; more can be added. */
        public Digest digest() {
            try {
                MessageDigest whole = (MessageDigest) hash.clone();
                whole.update((begun ? "]" : "[]").getBytes(StandardCharsets.UTF_8));
                return of(whole.digest());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("every Java platform has a SHA-256 that can be copied", e);
            }
        }
    }
}
