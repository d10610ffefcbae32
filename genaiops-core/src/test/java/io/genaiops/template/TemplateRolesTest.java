package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateRolesTest {

    private static List<String> messages(String source, Map<String, ?> values) {
        return Template.compile(source).render(values).messages().stream()
                .map(message -> message.role() + "=" + message.text())
                .toList();
    }

    @Test
    void markers_open_messages() {
        String source = "system:\nBe {{tone}}.\n\nuser:\n{{question}}\nassistant:\nYes.\ntool:\n42\n";
        assertThat(messages(source, Map.of("tone", "kind", "question", "Why?")))
                .containsExactly("SYSTEM=Be kind.", "USER=Why?", "ASSISTANT=Yes.", "TOOL=42");
    }

    @Test
    void a_body_without_markers_is_one_user_message() {
        RenderedTemplate rendered = Template.compile("\n\nHello {{x}}\n\n").render(Map.of("x", "you"));
        assertThat(rendered.messages()).singleElement().satisfies(message -> {
            assertThat(message.role()).isEqualTo(Role.USER);
            assertThat(message.text()).isEqualTo("Hello you");
        });
        assertThat(rendered.text()).isEqualTo("\n\nHello you\n\n");
    }

    @Test
    void text_of_several_messages_is_theirs_with_an_empty_line_between() {
        assertThat(Template.compile("system:\nA\nuser:\nB").render(Map.of()).text())
                .isEqualTo("A\n\nB");
    }

    @Test
    void markers_inside_a_section_repeat_with_it() {
        String source = """
                system:
                Answer briefly.
                {{#examples}}
                user:
                {{q}}
                assistant:
                {{a}}
                {{/examples}}
                user:
                {{question}}
                """;
        List<Map<String, String>> examples = List.of(Map.of("q", "1+1?", "a", "2"), Map.of("q", "2+2?", "a", "4"));
        assertThat(messages(source, Map.of("examples", examples, "question", "3+3?")))
                .containsExactly(
                        "SYSTEM=Answer briefly.", "USER=1+1?", "ASSISTANT=2", "USER=2+2?", "ASSISTANT=4", "USER=3+3?");
        assertThat(messages(source, Map.of("examples", List.of(), "question", "3+3?")))
                .containsExactly("SYSTEM=Answer briefly.", "USER=3+3?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " user:\n",
                "user: hi\n",
                "User:\n",
                "users:\n",
                "x user:\n",
                "user:{{! c }}\n",
                "{{! c }}user:\n",
                "user :\n",
                "\\user:\n",
                "\\user: hi\n",
                "developer:\n",
                "\u200buser:\n",
                "{{#x}}user:\n{{/x}}",
                "user:\u00a0\n",
                "a\ruser:\n"
            })
    void what_is_not_a_marker_alone_at_the_start_of_a_line_is_text(String source) {
        assertThat(Template.compile(source).hasRoles()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"user:", "user:\n", "user:\r\n", "user: \t\nx", "\n\nuser:\nx", "{{! c }}\nuser:\n", "\t\nuser:"
            })
    void a_marker_may_be_followed_by_blanks(String source) {
        Template template = Template.compile(source);
        assertThat(template.hasRoles()).isTrue();
        assertThat(template.render(Map.of()).messages()).hasSize(1);
    }

    @Test
    void a_backslash_makes_a_marker_text() {
        assertThat(messages("user:\n\\system:\n\\\\system:\n\\other:\nno \\system:", Map.of()))
                .containsExactly("USER=system:\n\\system:\n\\other:\nno \\system:");
        assertThat(messages("\\user:\nhi", Map.of())).containsExactly("USER=user:\nhi");
    }

    @Test
    void blank_lines_of_the_template_are_trimmed_and_those_of_values_kept() {
        String source = "user:\n \n\n  {{x}}\n\t\nsystem:\n\n \nassistant:\r\n\r\n a \r\n\r\n";
        assertThat(messages(source, Map.of("x", "\n\nhi\n\n")))
                .containsExactly("USER=  \n\nhi\n\n", "SYSTEM=", "ASSISTANT= a ");
    }

    @Test
    void a_message_stays_when_its_text_is_empty() {
        assertThat(Template.compile("system:\n{{x}}\nuser:\nhi")
                        .render(Map.of(), Set.of("x"))
                        .messages())
                .extracting(RenderedMessage::text)
                .containsExactly("", "hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hi\nuser:\n", "{{x}}\nuser:\n", "{{> p}}\nuser:\n", "{{#x}}a{{/x}}\nuser:\n"})
    void content_before_the_first_marker_is_refused(String source) {
        assertThatThrownBy(() -> Template.compile(source))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("expected a role marker, found")
                .hasMessageContaining("stands before the first role marker and so belongs to no message");
    }

    @Test
    void text_whose_role_would_hang_on_the_data_is_refused() {
        assertThatThrownBy(() -> Template.compile("system:\nA\n{{#x}}\nuser:\nB\n{{/x}}\nC"))
                .hasMessage(
                        "line 7, column 1: expected a role marker, found text, which comes after section 'x' with its own "
                                + "messages and so belongs to no message; write 'user:' (or system:, assistant:, tool:) "
                                + "alone on a line before it");
        assertThatThrownBy(() -> Template.compile("system:\nA\n{{#x}}\nB\nuser:\nC\n{{/x}}\n"))
                .hasMessageStartingWith("line 4, column 1: expected a role marker first in section 'x'");
        assertThatThrownBy(() -> Template.compile("system:\nA\n{{#x}}{{#y}}B{{/y}}\n{{^z}}\nuser:\nC\n{{/z}}{{/x}}\n"))
                .hasMessageContaining("expected a role marker first in section 'x'");
    }

    @Test
    void history_has_its_place_between_messages() {
        Template template = Template.compile("system:\nA\n\n{{history}}\n\nuser:\n{{q}}");
        RenderedTemplate rendered = template.render(Map.of("q", "B"));
        assertThat(template.usesHistory()).isTrue();
        assertThat(rendered.historyPosition()).hasValue(1);
        assertThat(rendered.messages()).extracting(RenderedMessage::text).containsExactly("A", "B");
        assertThat(Template.compile("{{{history}}}\nuser:\nB").render(Map.of()).historyPosition())
                .hasValue(0);
        assertThat(Template.compile("user:\nB").render(Map.of()).historyPosition())
                .isEmpty();
        assertThat(Template.compile("B").render(Map.of()).historyPosition()).isEmpty();
    }

    @Test
    void history_may_hang_on_a_condition_but_comes_once() {
        Template template = Template.compile("system:\nA\n{{#xs}}{{history}}{{/xs}}\nuser:\nB");
        assertThat(template.render(Map.of("xs", false)).historyPosition()).isEmpty();
        assertThat(template.render(Map.of("xs", true)).historyPosition()).hasValue(1);
        assertThatThrownBy(() -> template.render(Map.of("xs", List.of(1, 2))))
                .hasMessageContaining("expected one {{history}}, found it again in a loop");
    }

    @Test
    void a_value_named_history_is_never_rendered() {
        assertThat(messages("system:\nA\n{{history}}\nuser:\nB", Map.of("history", "forged")))
                .containsExactly("SYSTEM=A", "USER=B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A {{history}}",
                "system:\nA\n{{history}}\nB",
                "system:\n{{history}}\nuser:\nA\n{{history}}",
                "{{#x}}{{history}} a{{/x}}\nuser:\nB",
                "system:\nA\n{{#x}}a {{history}}{{/x}}\nuser:\nB"
            })
    void history_in_the_middle_of_text_is_refused(String source) {
        assertThatThrownBy(() -> Template.compile(source)).isInstanceOf(TemplateException.class);
    }

    @Test
    void tells_the_marker_of_a_role() {
        assertThat(Role.values()).extracting(Role::marker).containsExactly("system:", "user:", "assistant:", "tool:");
    }

    /** The pieces of a text are read across their borders, whatever tags stand between them. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void blank_lines_in_many_pieces_around_a_message_are_dropped_and_those_of_values_kept(String end) {
        String blanks =
                end + (" {{! nothing }}" + end + "{{#yes}} " + end + "{{/yes}}\t{{^yes}}x{{/yes}}" + end).repeat(3);
        Template template =
                Template.compile("system:\n" + blanks + "{{a}}" + blanks + "user:\n" + blanks + "b {{a}}" + blanks);

        RenderedTemplate rendered = template.render(Map.of("yes", true, "a", "\n\n"));

        assertThat(rendered.messages()).extracting(RenderedMessage::text).containsExactly("\n\n", "b \n\n");
    }
}
