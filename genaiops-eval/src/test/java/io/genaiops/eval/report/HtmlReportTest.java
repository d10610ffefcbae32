package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.eval.page.ResultPage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    private static final Pattern PART = Pattern.compile(
            "<script type=\"application/vnd\\.genaiops\\.part\" data-part=\"(\\w+)\"[^>]*>([^<]*)</script>");

    @Test
    void only_what_the_policy_has_the_hash_of_can_run() throws Exception {
        String page = Report.html(Specimens.hostile()).text();
        String policy = first(page, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"");
        assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe", "*", "http", "data:", "blob:");
        List<String> scripts = all(page, "<script>(.*?)</script>");
        List<String> styles = all(page, "<style>(.*?)</style>");
        assertThat(scripts).hasSize(10);
        assertThat(styles).hasSize(6);
        assertThat(all(policy, "'sha256-([^']*)'")).containsExactlyElementsOf(hashes(scripts, styles));
        assertThat(all(page, "(<script)\\b"))
                .hasSize(scripts.size() + all(page, PART.pattern()).size());
    }

    @Test
    void the_page_refers_to_nothing_outside() throws IOException {
        String frame = PART.matcher(Report.html(Specimens.small()).text()).replaceAll("");
        assertThat(frame.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "//cdn", "url(", "@import", " src=", "import(", "fetch(");
    }

    @Test
    void scripts_put_in_text_and_never_markup() throws IOException {
        for (String script : all(Report.html(Specimens.small()).text(), "<script>(.*?)</script>")) {
            assertThat(script)
                    .doesNotContain(
                            "innerHTML",
                            "outerHTML",
                            "insertAdjacentHTML",
                            "document.write",
                            "eval(",
                            "new Function",
                            "DOMParser",
                            "srcdoc",
                            "javascript:");
        }
    }

    @Test
    void no_text_of_a_result_stands_in_the_file_as_it_is() {
        String page = Report.html(Specimens.hostile()).text();
        String title = first(page, "<title>([^<]*)</title>");
        assertThat(title)
                .contains("&lt;script&gt;window.canary = 1&lt;/script&gt;")
                .doesNotContain("<", ">", "\"");
        assertThat(page.replace(title, "")).doesNotContain("canary", "evil.example", "onerror", "srcdoc");
    }

    @Test
    void parts_hold_what_the_result_holds() throws IOException {
        String page = Report.html(Specimens.small()).text();
        JsonNode summary = part(page, "summary");
        assertThat(summary.path("experiment").asText()).isEqualTo("winter trial");
        assertThat(part(page, "sections").findValuesAsText("id"))
                .containsExactly("recommendation", "comparison", "ratios", "slices", "flips", "runs", "cost");
        JsonNode rows = part(page, "rows");
        assertThat(rows.at("/ids/2").asText()).isEqualTo("s3");
        assertThat(rows.at("/tags/0").toString()).isEqualTo("[\"winter\",\"gear\"]");
        assertThat(rows.at("/variants/0/states/0").asText()).isEqualTo("FFUUNN");
        assertThat(rows.at("/variants/1/states/0").asText()).isEqualTo("PPUUEE");
        assertThat(rows.at("/variants/1/states/1").asText()).isEqualTo("OOOOEE");
        assertThat(rows.at("/variants/1/scores/0").toString()).isEqualTo("[5.0,5.0]");
        assertThat(rows.at("/variants/1/answered").asText()).isEqualTo("111100");
        assertThat(rows.at("/variants/1/latencies").toString()).isEqualTo("[1.5,1.5,1.5,1.5,null,null]");
        JsonNode texts = part(page, "texts");
        assertThat(texts.at("/samples/0/attributes/trace_id").asText()).isEqualTo("4bf92f3577b34da6");
        assertThat(texts.at("/reasons/1/0/0/0").toString()).isEqualTo("[\"no verdict\",\"hm, \\\"4\\\"?\"]");
        assertThat(texts.at("/responses/0/1/0").asText()).isEqualTo("Layers, water and a map.");
        assertThat(texts.at("/responses/2/1/0").isNull()).isTrue();
        assertThat(part(page, "end").asBoolean()).isTrue();
    }

    @Test
    void many_rows_stand_in_many_parts_that_follow_one_another() throws IOException {
        String page = Report.html(Specimens.large(9_000, 1)).text();
        List<JsonNode> rows = parts(page, "rows");
        List<JsonNode> texts = parts(page, "texts");
        assertThat(rows).hasSize(2);
        assertThat(texts).hasSizeGreaterThan(3);
        int next = 0;
        for (JsonNode part : rows) {
            assertThat(part.path("from").asInt()).isEqualTo(next);
            next += part.path("ids").size();
        }
        assertThat(next).isEqualTo(9_000);
        next = 0;
        for (JsonNode part : texts) {
            assertThat(part.path("from").asInt()).isEqualTo(next);
            assertThat(part.at("/samples/0/id").asText("s" + next)).isEqualTo("s" + next);
            next += part.path("samples").size();
        }
        assertThat(next).isEqualTo(9_000);
        assertThat(page.length()).isLessThan(2_000_000);
    }

    @Test
    void a_stream_stays_open_for_whoever_opened_it(@TempDir Path folder) {
        AtomicBoolean closed = new AtomicBoolean();
        ByteArrayOutputStream stream = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        Report.html(Specimens.small()).writeTo(stream);
        assertThat(closed).isFalse();
        assertThat(stream.toString(StandardCharsets.UTF_8)).endsWith("</html>\n");
        Path file = folder.resolve("report.html");
        Report.html(Specimens.small()).writeTo(file);
        assertThat(file).hasContent(stream.toString(StandardCharsets.UTF_8));
        assertThat(folder.toFile().list()).containsExactly("report.html");
    }

    private static List<String> hashes(List<String> scripts, List<String> styles) throws Exception {
        List<String> hashes = new ArrayList<>();
        for (List<String> texts : List.of(scripts, styles)) {
            for (String text : texts) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                hashes.add(Base64.getEncoder().encodeToString(digest));
            }
        }
        return hashes;
    }

    private static JsonNode part(String page, String name) throws IOException {
        return parts(page, name).get(0);
    }

    private static List<JsonNode> parts(String page, String name) throws IOException {
        List<JsonNode> parts = new ArrayList<>();
        for (MatchResult match : PART.matcher(page).results().toList()) {
            if (match.group(1).equals(name)) {
                byte[] deflated = Base64.getDecoder().decode(match.group(2));
                try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
                    parts.add(new ObjectMapper().readTree(inflated));
                }
            }
        }
        return parts;
    }

    private static String first(String text, String pattern) {
        return all(text, pattern).get(0);
    }

    private static List<String> all(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void each_style_and_script_is_short_enough_to_read() throws IOException {
        String frame = resource("page.html");
        assertThat(frame).contains("@policy@", "@styles@", "@summary@", "@scripts@", "@parts@");
        for (String text : all(Report.html(Specimens.small()).text(), "<(?:script|style)>(.*?)</(?:script|style)>")) {
            assertThat(text.lines().count()).isLessThan(400);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(ResultPage.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
