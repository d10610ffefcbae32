package io.genaiops.tracing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddingTest {

    private static final String SECRET = "SENTINEL-55d0";

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeEmbeddingModel fake = new FakeEmbeddingModel();
    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final EmbeddingModel model = tracing.embeddingModel(fake);

    @Test
    void a_call_is_one_client_span_with_model_tokens_and_dimensions() {
        assertThat(model.embed(SECRET).content().dimension()).isEqualTo(3);

        SpanData span = telemetry.onlySpan();
        assertThat(span.getName()).isEqualTo("embeddings minilm");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getAttributes().get(GenAiKeys.PROVIDER)).isEqualTo("cohere");
        assertThat(span.getAttributes().get(GenAiKeys.DIMENSIONS)).isEqualTo(3);
        assertThat(span.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isEqualTo(5);
        HistogramPointData duration = (HistogramPointData)
                telemetry.points("gen_ai.client.operation.duration").get(0);
        assertThat(duration.getCount()).isEqualTo(1);
        assertThat(duration.getAttributes().get(GenAiKeys.DIMENSIONS)).isNull();
        assertThat(telemetry.metric("gen_ai.client.inference.duration")).isEmpty();
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void every_way_to_embed_is_one_span() {
        model.embed("a");
        model.embed(TextSegment.from("a"));
        model.embedAll(List.of(TextSegment.from("a"), TextSegment.from("b")));
        model.embed(EmbeddingRequest.builder().input("a").build());
        model.doEmbed(EmbeddingRequest.builder().input("a").build());

        assertThat(telemetry.spans())
                .hasSize(5)
                .allSatisfy(span -> assertThat(span.getAttributes().get(GenAiKeys.DIMENSIONS))
                        .isEqualTo(3));
    }

    @Test
    void a_failure_is_named_by_its_class_and_reaches_the_caller() {
        fake.failure = new IllegalStateException(SECRET);

        assertThatThrownBy(() -> model.embed("a")).hasMessage(SECRET);

        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void the_message_of_a_failure_is_captured_where_the_host_asks_for_it() {
        fake.failure = new IllegalStateException("the reason");
        EmbeddingModel captured = Tracing.builder(telemetry.sdk())
                .content(ContentCapture.full())
                .build()
                .embeddingModel(fake);

        assertThatThrownBy(() -> captured.embed("a")).hasMessage("the reason");

        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.EXCEPTION_MESSAGE))
                .isEqualTo("the reason");
    }

    @Test
    void a_model_without_a_name_is_traced_and_one_in_this_process_is_internal() {
        fake.name = "unknown";

        tracing.inProcess().embeddingModel(fake).embed("a");

        assertThat(telemetry.onlySpan().getName()).isEqualTo("embeddings");
        assertThat(telemetry.onlySpan().getKind()).isEqualTo(SpanKind.INTERNAL);
    }

    @Test
    void a_model_with_a_further_listener_stays_traced() {
        List<String> seen = new ArrayList<>();

        model.addListener(new EmbeddingModelListener() {
                    @Override
                    public void onRequest(EmbeddingModelRequestContext context) {
                        seen.add(context.textSegments().get(0).text());
                    }
                })
                .embed("a");

        assertThat(seen).containsExactly("a");
        assertThat(telemetry.spans()).hasSize(1);
    }

    @Test
    void without_an_sdk_the_model_is_called_and_nothing_else_happens() {
        EmbeddingModel silent = Tracing.create(OpenTelemetry.noop()).embeddingModel(fake);

        assertThat(silent.embed("a").content().dimension()).isEqualTo(3);
    }

    private static final class FakeEmbeddingModel implements EmbeddingModel {

        private String name = "minilm";
        private RuntimeException failure;

        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            if (failure != null) {
                throw failure;
            }
            List<Embedding> vectors = segments.stream()
                    .map(segment -> Embedding.from(new float[] {1, 2, 3}))
                    .toList();
            return Response.from(vectors, new TokenUsage(5));
        }

        @Override
        public String modelName() {
            return name;
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.COHERE;
        }
    }
}
