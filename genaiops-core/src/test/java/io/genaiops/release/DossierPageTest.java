package io.genaiops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a name or a reason says stays text. */
class DossierPageTest {

    private static DossierPage page(String hostile) {
        return new DossierPage(hostile)
                .heading(hostile)
                .paragraph(hostile)
                .alarm(hostile, List.of(hostile))
                .list(List.of(hostile))
                .table(List.of(hostile, "b"), List.of(List.of(hostile, hostile)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</title></style><svg/onload=alert(1)>",
                "&lt;script&gt;",
                "<!-- <a href=\"https://example.org\">x</a>"
            })
    void html_has_no_tag_and_no_attribute_of_a_text(String hostile) {
        String own = page("x").html();
        String html = page(hostile).html();

        assertThat(html.chars().filter(each -> each == '<').count())
                .isEqualTo(own.chars().filter(each -> each == '<').count());
        assertThat(html.chars().filter(each -> each == '"').count())
                .isEqualTo(own.chars().filter(each -> each == '"').count());
        assertThat(html).doesNotContain("<script", "<img", "href=\"", "src=\"").contains("default-src 'none'");
    }

    @Test
    void markdown_has_no_markup_of_a_text() {
        String markdown = page("a | b\n\n# forged\n[x](https://example.org) ![y](z) `c` <b> www.example.org")
                .markdown();

        assertThat(markdown.lines().filter(line -> line.startsWith("# forged"))).isEmpty();
        assertThat(markdown)
                .doesNotContain("[x](", "https://", "![y]", " `c`", " <b>", "www.example")
                .contains("a \\| b \\# forged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- forged", "1. forged", "+ forged", "=== forged"})
    void a_text_begins_no_list_and_no_heading(String hostile) {
        String markdown = new DossierPage("x").paragraph(hostile).markdown();

        assertThat(markdown.lines().filter(line -> line.startsWith(hostile.substring(0, 2))))
                .isEmpty();
    }

    @Test
    void marks_of_direction_and_control_characters_are_visible() {
        String html = page("ab\u202etxt.exe\u2066\u0000\u001b[31m").html();

        assertThat(html).doesNotContain("\u202e", "\u2066", "\u0000", "\u001b").contains("ab\ufffdtxt.exe");
    }
}
