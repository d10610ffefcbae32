package io.genaiops.tracing.content;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Says what of the caller enters spans: the session, the user and the conversation, as the call or OpenTelemetry's baggage
 * names them ({@code session.id}, {@code user.id} or {@code enduser.id}, {@code gen_ai.conversation.id}). By default none of
 * the baggage is read, because it may come from outside. Nothing is ever written into the baggage, which travels to the
 * provider. What is longer than {@value #LONGEST} characters is no id and left out. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class CallerCapture {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_KEY_BYTES = 16;
    private static final int HASH_BYTES = 16;
    private static final int LONGEST = 256;
    private static final String DEFAULT_MEMORY = "default";

    private static final CallerCapture OFF = new CallerCapture(false, null);
    private static final CallerCapture IDS = new CallerCapture(true, null);

    private final boolean on;
    private final @Nullable SecretKeySpec key;

    private CallerCapture(boolean on, @Nullable SecretKeySpec key) {
        this.on = on;
        this.key = key;
    }

    /** Returns a capture of nothing but the conversation that a call itself names. */
    public static CallerCapture off() {
        return OFF;
    }

    /** Returns a capture of the session and the user as they are. */
    public static CallerCapture ids() {
        return IDS;
    }

    /**
     * Returns a capture of the session as it is and of the user as {@code user.hash}: the first 128 bits of an HMAC-SHA-256
     * (RFC 2104) under this key, in hex. Without a key the ids of users could be guessed.
     *
     * @throws IllegalArgumentException if the key has fewer than 16 bytes
     */
    public static CallerCapture hashed(byte[] key) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "key must have at least " + LEAST_KEY_BYTES + " bytes; found: " + key.length);
        }
        return new CallerCapture(true, new SecretKeySpec(key, ALGORITHM));
    }

    /** Returns what may be said of the caller; the user that the call names comes before that of the baggage. */
    public Attributes of(Context context, @Nullable String callUser) {
        if (!on) {
            return Attributes.empty();
        }
        Baggage baggage = Baggage.fromContext(context);
        String session = known(baggage.getEntryValue("session.id"));
        String user = first(known(callUser), baggage, "user.id", "enduser.id");
        return KnownAttributes.of(GenAiKeys.SESSION, session)
                .and(
                        key == null ? GenAiKeys.USER : GenAiKeys.USER_HASH,
                        user == null || key == null ? user : hash(user, key))
                .build();
    }

    /**
     * Returns the id of the conversation, if there is a real one: what the host gave the call, otherwise the baggage. The
     * name of LangChain4j's one shared memory is none, nor is the id of the trace.
     */
    public @Nullable String conversation(Context context, @Nullable Object callConversation) {
        String own = callConversation instanceof String
                        || callConversation instanceof Number
                        || callConversation instanceof UUID
                ? known(callConversation.toString())
                : null;
        String found = own == null && on
                ? known(Baggage.fromContext(context).getEntryValue(GenAiKeys.CONVERSATION.getKey()))
                : own;
        boolean isReal = found != null
                && !found.equals(DEFAULT_MEMORY)
                && !found.equals(Span.fromContext(context).getSpanContext().getTraceId());
        return isReal ? found : null;
    }

    private static @Nullable String first(@Nullable String own, Baggage baggage, String... keys) {
        String found = own;
        for (int i = 0; found == null && i < keys.length; i++) {
            found = known(baggage.getEntryValue(keys[i]));
        }
        return found;
    }

    private static @Nullable String known(@Nullable String id) {
        return id == null || id.isBlank() || id.length() > LONGEST ? null : id;
    }

    private static String hash(String user, SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is not available, which every Java runtime must have", e);
        }
    }
}
