package io.genaiops.examples;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.genaiops.eval.dataset.Dataset;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An assistant that answers customers' questions from a product handbook, taken through its whole lifecycle: explore
 * (versions of its prompt, on two models, compared on questions with known answers), build (scores, failing answers, a report), manage
 * (a gate and a second actor decide which version goes live, and a ledger keeps it) and operationalize (a traced call of what went live).
 *
 * <p>Runs on the shipped handbook, or on a folder given as argument with {@code handbook/}, {@code prompts/} and
 * {@code dataset.jsonl}; where the questions have recorded responses, those are scored and no model is asked.
 */
public final class HandbookAssistant {

    private static final Path SHIPPED_COPY = Path.of("target", "handbook-assistant");

    private final PrintStream out;
    private final Map<String, String> environment;

    HandbookAssistant(PrintStream out, Map<String, String> environment) {
        this.out = out;
        this.environment = Map.copyOf(environment);
    }

    /** Runs the lifecycle on the folder given, or on the shipped handbook. */
    public static void main(String[] arguments) {
        Workspace workspace =
                arguments.length == 0 ? Workspace.shipped(SHIPPED_COPY) : Workspace.given(Path.of(arguments[0]));
        new HandbookAssistant(System.out, System.getenv()).run(workspace);
    }

    void run(Workspace workspace) {
        Dataset questions = Dataset.read(workspace.dataset()).requireSamples();
        boolean recorded = questions.samples().stream()
                .allMatch(sample -> sample.response().isPresent());
        if (recorded) {
            new RecordedAnswers(out).score(workspace, questions);
            return;
        }
        Embeddings embeddings = new Embeddings(new AllMiniLmL6V2QuantizedEmbeddingModel());
        List<ChosenModel> models = ChosenModel.from(environment, embeddings);
        out.println("models: " + models.stream().map(ChosenModel::name).collect(Collectors.joining(", ")));
        if (models.stream().noneMatch(ChosenModel::isLanguageModel)) {
            out.println(
                    "  These are not language models. They quote the sentences nearest to the question, so that the");
            out.println(
                    "  example runs without a key. Set OPENAI_BASE_URL (any compatible server), OPENAI_MODEL (one,");
            out.println("  or two with a comma) and OPENAI_API_KEY (if the server wants one) to ask real ones.");
        }
        NearestDocuments documents = new NearestDocuments(Handbook.read(workspace.handbook()), embeddings);
        new Lifecycle(out, workspace, questions, documents, models).run();
    }
}
