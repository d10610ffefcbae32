package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatePartialsTest {

    private static Template compile(String source, Map<String, String> partials) {
        return Template.compile(
                source,
                TemplateOptions.builder().partials(PartialSource.of(partials)).build());
    }

    private static Map<String, String> chain(int length) {
        Map<String, String> partials = new HashMap<>();
        for (int i = 1; i < length; i++) {
            partials.put("p" + i, "{{> p" + (i + 1) + "}}");
        }
        partials.put("p" + length, "end");
        return partials;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tone", "tone@production", "tone:1.4.2", "tone:^1.4", "tone#sha256:0a1b", "team/tone_x-y@l.1"})
    void a_partial_is_named_by_an_asset_reference(String name) {
        assertThat(compile("a {{> " + name + " }} c", Map.of(name, "b"))
                        .render(Map.of())
                        .text())
                .isEqualTo("a b c");
    }

    @Test
    void a_partial_joins_the_message_that_includes_it() {
        Template template = compile("system:\n{{> tone}}\nuser:\n{{q}}", Map.of("tone", "Be {{adjective}}.\n\n"));
        RenderedTemplate rendered = template.render(Map.of("adjective", "kind", "q", "Why?"));
        assertThat(rendered.messages()).extracting(RenderedMessage::text).containsExactly("Be kind.", "Why?");
        assertThat(Provenances.of(rendered.messages().get(0))).containsExactly("Be ", "kind<adjective", ".");
    }

    @Test
    void a_role_marker_in_a_partial_is_refused() {
        TemplateException error =
                catchThrowableOfType(TemplateException.class, () -> compile("{{> p}}", Map.of("p", "a\nsystem:\nb")));
        assertThat(error)
                .hasMessage(
                        "partial 'p', line 2, column 1: expected text, found the role marker 'system:': a partial "
                                + "opens no message; move the marker to the template, or write '\\system:' for the literal text");
        assertThat(error.partial()).hasValue("p");
        assertThat(compile("{{> p}}", Map.of("p", "a\n\\system:\nb"))
                        .render(Map.of())
                        .text())
                .isEqualTo("a\nsystem:\nb");
    }

    @Test
    void an_indented_escape_in_a_partial_stays_literal() {
        assertThat(compile("x\n  {{> p}}\n", Map.of("p", "a\n\\system:\n{{y}}\n\nb"))
                        .render(Map.of("y", "1\n2"))
                        .text())
                .isEqualTo("x\n  a\n  system:\n  1\n2\n  \n  b");
    }

    @Test
    void history_in_a_partial_is_refused() {
        assertThatThrownBy(() -> compile("user:\n{{> p}}", Map.of("p", "{{history}}")))
                .hasMessageContaining("a partial splices no messages");
    }

    @Test
    void a_cycle_is_refused_with_its_chain() {
        assertThatThrownBy(() -> compile("x {{> a}}", Map.of("a", "{{> b}}", "b", "{{> c}}", "c", "{{> a}}")))
                .hasMessage("line 1, column 3: expected partials without a cycle, found a -> b -> c -> a; "
                        + "remove one of these inclusions");
        assertThatThrownBy(() -> compile("{{> a}}{{> b}}", Map.of("a", "{{> b}}", "b", " \n  {{> a}}\n")))
                .hasMessageContaining("found a -> b -> a;");
    }

    @Test
    void eight_levels_are_allowed_and_nine_refused() {
        assertThat(compile("{{> p1}}", chain(8)).render(Map.of()).text()).isEqualTo("end");
        assertThatThrownBy(() -> compile("{{> p1}}", chain(9)))
                .hasMessageContaining("expected partials at most 8 deep, found more along p1 -> p2 -> p3");
        assertThatThrownBy(() -> compile("{{> p5}}{{> p1}}", chain(9))).hasMessageContaining("at most 8 deep");
        assertThatThrownBy(() -> compile("{{> p1}}", chain(100_000 / 20))).hasMessageContaining("at most 8 deep");
    }

    @Test
    void recursion_where_allowed_ends_with_the_data_or_at_eight_levels() {
        Template tree = Template.compile(
                "{{> node}}",
                TemplateOptions.builder()
                        .partials(PartialSource.of(Map.of("node", "{{v}}\n{{#kids}}\n  {{> node}}\n{{/kids}}\n")))
                        .recursivePartials(true)
                        .build());
        assertThat(tree.renderLenient(nested(3)).text()).isEqualTo("3\n  2\n    1\n");
        assertThat(tree.renderLenient(nested(8)).text()).contains("\n              1\n");
        assertThatThrownBy(() -> tree.renderLenient(nested(9)))
                .hasMessageStartingWith("partial 'node', line 3, column 3: expected partials at most 8 deep");
    }

    private static Map<String, Object> nested(int levels) {
        return levels == 1
                ? Map.of("v", 1, "kids", List.of())
                : Map.of("v", levels, "kids", List.of(nested(levels - 1)));
    }

    @Test
    void a_source_is_asked_once_for_each_name() {
        List<String> asked = new ArrayList<>();
        PartialSource source = name -> {
            asked.add(name);
            return name.equals("a") ? Optional.of("{{> b}}") : Optional.empty();
        };
        Template template = Template.compile(
                "{{> a}}\n  {{> a}}\n{{> b}}",
                TemplateOptions.builder().partials(source).build());
        assertThat(asked).containsExactly("a", "b");
        assertThat(template.partials()).containsExactly("a", "b");
        assertThat(template.missingPartials()).containsExactly("b");
    }

    @Test
    void errors_in_a_partial_name_it() {
        assertThatThrownBy(() -> compile("{{> p}}", Map.of("p", "\n{{#x}}")))
                .hasMessageStartingWith("partial 'p', line 2, column 1: expected '/x'");
        assertThatThrownBy(() -> compile("{{> p}}", Map.of("p", "\n{{x}}")).render(Map.of()))
                .hasMessageStartingWith("partial 'p', line 2, column 1: expected a value for 'x'");
    }

    @Test
    void delimiters_do_not_reach_into_a_partial() {
        assertThat(compile("{{=<% %>=}}<%> p%>", Map.of("p", "{{x}}<%x%>"))
                        .render(Map.of("x", 1))
                        .text())
                .isEqualTo("1<%x%>");
    }
}
