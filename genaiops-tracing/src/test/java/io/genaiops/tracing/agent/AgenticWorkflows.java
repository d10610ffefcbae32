package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Scenario;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workflows of two agents, and what tests ask of their spans. */
class AgenticWorkflows {

    static final String SECRET = Scenario.SECRET;

    /** Writes. */
    public interface Writer {
        @UserMessage("Write about {{topic}}")
        @Agent(description = "Writes a story", outputKey = "story")
        String write(@V("topic") String topic);
    }

    /** Edits. */
    public interface Editor {
        @UserMessage("Edit {{story}}")
        @Agent(description = "Edits a story", outputKey = "story")
        String edit(@V("story") String story);
    }

    /** A workflow of a host that keeps the scope for each conversation. */
    public interface Novelist {
        @Agent
        String novel(@MemoryId String conversation, @V("topic") String topic);
    }

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    final ExecutorService threads = Executors.newFixedThreadPool(8);
    final Tracing tracing = Tracing.create(telemetry.sdk());
    final AgentListener listener = tracing.agentic().listener();

    @AfterEach
    void nothing_is_kept_of_what_ended() {
        threads.shutdownNow();
        assertThat(((AgenticListener) listener).runs().size()).isZero();
        assertThat(tracing.failures()).isZero();
    }

    static FakeChatModel fake(String name) {
        FakeChatModel model = new FakeChatModel();
        model.defaults = ChatRequestParameters.builder().modelName(name).build();
        model.answer = request -> FakeChatModel.answer("An answer " + SECRET);
        return model;
    }

    static FakeChatModel failing(String name) {
        FakeChatModel model = fake(name);
        model.answer = request -> {
            throw new Scenario.HostFailure();
        };
        return model;
    }

    Writer writer(ChatModel model) {
        return AgenticServices.agentBuilder(Writer.class)
                .chatModel(tracing.chatModel(model))
                .build();
    }

    Editor editor(ChatModel model) {
        return AgenticServices.agentBuilder(Editor.class)
                .chatModel(tracing.chatModel(model))
                .build();
    }

    UntypedAgent sequence(Object... agents) {
        return AgenticServices.sequenceBuilder()
                .name("novelist")
                .subAgents(agents)
                .listener(listener)
                .outputKey("story")
                .build();
    }

    List<SpanData> named(String name) {
        return telemetry.spans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    SpanData only(String name) {
        assertThat(named(name)).as(name).hasSize(1);
        return named(name).get(0);
    }

    void assertBelow(String child, String parent) {
        assertThat(only(child).getParentSpanId())
                .as(child)
                .isEqualTo(only(parent).getSpanId());
    }

    double sum(String histogram) {
        return telemetry.points(histogram).stream()
                .mapToDouble(point -> ((HistogramPointData) point).getSum())
                .sum();
    }
}
