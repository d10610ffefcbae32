package io.genaiops.benchmarks.load;

import static io.genaiops.cost.Cost.usd;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.budget.BudgetRequest;
import io.genaiops.budget.BudgetStanding;
import io.genaiops.cache.ResponseCache;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCall;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.cost.Usage;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallThreads;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Resilience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Several hundred callers that make calls one after another, whole and streamed, over real HTTP: with a cache, retries, a
 * fallback and a budget that does not last. A caller that is refused stops.
 */
final class LoadRun {

    private static final String PROMPT = """
            ---
            name: load
            version: 1.0.0
            model: {ref: small, maxOutputTokens: 64}
            fallback: [large]
            inputs: {question: string}
            ---
            Answer in one sentence. {{question}}
            """;
    private static final CallContext CAPPED = new CallContext(null, null, "capped", null, Map.of());

    private final ModelServer server;
    private final int callers;
    private final Duration time;
    private final long mostCalls;
    private final long cappedTokens;

    /**
     * @param server the server to ask
     * @param callers how many call at once
     * @param time how long at most
     * @param mostCalls how many calls are begun at most, but for those that are under way
     * @param cappedTokens the tokens that every tenth caller's tenant may use
     */
    LoadRun(ModelServer server, int callers, Duration time, long mostCalls, long cappedTokens) {
        this.server = server;
        this.callers = callers;
        this.time = time;
        this.mostCalls = mostCalls;
        this.cappedTokens = cappedTokens;
    }

    /** What one caller saw. */
    private static final class Seen {
        private final List<Long> nanos = new ArrayList<>();
        private final Map<String, Long> failures = new TreeMap<>();
        private CostTotal cost = CostTotal.NONE;
        private long started;
        private long cached;
        private long attempts;
        private long refused;
    }

    LoadReport run() throws InterruptedException {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.tokens(BudgetLimit.Scope.TENANT, BudgetLimit.Window.MONTH, cappedTokens)
                        .named("capped tenant")
                        .onlyFor("capped"))
                .limit(BudgetLimit.cost(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.MONTH, usd("100000")))
                .build();
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "load", PROMPT), "load");
        try (Resilience resilience = Resilience.builder()
                        .attempts(4)
                        .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
                        .attemptTimeout(Duration.ofSeconds(5))
                        .withoutBreaker()
                        .build();
                PromptCalls calls = PromptCalls.builder(registry, models())
                        .prices(PriceList.of(Price.of(
                                "openai", "load-model", Rates.usd().input("1").output("2"))))
                        .pricedAs("small", "openai", "load-model")
                        .pricedAs("large", "openai", "load-model")
                        .budget(budget)
                        .resilience(resilience)
                        .cache(ResponseCache.inMemory())
                        .build()) {
            List<Seen> seen = new ArrayList<>();
            CountDownLatch ended = new CountDownLatch(callers);
            AtomicLong question = new AtomicLong();
            long start = System.nanoTime();
            long end = start + time.toNanos();
            for (int i = 0; i < callers; i++) {
                Seen own = new Seen();
                seen.add(own);
                boolean streams = i % 3 == 0;
                boolean capped = i % 10 == 1;
                CallThreads.create().execute(() -> {
                    try {
                        call(calls, own, question, new Caller(streams, capped, end, mostCalls));
                    } finally {
                        ended.countDown();
                    }
                });
            }
            ended.await();
            double seconds = (System.nanoTime() - start) / 1e9;
            return report(seen, seconds, budget, calls);
        }
    }

    private record Caller(boolean streams, boolean capped, long end, long mostCalls) {}

    private static void call(PromptCalls calls, Seen seen, AtomicLong question, Caller caller) {
        while (System.nanoTime() < caller.end() && question.get() < caller.mostCalls()) {
            // One of ten asks what was asked before.
            long asked = ThreadLocalRandom.current().nextInt(10) == 0 ? 0 : question.incrementAndGet();
            PromptCall call = calls.prompt("load:1.0.0")
                    .with("question", "How long does charging take, asked for the " + asked + "th time?")
                    .forTenant(caller.capped() ? "capped" : "free");
            long start = System.nanoTime();
            seen.started++;
            try {
                Answer answer = caller.streams() ? call.stream(new Silent()).join() : call.send();
                seen.nanos.add(System.nanoTime() - start);
                seen.cost = seen.cost.plus(answer.cost(), answer.usage());
                seen.cached += answer.fromCache().isPresent() ? 1 : 0;
                seen.attempts += answer.attempts().size();
            } catch (RuntimeException e) {
                Throwable failure = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
                if (failure instanceof RefusedException) {
                    seen.refused++;
                    return;
                }
                seen.failures.merge(failure.getClass().getSimpleName(), 1L, Long::sum);
            }
        }
    }

    private Models models() {
        return Models.of("small", chat())
                .and("large", chat())
                .and("small", streaming())
                .and("large", streaming());
    }

    private OpenAiChatModel chat() {
        return OpenAiChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey("none")
                .modelName("load-model")
                .maxRetries(0)
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private OpenAiStreamingChatModel streaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey("none")
                .modelName("load-model")
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    private LoadReport report(List<Seen> seen, double seconds, Budget budget, PromptCalls calls) {
        long[] nanos = seen.stream()
                .flatMapToLong(each -> each.nanos.stream().mapToLong(Long::longValue))
                .sorted()
                .toArray();
        Map<String, Long> failures = new TreeMap<>();
        seen.forEach(each -> each.failures.forEach((kind, count) -> failures.merge(kind, count, Long::sum)));
        CostTotal cost = seen.stream().map(each -> each.cost).reduce(CostTotal.NONE, CostTotal::plus);
        BudgetStanding capped =
                budget.standings(new BudgetRequest(CAPPED, "small", Cost.usd("0"), Usage.of(0, 0))).stream()
                        .filter(standing -> standing.limit().name().equals("capped tenant"))
                        .findFirst()
                        .orElseThrow();
        return new LoadReport(
                seconds,
                sum(seen.stream().mapToLong(each -> each.started).toArray()),
                nanos.length,
                sum(seen.stream().mapToLong(each -> each.cached).toArray()),
                sum(seen.stream().mapToLong(each -> each.attempts).toArray()),
                sum(seen.stream().mapToLong(each -> each.refused).toArray()),
                failures,
                LoadReport.Percentiles.of(nanos),
                cost,
                cappedTokens,
                capped.spent().longValueExact(),
                capped.reserved().longValueExact(),
                budget.figures(),
                calls.health().calls().underWay(),
                server.requests());
    }

    private static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    private static final class Silent implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(String part) {}

        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable error) {}
    }
}
