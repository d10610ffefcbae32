package io.genaiops.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.FieldMapping.Field;
import io.genaiops.eval.record.RecordFault;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Sets what a row says about its response, and writes what is known of one: model, time, tokens, cost. Stateless. */
final class ResponseFields {

    private static final BigDecimal NANOSECONDS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final Map<Field, BiFunction<Sample, BigDecimal, Sample>> NUMBERS = new EnumMap<>(Map.of(
            Field.LATENCY_MS, (sample, number) -> sample.took(time(number)),
            Field.FIRST_TOKEN_MS, (sample, number) -> sample.firstTokenAfter(time(number)),
            Field.INPUT_TOKENS, (sample, number) -> sample.using(tokens(sample, TokenKind.INPUT, number)),
            Field.OUTPUT_TOKENS, (sample, number) -> sample.using(tokens(sample, TokenKind.OUTPUT, number)),
            Field.COST_USD, (sample, number) -> sample.costing(Cost.usd(number.toPlainString()))));

    private ResponseFields() {}

    static Sample set(Sample sample, Function<Field, Optional<JsonNode>> row) {
        Sample result = sample;
        Optional<JsonNode> model = row.apply(Field.MODEL);
        if (model.isPresent()) {
            requireResponse(sample, Field.MODEL);
            if (!model.get().isTextual()) {
                throw RecordFault.of("text for the MODEL", model.get().toString());
            }
            result = result.from(model.get().textValue());
        }
        for (Map.Entry<Field, BiFunction<Sample, BigDecimal, Sample>> setter : NUMBERS.entrySet()) {
            Optional<JsonNode> value = row.apply(setter.getKey());
            if (value.isPresent()) {
                requireResponse(sample, setter.getKey());
                result = setter.getValue().apply(result, number(setter.getKey(), value.get()));
            }
        }
        return result;
    }

    private static void requireResponse(Sample sample, Field field) {
        if (sample.response().isEmpty()) {
            throw RecordFault.of("a response, since there is its " + field, "none");
        }
    }

    private static BigDecimal number(Field field, JsonNode value) {
        String text = value.asText().strip();
        try {
            BigDecimal number = value.isNumber() || value.isTextual() ? new BigDecimal(text) : BigDecimal.ONE.negate();
            if (number.signum() >= 0 && number.precision() <= 30 && Math.abs(number.scale()) <= 30) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw RecordFault.of("a number for the " + field, "'" + text + "'");
        }
        throw RecordFault.of("a number of at least 0 for the " + field, value.toString());
    }

    private static Duration time(BigDecimal milliseconds) {
        BigDecimal nanoseconds = milliseconds.multiply(NANOSECONDS);
        if (nanoseconds.compareTo(LONGEST) > 0) {
            throw RecordFault.of("a time below 292 years", milliseconds + " ms");
        }
        return Duration.ofNanos(nanoseconds.longValue());
    }

    private static Usage tokens(Sample sample, TokenKind kind, BigDecimal number) {
        try {
            return sample.usage().with(kind, number.longValueExact());
        } catch (ArithmeticException e) {
            throw RecordFault.of("a whole number of tokens", number.toString());
        }
    }

    /** Returns what is known of the response beside its text, as {@link #restore} reads it. */
    static ObjectNode written(Sample sample) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        sample.model().ifPresent(model -> json.put("model", model));
        sample.startedAt().ifPresent(time -> json.put("started", time.toString()));
        sample.latency().ifPresent(time -> json.put("latency", time.toString()));
        sample.timeToFirstToken().ifPresent(time -> json.put("first_token", time.toString()));
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        for (TokenKind kind : TokenKind.values()) {
            sample.usage().tokens(kind).ifPresent(count -> usage.put(kind.toString(), count));
        }
        if (!usage.isEmpty()) {
            json.set("usage", usage);
        }
        sample.cost()
                .ifPresent(cost -> json.set(
                        "cost",
                        cost.fold(
                                (amount, currency) -> JsonNodeFactory.instance
                                        .objectNode()
                                        .put("amount", amount.toPlainString())
                                        .put("currency", currency.getCurrencyCode()),
                                reason -> JsonNodeFactory.instance.objectNode().put("unpriced", reason))));
        return json;
    }

    /** Returns the sample with what was written of its response. */
    static Sample restore(Sample sample, JsonNode json) {
        try {
            Sample result = sample;
            if (json.has("model")) {
                result = result.from(json.get("model").asText());
            }
            if (json.has("started")) {
                result = result.startedAt(Instant.parse(json.get("started").asText()));
            }
            if (json.has("latency")) {
                result = result.took(Duration.parse(json.get("latency").asText()));
            }
            if (json.has("first_token")) {
                result = result.firstTokenAfter(
                        Duration.parse(json.get("first_token").asText()));
            }
            if (json.has("usage")) {
                Usage usage = Usage.UNKNOWN;
                for (TokenKind kind : TokenKind.values()) {
                    JsonNode count = json.get("usage").get(kind.toString());
                    usage = count == null ? usage : usage.with(kind, count.longValue());
                }
                result = result.using(usage);
            }
            return json.has("cost") ? result.costing(cost(json.get("cost"))) : result;
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
            throw RecordFault.of("what was written of a response", String.valueOf(e.getMessage()));
        }
    }

    private static Cost cost(JsonNode json) {
        return json.has("unpriced")
                ? Cost.unpriced(json.get("unpriced").asText())
                : Cost.of(
                        new BigDecimal(json.path("amount").asText()),
                        Currency.getInstance(json.path("currency").asText()));
    }
}
