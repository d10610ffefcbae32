package io.genaiops.tracing.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content of tools and retrievals. */
class OperationContentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AttributeKey<String> ARGUMENTS = AttributeKey.stringKey("gen_ai.tool.call.arguments");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("gen_ai.tool.call.result");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("gen_ai.retrieval.query.text");
    private static final AttributeKey<String> DOCUMENTS = AttributeKey.stringKey("gen_ai.retrieval.documents");

    private final ContentCapture full = ContentCapture.full();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"place\":\"Alps\",\"days\":3,\"dry\":true,\"slope\":0.1} | {\"place\":\"Alps\",\"days\":3,\"dry\":true,\"slope\":0.1}",
                "{\"to\":[{\"place\":\"Alps\"},null],\"from\":null} | {\"to\":[{\"place\":\"Alps\"},\"null\"]}",
                "{\"id\":123456789012345678901234567890} | {\"id\":123456789012345678901234567890}",
                "[1] | {\"arguments\":\"[1]\"}",
                "{\"cut off | {\"arguments\":\"{\\\"cut off\"}",
                "plain | {\"arguments\":\"plain\"}",
            })
    void arguments_are_an_object_of_json_whatever_the_model_wrote(String written, String captured) {
        assertThat(full.toolArguments(written).get(ARGUMENTS)).isEqualTo(captured);
    }

    @Test
    void a_result_that_is_no_object_is_its_only_member() {
        assertThat(full.toolResult("-4 degrees").get(RESULT)).isEqualTo("{\"result\":\"-4 degrees\"}");
        assertThat(full.toolResult(null)).isEqualTo(Attributes.empty());
        assertThat(full.toolArguments(null)).isEqualTo(Attributes.empty());
    }

    @Test
    void a_redactor_sees_names_texts_and_numbers_of_arguments() {
        ContentCapture redacted =
                ContentCapture.redacted(text -> text.replace("ada", "[user]").replace("4711", "[card]"));

        assertThat(redacted.toolArguments("{\"ada\":{\"card\":4711,\"note\":\"of ada\",\"days\":3}}")
                        .get(ARGUMENTS))
                .isEqualTo("{\"[user]\":{\"card\":\"[card]\",\"note\":\"of [user]\",\"days\":3}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 300, 1_000, 5_000})
    void arguments_over_the_budget_are_shortened_and_stay_json(int budget) throws Exception {
        String arguments = JSON.writeValueAsString(Map.of("place", "Älps ".repeat(2_000), "days", 3));

        String captured = full.upTo(budget).toolArguments(arguments).get(ARGUMENTS);

        assertThat(captured.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(budget);
        assertThat(JSON.readTree(captured).path("days").asInt()).isEqualTo(3);
        assertThat(JSON.readTree(captured).path("place").asText())
                .startsWith("Älps")
                .contains("more characters");
    }

    @Test
    void arguments_whose_frame_alone_is_too_large_are_dropped_and_counted() {
        String arguments = "{" + "\"n\":[" + "1,".repeat(500) + "1]}";

        Attributes captured = full.upTo(256).toolArguments(arguments);

        assertThat(captured.get(ARGUMENTS)).isEqualTo("{}");
        assertThat(captured.get(AttributeKey.longKey("genaiops.content.arguments.dropped")))
                .isEqualTo(1);
    }

    @Test
    void documents_have_id_score_and_text() {
        Content content = Content.from(
                TextSegment.from("A trail."),
                Map.of(
                        ContentMetadata.SCORE, 0.5,
                        ContentMetadata.RERANKED_SCORE, 0.75,
                        ContentMetadata.EMBEDDING_ID, "note-1"));

        assertThat(full.contents(List.of(content)).get(DOCUMENTS))
                .isEqualTo("[{\"id\":\"note-1\",\"score\":0.75,\"content\":\"A trail.\"}]");
        assertThat(full.contents(List.of(Content.from("A note."))).get(DOCUMENTS))
                .isEqualTo("[{\"content\":\"A note.\"}]");
    }

    @Test
    void matches_that_embed_no_text_have_id_and_score() {
        List<EmbeddingMatch<Object>> matches =
                List.of(new EmbeddingMatch<>(0.25, "m-1", Embedding.from(new float[] {1}), new Object()));

        assertThat(full.matches(matches).get(DOCUMENTS)).isEqualTo("[{\"id\":\"m-1\",\"score\":0.25}]");
        assertThat(full.matches(List.of())).isEqualTo(Attributes.empty());
    }

    @Test
    void scores_are_numbers_in_structured_values() {
        Attributes captured = full.structured()
                .contents(List.of(Content.from(TextSegment.from("A trail."), Map.of(ContentMetadata.SCORE, 0.5))));

        var value = captured.get(AttributeKey.valueKey("gen_ai.retrieval.documents"));
        assertThat(value.getType()).isEqualTo(ValueType.ARRAY);
        assertThat(value.asString()).contains("0.5", "A trail.");
    }

    @Test
    void metadata_says_sizes_only() {
        Attributes arguments = ContentCapture.metadata().toolArguments("{\"place\":\"Alps\",\"days\":3}");
        Attributes query = ContentCapture.metadata().query("Where is it?");

        assertThat(arguments.get(AttributeKey.stringArrayKey("genaiops.content.arguments")))
                .containsExactly("object:4");
        assertThat(query.get(AttributeKey.stringArrayKey("genaiops.content.query")))
                .containsExactly("text:12");
    }

    @Test
    void tools_and_retrievals_have_levels_of_their_own() {
        ContentCapture tools = ContentCapture.off().with(ContentKind.TOOL_CALLS, CaptureLevel.FULL);

        assertThat(tools.isOff()).isFalse();
        assertThat(tools.toolResult("-4 degrees").size()).isEqualTo(1);
        assertThat(tools.query("Where is it?")).isEqualTo(Attributes.empty());
        assertThat(full.query("Where is it?").get(QUERY)).isEqualTo("Where is it?");
    }

    @Test
    void content_for_events_only_is_none_on_spans() {
        assertThat(full.onSpans().isOff()).isFalse();
        assertThat(full.onEvents().isOff()).isTrue();
        assertThat(full.to(CaptureTarget.EVENTS).onSpans().isOff()).isTrue();
        assertThat(full.to(CaptureTarget.EVENTS).onEvents().isOff()).isFalse();
        assertThat(full.to(CaptureTarget.SPANS_AND_EVENTS).onEvents().isOff()).isFalse();
    }
}
