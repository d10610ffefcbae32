package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.genaiops.tracing.Scenarios;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracedToolsTest {

    private static final ToolProviderRequest REQUEST = new ToolProviderRequest("c-7", UserMessage.from("Hello"));

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final ToolExecutor executor = (request, memory) -> "cold";

    @Test
    void tools_keep_their_order_and_their_specifications() {
        Map<ToolSpecification, ToolExecutor> tools = new LinkedHashMap<>();
        List.of("weather", "trails", "huts").forEach(name -> tools.put(tool(name), executor));

        Map<ToolSpecification, ToolExecutor> traced = tracing.tools().all(tools);

        assertThat(List.copyOf(traced.keySet())).isEqualTo(List.copyOf(tools.keySet()));
        assertThat(traced.values()).doesNotContain(executor);
    }

    @Test
    void a_tool_that_is_traced_already_is_not_traced_twice() {
        ToolExecutor once = tracing.tools().executor(executor);

        assertThat(tracing.tools().executor(once)).isSameAs(once);
        assertThat(tracing.tools().all(Map.of(tool("weather"), once)).values()).containsExactly(once);
        ToolProvider provider = tracing.tools().provider(request -> new ToolProviderResult(Map.of()));
        assertThat(tracing.tools().provider(provider)).isSameAs(provider);
    }

    @Test
    void a_provided_tool_that_returns_at_once_still_does() {
        ToolProvider provider = tracing.tools()
                .provider(request -> ToolProviderResult.builder()
                        .add(tool("weather"), executor, ReturnBehavior.IMMEDIATE)
                        .add(tool("trails"), executor)
                        .build());

        ToolProviderResult provided = provider.provideTools(REQUEST);

        assertThat(provided.aiServiceTools())
                .extracting(tool -> tool.name() + " " + tool.returnBehavior())
                .containsExactly("weather IMMEDIATE", "trails TO_LLM");
    }

    @Test
    void a_provider_that_provides_nothing_is_left_alone() {
        assertThat(tracing.tools().provider(request -> null).provideTools(REQUEST))
                .isNull();
    }

    @Test
    void without_a_specification_a_tool_has_the_name_that_the_model_called() {
        tracing.tools().executor(executor).execute(Scenarios.call(), null);

        assertThat(telemetry.onlySpan().getName()).isEqualTo("execute_tool weather");
    }

    private static ToolSpecification tool(String name) {
        return ToolSpecification.builder().name(name).build();
    }
}
