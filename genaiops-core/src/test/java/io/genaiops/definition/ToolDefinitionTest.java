package io.genaiops.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolDefinitionTest {

    private static final Version VERSION = Version.of(1, 0, 0);

    enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    record Place(String name, List<Double> at, Place near) {}

    static final class Forecasts {

        @Tool("Tells the weather of a place.")
        String getWeather(@P("where") Place place, @P("in which unit") Unit unit, int days) {
            return place + " " + unit + " " + days;
        }

        @Tool
        String undescribed() {
            return "";
        }
    }

    private static ToolDefinition.Builder weather() {
        return ToolDefinition.builder("weather", VERSION).instructions("Tells the weather.");
    }

    private static ToolSpecification inCode(String name) {
        return ToolSpecifications.toolSpecificationsFrom(Forecasts.class).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonSchema schema(String json) {
        return JsonSchema.parse(json.replace('\'', '"'));
    }

    @Test
    void what_was_published_from_a_method_tells_a_model_what_the_method_tells_it() {
        ToolSpecification code = inCode("getWeather");

        ToolDefinition published = weather().specification(code).build();

        assertThat(published.function()).isEqualTo("getWeather");
        assertThat(published.specification()).isEqualTo(code);
        assertThat(published.specification().description()).isEqualTo("Tells the weather of a place.");
    }

    @Test
    void words_that_langchain4j_lacks_reach_the_model_as_they_are() {
        ToolDefinition tool = weather()
                .arguments(schema("{'type': 'object', 'properties': {'days': {'type': 'integer', 'maximum': 7}}}"))
                .build();

        assertThat(JsonSchemaElementUtils.toMap(tool.specification().parameters()))
                .extracting("properties")
                .isEqualTo(Map.of("days", Map.of("type", "integer", "maximum", 7)));
    }

    @Test
    void a_tool_without_arguments_is_called_by_its_own_name() {
        ToolDefinition tool = weather().build();

        assertThat(tool.function()).isEqualTo("weather");
        assertThat(tool.arguments()).isEmpty();
        assertThat(tool.specification().parameters()).isNull();
        assertThat(tool.references()).isEmpty();
        assertThat(tool).hasToString("tool 'weather' 1.0.0");
        assertThat(tool.spec()).hasToString("{\"kind\":\"tool\",\"instructions\":\"Tells the weather.\"}");
    }

    @Test
    void the_digest_covers_all_that_a_model_is_told() {
        ToolDefinition plain = weather().build();
        JsonSchema none = schema("{'type': 'object'}");

        assertThat(List.of(
                        plain.sourceDigest(),
                        weather().instructions("Tells it.").build().sourceDigest(),
                        weather().function("getWeather").build().sourceDigest(),
                        weather().arguments(none).build().sourceDigest()))
                .doesNotHaveDuplicates();
        assertThat(weather().function("weather").build().sourceDigest()).isEqualTo(plain.sourceDigest());
    }

    @Test
    void what_no_model_can_be_told_is_refused() {
        assertThatThrownBy(() -> weather().specification(inCode("undescribed")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("instructions must be a text");
        assertThatThrownBy(() -> weather().arguments(schema("{'type': 'string'}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("type: object", "found type 'string'");
        assertThatThrownBy(() ->
                        ToolDefinition.builder("a.b", VERSION).instructions("x").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("[A-Za-z0-9_-]{1,64}", "'a.b'");
        assertThatThrownBy(() -> ToolDefinition.builder("weather", VERSION).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs instructions");
    }
}
