package io.genaiops.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.FieldMapping.Field;
import io.genaiops.eval.record.RecordFault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Sets what a row says about its response: model, time, tokens, cost. Stateless. */
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
}
