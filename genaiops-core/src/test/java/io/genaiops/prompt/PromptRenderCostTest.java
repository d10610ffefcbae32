package io.genaiops.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import java.lang.management.ManagementFactory;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rendering allocates, which is the same on every machine; how long it takes is measured by JMH. */
class PromptRenderCostTest {

    private static final int TIMES = 10_000;
    private static final String TEXT = " and more of the same".repeat(4) + "\n";

    private RenderedPrompt latest;

    private static PromptBuilder prompt(String body) {
        PromptBuilder builder = Prompt.builder("guide", Version.of(1, 0, 0), body);
        for (String name : List.of("locale", "notes", "name", "question")) {
            builder.input(PromptInput.required(name, InputType.STRING));
        }
        return builder;
    }

    private static PromptInput tone(String schema) throws Exception {
        return PromptInput.builder("tone", InputType.STRING)
                .schema(JsonSchema.of(new ObjectMapper().readTree(schema)))
                .optional()
                .build();
    }

    private RenderedPrompt render(Prompt prompt, String value) {
        return prompt.with("locale", value)
                .with("notes", value)
                .with("name", value)
                .with("question", value)
                .render();
    }

    /** Measures until the compiler has taken away what only the interpreter allocates, and at most a hundred times. */
    private long bytesOfOne(Prompt prompt, String value, long allowed) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 100 && bytes > allowed; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                latest = render(prompt, value);
            }
            bytes = (threads.getCurrentThreadAllocatedBytes() - before) / TIMES;
        }
        return bytes;
    }

    /** A JVM stores Latin-1 text with one byte for each character and all other text with two. */
    @ParameterizedTest
    @CsvSource({"x, 1", "ж, 2"})
    void a_rendering_allocates_at_most_twice_its_output_and_a_kilobyte(String letter, int bytesOfCharacter) {
        String value = letter.repeat(50);
        String body = "{{locale}}" + TEXT + "{{notes}}" + TEXT + "{{name}}" + TEXT + "{{question}}" + TEXT;
        PromptInput tone = PromptInput.builder("tone", InputType.STRING)
                .defaultValue("kind")
                .build();
        String roles = "system:\nBe kind.\nuser:\n";

        for (Prompt prompt : List.of(
                prompt(body).build(),
                prompt(body).input(tone).build(),
                prompt(roles + body).build())) {
            long output = (long) bytesOfCharacter * render(prompt, value).text().length();

            long allowed = 2 * output + 1024;

            assertThat(bytesOfOne(prompt, value, allowed)).isLessThanOrEqualTo(allowed);
        }
        assertThat(latest.text()).contains(value + TEXT.stripTrailing());
    }

    @Test
    void defaults_stand_in_and_are_named_among_what_was_given() {
        PromptInput tone = PromptInput.builder("tone", InputType.STRING)
                .defaultValue("kind")
                .build();
        Prompt prompt = Prompt.builder("guide", Version.of(1, 0, 0), "{{tone}} {{person.name}}")
                .input(tone)
                .input(PromptInput.required("person", InputType.OBJECT))
                .build();
        Map<String, Object> nobody = Map.of();

        assertThat(prompt.with("person", Map.of("name", "Ada")).render().text()).isEqualTo("kind Ada");
        assertThat(prompt.with("person", Map.of("name", "Ada"))
                        .with("tone", "dry")
                        .render()
                        .text())
                .isEqualTo("dry Ada");
        assertThatThrownBy(() -> prompt.with("person", nobody).render())
                .hasMessageContaining("expected a value for 'person.name'")
                .hasMessageContaining("given: [tone, person]");
    }

    /** A list of texts is looked up; everything else that a schema may say is left to the schema. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"string\", \"enum\": [\"kind\", \"dry\"]}",
                "{\"enum\": [\"kind\", \"dry\", 1]}",
                "{\"type\": \"string\", \"enum\": [\"kind\", \"dry\", \"long\"], \"maxLength\": 4, \"pattern\": \"^[kd]\"}",
                "{\"type\": \"string\", \"pattern\": \"^(kind|dry)$\"}"
            })
    void a_schema_of_choices_refuses_what_is_not_among_them(String schema) throws Exception {
        Prompt prompt = Prompt.builder("guide", Version.of(1, 0, 0), "Be {{tone}}.")
                .input(tone(schema))
                .build();

        assertThat(prompt.with("tone", "dry").render().text()).isEqualTo("Be dry.");
        assertThat(prompt.with("tone", CharBuffer.wrap("kind")).render().text()).isEqualTo("Be kind.");
        for (String other : List.of("long", "", "DRY")) {
            assertThatThrownBy(() -> prompt.with("tone", other).render())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("input 'tone'");
        }
    }
}
