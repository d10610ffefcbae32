package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateStrictTest {

    private static TemplateException missed(String source, Map<String, ?> values, String... optional) {
        return catchThrowableOfType(
                TemplateException.class, () -> Template.compile(source).render(values, Set.of(optional)));
    }

    private static String render(String source, Map<String, ?> values, String... optional) {
        return Template.compile(source).render(values, Set.of(optional)).text();
    }

    @Test
    void render_names_the_missing_value_and_what_was_given() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("locale", "en");
        given.put("topic", "hiking");
        TemplateException error = missed("Hi.\n {{question}}", given);
        assertThat(error)
                .hasMessage("line 2, column 2: expected a value for 'question', found none; "
                        + "given: [locale, topic]; give it one or declare it optional");
        assertThat(error.missing()).hasValue("question");
        assertThat(error.line()).isEqualTo(2);
    }

    @Test
    void null_is_missing() {
        assertThat(missed("{{x}}", Collections.singletonMap("x", null)).missing())
                .hasValue("x");
        assertThat(missed("{{#xs}}{{.}}{{/xs}}", Map.of("xs", Arrays.asList("a", null))))
                .hasMessageContaining("expected a value for '.' in section xs[1], found none; given: [xs]");
    }

    @Test
    void sections_ask_for_their_value_too() {
        assertThat(missed("{{#x}}a{{/x}}", Map.of()).missing()).hasValue("x");
        assertThat(missed("{{^x}}a{{/x}}", Map.of()).missing()).hasValue("x");
        assertThat(render("{{#x}}a{{/x}}{{^x}}b{{/x}}", Map.of(), "x")).isEqualTo("b");
    }

    @Test
    void an_optional_name_renders_empty() {
        assertThat(render("[{{x}}]", Map.of(), "x")).isEqualTo("[]");
        assertThat(render("[{{x}}]", Collections.singletonMap("x", null), "x")).isEqualTo("[]");
        assertThat(render("[{{x.y.z}}]", Map.of(), "x")).isEqualTo("[]");
        assertThat(render("[{{x.y}}]", Map.of("x", Map.of()), "x.y")).isEqualTo("[]");
    }

    @Test
    void an_optional_input_that_is_given_must_be_whole() {
        assertThat(missed("[{{x.y}}]", Map.of("x", Map.of("z", 1)), "x").missing())
                .hasValue("x.y");
        assertThat(missed("[{{x.y}}]", Map.of("x", "text"), "x").missing()).hasValue("x.y");
    }

    @Test
    void a_field_inside_sections_may_be_optional_by_its_whole_name() {
        String source = "{{#docs}}{{#parts}}{{title}}({{url}}){{/parts}}{{/docs}}";
        Map<String, Object> values = Map.of("docs", List.of(Map.of("parts", List.of(Map.of("title", "T")))));
        for (String optional : List.of("url", "parts.url", "docs.parts.url")) {
            assertThat(render(source, values, optional)).isEqualTo("T()");
        }
        assertThat(missed(source, values, "docs.url"))
                .hasMessageContaining("expected a value for 'url' in section docs[0] > parts[0], found none");
    }

    @Test
    void lenient_rendering_asks_for_nothing() {
        assertThat(Template.compile("[{{x}}{{y.z}}{{#a}}b{{/a}}{{^a}}c{{/a}}{{> p}}]")
                        .renderLenient(Map.of())
                        .text())
                .isEqualTo("[c]");
    }

    @Test
    void a_missing_partial_is_an_error() {
        assertThatThrownBy(() -> render("{{> tone@production}}", Map.of()))
                .hasMessageContaining("expected the partial 'tone@production', found none of this name");
    }

    @Test
    void lists_at_most_twenty_names_that_were_given() {
        Map<String, Integer> many = new LinkedHashMap<>();
        IntStream.range(0, 50).forEach(i -> many.put("n" + i, i));
        assertThat(missed("{{x}}", many)).hasMessageContaining("n19]").hasMessageNotContaining("n20");
    }

    record Person(String name) {}

    /** Whatever is called, the call is an error; so a rendering that touches it fails with another exception. */
    static final class Trap implements Supplier<String>, Iterable<String> {
        @Override
        public String get() {
            throw new AssertionError("called");
        }

        @Override
        public java.util.Iterator<String> iterator() {
            throw new AssertionError("called");
        }

        @Override
        public boolean equals(Object other) {
            throw new AssertionError("called");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("called");
        }

        @Override
        public String toString() {
            throw new AssertionError("called");
        }
    }

    /** A number of the host, whose text would be code of the host. */
    static final class Counter extends Number {
        private static final long serialVersionUID = 1L;

        @Override
        public int intValue() {
            throw new AssertionError("called");
        }

        @Override
        public long longValue() {
            throw new AssertionError("called");
        }

        @Override
        public float floatValue() {
            throw new AssertionError("called");
        }

        @Override
        public double doubleValue() {
            throw new AssertionError("called");
        }
    }

    static List<Object> objects() {
        return List.of(
                new Person("Ada"),
                new Trap(),
                new Counter(),
                Optional.of("x"),
                Duration.ZERO,
                Role.USER,
                'c',
                java.nio.CharBuffer.wrap("x"),
                new int[] {1},
                new Object(),
                String.class,
                Thread.currentThread());
    }

    @ParameterizedTest
    @MethodSource("objects")
    void an_object_is_refused_by_its_class_and_never_called(Object object) {
        String expected = "expected a string, number, boolean, list or map for 'x', found "
                + object.getClass().getName() + "; convert it first";
        for (String source : List.of("{{x}}", "{{#x}}{{name}}{{/x}}", "{{#x}}a{{/x}}", "{{^x}}a{{/x}}", "{{x.name}}")) {
            assertThatThrownBy(() -> render(source, Map.of("x", object)))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining(expected.replace("'x'", source.contains(".") ? "'x.name'" : "'x'"));
        }
        assertThatThrownBy(
                        () -> Template.compile("{{#xs}}{{name}}{{/xs}}").renderLenient(Map.of("xs", List.of(object))))
                .hasMessageContaining("for 'xs', found " + object.getClass().getName());
        assertThatThrownBy(() -> Template.compile("{{.}}").renderLenient(object))
                .hasMessageContaining("for '.', found " + object.getClass().getName());
    }
}
