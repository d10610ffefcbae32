package io.genaiops.eval.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingSheetTest {

    private static final Criterion TONE = Criterion.grades("tone", 1, 5);
    private static final Criterion SAFE = Criterion.yesNo("safe");

    @TempDir
    private Path folder;

    @Test
    void the_header_names_each_scale_and_the_rows_no_variant() {
        String text = sheet(7, 3).text();

        assertThat(text.lines().findFirst().orElseThrow())
                .isEqualTo("row,question,answer,\"tone (1 to 5, or n/a)\",\"safe (yes or no, or n/a)\",comment");
        assertThat(text).contains("r1-A,question 0,", "r3-B,question 2,").doesNotContain("small", "large");
    }

    @Test
    void variants_change_places_from_item_to_item_and_one_seed_draws_one_order() {
        RatingSheet sheet = sheet(7, 40);
        Set<String> asA = new HashSet<>();
        sheet.key().rows().forEach((row, whose) -> {
            if (row.endsWith("-A")) {
                asA.add(whose.variant());
            }
        });
        long small = sheet.key().rows().entrySet().stream()
                .filter(row ->
                        row.getKey().endsWith("-A") && row.getValue().variant().equals("small"))
                .count();

        assertThat(asA).containsExactlyInAnyOrder("small", "large");
        assertThat(small).isBetween(10L, 30L);
        assertThat(sheet(7, 40).key()).isEqualTo(sheet.key());
        assertThat(sheet(7, 40).text()).isEqualTo(sheet.text());
        assertThat(sheet(8, 40).key()).isNotEqualTo(sheet.key());
    }

    @Test
    void an_experiment_brings_its_answers_and_what_it_lacks_is_listed() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            samples.add(Sample.of("question " + i).withId("s" + i));
        }
        Evaluator length = Evaluator.builder("length").scoring(sample -> 1);
        ExperimentResult result = Experiment.named("trial")
                .over(Dataset.of("d", samples))
                .textVariant("small", sample -> "short")
                .textVariant("large", sample -> {
                    if (sample.id().equals("s1")) {
                        throw new IOException("reset by peer");
                    }
                    return "long";
                })
                .evaluatedBy(EvaluatorChain.of(length.observed()))
                .repeated(2)
                .run();
        RatingSheet sheet = RatingSheet.builder(1, TONE).answers(result).build();

        assertThat(sheet.size()).isEqualTo(5);
        assertThat(sheet.unanswered()).singleElement().asString().contains("large to s1", "reset by peer");
    }

    @Test
    void more_columns_can_be_shown() {
        RatingSheet sheet = RatingSheet.builder(1, TONE)
                .showing(
                        "context",
                        sample -> sample.attribute("context").orElseThrow().asText())
                .answer(
                        "v",
                        Sample.of("q").with("context", new TextNode("=source")).answered("a"))
                .build();

        assertThat(sheet.text().lines()).element(1).isEqualTo("r1-A,q,'=source,a,,");
        Ratings ratings = sheet.key().read("ada", "memory", filled(sheet, "4"));
        assertThat(ratings.all()).hasSize(1);
    }

    @Test
    void file_and_key_are_read_back() {
        RatingSheet sheet = sheet(3, 2);
        Path csv = folder.resolve("deep/ratings.csv");
        Path key = folder.resolve("deep/key.json");
        sheet.writeTo(csv);
        sheet.key().writeTo(key);

        assertThat(csv).content(StandardCharsets.UTF_8).startsWith("\ufeffrow,question");
        assertThat(SheetKey.read(key)).isEqualTo(sheet.key()).hasSameHashCodeAs(sheet.key());
        assertThat(key).content().doesNotContain("question 0", "answer of");
        assertThatThrownBy(() -> SheetKey.read(key).read("ada", csv))
                .isInstanceOf(InvalidRatingsException.class)
                .hasMessageContaining("8 problems")
                .hasMessageContaining("line 2, row 'r1-A': 'tone' is missing; expected 1 to 5, or n/a");
    }

    @Test
    void a_key_that_is_none_is_refused() throws IOException {
        Path file = folder.resolve("key.json");
        Files.writeString(file, "{\"schema\": \"genaiops.rating-key/2\"}");
        assertThatThrownBy(() -> SheetKey.read(file))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("genaiops.rating-key/1");
        Files.writeString(file, "row,question");
        assertThatThrownBy(() -> SheetKey.read(file)).hasMessageContaining("must be JSON");
        Files.writeString(file, "{\"schema\": \"genaiops.rating-key/1\", \"criteria\": []}");
        assertThatThrownBy(() -> SheetKey.read(file)).hasMessageContaining("not as it was written");
    }

    @Test
    void what_cannot_be_rated_is_refused_when_it_is_added() {
        Sample answered = Sample.of("q").answered("a");
        RatingSheetBuilder builder = RatingSheet.builder(1, TONE).answer("v", answered);

        assertThatThrownBy(() -> builder.answer("v", answered)).hasMessageContaining("twice");
        assertThatThrownBy(() -> builder.answer("w", Sample.of("q"))).hasMessageContaining("without response");
        assertThatThrownBy(() -> builder.showing("answer", Sample::input)).hasMessageContaining("'answer'");
        assertThatThrownBy(() -> RatingSheet.builder(1)).hasMessageContaining("at least one criterion");
        assertThatThrownBy(() -> RatingSheet.builder(1, TONE, TONE)).hasMessageContaining("found twice: 'tone'");
        assertThatThrownBy(() -> RatingSheet.builder(1, TONE).build()).hasMessageContaining("no answers");
        assertThatThrownBy(() -> Criterion.grades("comment", 1, 5)).hasMessageContaining("found: 'comment'");
        assertThatThrownBy(() -> Criterion.number("n", 0, Double.POSITIVE_INFINITY))
                .hasMessageContaining("two ends");
    }

    @Test
    void more_than_26_variants_have_letters() {
        RatingSheetBuilder builder = RatingSheet.builder(1, TONE);
        for (int i = 0; i < 30; i++) {
            builder.answer("v" + i, Sample.of("q").answered("answer " + i));
        }
        Map<String, SheetKey.Row> rows = new HashMap<>(builder.build().key().rows());

        assertThat(rows).hasSize(30).containsKeys("r1-A", "r1-Z", "r1-AA", "r1-AD");
    }

    private static RatingSheet sheet(long seed, int items) {
        RatingSheetBuilder builder = RatingSheet.builder(seed, TONE, SAFE);
        for (int i = 0; i < items; i++) {
            Sample sample = Sample.of("question " + i).withId("s" + i);
            builder.answer("small", sample.answered("first answer of " + i));
            builder.answer("large", sample.answered("second answer of " + i));
        }
        return builder.build();
    }

    private static byte[] filled(RatingSheet sheet, String rating) {
        return sheet.text().replace(",a,,", ",a," + rating + ",").getBytes(StandardCharsets.UTF_8);
    }
}
