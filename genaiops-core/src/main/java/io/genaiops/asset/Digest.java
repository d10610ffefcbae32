package io.genaiops.asset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.io.IOException;
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
        return new Digest("sha256:" + HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    /** Returns the digest of the text's UTF-8 bytes. */
    public static Digest ofText(String text) {
        return ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the digest of the canonical form (RFC 8785) of the JSON. */
    public static Digest ofJson(JsonNode json) {
        try {
            return ofBytes(new JsonCanonicalizer(json.toString()).getEncodedUTF8());
        } catch (IOException e) {
            throw new GenAiOpsException(
                    "JSON has no canonical form (RFC 8785 needs an object or array at the top and finite numbers): "
                            + e.getMessage(),
                    e);
        }
    }

    /** Returns the resolved digest: of a source digest and its lock, the resolved digest of every reference as written. */
    public static Digest resolved(Digest source, SortedMap<String, Digest> lock) {
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
}
