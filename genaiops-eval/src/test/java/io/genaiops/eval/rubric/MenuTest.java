package io.genaiops.eval.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MenuTest {

    static Stream<Menu> menus() {
        return Stream.of(
                Menu.grades(1, 5),
                Menu.grades(0, 7).orNotApplicable(),
                Menu.noOrYes(),
                Menu.categories("none", "minor", "major").orNotApplicable());
    }

    @ParameterizedTest
    @MethodSource("menus")
    void a_menu_is_read_back_from_its_schema(Menu menu) {
        assertThat(Menu.of(menu.output())).isEqualTo(menu).hasSameHashCodeAs(menu);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 7}; a whole number from 0 to 7",
                "{\"enum\": [1, 2, 3, \"n/a\"]}; a whole number from 1 to 3, or \"n/a\"",
                "{\"enum\": [\"no\", \"yes\"]}; one of \"no\", \"yes\"",
                "{\"enum\": [\"not at all\", \"Partly\", \"fully\"]}; one of \"not at all\", \"partly\", \"fully\""
            })
    void a_menu_describes_what_a_judge_may_write(String score, String described) throws JsonProcessingException {
        assertThat(menu(score).describe()).isEqualTo(described);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\": \"integer\"}",
                "{\"type\": \"integer\", \"minimum\": 5, \"maximum\": 1}",
                "{\"type\": \"integer\", \"minimum\": -1, \"maximum\": 1}",
                "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 1000}",
                "{\"enum\": []}",
                "{\"enum\": [1]}",
                "{\"enum\": [\"yes\"]}",
                "{\"enum\": [1, 3]}",
                "{\"enum\": [3, 2, 1]}",
                "{\"enum\": [1, \"two\"]}",
                "{\"enum\": [\"yes\", \"Yes\"]}",
                "{\"enum\": [1, 1]}",
                "{\"enum\": [\"n/a\", \"yes\"]}",
                "{\"enum\": [\" \", \"yes\"]}"
            })
    void a_schema_without_a_menu_is_refused(String score) {
        assertThatThrownBy(() -> menu(score)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void values_are_spaced_evenly_unless_they_are_given() {
        assertThat(Menu.categories("none", "minor", "major").entries())
                .containsExactly(Map.entry("none", 0.0), Map.entry("minor", 0.5), Map.entry("major", 1.0));
        assertThat(Menu.categories(Map.of("low", 2.0, "high", 8.0)).scale()).isEqualTo(Scale.of(2, 8));
        assertThatThrownBy(() -> Menu.categories(Map.of("low", Double.NaN, "high", 8.0)))
                .hasMessageContaining("must be finite");
        assertThatThrownBy(() -> Menu.categories(Map.of("low", 1.0, "high", 1.0)))
                .hasMessageContaining("min < max");
    }

    @Test
    void structured_output_lists_the_entries() {
        assertThat(Menu.grades(1, 5).schema()).isInstanceOf(JsonIntegerSchema.class);
        assertThat(((JsonEnumSchema) Menu.grades(1, 3).orNotApplicable().schema()).enumValues())
                .isEqualTo(List.of("1", "2", "3", "n/a"));
        assertThat(((JsonEnumSchema) Menu.noOrYes().schema()).enumValues()).isEqualTo(List.of("no", "yes"));
    }

    private static Menu menu(String score) throws JsonProcessingException {
        return Menu.of(new JsonMapper().readTree("{\"properties\": {\"score\": " + score + "}}"));
    }
}
