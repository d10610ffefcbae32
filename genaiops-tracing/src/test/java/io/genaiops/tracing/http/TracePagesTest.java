package io.genaiops.tracing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.content.CallerCapture;
import io.genaiops.tracing.content.CaptureLevel;
import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.content.ContentKind;
import io.genaiops.tracing.content.ContentUpload;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds the samples of the pages in {@code docs} about traces, and runs them. */
class TracePagesTest {

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeChatModel model = new FakeChatModel();
    private final StreamingChatModel streaming = new FakeStreamingChatModel();
    private final OpenTelemetry openTelemetry = telemetry.sdk();

    interface Assistant {
        String answer(String question);
    }

    @Test
    void a_model_is_traced_by_decorating_it() {
        Tracing tracing = Tracing.create(openTelemetry);
        ChatModel chat = tracing.chatModel(model);
        StreamingChatModel stream = tracing.streamingChatModel(streaming);

        chat.chat("Hello");
        AwaitedHandler handler = new AwaitedHandler();
        stream.chat("Hello", handler);
        handler.response();
        assertThat(names()).containsExactly("chat gpt-test", "chat gpt-test");
    }

    @Test
    void models_are_traced_with_callers_in_process_by_listener_and_by_older_names() {
        telemetry.withoutValidation();
        byte[] key = new byte[16];
        EmbeddingModel local = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                return Response.from(List.of(Embedding.from(new float[] {1})));
            }

            @Override
            public String modelName() {
                return "local";
            }
        };
        var builder = SERVER.chat();
        SERVER.answers(OpenAiServer.completion());
        Tracing tracing = Tracing.create(openTelemetry);
        Tracing named =
                Tracing.builder(openTelemetry).caller(CallerCapture.hashed(key)).build();
        EmbeddingModel embedding = tracing.inProcess().embeddingModel(local);
        ChatModel listened = builder.listeners(List.of(tracing.listener())).build();
        Tracing older =
                Tracing.builder(openTelemetry).profile(Profile.VERSION_1_41).build();

        named.chatModel(model).chat("Hello");
        embedding.embed("Hello");
        listened.chat("Hello");
        older.chatModel(model).chat("Hello");
        assertThat(names())
                .containsExactly("chat gpt-test", "embeddings local", "chat " + OpenAiServer.MODEL, "chat gpt-test");
        assertThat(telemetry.spans().get(1).getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(telemetry.metric("gen_ai.client.token.usage")).isPresent();
    }

    @Test
    void content_is_captured_after_a_redactor_on_events() {
        Tracing tracing = Tracing.builder(openTelemetry)
                .content(ContentCapture.redacted(text -> text.replaceAll("\\S+@\\S+", "[mail]"))
                        .with(ContentKind.TOOLS, CaptureLevel.OFF)
                        .upTo(32 * 1024)
                        .to(CaptureTarget.EVENTS))
                .build();

        tracing.chatModel(model).chat("Write to ada@example.org");
        assertThat(telemetry.events().toString()).contains("Write to [mail]").doesNotContain("ada@");
        assertThat(telemetry.spans().toString()).doesNotContain("Write to");
    }

    @Test
    void content_is_uploaded_and_referred_to() {
        Map<String, String> bucket = new ConcurrentHashMap<>();
        ContentUpload upload = ContentUpload.to(URI.create("s3://prompts/"), (name, json) -> bucket.put(name, json));
        Tracing referring = Tracing.builder(openTelemetry)
                .content(ContentCapture.full().uploadedBy(upload))
                .build();

        referring.chatModel(model).chat("Hello there");
        upload.close();
        assertThat(bucket.values()).anyMatch(json -> json.contains("Hello there"));
        assertThat(telemetry.onlySpan().getAttributes().toString())
                .contains("s3://prompts/")
                .doesNotContain("Hello there");
    }

    @Test
    void an_ai_service_is_traced_with_its_tools_and_retrievals() {
        Tracing tracing = Tracing.create(openTelemetry);
        ContentRetriever retriever = query -> List.of(Content.from("The pass is open."));
        Assistant assistant = tracing.agents()
                .aiServices(AiServices.builder(Assistant.class))
                .chatModel(tracing.chatModel(model))
                .tools(tracing.tools().annotated(new Maps()))
                .contentRetriever(tracing.contentRetriever(retriever, "handbook"))
                .build();

        assistant.answer("Is the pass open?");
        assertThat(names()).containsExactlyInAnyOrder("retrieval handbook", "chat gpt-test", "invoke_agent Assistant");
    }

    @Test
    void scores_are_events_of_the_current_span_or_of_one_that_was_kept() {
        telemetry.withoutValidation();
        Tracing tracing = Tracing.create(openTelemetry);
        PromptCalls calls = calls(tracing);
        Sample sample = Sample.of("Is the pass open?");
        Answer answer = calls.prompt("trail-guide:1.0.0").send();
        EvaluatorChain chain = chain();
        Context context = Context.root();
        Evaluation evaluation = tracing.evaluations().evaluate(chain, sample.answered(answer));
        tracing.evaluations().record(evaluation, context);

        assertThat(telemetry.events().stream().filter(event -> "gen_ai.evaluation.result".equals(event.getEventName())))
                .hasSize(2);
        assertThat(telemetry.points("genaiops.prompt.evaluation.score")).hasSize(1);
    }

    @Test
    void an_experiment_is_a_tree_of_spans() {
        Tracing tracing = Tracing.create(openTelemetry);
        PromptCalls calls = calls(tracing);
        Dataset dataset = Dataset.of("questions", List.of(Sample.of("Is the pass open?")));
        EvaluatorChain chain = chain();
        ExperimentResult result = Experiment.named("winter trial")
                .over(dataset)
                .variant("1.0.0", s -> calls.prompt("trail-guide:1.0.0").send())
                .variant("1.1.0", s -> calls.prompt("trail-guide:1.1.0").send())
                .evaluatedBy(chain)
                .observedBy(tracing.evaluations().experiments())
                .run();

        assertThat(result.variants()).hasSize(2);
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "chat gpt-test",
                        "chat gpt-test",
                        "sample",
                        "sample",
                        "variant 1.0.0",
                        "variant 1.1.0",
                        "experiment winter trial");
    }

    private static PromptCalls calls(Tracing tracing) {
        AssetRegistry registry = AssetRegistry.memory();
        for (String version : List.of("1.0.0", "1.1.0")) {
            registry.publish(
                    AssetFile.of(Prompt.builder("trail-guide", Version.parse(version), "Answer of " + version)
                            .build()),
                    "ada");
        }
        return PromptCalls.of(registry, Models.of(tracing.chatModel(new FakeChatModel())));
    }

    private static EvaluatorChain chain() {
        return EvaluatorChain.of(Evaluator.builder("words")
                .scale(Scale.AMOUNT)
                .direction(Direction.LOWER_IS_BETTER)
                .scoring(sample -> sample.response().orElse("").split(" ", -1).length)
                .atMost(50));
    }

    private List<String> names() {
        return telemetry.spans().stream().map(SpanData::getName).toList();
    }

    static final class Maps {

        @Tool("Returns the distance in kilometres")
        double distance(@P("where to") String place) {
            return place.length();
        }
    }
}
