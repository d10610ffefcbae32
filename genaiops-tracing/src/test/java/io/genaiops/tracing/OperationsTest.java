package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations other than inferences write: their span, their metric, and how they end. */
class OperationsTest {

    private static final Query QUERY = Query.from("Where is the trail?");

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());

    @ParameterizedTest
    @CsvSource({
        "retrieval, retrieval trails, CLIENT",
        "retrieval without a name, retrieval, CLIENT",
        "search in a store, retrieval notes, CLIENT",
        "tool, execute_tool weather, INTERNAL",
        "tool with context, execute_tool weather, INTERNAL",
        "tool by its executor, execute_tool weather, INTERNAL",
        "tool of a provider, execute_tool weather, INTERNAL",
        "moderation, moderation moderation-test, CLIENT",
        "ranking, rerank, CLIENT",
        "input guardrail that agrees, guardrail Polite, INTERNAL",
        "output guardrail that objects, guardrail Brief, INTERNAL",
    })
    void each_operation_is_one_span_of_this_name_and_kind(String scenario, String name, SpanKind kind) {
        run(scenario);

        SpanData span = telemetry.onlySpan();
        assertThat(span.getName()).isEqualTo(name);
        assertThat(span.getKind()).isEqualTo(kind);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getEvents()).isEmpty();
    }

    @Test
    void guardrails_of_a_prompt_call_are_spans_beside_that_of_its_model() {
        PromptCalls calls = PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", tracing.chatModel(new FakeChatModel())))
                .inputGuardrails(tracing.inputGuardrail(new InputGuardrail() {
                    @Override
                    public String name() {
                        return "Polite";
                    }

                    @Override
                    public InputGuardrailResult validate(UserMessage message) {
                        return success();
                    }
                }))
                .build();
        Span host = telemetry.sdk().getTracer("host").spanBuilder("request").startSpan();
        try (var scope = host.makeCurrent()) {
            assertThat(scope).isNotNull();
            calls.prompt(Prompt.builder("greet", Version.of(1, 0, 0), "user:\nHello")
                            .build())
                    .send();
        }
        host.end();

        assertThat(telemetry.spans())
                .filteredOn(span ->
                        span.getParentSpanId().equals(host.getSpanContext().getSpanId()))
                .extracting(SpanData::getName)
                .containsExactly("guardrail Polite", "chat gpt-test");
    }

    @ParameterizedTest
    @CsvSource({
        "embeddings that fail, gen_ai.client.operation.duration",
        "retrieval that fails, gen_ai.client.operation.duration",
        "search in a store that fails, gen_ai.client.operation.duration",
        "tool that fails, gen_ai.execute_tool.duration",
        "tool with context that fails, gen_ai.execute_tool.duration",
        "moderation that fails, genaiops.operation.duration",
        "ranking that fails, genaiops.operation.duration",
        "input guardrail that fails, genaiops.operation.duration",
        "output guardrail that fails, genaiops.operation.duration",
    })
    void each_failure_is_an_error_named_by_its_class_on_span_and_metric(String scenario, String histogram) {
        assertThat(run(scenario)).startsWith("threw no ");

        SpanData span = telemetry.onlySpan();
        String type = "io.genaiops.tracing.Scenario.HostFailure";
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE)).isEqualTo(type);
        assertThat(points(histogram)).singleElement().satisfies(point -> {
            assertThat(point.getCount()).isEqualTo(1);
            assertThat(point.getAttributes().get(GenAiKeys.ERROR_TYPE)).isEqualTo(type);
        });
    }

    @Test
    void a_tool_that_reports_an_error_is_an_error_of_a_fixed_type() {
        run("tool that reports an error");

        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("tool_error");
        assertThat(points("gen_ai.execute_tool.duration").get(0).getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("tool_error");
    }

    @Test
    void a_tool_carries_its_call_and_the_conversation_and_its_metric_neither() {
        run("tool with context");

        Attributes span = telemetry.onlySpan().getAttributes();
        assertThat(span.get(GenAiKeys.TOOL_CALL_ID)).isEqualTo("call-1");
        assertThat(span.get(GenAiKeys.TOOL_DESCRIPTION)).isEqualTo("Tells the weather");
        assertThat(span.get(GenAiKeys.CONVERSATION)).isEqualTo("c-7");
        assertThat(points("gen_ai.execute_tool.duration").get(0).getAttributes())
                .isEqualTo(Attributes.of(GenAiKeys.TOOL_NAME, "weather", GenAiKeys.TOOL_TYPE, "function"));
    }

    @Test
    void the_default_memory_of_langchain4j_is_no_conversation() {
        run("tool by its executor");

        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.CONVERSATION))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("io.genaiops.tracing.Scenarios#all")
    void the_sampler_sees_what_is_known_at_the_start(Scenario scenario) {
        scenario.on(tracing);

        List<AttributeKey<String>> relevant = List.of(
                GenAiKeys.OPERATION,
                GenAiKeys.OWN_OPERATION,
                GenAiKeys.PROVIDER,
                GenAiKeys.REQUEST_MODEL,
                GenAiKeys.TOOL_NAME,
                GenAiKeys.TOOL_TYPE,
                GenAiKeys.DATA_SOURCE,
                GenAiKeys.GUARDRAIL_NAME);
        assertThat(telemetry.sampled()).hasSameSizeAs(telemetry.spans());
        for (SpanData span : telemetry.spans()) {
            assertThat(telemetry.sampled()).anySatisfy(start -> {
                for (AttributeKey<String> key : relevant) {
                    assertThat(start.get(key))
                            .as(key.getKey())
                            .isEqualTo(span.getAttributes().get(key));
                }
            });
        }
    }

    @Test
    void one_retrieval_is_one_span_even_if_the_store_is_traced_as_well() {
        run("retrieval from a traced store");

        SpanData span = telemetry.onlySpan();
        assertThat(span.getName()).isEqualTo("retrieval trails");
        assertThat(span.getAttributes().get(GenAiKeys.RETRIEVAL_TOP_K)).isEqualTo(3);
        assertThat(points("gen_ai.client.operation.duration").get(0).getCount()).isEqualTo(1);
    }

    @Test
    void a_store_of_another_tracing_keeps_its_own_span() {
        Tracing other = Tracing.create(telemetry.sdk());
        var store = other.embeddingStore(new FakeStore(false), "notes");

        tracing.contentRetriever(asked -> store.search(Scenarios.search()).matches().stream()
                        .map(match -> Content.from(match.embedded()))
                        .toList())
                .retrieve(QUERY);

        assertThat(telemetry.spans()).extracting(SpanData::getName).containsExactly("retrieval notes", "retrieval");
    }

    @Test
    void version_1_41_writes_top_k_of_a_search_as_the_models_and_has_no_metric_of_tools() {
        telemetry.withoutValidation();
        Tracing old =
                Tracing.builder(telemetry.sdk()).profile(Profile.VERSION_1_41).build();

        scenario("search in a store").on(old);
        scenario("tool").on(old);

        assertThat(telemetry.keys()).contains("gen_ai.request.top_k").doesNotContain("gen_ai.retrieval.top_k");
        assertThat(telemetry.metric("gen_ai.execute_tool.duration")).isEmpty();
    }

    @Test
    void what_is_called_within_an_operation_is_its_child() {
        Span[] within = new Span[1];
        ContentRetriever retriever = asked -> {
            within[0] = Span.current();
            return List.of();
        };

        tracing.contentRetriever(retriever).retrieve(QUERY);

        assertThat(within[0].getSpanContext()).isEqualTo(telemetry.onlySpan().getSpanContext());
    }

    @Test
    void what_runs_in_this_process_is_internal() {
        tracing.inProcess().contentRetriever(asked -> List.of(), "notes").retrieve(QUERY);

        assertThat(telemetry.onlySpan().getKind()).isEqualTo(SpanKind.INTERNAL);
    }

    @Test
    void what_is_traced_already_is_not_traced_twice() {
        tracing.contentRetriever(tracing.contentRetriever(asked -> List.of())).retrieve(QUERY);

        assertThat(telemetry.spans()).hasSize(1);
    }

    @Test
    void nothing_found_is_counted_and_null_is_passed_on() {
        assertThat(tracing.contentRetriever(asked -> List.of()).retrieve(QUERY)).isEmpty();
        assertThat(tracing.contentRetriever(asked -> null).retrieve(QUERY)).isNull();

        assertThat(telemetry.spans())
                .extracting(span -> span.getAttributes().get(GenAiKeys.DOCUMENTS))
                .containsExactly(0L, null);
    }

    @Test
    void an_objection_of_a_guardrail_is_an_outcome_and_no_error() {
        run("input guardrail that objects");

        Attributes span = telemetry.onlySpan().getAttributes();
        assertThat(span.get(GenAiKeys.GUARDRAIL_OUTCOME)).isEqualTo("fatal");
        assertThat(span.get(GenAiKeys.GUARDRAIL_STAGE)).isEqualTo("input");
        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void a_moderation_says_whether_it_objected_and_not_to_what() {
        run("moderation");

        Attributes span = telemetry.onlySpan().getAttributes();
        assertThat(span.get(GenAiKeys.FLAGGED)).isTrue();
        assertThat(span.get(GenAiKeys.TEXTS)).isEqualTo(1);
        assertThat(span.get(GenAiKeys.PROMPT_MODEL)).isEqualTo("moderation-test");
    }

    @Test
    void a_ranking_says_how_many_texts_and_tokens() {
        run("ranking");

        Attributes span = telemetry.onlySpan().getAttributes();
        assertThat(span.get(GenAiKeys.TEXTS)).isEqualTo(1);
        assertThat(span.get(GenAiKeys.OWN_INPUT_TOKENS)).isEqualTo(9);
    }

    @Test
    void captured_content_comes_after_what_the_operation_is_known_by() {
        Tracing full =
                Tracing.builder(telemetry.sdk()).content(ContentCapture.full()).build();

        scenario("retrieval").on(full);
        scenario("tool").on(full);

        String export = telemetry.export();
        assertThat(export)
                .contains("\"id\":\"note-1\",\"score\":0.75", "Where is " + Scenario.SECRET)
                .contains("{\"place\":\"" + Scenario.SECRET + "\"}", "{\"degrees\":-4,\"note\"");
    }

    @Test
    void a_data_source_without_a_name_is_refused_where_it_is_named() {
        assertThatThrownBy(() -> tracing.contentRetriever(asked -> List.of(), " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dataSource");
    }

    private String run(String name) {
        return scenario(name).on(tracing);
    }

    private static Scenario scenario(String name) {
        return Scenarios.all()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<HistogramPointData> points(String histogram) {
        return telemetry.points(histogram).stream()
                .map(HistogramPointData.class::cast)
                .toList();
    }
}
