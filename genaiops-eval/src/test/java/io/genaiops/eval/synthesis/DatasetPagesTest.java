package io.genaiops.eval.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.dataset.Deduplication;
import io.genaiops.eval.dataset.FieldMapping;
import io.genaiops.eval.dataset.FieldMapping.Field;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.export.DatasetExport;
import io.genaiops.eval.export.Exported;
import io.genaiops.eval.export.Review;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/evaluate-answers-i-already-have.md and docs/make-a-dataset.md show. */
class DatasetPagesTest {

    @TempDir
    Path folder;

    @Test
    void evaluate_answers_i_already_have() throws IOException {
        Files.writeString(folder.resolve("answers.csv"), """
                query,response,ground_truth
                How long is it?,12 km,12 km
                How high is it?,no idea,900 m
                """);
        Dataset recorded = Dataset.read(folder.resolve("answers.csv"), FieldMapping.queryResponse());
        ExperimentResult result = Experiment.named("last week")
                .over(recorded)
                .recordedVariant("as answered")
                .evaluatedBy(EvaluatorChain.of(OverlapEvaluators.tokenF1().atLeast(0.5)))
                .run();
        assertThat(result.dataset().size()).isEqualTo(2);
    }

    @Test
    void files_of_another_shape() throws IOException {
        Files.writeString(
                folder.resolve("log.jsonl"),
                "{\"request\": {\"question\": \"q\"}, \"gold\": \"g\", \"response\": \"r\", \"model\": \"small\","
                        + " \"timing\": {\"total\": 1200}, \"tokens_out\": 7, \"tags\": \"a;b\"}");
        FieldMapping mapping = FieldMapping.usual()
                .with(Field.INPUT, "/request/question") // a JSON pointer
                .with(Field.REFERENCE, "gold")
                .with(Field.MODEL, "model")
                .with(Field.LATENCY_MS, "/timing/total")
                .with(Field.OUTPUT_TOKENS, "tokens_out")
                .separated(Field.TAGS, ";"); // several values in one text
        Dataset logged = Dataset.reader().mapping(mapping).read(folder.resolve("log.jsonl"));
        Sample sample = logged.get(0);
        assertThat(sample.input()).isEqualTo("q");
        assertThat(sample.model()).hasValue("small");
        assertThat(sample.tags()).containsExactly("a", "b");
        assertThat(sample.attributes()).isEmpty();
    }

    @Test
    void another_reference_for_one_evaluator() throws IOException {
        Files.writeString(
                folder.resolve("d.jsonl"),
                "{\"input\": \"q\", \"response\": \"r\", \"reference\": \"long\", \"gold_short\": \"r\"}");
        Evaluator strict = TextEvaluators.exactMatch()
                .reading("gold_short", sample -> sample.texts("gold_short").map(sample::expecting))
                .named("exact_short");
        Sample sample = Dataset.read(folder.resolve("d.jsonl")).get(0);
        assertThat(strict.evaluate(sample).score()).hasValue(1);
        assertThat(TextEvaluators.exactMatch().evaluate(sample).score()).hasValue(0);
    }

    @Test
    void make_a_dataset() {
        Dataset dataset = few();
        List<Dataset> parts = dataset.split(7, 0.8, 0.2); // by seed and id: more rows never move others
        List<Dataset> even = dataset.splitByTags(7, 0.5, 0.5); // exact for each set of tags: more rows can move some
        Dataset some = dataset.tagged("facts").sample(1, 7);
        Deduplication without = dataset.withoutNearDuplicates(0.8);
        without.dropped(); // which, like which, and how much
        assertThat(parts.get(0).size() + parts.get(1).size()).isEqualTo(2);
        assertThat(even).hasSize(2);
        assertThat(some.size()).isEqualTo(1);
        assertThat(without.dropped()).isEmpty();
    }

    private static Dataset few() {
        Dataset few = Dataset.of(
                "trail-guide",
                List.of(
                        Sample.of("How long is the north trail?")
                                .withId("length")
                                .expecting("12 kilometres")
                                .tagged("facts"),
                        Sample.of("Is it open in winter?")
                                .withId("winter")
                                .expecting("No")
                                .tagged("facts", "season")));
        return few;
    }

    @Test
    void questions_from_documents() throws IOException {
        Files.createDirectories(folder.resolve("handbook"));
        Files.writeString(folder.resolve("handbook/trail.md"), "The north trail is 12 kilometres long.");
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("{\"questions\": [{\"question\": \"How long is the north trail?\","
                                + " \"answer\": \"12 km\", \"evidence\": \"The north trail is 12 kilometres long\"}]}"))
                        .build();
            }
        };
        Dataset handbook = Dataset.reader().texts(folder.resolve("handbook"), Field.CONTEXT);
        Synthesis synthesis = Synthesis.of(Judge.of(model)).perPassage(2).atMost(100, 7);
        synthesis.passages(handbook); // as many calls, before you pay for them
        Synthesized made = synthesis.questions(handbook);
        made.dataset(); // question, answer, passage, evidence
        made.reasons(); // why others were rejected
        made.failed(); // passages without a usable reply
        assertThat(made.dataset().size()).isEqualTo(1);
    }

    @Test
    void other_words_and_files_to_tune_with() throws IOException {
        Dataset dataset = few();
        Perturbed typos = Perturbation.typos(0.2).of(dataset, 7);
        Dataset both = dataset.and(typos.dataset()); // ids such as length~typos, tag perturbed:typos
        Dataset answered = few().map(sample -> sample.answered("It is open."));
        DatasetExport.of(both).jsonLines(folder.resolve("both.jsonl")); // reads back with the same digest
        Dataset reviewed =
                answered.map(sample -> Review.corrected("ada", "It is closed.").on(sample));
        Exported pairs = DatasetExport.of(reviewed).preferencePairs(folder.resolve("pairs.jsonl"));
        pairs.leftOut(); // how many are not in it, by the reason
        assertThat(Dataset.read(folder.resolve("both.jsonl")).digest()).isEqualTo(both.digest());
        assertThat(pairs.rows()).isEqualTo(2);
    }
}
