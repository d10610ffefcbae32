package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static String render(String source, Object values) {
        return Template.compile(source).renderLenient(values).text();
    }

    private static TemplateException refused(String source) {
        return catchThrowableOfType(TemplateException.class, () -> Template.compile(source));
    }

    @Test
    void text_stays_as_it_is_without_html_escaping() {
        assertThat(render("<b>{{x}}</b> {{{x}}} {{&x}}", Map.of("x", "a & \"b\" <c>")))
                .isEqualTo("<b>a & \"b\" <c></b> a & \"b\" <c> a & \"b\" <c>");
    }

    @Test
    void numbers_render_as_json_writes_them() {
        assertThat(render("{{x}}", Map.of("x", 85))).isEqualTo("85");
        assertThat(render("{{x}}", Map.of("x", 85.0))).isEqualTo("85");
        assertThat(render("{{x}}", Map.of("x", -0.0))).isEqualTo("0");
        assertThat(render("{{x}}", Map.of("x", 1.21))).isEqualTo("1.21");
        assertThat(render("{{x}}", Map.of("x", 0.1f))).isEqualTo("0.1");
        assertThat(render("{{x}}", Map.of("x", 1e20))).isEqualTo("100000000000000000000");
        assertThat(render("{{x}}", Map.of("x", 1e21))).isEqualTo("1E+21");
        assertThat(render("{{x}}", Map.of("x", 0.000001))).isEqualTo("0.000001");
        assertThat(render("{{x}}", Map.of("x", 1.5e-7))).isEqualTo("1.5E-7");
        assertThat(render("{{x}}", Map.of("x", Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
        assertThat(render("{{x}}", Map.of("x", new BigInteger("12345678901234567890"))))
                .isEqualTo("12345678901234567890");
        assertThat(render("{{x}}", Map.of("x", (short) 7)) + render("{{x}}", Map.of("x", (byte) -7)))
                .isEqualTo("7-7");
    }

    @Test
    void a_decimal_keeps_its_scale_and_never_explodes() {
        assertThat(render("{{x}}", Map.of("x", new BigDecimal("1.50")))).isEqualTo("1.50");
        assertThat(render("{{x}}", Map.of("x", new BigDecimal("1E+1000000000"))))
                .isEqualTo("1E+1000000000");
    }

    @Test
    void a_number_that_is_none_is_refused() {
        assertThatThrownBy(() -> render("{{x}}", Map.of("x", Double.NaN)))
                .isInstanceOf(TemplateException.class)
                .hasMessage("line 1, column 1: expected a finite number for 'x', found NaN");
    }

    @Test
    void sections_skip_what_is_empty_and_take_zero_as_a_value() {
        String source = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
        for (Object empty : Arrays.asList(null, false, "", List.of(), new Object[0])) {
            assertThat(render(source, Collections.singletonMap("x", empty))).isEqualTo("no");
        }
        for (Object there : List.of(true, " ", 0, 0.0, Map.of(), Map.of("a", 1))) {
            assertThat(render(source, Map.of("x", there))).isEqualTo("yes");
        }
    }

    @Test
    void collections_and_arrays_are_lists() {
        String source = "{{#x}}[{{.}}]{{/x}}";
        assertThat(render(source, Map.of("x", new LinkedHashSet<>(List.of("a", "b")))))
                .isEqualTo("[a][b]");
        assertThat(render(source, Map.of("x", new String[] {"a", "b"}))).isEqualTo("[a][b]");
        assertThat(render(source, Map.of("x", Arrays.asList("a", null, "b")))).isEqualTo("[a][][b]");
        assertThat(render("{{#x}}{{#.}}{{.}}{{/.}};{{/x}}", Map.of("x", List.of(List.of(1, 2), List.of(3)))))
                .isEqualTo("12;3;");
    }

    @Test
    void a_list_or_map_is_no_text() {
        assertThatThrownBy(() -> render("a\n {{x}}", Map.of("x", List.of(1))))
                .hasMessage("line 2, column 2: expected text, a number or a boolean for 'x', found a list; "
                        + "open it with a section, or name one of its values");
        assertThatThrownBy(() -> render("{{x}}", Map.of("x", Map.of()))).hasMessageContaining("found a map");
    }

    @Test
    void inner_names_hide_outer_ones_even_when_null() {
        Map<String, Object> inner = new TreeMap<>();
        inner.put("name", null);
        assertThat(render("{{#who}}[{{name}}]{{/who}}", Map.of("name", "outer", "who", inner)))
                .isEqualTo("[]");
    }

    @Test
    void maps_with_other_keys_are_refused() {
        Map<Integer, String> sorted = new TreeMap<>(Map.of(1, "one"));
        assertThatThrownBy(() -> render("{{#x}}{{y}}{{/x}}", Map.of("x", sorted)))
                .hasMessageContaining("expected maps with string keys around 'y'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    a {{x             ~ line 1, column 3: expected '}}' to close the tag '{{', found the end
                    {{{x}}            ~ line 1, column 1: expected '}}}' to close the tag '{{', found the end
                    {{=<% %>          ~ line 1, column 1: expected '=}}' to close the tag '{{', found the end
                    {{#a}}{{#b}}{{/a}} ~ line 1, column 13: expected '/b' for the section opened in line 1, found '/a'
                    x{{/a}}           ~ line 1, column 2: expected no closing tag, as no section is open, found '/a'
                    {{#a}}x           ~ line 1, column 1: expected '/a', found the end of the template
                    {{}}              ~ line 1, column 1: expected a name in the tag, found none
                    {{# }}            ~ line 1, column 1: expected a name in the tag, found none
                    {{>}}             ~ line 1, column 1: expected a name in the tag, found none
                    {{#if x}}{{/if x}} ~ line 1, column 1: expected one name without blanks in the tag
                    {{a..b}}          ~ line 1, column 1: expected a name between dots, found 'a..b'
                    {{.a}}            ~ line 1, column 1: expected a name between dots, found '.a'
                    {{=a=}}           ~ line 1, column 1: expected two delimiters of 1 to 16 characters
                    {{=a b c=}}       ~ line 1, column 1: expected two delimiters of 1 to 16 characters
                    {{=a= b=}}        ~ line 1, column 1: expected two delimiters of 1 to 16 characters
                    {{=abcdefghijklmnopq b=}} ~ line 1, column 1: expected two delimiters of 1 to 16 characters
                    {{<parent}}{{/parent}} ~ line 1, column 1: expected a variable, section, partial or comment
                    {{$block}}{{/block}} ~ line 1, column 1: expected a variable, section, partial or comment
                    {{#history}}{{/history}} ~ line 1, column 1: expected {{history}} alone, found 'history' in another
                    {{history.x}}     ~ line 1, column 1: expected {{history}} alone, found 'history.x' in another
                    """)
    void a_wrong_structure_is_refused_with_its_place(String source, String message) {
        assertThat(refused(source)).hasMessageStartingWith(message);
    }

    @Test
    void an_error_carries_line_and_column() {
        TemplateException error = refused("one\r\n two {{#a}}\nthree\n\n {{/b}}");
        assertThat(error.line()).isEqualTo(5);
        assertThat(error.column()).isEqualTo(2);
        assertThat(error.partial()).isEmpty();
        assertThat(error.missing()).isEmpty();
        assertThat(error).hasMessageContaining("section opened in line 2");
    }

    @Test
    void a_compiled_template_shows_no_text() {
        Template template = Template.compile("secret {{x}}");
        assertThat(template.source()).isEqualTo("secret {{x}}");
        assertThat(template).hasToString("Template[12 characters]");
        assertThat(template.renderLenient(Map.of("x", "also secret")))
                .hasToString("RenderedTemplate[RenderedMessage[USER, 18 characters]]");
    }

    @Test
    void renders_the_same_in_many_threads() {
        Template template = Template.compile("{{#xs}}{{n}}:{{.}} {{/xs}}");
        List<String> texts = java.util.stream.IntStream.range(0, 2000)
                .parallel()
                .mapToObj(n ->
                        template.render(Map.of("n", n, "xs", List.of("a", "b"))).text())
                .toList();
        for (int n = 0; n < texts.size(); n++) {
            assertThat(texts.get(n)).isEqualTo(n + ":a " + n + ":b ");
        }
    }
}
