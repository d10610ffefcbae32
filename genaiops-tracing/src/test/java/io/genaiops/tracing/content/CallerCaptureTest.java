package io.genaiops.tracing.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallerCaptureTest {

    private static final Context CALLER = Baggage.builder()
            .put("session.id", "s-1")
            .put("user.id", "ada")
            .put("gen_ai.conversation.id", "c-baggage")
            .build()
            .storeInContext(Context.root());

    @Test
    void nothing_of_the_baggage_is_read_by_default() {
        CallerCapture off = CallerCapture.off();

        assertThat(off.of(CALLER, "ada")).isEqualTo(Attributes.empty());
        assertThat(off.conversation(CALLER, null)).isNull();
        assertThat(off.conversation(CALLER, "c-7")).isEqualTo("c-7");
    }

    @Test
    void session_and_user_come_from_the_baggage_and_the_call_comes_first() {
        CallerCapture ids = CallerCapture.ids();

        assertThat(ids.of(CALLER, null)).isEqualTo(Attributes.of(GenAiKeys.SESSION, "s-1", GenAiKeys.USER, "ada"));
        assertThat(ids.of(CALLER, "grace").get(GenAiKeys.USER)).isEqualTo("grace");
        assertThat(ids.of(Context.root(), null)).isEqualTo(Attributes.empty());
        Context older = Baggage.builder().put("enduser.id", "joan").build().storeInContext(Context.root());
        assertThat(ids.of(older, null).get(GenAiKeys.USER)).isEqualTo("joan");
    }

    /** RFC 4231, test case 2: HMAC-SHA-256 of this text, with its key padded by zeros to 16 bytes, which HMAC does as well. */
    @Test
    void a_hashed_user_is_the_beginning_of_a_keyed_hash_and_never_the_id() {
        byte[] key = new byte[16];
        System.arraycopy("Jefe".getBytes(StandardCharsets.UTF_8), 0, key, 0, 4);

        Attributes hashed = CallerCapture.hashed(key).of(CALLER, "what do ya want for nothing?");

        assertThat(hashed.get(GenAiKeys.USER_HASH)).isEqualTo("5bdcc146bf60754e6a042426089575c7");
        assertThat(hashed.get(GenAiKeys.USER)).isNull();
    }

    @Test
    void a_short_key_is_refused() {
        assertThatThrownBy(() -> CallerCapture.hashed(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found: 15");
    }

    @Test
    void a_conversation_is_captured_only_if_it_is_real() {
        SpanContext trace = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        Context context = CALLER.with(Span.wrap(trace));
        CallerCapture ids = CallerCapture.ids();

        assertThat(ids.conversation(context, "c-7")).isEqualTo("c-7");
        assertThat(ids.conversation(context, 42)).isEqualTo("42");
        assertThat(ids.conversation(context, UUID.fromString("123e4567-e89b-12d3-a456-426614174000")))
                .startsWith("123e4567");
        assertThat(ids.conversation(context, null)).isEqualTo("c-baggage");
        assertThat(ids.conversation(context, "default")).isNull();
        assertThat(ids.conversation(context, trace.getTraceId())).isNull();
        assertThat(CallerCapture.off().conversation(context, List.of("a text"))).isNull();
        assertThat(CallerCapture.off().conversation(context, " ")).isNull();
    }

    @Test
    void what_is_too_long_for_an_id_is_left_out() {
        assertThat(CallerCapture.ids().of(Context.root(), "x".repeat(257))).isEqualTo(Attributes.empty());
        assertThat(CallerCapture.ids().of(Context.root(), "x".repeat(256)).size())
                .isEqualTo(1);
    }
}
