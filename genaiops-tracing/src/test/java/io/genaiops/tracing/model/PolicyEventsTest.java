package io.genaiops.tracing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.RefusedException;
import io.genaiops.asset.Version;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.policy.ModelFacts;
import io.genaiops.policy.Policy;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.PolicyKeys;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PolicyEventsTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final Policy policy = Policy.builder(PolicyDefinition.builder("house-rules", Version.of(1, 2, 0))
                    .rule(PolicyRule.builder("eu-only")
                            .allow(PolicyFact.REGION, "eu")
                            .because("Data stays in the EU.")
                            .build())
                    .build())
            .listener(tracing.policyListener())
            .build();

    private static ModelFacts in(String region) {
        return ModelFacts.NONE.with(PolicyFact.REGION, region);
    }

    private EventData decided() {
        SpanData span = telemetry.spans().get(0);
        return span.getEvents().stream()
                .filter(event -> event.getName().equals(PolicyKeys.EVENT))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_decision_is_an_event_of_the_span_of_the_model() {
        ChatModel model = tracing.chatModel(policy.chatModel("small", new FakeChatModel(), in("eu")));
        model.chat(REQUEST);

        assertThat(decided().getAttributes().asMap())
                .containsEntry(PolicyKeys.NAME, "house-rules")
                .containsEntry(PolicyKeys.VERSION, "1.2.0")
                .containsEntry(PolicyKeys.DECISION, "allowed")
                .containsEntry(PolicyKeys.MOMENT, "call")
                .doesNotContainKey(PolicyKeys.RULES);
    }

    @Test
    void a_refusal_names_its_rules_and_fails_the_span() {
        ChatModel model = tracing.chatModel(policy.chatModel("small", new FakeChatModel(), in("us")));

        assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(RefusedException.class);
        assertThat(decided().getAttributes().asMap())
                .containsEntry(PolicyKeys.DECISION, "refused")
                .containsEntry(PolicyKeys.RULES, List.of("eu-only"));
        assertThat(telemetry.spans().get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void a_stream_has_the_event_too() {
        StreamingChatModel model =
                tracing.streamingChatModel(policy.streamingChatModel("small", new FakeStreamingChatModel(), in("us")));

        assertThatThrownBy(() -> model.chat(REQUEST, new CollectingHandler())).isInstanceOf(RefusedException.class);
        assertThat(decided().getAttributes().get(PolicyKeys.DECISION)).isEqualTo("refused");
    }

    @Test
    void without_a_span_nothing_is_noted() {
        policy.chatModel("small", new FakeChatModel(), in("eu")).chat(REQUEST);

        assertThat(telemetry.spans()).isEmpty();
        assertThat(policy.report().allowed()).isEqualTo(1);
    }
}
