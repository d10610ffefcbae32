package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.experiment.ExperimentResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/share-the-results-of-an-experiment.md and docs/report-json.md show. */
class ShareResultsPageTest {

    @Test
    void the_pages_show_what_runs(@TempDir Path build) throws Exception {
        ExperimentResult result = Specimens.small();
        Report.html(result).writeTo(build.resolve("report.html"));
        Report.markdown(result).writeTo(build.resolve("comment.md"));
        Report.junitXml(result).writeTo(build.resolve("TEST-trial.xml"));
        Report.csv(result).writeTo(build.resolve("outcomes.csv"));
        Report.json(result).writeTo(build.resolve("report.json"));
        Path monday = build.resolve("report.json");
        Path tuesday = monday;
        Path wednesday = monday;
        Trend trend = Trend.of(List.of(monday, tuesday, wednesday));
        Report.html(trend).writeTo(build.resolve("trend.html"));
        Report.markdown(trend).writeTo(build.resolve("trend.md"));

        assertThat(build.toFile().list()).hasSize(7);
        assertThat(Files.readString(build.resolve("comment.md"))).startsWith(Report.marker("winter trial") + "\n");
        assertThat(Files.readString(build.resolve("report.json"))
                        .lines()
                        .filter(line -> line.contains("\"answers\":[")))
                .hasSize(3);
    }
}
