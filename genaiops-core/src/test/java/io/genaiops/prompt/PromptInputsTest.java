package io.genaiops.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typed inputs with a JSON Schema behind them: every wrong one is named at once, and no value is shown. */
class PromptInputsTest {

    private static Prompt prompt(PromptInput... inputs) {
        PromptBuilder prompt = Prompt.builder("trip", Version.of(2, 0, 1), "Hi");
        for (PromptInput input : inputs) {
            prompt.input(input);
        }
        return prompt.build();
    }

    private static PromptInput input(String name, InputType type, String schema) {
        return PromptInput.builder(name, type).schema(JsonSchema.parse(schema)).build();
    }

    @Test
    void an_error_names_prompt_version_every_wrong_input_and_what_was_given() {
        Prompt prompt = prompt(
                PromptInput.required("question", InputType.STRING),
                PromptInput.required("days", InputType.INTEGER),
                input("tone", InputType.STRING, "{\"enum\":[\"warm\",\"cool\"]}"),
                input("people", InputType.INTEGER, "{\"minimum\":1,\"maximum\":9}"),
                input("name", InputType.STRING, "{\"minLength\":2}"),
                input("stops", InputType.ARRAY, "{\"items\":{\"type\":\"string\"},\"maxItems\":2}"),
                input("person", InputType.OBJECT, "{\"required\":[\"age\"]}"),
                PromptInput.required("fine", InputType.BOOLEAN));
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("days", 1.5);
        given.put("tone", "SECRET-tone");
        given.put("people", 4711);
        given.put("name", "S");
        given.put("stops", List.of("SECRET-stop", 4712, "SECRET-more"));
        given.put("person", Map.of("job", "SECRET-job"));
        given.put("fine", true);
        given.put("extra", "SECRET-extra");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> prompt.with(given).render())
                .withMessage("prompt 'trip' 2.0.1 needs input 'question';"
                        + " input 'days' must be of type integer; found: Double;"
                        + " input 'tone': does not have a value in the enumeration [\"warm\", \"cool\"];"
                        + " input 'people': must have a maximum value of 9;"
                        + " input 'name': must be at least 2 characters long;"
                        + " input 'stops' at /1: integer found, string expected;"
                        + " input 'stops': must have at most 2 items but found 3;"
                        + " input 'person': required property 'age' not found;"
                        + " has no input 'extra' (it has [question, days, tone, people, name, stops, person, fine]);"
                        + " given: [days, tone, people, name, stops, person, fine, extra]");
    }

    @ParameterizedTest
    @CsvSource({
        "STRING, 5, Integer",
        "STRING, true, Boolean",
        "INTEGER, text, String",
        "INTEGER, 1.5, BigDecimal",
        "NUMBER, text, String",
        "BOOLEAN, text, String",
        "BOOLEAN, 5, Integer",
        "ARRAY, text, String",
        "OBJECT, text, String"
    })
    void a_value_of_another_type_is_named_by_its_class(InputType type, String text, String found) {
        Object value = switch (found) {
            case "Integer" -> Integer.valueOf(text);
            case "Boolean" -> Boolean.valueOf(text);
            case "BigDecimal" -> new BigDecimal(text);
            default -> text;
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        prompt(PromptInput.required("a", type)).with("a", value).render())
                .withMessage(
                        "prompt 'trip' 2.0.1 input 'a' must be of type " + type + "; found: " + found + "; given: [a]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"integer\"}",
                "{\"enum\":[\"a\"]}",
                "{\"const\":\"a\"}",
                "{\"maxLength\":3}",
                "{\"minLength\":300}",
                "{\"pattern\":\"^a$\"}",
                "{\"not\":{}}",
                "{\"allOf\":[{\"const\":1}]}",
                "{\"anyOf\":[{\"const\":1},{\"const\":2}]}",
                "{\"oneOf\":[{\"type\":\"string\"},{\"minLength\":1}]}",
                "{\"if\":{\"type\":\"string\"},\"then\":{\"const\":1}}",
                "false"
            })
    void no_keyword_shows_the_value_that_breaks_it(String schema) {
        for (Object value : List.of("SECRET", Arrays.asList("SECRET", "SECRET"), Map.of("k", "SECRET"))) {
            boolean text = value instanceof String;
            InputType type = text ? InputType.STRING : value instanceof List ? InputType.ARRAY : InputType.OBJECT;
            String at = text
                    ? schema
                    : type == InputType.ARRAY
                            ? "{\"uniqueItems\":true,\"items\":" + schema + "}"
                            : "{\"properties\":{\"k\":" + schema + "}}";
            IllegalArgumentException error = catchThrowableOfType(
                    IllegalArgumentException.class,
                    () -> prompt(input("a", type, at)).with("a", value).render());
            assertThat(error).hasMessageContaining("input 'a'").hasMessageNotContaining("SECRET");
        }
    }

    @Test
    void a_value_that_is_no_data_does_not_hide_what_else_is_wrong() {
        Prompt prompt = prompt(
                input("a", InputType.OBJECT, "{\"maxProperties\":3}"),
                input("b", InputType.ARRAY, "{\"maxItems\":3}"),
                PromptInput.required("c", InputType.STRING));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> prompt.with("a", Map.of("k", new Object()))
                        .with("b", List.of(Double.NaN))
                        .render())
                .withMessage("prompt 'trip' 2.0.1 input 'a' must be text, a number, a boolean, a collection or a map;"
                        + " found: java.lang.Object; convert it first; input 'b' must hold finite numbers; found: NaN;"
                        + " needs input 'c'; given: [a, b]");
    }

    @Test
    void what_fits_is_rendered_and_bounds_are_part_of_what_fits() {
        Prompt prompt = Prompt.builder("trip", Version.of(2, 0, 1), "{{n}}")
                .input(input("n", InputType.INTEGER, "{\"minimum\":1,\"maximum\":9}"))
                .build();

        assertThat(prompt.with("n", 1).render().text()).isEqualTo("1");
        assertThat(prompt.with("n", 9L).render().text()).isEqualTo("9");
        for (long outside : new long[] {0, 10, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> prompt.with("n", outside).render())
                    .withMessageContaining("input 'n': must have a m");
        }
    }
}
