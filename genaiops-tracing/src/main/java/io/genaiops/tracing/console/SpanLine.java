package io.genaiops.tracing.console;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one line says of a span. */
final class SpanLine {

    private static final double NANOS_OF_A_MILLISECOND = 1e6;
    private static final double MILLISECONDS_OF_A_SECOND = 1e3;

    private final SpanData span;
    private final Attributes attributes;

    SpanLine(SpanData span) {
        this.span = span;
        this.attributes = span.getAttributes();
    }

    String name() {
        return oneLine(span.getName());
    }

    /** Returns how long it took and, as far as known, how it failed, tokens, cost, first chunk, reason to stop and prompt. */
    String facts() {
        List<String> facts = new ArrayList<>();
        facts.add(duration((span.getEndEpochNanos() - span.getStartEpochNanos()) / NANOS_OF_A_MILLISECOND));
        if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
            String type = attributes.get(GenAiKeys.ERROR_TYPE);
            facts.add(type == null ? "ERROR" : "ERROR " + oneLine(type));
        }
        addIfKnown(facts, tokens());
        addIfKnown(facts, cost());
        Double firstChunk = attributes.get(GenAiKeys.TIME_TO_FIRST_CHUNK);
        addIfKnown(facts, firstChunk == null ? null : "first chunk " + duration(firstChunk * MILLISECONDS_OF_A_SECOND));
        List<String> reasons = attributes.get(GenAiKeys.FINISH_REASONS);
        String end = attributes.get(GenAiKeys.STREAM_END);
        addIfKnown(facts, end != null ? end : reasons == null ? null : oneLine(String.join(", ", reasons)));
        addIfKnown(facts, prompt());
        return String.join(" | ", facts);
    }

    /** Returns every attribute, sorted by its name. */
    List<String> attributes() {
        Map<String, Object> sorted = new TreeMap<>();
        attributes.forEach((key, value) -> sorted.put(key.getKey(), value));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + oneLine(String.valueOf(entry.getValue())))
                .toList();
    }

    private @Nullable String tokens() {
        Long input = attributes.get(GenAiKeys.INPUT_TOKENS);
        Long output = attributes.get(GenAiKeys.OUTPUT_TOKENS);
        if (input == null && output == null) {
            return null;
        }
        Long cached = attributes.get(GenAiKeys.CACHE_READ_TOKENS);
        String in = (input == null ? "?" : input) + " in" + (cached == null ? "" : " (" + cached + " cached)");
        return output == null ? in + " tokens" : in + ", " + output + " out tokens";
    }

    private @Nullable String cost() {
        Double amount = attributes.get(GenAiKeys.COST);
        if (amount == null) {
            return attributes.get(GenAiKeys.COST_UNPRICED) == null ? null : "unpriced";
        }
        String plain = new BigDecimal(amount)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        return plain + part(" ", GenAiKeys.COST_CURRENCY);
    }

    private @Nullable String prompt() {
        String name = attributes.get(GenAiKeys.PROMPT_NAME);
        if (name == null) {
            return null;
        }
        String prompt = name + part(":", GenAiKeys.PROMPT_VERSION) + part("@", GenAiKeys.PROMPT_LABEL);
        return oneLine(prompt + part(" ", GenAiKeys.PROMPT_SOURCE) + part(" arm ", GenAiKeys.PROMPT_ARM));
    }

    private String part(String before, AttributeKey<String> key) {
        String value = attributes.get(key);
        return value == null ? "" : before + value;
    }

    private static void addIfKnown(List<String> facts, @Nullable String fact) {
        if (fact != null) {
            facts.add(fact);
        }
    }

    private static String duration(double milliseconds) {
        if (milliseconds >= MILLISECONDS_OF_A_SECOND) {
            return String.format(Locale.ROOT, "%.2f s", milliseconds / MILLISECONDS_OF_A_SECOND);
        }
        return String.format(Locale.ROOT, milliseconds < 10 ? "%.1f ms" : "%.0f ms", milliseconds);
    }

    /** A value must not forge a further line, nor speak to the terminal. */
    private static String oneLine(String value) {
        return value.replaceAll("\\p{Cntrl}+", " ");
    }
}
