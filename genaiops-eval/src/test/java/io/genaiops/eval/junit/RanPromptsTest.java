package io.genaiops.eval.junit;

import static io.genaiops.eval.junit.GenAiAssertions.promptTests;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.DatasetFormat;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.prompttest.PromptTestRun;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What an IDE and a build see of the promises of prompts, by JUnit's own engine. */
class RanPromptsTest {

    /** A host's own test class. */
    static class Promises {

        @TempDir
        Path folder;

        @TestFactory
        PromptTestRun prompts() throws IOException {
            Dataset rows = Dataset.read(Files.writeString(
                    folder.resolve("rows.jsonl"),
                    "{\"id\": \"r1\", \"question\": \"When does the hut open?\", \"reference\": \"June\"}\n"));
            AssetRegistry registry = AssetRegistry.memory();
            AssetId dataset = new AssetId(AssetKind.DATASET, "rows");
            registry.publish(
                    AssetFile.of(DatasetDefinition.builder("rows", Version.of(1, 0, 0))
                            .file("rows.jsonl")
                            .format(DatasetFormat.JSONL)
                            .rows(1, rows.digest())
                            .field("question", "what a hiker asks")
                            .field("reference", "what is right")
                            .field("id", "the row")
                            .build()),
                    "ann");
            registry.label(dataset, Label.PRODUCTION).moveTo("1.0.0", "ann", "first");
            registry.publish(AssetFile.parse(AssetKind.PROMPT, "guide", """
                            ---
                            name: guide
                            version: 1.0.0
                            inputs: {question: string}
                            tests: {dataset: rows, thresholds: {overlap.token_f1: '>= 0.9', text.words: '<= 0.5'}}
                            ---
                            {{question}}
                            """), "ann");
            return promptTests(registry)
                    .models(Models.of(ScriptedChatModel.replying("June")))
                    .datasets(folder);
        }
    }

    @Test
    void each_promise_of_a_prompt_is_a_test_of_its_own_below_its_version() {
        Ran ran = Ran.tests(Promises.class);

        assertThat(ran.brokenContainers()).isEmpty();
        assertThat(ran.lines())
                .containsExactly(
                        "SUCCESSFUL overlap.token_f1 >= 0.9 on rows@production",
                        "FAILED text.words <= 0.5 on rows@production | prompt 'guide' 1.0.0 does not keep"
                                + " text.words <= 0.5 on dataset 'rows@production'");
    }
}
