package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateProvenanceTest {

    private static List<String> spans(String source, Map<String, ?> values) {
        RenderedTemplate rendered = Template.compile(source).renderLenient(values);
        Provenances.assertCovered(rendered);
        return Provenances.of(rendered.messages().get(0));
    }

    @Test
    void every_span_tells_template_or_input() {
        assertThat(spans("Dear {{name}}, {{name}}{{topic}}!", Map.of("name", "Ada", "topic", "Tea")))
                .containsExactly("Dear ", "Ada<name", ", ", "Ada<name", "Tea<topic", "!");
    }

    @Test
    void neighbours_of_one_origin_are_one_span() {
        assertThat(spans("a{{! c }}b{{#no}}x{{/no}}c{{x}}{{empty}}{{x}}", Map.of("x", 1, "empty", "")))
                .containsExactly("abc", "11<x");
    }

    @Test
    void values_inside_a_section_came_from_its_input() {
        Map<String, Object> values =
                Map.of("documents", List.of(Map.of("title", "T", "tags", List.of("u", "v"))), "sep", ";");
        assertThat(spans("{{#documents}}{{title}}: {{#tags}}{{.}}{{sep}}{{/tags}}{{/documents}}", values))
                .containsExactly("T<documents", ": ", "u<documents", ";<sep", "v<documents", ";<sep");
        assertThat(spans("{{a.b.c}}{{#a.b}}{{c}}{{/a.b}}", Map.of("a", Map.of("b", Map.of("c", "x")))))
                .containsExactly("xx<a");
    }

    @Test
    void the_current_item_of_the_root_has_the_name_of_its_tag() {
        RenderedTemplate rendered = Template.compile("{{#.}}<{{.}}>{{/.}}").renderLenient(List.of("a"));
        assertThat(Provenances.of(rendered.messages().get(0))).containsExactly("<", "a<.", ">");
    }

    @Test
    void spans_are_counted_within_each_message() {
        RenderedTemplate rendered = Template.compile("system:\n\nA {{x}}\n\n\nuser:\n{{x}}\n\nassistant:\n\ntool:\nB")
                .render(Map.of("x", "xyz"));
        Provenances.assertCovered(rendered);
        List<RenderedMessage> messages = rendered.messages();
        assertThat(messages.get(0).spans())
                .containsExactly(new Span(0, 2, Origin.TEMPLATE), new Span(2, 5, Origin.input("x")));
        assertThat(messages.get(1).spans()).containsExactly(new Span(0, 3, Origin.input("x")));
        assertThat(messages.get(2).spans()).isEmpty();
        assertThat(messages.get(3).spans()).containsExactly(new Span(0, 1, Origin.TEMPLATE));
    }

    @Test
    void many_spans_are_found_by_their_offset() {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            source.append("user:\nm").append(i).append("{{x}}t\n");
        }
        RenderedTemplate rendered = Template.compile(source.toString()).render(Map.of("x", "v"));
        Provenances.assertCovered(rendered);
        assertThat(rendered.messages()).hasSize(1000);
        assertThat(Provenances.of(rendered.messages().get(777))).containsExactly("m777", "v<x", "t");
    }

    @Test
    void lint_learns_what_a_template_uses() {
        Template template = Template.compile(
                "system:\n{{tone}}\n{{#rules}}{{text}}{{^last}};{{/last}}{{/rules}}\n"
                        + "{{#examples}}\nuser:\n{{q.text}}\n{{/examples}}\nuser:\n{{> ask}}",
                TemplateOptions.builder()
                        .partials(PartialSource.of(Map.of("ask", "\n{{question}} {{#.}}{{.}}{{/.}}")))
                        .build());
        assertThat(template.variables())
                .containsExactly(
                        new Template.Variable("tone", List.of(), "", 2, 1),
                        new Template.Variable("rules", List.of(), "", 3, 1),
                        new Template.Variable("text", List.of("rules"), "", 3, 11),
                        new Template.Variable("last", List.of("rules"), "", 3, 19),
                        new Template.Variable("examples", List.of(), "", 4, 1),
                        new Template.Variable("q.text", List.of("examples"), "", 6, 1),
                        new Template.Variable("question", List.of(), "ask", 2, 1));
        assertThat(template.variables().get(5).name()).isEqualTo("q");
        assertThat(template.variables().get(5).isTopLevel()).isFalse();
        assertThat(template.names(Role.SYSTEM)).containsExactly("tone", "text", "rules");
        assertThat(template.names(Role.USER)).containsExactly("q", "examples", "question");
        assertThat(template.names(Role.TOOL)).isEmpty();
    }

    @Test
    void a_partial_is_read_for_each_role_that_includes_it() {
        Template template = Template.compile(
                "system:\n{{> p}}\nuser:\n{{#docs}}{{> p}}{{/docs}}",
                TemplateOptions.builder()
                        .partials(PartialSource.of(Map.of("p", "{{x}}")))
                        .build());
        assertThat(template.names(Role.SYSTEM)).containsExactly("x");
        assertThat(template.names(Role.USER)).containsExactlyInAnyOrder("docs", "x");
        assertThat(Template.compile("{{x}}").names(Role.USER)).isEqualTo(Set.of("x"));
    }

    @Test
    void values_of_provenance_check_themselves() {
        assertThat(Origin.input("x"))
                .isEqualTo(Origin.input("x"))
                .hasToString("input 'x'")
                .hasSameHashCodeAs("x");
        assertThat(Origin.TEMPLATE).isNotEqualTo(Origin.input("x")).hasToString("template");
        assertThat(new Span(1, 3, Origin.TEMPLATE).length()).isEqualTo(2);
        assertThatThrownBy(() -> Origin.input("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Origin.TEMPLATE::input).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Span(2, 2, Origin.TEMPLATE)).hasMessageContaining("found start 2, end 2");
    }
}
