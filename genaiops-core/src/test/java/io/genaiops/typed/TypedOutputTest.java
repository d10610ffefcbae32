package io.genaiops.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import io.genaiops.schema.JsonSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedOutputTest {

    enum Season {
        SUMMER,
        WINTER
    }

    record Stop(String place, double kilometres) {}

    record Everything(
            String text,
            int whole,
            Long large,
            BigInteger huge,
            BigDecimal exact,
            boolean flag,
            Season season,
            LocalDate date,
            LocalDateTime local,
            LocalTime time,
            Instant instant,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            UUID id,
            List<Stop> stops,
            Set<Season> seasons,
            Map<String, Integer> counts,
            Optional<Stop> next,
            @Nullable String note) {}

    private static final String EVERYTHING = """
            {"text": "Flåm", "whole": 3, "large": 9007199254740993, "huge": 123456789012345678901234567890,
             "exact": 12.50, "flag": true, "season": "WINTER", "date": "2026-02-28", "local": "2026-02-28T08:30:00",
             "time": "08:30", "instant": "2026-02-28T08:30:00+02:00", "offset": "2026-02-28T08:30:00+02:00",
             "zoned": "2026-02-28T08:30:00Z", "duration": "PT2H", "id": "123e4567-e89b-12d3-a456-426614174000",
             "stops": [{"place": "Voss", "kilometres": 1.5}], "seasons": ["SUMMER"], "counts": {"ferry": 2}}
            """;

    record Small(int days, Optional<String> note) {}

    record Guarded(int days) {
        Guarded {
            if (days < 1) {
                throw new IllegalArgumentException("days must be above 0; found SECRET: " + days);
            }
        }
    }

    record Generic<T>(T value) {}

    record Growing(ArrayList<String> list) {}

    private static <T> TypedOutput<T> of(Class<T> type) {
        return TypedOutput.of(type, Optional.empty());
    }

    private static Reading<Small> small(String text) {
        return of(Small.class).read(text);
    }

    @Test
    void every_type_of_component_is_read() {
        Everything read = of(Everything.class).read(EVERYTHING).value().orElseThrow();

        assertThat(read)
                .isEqualTo(new Everything(
                        "Flåm",
                        3,
                        9007199254740993L,
                        new BigInteger("123456789012345678901234567890"),
                        new BigDecimal("12.50"),
                        true,
                        Season.WINTER,
                        LocalDate.of(2026, 2, 28),
                        LocalDateTime.of(2026, 2, 28, 8, 30),
                        LocalTime.of(8, 30),
                        Instant.parse("2026-02-28T06:30:00Z"),
                        OffsetDateTime.parse("2026-02-28T08:30:00+02:00"),
                        ZonedDateTime.parse("2026-02-28T08:30:00Z"),
                        Duration.ofHours(2),
                        UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                        List.of(new Stop("Voss", 1.5)),
                        Set.of(Season.SUMMER),
                        Map.of("ferry", 2),
                        Optional.empty(),
                        null));
    }

    @Test
    void an_optional_or_nullable_component_may_be_absent_null_or_there() {
        String with = EVERYTHING.replace(
                "\"text\"", "\"next\": {\"place\": \"Ål\", \"kilometres\": 2}, \"note\": \"n\", \"text\"");
        String nulls = EVERYTHING.replace("\"text\"", "\"next\": null, \"note\": null, \"text\"");

        assertThat(of(Everything.class).read(with).value().orElseThrow())
                .satisfies(read -> assertThat(read.next()).contains(new Stop("Ål", 2)))
                .satisfies(read -> assertThat(read.note()).isEqualTo("n"));
        assertThat(of(Everything.class).read(nulls))
                .isEqualTo(of(Everything.class).read(EVERYTHING));
    }

    @Test
    void a_null_for_a_required_component_is_wrong() {
        assertThat(small("{\"days\": null}").violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.location()).isEqualTo("/days"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"days\": 3}",
                "  {\"days\": 3}\n",
                "```json\n{\"days\": 3}\n```",
                "```\n{\"days\": 3}\n```\n",
                "```JSON  \r\n{\"days\": 3}\r\n```"
            })
    void a_code_fence_around_all_of_it_is_let_pass(String text) {
        assertThat(small(text).value()).contains(new Small(3, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Here it is: {\"days\": 3}",
                "{\"days\": 3} Enjoy!",
                "Sure!\n```json\n{\"days\": 3}\n```",
                "{\"days\": 3, \"days\": 4}",
                "{\"days\": 3",
                "SECRET",
                "{\"days\": NaN}"
            })
    void anything_but_json_is_wrong_and_not_repeated(String text) {
        assertThat(small(text).value()).isEmpty();
        assertThat(small(text).violations()).singleElement().satisfies(violation -> {
            assertThat(violation.message()).startsWith("JSON expected").doesNotContain("SECRET");
            assertThat(violation.location()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "1e400", "1e999999999"})
    void a_number_that_does_not_fit_its_type_is_wrong(String number) {
        assertThat(small("{\"days\": " + number + "}").violations())
                .singleElement()
                .hasToString("/days: number expected that fits int; found one that does not");
    }

    @Test
    void every_text_that_is_no_date_is_named() {
        String wrong = EVERYTHING.replace("2026-02-28\"", "2026-02-30\"").replace("PT2H", "soon");
        assertThat(of(Everything.class).read(wrong).violations())
                .extracting(Object::toString)
                .containsExactly(
                        "/date: text expected that is a LocalDate; found another",
                        "/duration: text expected that is a Duration; found another");
    }

    @Test
    void what_a_record_refuses_is_wrong_and_its_words_are_only_for_the_model() {
        TypedOutput<Guarded> output = of(Guarded.class);
        Reading<Guarded> reading = output.read("{\"days\": 0}");

        assertThat(output.repair(reading.violations())).contains("Guarded refuses it", "SECRET: 0");
        assertThat(output.withoutText(reading.violations()))
                .containsExactly("(whole value): Guarded refuses it: java.lang.IllegalArgumentException");
    }

    @Test
    void names_that_the_model_made_up_are_left_out_of_errors() {
        JsonSchema open = JsonSchema.parse(
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"object\", \"properties\": {\"n\": {\"type\": \"integer\"}}}}");
        TypedOutput<com.fasterxml.jackson.databind.JsonNode> output =
                TypedOutput.of(com.fasterxml.jackson.databind.JsonNode.class, Optional.of(open));
        Reading<?> reading = output.read("{\"SECRET\": {\"n\": \"x\"}}");

        assertThat(reading.violations().get(0).location()).isEqualTo("/SECRET/n");
        assertThat(output.withoutText(reading.violations()))
                .singleElement()
                .asString()
                .startsWith("/…/n: ");
    }

    @Test
    void a_long_list_of_violations_is_cut_for_the_model_and_counted() {
        JsonSchema strings = JsonSchema.parse("{\"type\": \"array\", \"items\": {\"type\": \"string\"}}");
        TypedOutput<?> output = TypedOutput.of(com.fasterxml.jackson.databind.JsonNode.class, Optional.of(strings));
        Reading<?> reading = output.read("[" + "1,".repeat(249) + "1]");

        assertThat(reading.violations()).hasSize(250);
        assertThat(output.repair(reading.violations())).contains("- and 150 more");
    }

    @Test
    void a_record_is_said_in_the_words_of_langchain4j() {
        JsonObjectSchema root = (JsonObjectSchema) of(new Object() {
                    record Dated(LocalDate day, List<Stop> stops) {}

                    Class<? extends Record> type() {
                        return Dated.class;
                    }
                }.type())
                .responseFormat()
                .jsonSchema()
                .rootElement();

        assertThat(root.properties().get("day"))
                .isEqualTo(JsonStringSchema.builder().description("date").build());
        assertThat(root.additionalProperties()).isFalse();
    }

    @Test
    void a_schema_that_langchain4j_has_no_words_for_is_said_as_it_is() {
        JsonSchema patterned = JsonSchema.parse(
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"x\"}}}");

        assertThat(TypedOutput.of(Small.class, Optional.of(patterned))
                        .responseFormat()
                        .jsonSchema()
                        .rootElement())
                .isEqualTo(JsonRawSchema.from(patterned.toString()));
    }

    @Test
    void a_component_without_a_reader_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Generic.class))
                .withMessageContaining("component 'value'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Growing.class))
                .withMessageContaining("component 'list'")
                .withMessageContaining("java.util.ArrayList");
    }
}
