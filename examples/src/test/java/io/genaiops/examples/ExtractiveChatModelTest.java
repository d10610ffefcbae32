package io.genaiops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractiveChatModelTest {

    private static final String MESSAGE = """
            [document tyres]
            The tyre pressure of the front wheel is 2.5 bar. Wheels are blue.

            [document battery]
            An empty battery is full again after 5.5 hours on the standard charger.

            Question: How long does charging take?""";

    private static Embeddings embeddings;
    private static ExtractiveChatModel model;

    @TempDir
    static Path folder;

    @BeforeAll
    static void load() {
        embeddings = new Embeddings(new AllMiniLmL6V2QuantizedEmbeddingModel());
        model = new ExtractiveChatModel("quotes", embeddings, 2);
    }

    @Test
    void answers_with_the_nearest_sentence_under_a_document_heading() {
        assertThat(answer("Be brief.", MESSAGE))
                .isEqualTo("An empty battery is full again after 5.5 hours on the standard charger.");
    }

    @Test
    void a_number_with_a_dot_does_not_end_a_sentence() {
        String question = MESSAGE.replace("How long does charging take?", "What is the front tyre pressure?");

        assertThat(answer("Be brief.", question)).isEqualTo("The tyre pressure of the front wheel is 2.5 bar.");
    }

    @Test
    void declines_when_nothing_is_near_and_when_there_is_no_document() {
        String far = MESSAGE.replace("How long does charging take?", "Who wrote the opera Carmen?");

        assertThat(answer("Be brief.", far)).isEqualTo(ExtractiveChatModel.DECLINED);
        assertThat(answer("Be brief.", "Question: How long does charging take?"))
                .isEqualTo(ExtractiveChatModel.DECLINED);
    }

    @Test
    void both_say_in_their_names_that_they_are_no_language_models_and_report_no_tokens() {
        for (ChosenModel chosen : ChosenModel.from(Map.of(), embeddings)) {
            var response = chosen.model().chat(SystemMessage.from("x"), UserMessage.from(MESSAGE));

            assertThat(response.modelName()).isEqualTo(chosen.name()).endsWith("-no-llm");
            assertThat(response.tokenUsage()).isNull();
        }
    }

    @Test
    void quotes_as_many_sentences_as_it_may() {
        String both = MESSAGE.replace("Wheels are blue.", "The tyre pressure of the rear wheel is 3 bar.")
                .replace("How long does charging take?", "What is the tyre pressure of the wheel?");

        assertThat(answer("Be brief.", both)).contains("2.5 bar", "3 bar");
        assertThat(new ExtractiveChatModel("quotes", embeddings, 1)
                        .chat(UserMessage.from(both))
                        .aiMessage()
                        .text())
                .containsOnlyOnce(" bar");
    }

    @Test
    void nonsense_of_equal_length_in_place_of_every_instruction_changes_no_answer() {
        Workspace workspace = Workspace.shipped(folder.resolve("data"));
        NearestDocuments documents = new NearestDocuments(Handbook.read(workspace.handbook()), embeddings);
        List<String> differences = new ArrayList<>();
        AssetRegistry registry = AssetRegistry.directory(workspace.root());
        for (String version : List.of("1.0.0", "2.0.0", "3.0.0")) {
            Prompt prompt = registry.prompt("handbook-answer:" + version);
            for (String question :
                    List.of("How long does a full charge take?", "May I ride in snow?", "What if E04 shows up?")) {
                List<ChatMessage> messages = prompt.with(HandbookInputs.of(prompt, documents, question))
                        .render()
                        .messages();
                String user = ((UserMessage) messages.get(messages.size() - 1)).singleText();
                String system = ((SystemMessage) messages.get(0)).text();
                String expected = answer(system, user);
                String label = user.substring(user.lastIndexOf('\n') + 1).split(":", -1)[0];
                String nonsense = user.replace(label + ": ", nonsense(label) + ": ");
                if (!answer(nonsense(system), nonsense).equals(expected)) {
                    differences.add(version + " " + question);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String nonsense(String text) {
        return text.replaceAll("\\p{L}", "q");
    }

    private static String answer(String system, String user) {
        return model.chat(SystemMessage.from(system), UserMessage.from(user))
                .aiMessage()
                .text();
    }
}
