package io.genaiops.tracing.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.call.PromptCalls;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Fallback;
import io.genaiops.resilience.Resilience;
import io.genaiops.route.CallsHealth;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallsWatchTest {

    private static final String PROMPT = """
            ---
            name: guide
            version: 1.0.0
            model: small
            inputs: {question: string}
            ---
            {{question}}
            """;

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build();
    private final AtomicInteger asked = new AtomicInteger();
    private final ChatModel model = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            if (asked.getAndIncrement() == 0) {
                throw new RateLimitException("slow down");
            }
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Yes."))
                    .tokenUsage(new TokenUsage(10, 2))
                    .build();
        }
    };

    @Test
    void caches_budgets_attempts_and_assets_are_metrics() {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "guide", PROMPT), "ada");
        try (Resilience resilience = Resilience.builder()
                        .attempts(2)
                        .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
                        .build();
                PromptCalls calls = PromptCalls.builder(registry, Models.of("small", model))
                        .resilience(resilience)
                        .budget(Budget.builder()
                                .limit(BudgetLimit.calls(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, 1))
                                .build())
                        .cache(ResponseCache.inMemory())
                        .build();
                Tracing tracing = Tracing.create(telemetry)) {
            CallsWatch watch = tracing.watch(calls);
            calls.prompt("guide:1.0.0").with("question", "Crampons?").send();
            calls.prompt("guide:1.0.0").with("question", "Crampons?").send();
            assertThatThrownBy(() -> calls.prompt("guide:1.0.0")
                            .with("question", "Rope?")
                            .send())
                    .isInstanceOf(RefusedException.class);

            Map<String, Long> read = read();
            assertThat(read)
                    .containsEntry("genaiops.calls.active{}", 0L)
                    .containsEntry("genaiops.calls.started{}", 3L)
                    .containsEntry("genaiops.cache.requests{genaiops.result=\"hit\"}", 1L)
                    .containsEntry("genaiops.cache.requests{genaiops.result=\"miss\"}", 2L)
                    .containsEntry("genaiops.budget.decisions{genaiops.decision=\"refused\"}", 1L)
                    .containsEntry("genaiops.budget.reservations{genaiops.decision=\"open\"}", 0L)
                    .containsEntry("genaiops.model.retries{genaiops.model=\"small\"}", 1L)
                    .containsEntry("genaiops.model.breaker{genaiops.model=\"small\"}", 0L)
                    .containsEntry(
                            "genaiops.model.attempts{genaiops.model=\"small\", genaiops.result=\"answered\"}", 1L);
            watch.close();
            assertThat(read()).isEmpty();
        }
    }

    /** What docs/operate-it.md shows. */
    @Test
    void operate_it() throws InterruptedException {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "guide", PROMPT), "ada");
        Models models = Models.of("small", model).and("large", model);
        Resilience resilience = Resilience.defaults();
        Budget budget = Budget.builder()
                .limit(BudgetLimit.calls(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, 1))
                .build();
        ResponseCache responses = ResponseCache.inMemory();
        Tracing tracing = Tracing.create(telemetry);

        PromptCalls calls = PromptCalls.builder(registry, models)
                .resilience(resilience)
                .fallback(Fallback.of("small").to("large"))
                .budget(budget)
                .cache(responses)
                .deadline(Duration.ofSeconds(30))
                .build();

        CallsHealth health = calls.health();
        health.isHealthy();
        health.troubles(); // in words: an open breaker, an unreachable store, settlements that wait
        health.calls().underWay();
        health.routes().cache(); // hits, misses, waits, evictions
        health.routes().budget(); // admitted, degraded, refused, open, overruns
        health.routes().resilience(); // attempts, retries, timeouts, breaker of each model
        health.delivery(); // the store of the assets and what is kept of it

        CallsWatch watch = tracing.watch(calls);
        assertThat(read()).containsEntry("genaiops.calls.active{}", 0L);
        watch.close();

        boolean ended = calls.close(Duration.ofSeconds(20));
        boolean quiet = resilience.close(Duration.ofSeconds(5));

        assertThat(health.isHealthy()).isTrue();
        assertThat(ended).isTrue();
        assertThat(quiet).isTrue();
        assertThat(calls.health().troubles()).containsExactly("the calls are closed");
        tracing.close();
    }

    private Map<String, Long> read() {
        Map<String, Long> read = new TreeMap<>();
        for (MetricData metric : reader.collectAllMetrics()) {
            if (metric.getName().startsWith("genaiops.")) {
                metric.getLongSumData().getPoints().forEach(point -> put(read, metric, point));
                metric.getLongGaugeData().getPoints().forEach(point -> put(read, metric, point));
            }
        }
        return read;
    }

    private static void put(Map<String, Long> read, MetricData metric, LongPointData point) {
        Attributes attributes = point.getAttributes();
        read.put(metric.getName() + attributes, point.getValue());
    }
}
