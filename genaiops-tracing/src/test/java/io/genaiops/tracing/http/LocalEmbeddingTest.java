package io.genaiops.tracing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An embedding model that runs in this process, traced. */
class LocalEmbeddingTest {

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Test
    void a_model_in_this_process_is_an_internal_span_with_its_dimensions() {
        EmbeddingModel model =
                Tracing.create(telemetry.sdk()).inProcess().embeddingModel(new AllMiniLmL6V2QuantizedEmbeddingModel());

        List<Embedding> vectors = model.embedAll(
                        List.of(TextSegment.from("SENTINEL-11e9 rain"), TextSegment.from("a dry summer")))
                .content();

        assertThat(vectors)
                .hasSize(2)
                .allSatisfy(vector -> assertThat(vector.dimension()).isEqualTo(384));
        SpanData span = telemetry.onlySpan();
        assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(span.getAttributes().get(GenAiKeys.DIMENSIONS)).isEqualTo(384);
        assertThat(((HistogramPointData) telemetry
                                .points("gen_ai.client.operation.duration")
                                .get(0))
                        .getCount())
                .isEqualTo(1);
        assertThat(telemetry.export()).doesNotContain("SENTINEL-11e9");
    }
}
