package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void only_a_score_is_scored() {
        assertThat(Outcome.scored(0, Scale.UNIT, Direction.HIGHER_IS_BETTER, "").isScored())
                .isTrue();
        for (Outcome outcome : withoutScore()) {
            assertThat(outcome.isScored()).as("%s", outcome).isFalse();
            assertThat(outcome.score()).as("%s", outcome).isEmpty();
            assertThat(outcome.explanation()).as("%s", outcome).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.001, 1.0000000001})
    void a_score_off_its_scale_is_refused(double value) {
        assertThatThrownBy(() -> Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score must be on the scale 0..1; found: " + value);
    }

    @Test
    void a_score_on_an_open_scale_is_still_finite() {
        assertThat(Outcome.scored(1e99, Scale.AMOUNT, Direction.LOWER_IS_BETTER, "")
                        .score())
                .hasValue(1e99);
        assertThatThrownBy(() -> Outcome.scored(Double.POSITIVE_INFINITY, Scale.AMOUNT, Direction.LOWER_IS_BETTER, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_score_whose_sums_would_overflow_is_refused() {
        assertThatThrownBy(() -> Outcome.scored(1e101, Scale.AMOUNT, Direction.LOWER_IS_BETTER, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fold_applies_the_function_of_the_leaf() {
        List<String> names = withoutScore().stream()
                .map(outcome ->
                        outcome.<String>fold(s -> "scored", n -> "not", u -> u.raw(), e -> e.type(), s -> "skip"))
                .toList();
        assertThat(names).containsExactly("not", "raw reply", "java.lang.IllegalStateException", "skip");
    }

    @Test
    void errored_keeps_type_and_messages_of_all_causes() {
        Throwable cause = new IllegalStateException("chain", new RuntimeException(new java.io.IOException("no disk")));
        assertThat(Outcome.errored(cause))
                .isEqualTo(new Outcome.Errored(
                        "java.lang.IllegalStateException",
                        "chain; caused by java.lang.RuntimeException: java.io.IOException: no disk"));
        assertThat(Outcome.errored(new NullPointerException()).explanation())
                .isEqualTo("java.lang.NullPointerException");
    }

    @Test
    void errored_ends_on_causes_that_form_a_circle() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        assertThat(Outcome.errored(first).explanation())
                .isEqualTo("java.lang.Exception: first; caused by java.lang.Exception: second");
    }

    @Test
    void blank_explanations_are_refused() {
        assertThatThrownBy(() -> Outcome.notApplicable(" ")).hasMessage("why must not be blank");
        assertThatThrownBy(() -> Outcome.skipped("")).hasMessage("why must not be blank");
        assertThatThrownBy(() -> Outcome.unscored("", "raw")).hasMessage("why must not be blank");
    }

    @Test
    void every_outcome_survives_json() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 5_000; i++) {
            Outcome outcome = anyOutcome(random);
            String text = outcome.toJson().toString();
            assertThat(text).doesNotContain("NaN").doesNotContain("Infinity");
            assertThat(Outcome.fromJson(JSON.readTree(text))).isEqualTo(outcome);
        }
    }

    @Test
    void a_negative_zero_is_a_zero() {
        Outcome zero = Outcome.scored(-0.0, Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
        assertThat(zero).isEqualTo(Outcome.scored(0.0, Scale.UNIT, Direction.HIGHER_IS_BETTER, ""));
        assertThat(zero.toJson().toString()).contains("\"value\":0.0");
    }

    @Test
    void json_of_which_any_part_is_lost_or_changed_never_reads_as_another_kind() throws Exception {
        Random random = new Random(43);
        for (int i = 0; i < 2_000; i++) {
            Outcome outcome = anyOutcome(random);
            ObjectNode json = (ObjectNode) JSON.readTree(outcome.toJson().toString());
            List<String> fields = new java.util.ArrayList<>();
            json.fieldNames().forEachRemaining(fields::add);
            String field = fields.get(random.nextInt(fields.size()));
            if (random.nextBoolean()) {
                json.remove(field);
            } else {
                json.set(field, JSON.readTree(random.nextBoolean() ? "null" : "[]"));
            }
            boolean optional = (field.equals("min") || field.equals("max")) && !json.has(field);
            if (optional) {
                assertThat(Outcome.fromJson(json).score()).isEqualTo(outcome.score());
            } else {
                assertThatThrownBy(() -> Outcome.fromJson(json))
                        .isInstanceOf(GenAiOpsException.class)
                        .hasMessageContaining("'" + field + "'");
            }
        }
    }

    @Test
    void json_of_a_score_is_plain() {
        assertThat(Outcome.scored(4, Scale.of(1, 5), Direction.HIGHER_IS_BETTER, "to the point")
                        .toJson())
                .hasToString("{\"outcome\":\"scored\",\"value\":4.0,\"min\":1.0,\"max\":5.0,"
                        + "\"direction\":\"higher_is_better\",\"reason\":\"to the point\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                          | field 'outcome' of an outcome must be text
            {"outcome":"passed"}                                        | must name a kind of outcome; found: 'passed'
            {"outcome":"scored","min":0,"max":1}                        | field 'value' of an outcome must be a number
            {"outcome":"scored","value":"1","min":0,"max":1}            | field 'value' of an outcome must be a number
            {"outcome":"scored","value":1,"min":null,"max":1}           | field 'min' of an outcome must be a number
            {"outcome":"scored","value":1,"min":0,"max":1,"direction":"up","reason":""} | must name a direction; found: 'up'
            {"outcome":"scored","value":2,"min":0,"max":1,"direction":"higher_is_better","reason":""} | not an outcome: score must be on the scale 0..1; found: 2.0
            {"outcome":"scored","value":1,"min":1,"max":1,"direction":"higher_is_better","reason":""} | not an outcome: scale needs min < max
            {"outcome":"skipped","why":" "}                             | not an outcome: why must not be blank
            []                                                          | field 'outcome' of an outcome must be text
            {"outcome":"errored","message":"m"}                         | field 'type' of an outcome must be text
            """)
    void broken_json_is_refused_by_name(String json, String message) {
        assertThatThrownBy(() -> Outcome.fromJson(JSON.readTree(json)))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining(message);
    }

    static List<Outcome> withoutScore() {
        return List.of(
                Outcome.notApplicable("no context"),
                Outcome.unscored("no verdict", "raw reply"),
                Outcome.errored(new IllegalStateException("broken")),
                Outcome.skipped("requirement failed"));
    }

    private static Outcome anyOutcome(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> anyScore(random);
            case 1 -> Outcome.notApplicable(anyText(random));
            case 2 -> Outcome.unscored(anyText(random), anyText(random));
            case 3 -> Outcome.errored(new IllegalStateException(random.nextBoolean() ? anyText(random) : null));
            default -> Outcome.skipped(anyText(random));
        };
    }

    private static Outcome anyScore(Random random) {
        double min = random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e6;
        double base = Double.isInfinite(min) ? random.nextGaussian() : min;
        double max = random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : base + 1e-9 + random.nextDouble() * 1e6;
        double value = Double.isInfinite(max) ? base + random.nextDouble() : base + (max - base) * random.nextDouble();
        Direction direction = random.nextBoolean() ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER;
        return Outcome.scored(value, new Scale(min, max), direction, random.nextBoolean() ? "" : anyText(random));
    }

    private static String anyText(Random random) {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append((char) random.nextInt(0x10000));
        }
        return text.toString();
    }
}
