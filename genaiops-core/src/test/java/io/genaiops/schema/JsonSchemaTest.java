package io.genaiops.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonSchema schema(String text) {
        return JsonSchema.of(json(text));
    }

    @Test
    void every_violation_says_where_and_what() {
        JsonSchema schema =
                schema("{'properties': {'days': {'type': 'integer', 'maximum': 9}}, 'required': ['place']}");

        assertThat(schema.validate(json("{'days': 12}")))
                .extracting(SchemaViolation::toString)
                .containsExactlyInAnyOrder(
                        "/days: must have a maximum value of 9", "(whole value): required property 'place' not found");
        assertThat(schema.accepts(json("{'days': 2, 'place': 'Oslo'}"))).isTrue();
        assertThat(schema.accepts(json("{'days': 2}"))).isFalse();
    }

    @Test
    void messages_are_english_wherever_the_host_runs() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMAN);
        try {
            assertThat(schema("{'type': 'string'}").validate(json("1")))
                    .extracting(SchemaViolation::message)
                    .containsExactly("integer found, string expected");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 5}|/type",
                "{'type': 'text'}|/type",
                "{'pattern': '('}|Unclosed group",
                "{'properties': []}|/properties",
                "5|must be an object, true or false; found: number",
                "[]|must be an object, true or false; found: array",
                "{'$ref': 'https://example.com/x'}|nothing is fetched",
                "{'properties': {'a': {'$ref': 'file:///etc/passwd'}}}|nothing is fetched",
                "{'$dynamicRef': 'other.json#a'}|nothing is fetched",
                "{'$ref': '#/$defs/none'}|leads nowhere",
                "{'$schema': 'https://example.com/x'}|must be of draft 2020-12",
                "{'$schema': 'http://json-schema.org/draft-07/schema#'}|must be of draft 2020-12",
                "{'properties': {'a': {'$id': 'https://example.com/b'}}}|only at its top",
                "{'$ref': '#'}|in a circle",
                "{'allOf': [{'$ref': '#/$defs/a'}], '$defs': {'a': {'anyOf': [true, {'$ref': '#'}]}}}|in a circle"
            })
    void what_is_no_usable_schema_is_refused(String text, String problem) {
        assertThatIllegalArgumentException().isThrownBy(() -> schema(text)).withMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{'a': 1, 'a': 2}", "{} {}", "not json"})
    void what_is_not_one_json_value_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.parse(text.replace('\'', '"')))
                .withMessageContaining("JSON Schema must be");
    }

    @Test
    void hostile_depth_is_an_error_and_not_a_stack_overflow() {
        String deep = "{\"items\":".repeat(100_000) + "true" + "}".repeat(100_000);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.parse(deep));
        String deepEnough = "{\"items\":".repeat(65) + "true" + "}".repeat(65);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.parse(deepEnough))
                .withMessageContaining("at most 64 levels");
    }

    private static final String SLOW = "(.*)(.*)(.*)(.*)(.*)[^a]$";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'pattern': 'SLOW'}; 'AAA'; read more than 20000000 characters",
                "{'patternProperties': {'SLOW': true}}; {'AAA': 1}; read more than 20000000 characters",
                "{'propertyNames': {'pattern': 'SLOW'}}; {'AAA': 1}; read more than 20000000 characters",
                "{'items': {'pattern': 'SLOW'}}; ['AAA', 'AAA']; read more than 20000000 characters",
                "{'pattern': '^(a|b)*$'}; 'BBB'; nests too deeply"
            })
    void a_pattern_that_would_never_end_is_stopped(String text, String value, String problem) {
        JsonSchema schema = schema(text.replace("SLOW", SLOW));
        JsonNode hostile = json(value.replace("AAA", "a".repeat(300)).replace("BBB", "ab".repeat(200_000)));

        assertThatThrownBy(() -> schema.validate(hostile))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("use possessive quantifiers");
        assertThatThrownBy(() -> schema.accepts(hostile)).isInstanceOf(GenAiOpsException.class);
        assertThat(schema.accepts(json("{}"))).as("counted anew").isTrue();
    }

    @Test
    void patterns_are_counted_over_a_whole_validation() {
        JsonSchema schema = schema("{'items': {'pattern': '" + SLOW + "'}}");
        String slow = "'" + "a".repeat(20) + "'";

        assertThat(schema.validate(json("[" + slow + "]"))).hasSize(1);
        assertThatThrownBy(() -> schema.validate(json("[" + (slow + ", ").repeat(200) + slow + "]")))
                .hasMessageContaining("of one value");
    }

    // ECMA-262 and not Java: $ is the very end, and long names of properties are known
    @Test
    void patterns_mean_what_ecmascript_means() {
        assertThat(schema("{'pattern': '^a$'}").accepts(json("'a\\n'"))).isFalse();
        assertThat(schema("{'pattern': '^\\\\p{Letter}+$'}").accepts(json("'é'")))
                .isTrue();
        assertThat(schema("{'pattern': 'b'}").accepts(json("'abc'"))).isTrue();
    }

    @Test
    void a_schema_may_repeat_itself_further_down() {
        JsonSchema tree = schema("{'type': 'object', 'properties': {'children': {'items': {'$ref': '#'}}}}");

        assertThat(tree.accepts(json("{'children': [{'children': []}]}"))).isTrue();
        assertThat(tree.validate(json("{'children': [{'children': [5]}]}")))
                .extracting(SchemaViolation::location)
                .containsExactly("/children/0/children/0");
    }

    @Test
    void two_schemas_of_one_id_do_not_meet() {
        String shared = "'$id': 'https://example.com/a', '$ref': '#/$defs/a'";
        JsonSchema text = schema("{" + shared + ", '$defs': {'a': {'type': 'string'}}}");
        JsonSchema number = schema("{" + shared + ", '$defs': {'a': {'type': 'number'}}}");

        assertThat(text.accepts(json("'a'"))).isTrue();
        assertThat(text.accepts(json("1"))).isFalse();
        assertThat(number.accepts(json("1"))).isTrue();
        assertThat(number.accepts(json("'a'"))).isFalse();
    }

    @Test
    void a_schema_cannot_be_changed_from_outside() {
        ObjectNode source = (ObjectNode) json("{'type': 'string'}");
        JsonSchema schema = JsonSchema.of(source);
        source.put("type", "number");
        ((ObjectNode) schema.json()).put("type", "number");

        assertThat(schema.accepts(json("'a'"))).isTrue();
        assertThat(schema).isEqualTo(schema("{'type': 'string'}")).hasToString("{\"type\":\"string\"}");
        assertThat(schema("true").accepts(json("[1]"))).isTrue();
    }

    enum Season {
        SUMMER,
        WINTER
    }

    record Stop(String place, double kilometres) {}

    record Trip(
            String title,
            int days,
            boolean guided,
            Season season,
            List<Stop> stops,
            Optional<String> note,
            Map<String, Long> costs) {}

    @Test
    void a_record_becomes_an_object_with_its_components() {
        JsonSchema schema = JsonSchema.ofRecord(Trip.class);
        String good = "{'title': 'Fjord', 'days': 3, 'guided': true, 'season': 'WINTER',"
                + " 'stops': [{'place': 'Flåm', 'kilometres': 12.5}], 'costs': {'ferry': 40}}";

        assertThat(schema.validate(json(good))).isEmpty();
        assertThat(schema.accepts(json(good.replace("'days': 3", "'days': 3.5"))))
                .isFalse();
        assertThat(schema.accepts(json(good.replace("WINTER", "SPRING")))).isFalse();
        assertThat(schema.accepts(json(good.replace("'place': 'Flåm', ", "")))).isFalse();
        assertThat(schema.accepts(json(good.replace("'title'", "'name'")))).isFalse();
        assertThat(schema.accepts(json(good.replace("40", "'forty'")))).isFalse();
        assertThat(schema.accepts(json(good.replace("'guided': true", "'guided': true, 'note': 'x'"))))
                .isTrue();
    }

    record Endless(List<Endless> again) {}

    record Foreign(Thread thread) {}

    record Keyed(Map<Integer, String> map) {}

    @Test
    void a_record_without_a_json_form_is_refused_with_its_component() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.ofRecord(Endless.class))
                .withMessageContaining("holds itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.ofRecord(Foreign.class))
                .withMessageContaining("component 'thread'")
                .withMessageContaining("java.lang.Thread");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.ofRecord(Keyed.class))
                .withMessageContaining("component 'map'");
    }
}
