package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateBoundsTest {

    private static final int MIB = 1 << 20;

    private static String filled(String unit) {
        return unit.repeat(MIB / unit.length());
    }

    /** What sources of 1 MiB repeat; work that is quadratic in them would not end within minutes. */
    static Stream<String> greedy() {
        return Stream.of(
                "{",
                "{{",
                "{{{",
                "}",
                "}}",
                "{{a",
                "{{a}} ",
                "{{{a}}}x",
                "{{!",
                "{{=",
                "{{=a a=}}",
                "{{#a}}",
                "{{^a}}",
                "{{/a}}",
                "{{#a}}{{/a}}",
                "{{> p}}",
                "{{> p}}\n",
                "  {{> p}}\n",
                " ",
                "\t",
                "\n",
                "\r",
                "\r\n",
                "\\",
                "user:",
                "user:\n",
                "\\user:\n",
                "user: ",
                "{{history}}",
                "user:\n{{history}}\n",
                "{{a.",
                "a.",
                " {{!x}}",
                "{{!x}} ",
                "{{a}}{{b}}",
                "{{#a}}\nuser:\n{{/a}}\n",
                "x{{=<% %>=}}<%={{ }}=%>",
                "\u0000");
    }

    @ParameterizedTest
    @MethodSource("greedy")
    void a_megabyte_of_anything_compiles_or_is_refused_at_once(String unit) {
        String source = filled(unit);
        try {
            Template template = Template.compile(source);
            template.renderLenient(Map.of("a", List.of(1)));
            assertThat(template.variables()).hasSizeLessThanOrEqualTo(MIB);
        } catch (TemplateException e) {
            assertThat(e).hasMessageStartingWith("line ");
        }
    }

    @Test
    void a_source_has_a_largest_size() {
        assertThat(Template.compile("x".repeat(MIB)).source()).hasSize(MIB);
        assertThatThrownBy(() -> Template.compile("x".repeat(MIB + 1)))
                .hasMessageContaining("expected at most 1048576 characters, found 1048577; shorten the template");
    }

    @Test
    void sections_nest_at_most_64_deep_without_a_stack_overflow() {
        assertThat(Template.compile("{{#a}}".repeat(64) + "x" + "{{/a}}".repeat(64))
                        .render(Map.of("a", true))
                        .text())
                .isEqualTo("x");
        assertThatThrownBy(() -> Template.compile("{{#a}}".repeat(65) + "{{/a}}".repeat(65)))
                .hasMessageStartingWith("line 1, column 385: expected at most 64 nested sections");
        String hostile = "{{#a}}".repeat(100_000);
        assertThatThrownBy(() -> Template.compile(hostile)).hasMessageContaining("expected at most 64 nested sections");
        TemplateOptions wide =
                TemplateOptions.builder().maxSource(2 * MIB).maxDepth(1000).build();
        assertThatThrownBy(() -> Template.compile(hostile + "{{/a}}".repeat(100_000), wide))
                .hasMessageContaining("expected at most 1000 nested sections");
    }

    @Test
    void a_name_has_at_most_64_parts() {
        assertThatThrownBy(() -> Template.compile("{{" + "a.".repeat(64) + "a}}"))
                .hasMessageContaining("expected a name of at most 64 parts, found 65");
    }

    @Test
    void output_has_a_largest_size() {
        Template template = Template.compile(
                "{{#xs}}{{x}}{{/xs}}", TemplateOptions.builder().maxOutput(10).build());
        assertThat(template.render(Map.of("xs", Collections.nCopies(5, true), "x", "ab"))
                        .text())
                .hasSize(10);
        assertThatThrownBy(() -> template.render(Map.of("xs", Collections.nCopies(6, true), "x", "ab")))
                .hasMessage("line 1, column 8: expected at most 10 characters of output, found more here; "
                        + "shorten the values or raise maxOutput");
        assertThatThrownBy(() -> Template.compile("{{x}}{{x}}{{x}}{{x}}{{x}}").render(Map.of("x", "y".repeat(MIB))))
                .hasMessageContaining("line 1, column 21: expected at most 4194304 characters of output");
    }

    @Test
    void loops_that_produce_nothing_end_at_a_bound() {
        String source = "{{#a}}".repeat(64) + "{{/a}}".repeat(64);
        assertThatThrownBy(() -> Template.compile(source).render(Map.of("a", Collections.nCopies(10, true))))
                .hasMessageContaining("expected at most 17777216 steps, found more");
    }

    @Test
    void looking_up_names_through_deep_sections_counts_too() {
        String source = "{{#m}}".repeat(63) + "{{#a}}" + "{{b}}".repeat(1000) + "{{/a}}" + "{{/m}}".repeat(63);
        Map<String, Object> values = Map.of("m", Map.of(), "a", Collections.nCopies(10_000, true));
        assertThatThrownBy(() -> Template.compile(source).renderLenient(values))
                .hasMessageContaining("steps, found more");
    }

    @Test
    void partials_that_multiply_end_at_a_bound() {
        PartialSource source = name -> {
            int level = Integer.parseInt(name);
            return Optional.of(level == 8 ? "" : ("{{> " + (level + 1) + "}}").repeat(30));
        };
        Template template = Template.compile(
                "{{> 1}}", TemplateOptions.builder().partials(source).build());
        assertThatThrownBy(() -> template.render(Map.of())).hasMessageContaining("steps, found more");
        assertThat(template.partials()).hasSize(8);
    }

    @Test
    void partials_share_the_bound_of_the_source() {
        PartialSource big = PartialSource.of(Map.of("p", "x".repeat(MIB - 16)));
        assertThat(Template.compile(
                                "{{> p}}",
                                TemplateOptions.builder().partials(big).build())
                        .render(Map.of())
                        .text())
                .hasSize(MIB - 16);
        assertThatThrownBy(() -> Template.compile(
                        "{{> p}}\n {{> p}}",
                        TemplateOptions.builder().partials(big).build()))
                .hasMessageStartingWith("line 2, column 2: expected at most 1048576 characters in the template and its "
                        + "partials together");
    }

    @Test
    void indentation_of_partials_is_bounded() {
        PartialSource lines = PartialSource.of(Map.of("p", "x\n".repeat(400_000)));
        assertThatThrownBy(() -> Template.compile(
                        " ".repeat(100_000) + "{{> p}}",
                        TemplateOptions.builder().partials(lines).build()))
                .hasMessageContaining("expected at most 1048576 characters in the template and its partials together");
    }

    @Test
    void a_long_text_renders_in_time_linear_to_it() {
        Template template = Template.compile(filled("{{a}}\n "));
        RenderedTemplate rendered = template.render(Map.of("a", "b"));
        assertThat(rendered.messages().get(0).spans()).hasSizeGreaterThan(290_000);
    }

    @Test
    void options_check_their_values() {
        assertThatThrownBy(() -> TemplateOptions.builder().maxOutput(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxOutput must be at least 1, found 0");
        assertThatThrownBy(() -> TemplateOptions.builder().maxDepth(1001)).hasMessageContaining("found 1001");
        assertThatThrownBy(() -> TemplateOptions.builder().maxSource(-1)).hasMessageContaining("found -1");
        TemplateOptions options = TemplateOptions.builder()
                .maxDepth(3)
                .maxOutput(4)
                .maxSource(5)
                .recursivePartials(true)
                .build();
        assertThat(options.toBuilder().build()).usingRecursiveComparison().isEqualTo(options);
        assertThat(options.maxDepth() + options.maxOutput() + options.maxSource())
                .isEqualTo(12);
    }
}
