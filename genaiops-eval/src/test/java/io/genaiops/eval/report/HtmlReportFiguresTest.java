package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large pages are, and how soon they answer. The rows are those of {@link Specimens#prose}. */
class HtmlReportFiguresTest {

    /** From the start of the navigation to the overview, then to the first rows, then to the answer of a filter. */
    private static final String INTERACTIVE = """
            const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next, 0)));
            const filled = () => document.querySelector(".rows .row .input")?.textContent.length > 10;
            const until = async (test) => { while (!test()) { await frame(); } };
            (async () => {
              const ready = performance.getEntriesByName("genaiops-ready")[0].startTime;
              const opened = performance.now();
              document.querySelector("[data-view=samples]").click();
              await until(filled);
              const listed = performance.now();
              const outcome = document.querySelector("select[aria-label=Outcome]");
              outcome.value = "failed";
              outcome.dispatchEvent(new Event("input"));
              await frame();
              await until(filled);
              const answered = performance.now();
              done({
                overview: performance.getEntriesByName("genaiops-overview")[0].startTime,
                ready, rows: listed - opened, filter: answered - listed,
                interactive: ready + answered - opened,
                found: document.querySelector(".status").textContent,
              });
            })();
            """;

    @TempDir
    private Path folder;

    @Test
    void ten_thousand_rows_of_a_kilobyte_are_less_than_eight_megabytes() throws IOException {
        Path file = folder.resolve("report.html");
        Report.html(Specimens.prose(10_000)).writeTo(file);
        assertThat(Files.size(file)).isBetween(3_000_000L, 8_000_000L);
    }

    /** The quickest of three loads, since whatever else the machine does only adds to it. */
    @Tag("endurance")
    @ParameterizedTest
    @CsvSource({"10000, 8000000, 1000", "100000, 60000000, 3000"})
    void rows_are_soon_there_to_be_filtered(int rows, long bytes, double milliseconds) throws IOException {
        Path file = folder.resolve("report.html");
        Report.html(Specimens.prose(rows)).writeTo(file);
        double quickest = Double.MAX_VALUE;
        for (int load = 0; load < 3; load++) {
            try (Browser browser = Browser.start(folder.resolve("load" + load))) {
                browser.open(file, "ready|printable|failed");
                JsonNode measured = browser.async(INTERACTIVE);
                assertThat(measured.path("found").asText()).matches("[\\d,]+ of [\\d,]+ samples");
                System.out.println(rows + " rows, " + Files.size(file) + " bytes, milliseconds: " + measured);
                quickest = Math.min(quickest, measured.path("interactive").asDouble());
            }
        }
        assertThat(Files.size(file)).isLessThan(bytes);
        assertThat(quickest).isLessThan(milliseconds);
    }
}
