package io.genaiops.tracing.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.origin.AnswerOrigin;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a span as it is exported back to what made the answer. */
class CapturedOriginTest {

    private static final Map<String, String> INPUTS = Map.of("region", "the Harz \"and\" …" + " and on".repeat(60));
    private static final String PROMPT = """
            ---
            name: guide
            version: 1.0.0
            model: small
            inputs: {region: string}
            ---
            system:
            Be brief.
            user:
            Where to hike in {{region}}?
            """;

    @RegisterExtension
    private final Telemetry telemetry = new Telemetry();

    private final AssetRegistry registry = AssetRegistry.memory();

    private Map<String, Object> traced(ContentCapture content) {
        registry.publish(
                AssetFile.parse(
                        AssetKind.MODEL, "small", "name: small\nversion: 1.0.0\nprovider: openai\nmodel: gpt-test\n"),
                "ada");
        registry.label(new AssetId(AssetKind.MODEL, "small"), Label.PRODUCTION).moveTo("1.0.0", "ada", "first");
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "guide", PROMPT), "ada");
        try (Tracing tracing = Tracing.builder(telemetry.sdk()).content(content).build()) {
            Answer answer = PromptCalls.builder(registry, Models.of("small", tracing.chatModel(new FakeChatModel())))
                    .build()
                    .prompt("guide:1.0.0")
                    .with(INPUTS)
                    .send();
            assertThat(AnswerOrigin.of(registry, answer).problems()).isEmpty();
        }
        Map<String, Object> attributes = new HashMap<>();
        telemetry.onlySpan().getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        return attributes;
    }

    private AnswerOrigin origin(Map<String, Object> attributes) {
        SpanData span = telemetry.onlySpan();
        return AnswerOrigin.of(registry, attributes, Instant.EPOCH.plusNanos(span.getStartEpochNanos()));
    }

    @Test
    void a_span_leads_to_the_versions_and_the_messages_that_made_the_answer() {
        AnswerOrigin origin = origin(traced(ContentCapture.full()));

        assertThat(origin.problems()).isEmpty();
        assertThat(origin.assets()).hasSize(2);
        assertThat(origin.sent()).hasSize(2);
        assertThat(origin.differences(INPUTS)).isEmpty();
        assertThat(origin.differences(Map.of("region", "the Alps"))).hasSize(1);
    }

    @Test
    void a_span_that_captured_nothing_leads_to_the_versions() {
        AnswerOrigin origin = origin(traced(ContentCapture.metadata()));

        assertThat(origin.problems()).isEmpty();
        assertThat(origin.assets()).hasSize(2);
        assertThat(origin.sent()).isEmpty();
    }

    @Test
    void a_span_whose_content_was_cut_says_so() {
        AnswerOrigin origin = origin(traced(ContentCapture.full().upTo(256)));

        assertThat(origin.problems()).anyMatch(problem -> problem.contains("characters when it was captured"));
    }
}
