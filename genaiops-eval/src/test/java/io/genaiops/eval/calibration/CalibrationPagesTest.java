package io.genaiops.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.Check;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.agreement.CorrectedPassRate;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.rating.Criterion;
import io.genaiops.eval.rating.RatingSheet;
import io.genaiops.eval.rating.Ratings;
import io.genaiops.eval.rating.SheetKey;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of the pages on judges and on ratings. */
class CalibrationPagesTest {

    /** Finds answers with a map in them relevant. */
    private final Judge judge = Judge.of("maps", new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            String asked =
                    ((UserMessage) request.messages().get(request.messages().size() - 1)).singleText();
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(
                            "{\"reason\": \"r\", \"score\": " + (asked.contains("Take a map") ? 5 : 2) + "}"))
                    .build();
        }
    });

    @TempDir
    private Path folder;

    @Test
    void find_out_whether_a_judge_can_be_trusted() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append("{\"id\": \"s" + i + "\", \"input\": \"What do I pack?\", \"response\": \""
                    + (i % 2 == 0 ? "Take a map" : "No idea") + "\", \"human\": " + (i % 2 == 0 ? 5 : 1) + "}\n");
        }
        Path labelled = Files.writeString(folder.resolve("labelled.jsonl"), rows);
        Path file = folder.resolve("relevance.json");

        Check relevance = JudgeEvaluators.relevance(judge).atLeast(4);
        StudyResult study = JudgeStudy.of(relevance)
                .over(LabelledItem.from(Dataset.read(labelled), "human")) // 1 to 5, or {"ada": 4, "bob": 5}
                .run();
        study.trust(); // MAY_GATE, MAY_WATCH or MUST_NOT_BE_USED
        study.findings(); // each demand, what was found, and what would help
        study.toMarkdown(); // all of it in words

        study.writeTo(file); // ids, labels and scores, no text: commit it
        StudyResult.read(file).requireMayGate(relevance); // throws with reasons, or if the judge is another one now

        CorrectedPassRate corrected = study.correct(relevance, Statistics.passRate(83, 120));
        corrected.rate(); // or why there is none
        corrected.interval(); // carries the error of the study too

        assertThat(study.trust()).isEqualTo(Trust.MAY_GATE);
        assertThat(study.toMarkdown()).contains("may gate");
        assertThat(corrected.rate().orElseThrow()).isEqualTo(83 / 120.0);
        assertThat(corrected.interval().orElseThrow().width())
                .isGreaterThan(Statistics.passRate(83, 120).wilson(0.95).width());
    }

    @Test
    void ask_people_to_rate_answers() throws IOException {
        List<Sample> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(Sample.of("question " + i).withId("s" + i));
        }
        Check check = JudgeEvaluators.relevance(judge).atLeast(4);
        ExperimentResult result = Experiment.named("pages")
                .over(Dataset.of("rows", rows))
                .textVariant("short", sample -> "No idea")
                .textVariant("long", sample -> "Take a map")
                .evaluatedBy(EvaluatorChain.of(check))
                .run();

        RatingSheet sheet = RatingSheet.builder(42, Criterion.grades("tone", 1, 5), Criterion.yesNo("safe"))
                .answers(result) // of an experiment
                .build();
        sheet.writeTo(folder.resolve("ratings.csv")); // for the raters
        sheet.key().writeTo(folder.resolve("ratings-key.json")); // not for the raters

        String filled = Files.readString(folder.resolve("ratings.csv"));
        filled = filled.replace("Take a map,,,", "Take a map,5,yes,").replace("No idea,,,", "No idea,2,no,");
        Files.writeString(folder.resolve("ratings-of-ada.csv"), filled);
        Files.write(
                folder.resolve("ratings-of-bob.csv"),
                filled.replace("No idea,2", "No idea,1").getBytes(StandardCharsets.UTF_16));

        SheetKey key = SheetKey.read(folder.resolve("ratings-key.json"));
        Ratings ada = key.read("ada", folder.resolve("ratings-of-ada.csv"));
        Ratings bob = key.read("bob", folder.resolve("ratings-of-bob.csv"));
        RatingSheet.agreement("tone", List.of(ada, bob), Resampling.seeded(1)).alpha();

        assertThat(ada.all()).hasSize(60);
        assertThat(RatingSheet.agreement("safe", List.of(ada, bob), Resampling.seeded(1))
                        .alpha()
                        .orElseThrow())
                .isEqualTo(1);

        List<Sample> answered = result.variant("long").items().stream()
                .map(item -> item.trials().get(0).evaluation().sample())
                .toList();
        ada.evaluator("tone"); // human:ada/tone, an evaluator like any other
        List<LabelledItem> items = LabelledItem.rated(answered, List.of(ada, bob), "tone");
        JudgeStudy.of(check).over(items).run(); // can a judge replace them?

        assertThat(items)
                .hasSize(30)
                .allSatisfy(item -> assertThat(item.labels()).hasSize(2));
        assertThat(JudgeStudy.of(check).over(items).run().trust()).isEqualTo(Trust.MUST_NOT_BE_USED);
    }
}
