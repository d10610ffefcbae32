package io.genaiops.policy;

import static io.genaiops.policy.HouseRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.definition.PolicyFact;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PolicyReportTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

    private static Policy.Builder builder() {
        return Policy.builder(HouseRules.of(
                        rule("eu").allow(PolicyFact.REGION, "eu").build(),
                        rule("tools").deny(PolicyFact.TOOL, "sh").build()))
                .clock(CLOCK);
    }

    private static PolicyRequest from(String region) {
        return PolicyRequest.call("large").fact(PolicyFact.REGION, region).build();
    }

    @Test
    void decisions_are_counted_by_rule_and_the_first_examples_are_kept() {
        Policy policy = builder().dryRun().examples(2).build();
        for (String region : List.of("us", "eu", "cn", "ru")) {
            policy.decide(from(region));
        }
        policy.decide(PolicyRequest.tool("sh").build());

        PolicyReport report = policy.report();
        assertThat(List.of(report.allowed(), report.refused(), report.wouldRefuse()))
                .containsExactly(1L, 0L, 4L);
        assertThat(report.rule("eu").wouldRefuse()).isEqualTo(3);
        assertThat(report.rule("eu").examples())
                .extracting(example -> example.facts().get("region"))
                .containsExactly(List.of("us"), List.of("cn"));
        assertThat(report.rule("other").refused()).isZero();
        assertThat(report.text()).isEqualTo("""
                policy 'house-rules': 1 allowed, 0 refused, 4 would have been refused
                  eu: 0 refused, 3 would have been refused; the house says so
                    2026-11-30T12:00:00Z call by version 1.0.0: region must be one of [eu]; found: us
                    2026-11-30T12:00:00Z call by version 1.0.0: region must be one of [eu]; found: cn
                  tools: 0 refused, 1 would have been refused; the house says so
                    2026-11-30T12:00:00Z tool by version 1.0.0: tool must be none of [sh]; found: sh""");
        assertThat(report.json().path("rules").get(1))
                .hasToString("{\"rule\":\"tools\",\"because\":\"the house says so\","
                        + "\"refused\":0,\"wouldRefuse\":1,\"examples\":[{\"at\":\"2026-11-30T12:00:00Z\",\"moment\":\"tool\","
                        + "\"version\":\"1.0.0\",\"found\":\"tool must be none of [sh]; found: sh\","
                        + "\"facts\":{\"tool\":[\"sh\"]}}]}");
    }

    @Test
    void without_examples_only_counts_are_kept() {
        Policy policy = builder().examples(0).build();
        policy.decide(from("us"));

        assertThat(policy.report().rule("eu").refused()).isEqualTo(1);
        assertThat(policy.report().rule("eu").examples()).isEmpty();
    }

    @Test
    void a_listener_hears_every_decision_and_what_it_throws_changes_nothing() {
        List<String> heard = new ArrayList<>();
        Policy policy = builder()
                .listener((request, decision) -> {
                    throw new IllegalStateException("broken");
                })
                .listener((request, decision) -> heard.add(request.moment() + " " + decision.outcome()))
                .build();

        policy.decide(from("eu"));
        policy.decide(from("us"));
        policy.decide(PolicyRequest.tool("sh").build());

        assertThat(heard).containsExactly("call allowed", "call refused", "tool refused");
        assertThat(policy.report().refused()).isEqualTo(2);
    }

    @Test
    void many_threads_lose_no_count_and_keep_no_more_examples() throws Exception {
        Policy policy = builder().build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            running.add(threads.submit(() -> {
                start.await();
                for (int j = 0; j < 1_000; j++) {
                    policy.decide(from(j % 2 == 0 ? "eu" : "us"));
                }
                return null;
            }));
        }
        start.countDown();
        for (Future<?> each : running) {
            each.get();
        }
        threads.shutdownNow();

        assertThat(policy.report().allowed()).isEqualTo(4_000);
        assertThat(policy.report().rule("eu").refused()).isEqualTo(4_000);
        assertThat(policy.report().rule("eu").examples()).hasSize(5);
    }
}
