package io.genaiops.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.definition.PolicyRule.Moment;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallContext;
import io.genaiops.policy.Policy;
import io.genaiops.policy.PolicyRequest;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Tools of real AI services, asked for by a scripted model. */
class ToolPolicyTest {

    interface Assistant {
        String answer(String question);
    }

    interface Streaming {
        TokenStream answer(String question);
    }

    interface Bound {
        String answer(@UserMessage String question, InvocationParameters parameters);
    }

    /** Tools that note that they ran. */
    final class Tools {
        @Tool
        String search(String words) {
            ran.add("search");
            return "three results";
        }

        @Tool
        String shell(String command) {
            ran.add("shell");
            return "done";
        }
    }

    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final List<PolicyRequest> asked = new CopyOnWriteArrayList<>();
    private final FakeModels models = new FakeModels();
    private final Policy policy = policy(PolicyRule.builder("no-shell")
            .deny(PolicyFact.TOOL, "shell", "exec_*")
            .because("Nothing runs commands.")
            .build());

    private Policy policy(PolicyRule... rules) {
        PolicyDefinition.Builder definition = PolicyDefinition.builder("house-rules", Version.of(1, 0, 0));
        List.of(rules).forEach(definition::rule);
        return Policy.builder(definition.build())
                .listener((request, decision) -> asked.add(request))
                .build();
    }

    /** Asks for the tool first, then answers with what it got. */
    private void asksFor(String tool) {
        models.script = request -> lastResult(request) == null
                ? AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name(tool)
                        .arguments("{\"arg0\":\"a secret argument\"}")
                        .build())
                : AiMessage.from("got: " + lastResult(request));
    }

    private static String lastResult(ChatRequest request) {
        return request.messages().get(request.messages().size() - 1) instanceof ToolExecutionResultMessage result
                ? result.text()
                : null;
    }

    private Assistant assistant() {
        return AiServices.builder(Assistant.class)
                .chatModel(models.chat)
                .tools(new Tools())
                .toolExecutionErrorHandler((error, context) -> ToolErrorHandlerResult.text("handled"))
                .beforeToolExecution(Agent.toolPolicy(policy))
                .build();
    }

    @Test
    void a_tool_that_is_allowed_runs() {
        asksFor("search");

        assertThat(assistant().answer("a question")).isEqualTo("got: three results");
        assertThat(ran).containsExactly("search");
        assertThat(policy.report().allowed()).isEqualTo(1);
    }

    @Test
    void a_tool_that_is_refused_ends_the_call_whatever_handles_errors_of_tools() {
        asksFor("shell");

        assertThatThrownBy(() -> assistant().answer("a question"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("no-shell", "tool must be none of [shell, exec_*]; found: shell")
                .hasMessageNotContaining("secret");
        assertThat(ran).isEmpty();
        assertThat(models.seen).hasSize(1);
        assertThat(policy.report().text()).doesNotContain("secret");
    }

    @Test
    void a_dry_run_lets_the_tool_run_and_counts_it() {
        Policy dry = Policy.builder(policy.definition()).dryRun().build();
        asksFor("shell");
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(models.chat)
                .tools(new Tools())
                .beforeToolExecution(Agent.toolPolicy(dry))
                .build();

        assertThat(assistant.answer("a question")).isEqualTo("got: done");
        assertThat(dry.report().rule("no-shell").wouldRefuse()).isEqualTo(1);
    }

    @Test
    void a_tool_that_is_refused_in_a_stream_never_runs_and_the_stream_ends_with_the_refusal() throws Exception {
        asksFor("shell");
        Streaming streaming = AiServices.builder(Streaming.class)
                .streamingChatModel(models.streaming)
                .tools(new Tools())
                .beforeToolExecution(Agent.toolPolicy(policy))
                .build();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();

        try {
            streaming
                    .answer("a question")
                    .onPartialResponse(text -> {})
                    .onCompleteResponse(response -> failure.complete(new AssertionError("completed")))
                    .onError(failure::complete)
                    .start();
        } catch (RefusedException e) {
            failure.complete(e);
        }

        assertThat(failure.get()).isInstanceOf(RefusedException.class);
        assertThat(ran).isEmpty();
        assertThat(models.seen).hasSize(1);
    }

    @Test
    void an_executor_that_is_refused_tells_the_model_which_may_go_on_without_the_tool() {
        asksFor("shell");
        ToolExecutor shell = (request, memoryId) -> {
            ran.add("shell");
            return "done";
        };
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(models.chat)
                .tools(Map.of(
                        ToolSpecification.builder().name("shell").build(),
                        Agent.toolPolicy(policy).executor(shell)))
                .build();

        assertThat(assistant.answer("a question")).startsWith("got: policy 'house-rules:1.0.0' refuses this tool");
        assertThat(ran).isEmpty();

        models.seen.clear();
        asksFor("shell");
        Policy other = policy(PolicyRule.builder("no-sql")
                .deny(PolicyFact.TOOL, "sql")
                .because("b")
                .build());
        ToolExecutor allowed = Agent.toolPolicy(other).executor(shell);
        assertThat(allowed.execute(ToolExecutionRequest.builder().name("shell").build(), "memory"))
                .isEqualTo("done");
    }

    @Test
    void a_tool_of_a_bound_service_is_judged_by_what_the_call_says_of_itself() {
        AssetRegistry registry = AssetRegistry.memory();
        Prompt prompt = Prompt.builder("guide", Version.of(1, 0, 0), "{{question}}")
                .model(AssetRef.parse("small"))
                .inputs("question")
                .build();
        registry.publish(AssetFile.of(prompt), "ada");
        registry.label("guide", "production").moveTo("1.0.0", "ada", "first");
        Policy personal = policy(PolicyRule.builder("no-search")
                .at(Moment.TOOL)
                .when(PolicyFact.TOOL, "search")
                .deny(PolicyFact.DATA_CLASS, "personal")
                .because("Search engines are no place for personal data.")
                .build());
        Bound bound = Agent.of(PromptCalls.of(registry, models.named("small")))
                .bind(
                        Bound.class,
                        "guide",
                        builder -> builder.tools(new Tools()).beforeToolExecution(Agent.toolPolicy(personal)));
        asksFor("search");

        assertThat(bound.answer("a question", context("public"))).isEqualTo("got: three results");
        assertThatThrownBy(() -> bound.answer("a question", context("personal")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("dataClass must be none of [personal]; found: personal (where tool");
        assertThat(ran).containsExactly("search");
        assertThat(asked.get(0).values(PolicyFact.ASSET)).containsExactly("prompt/guide");
        assertThat(asked.get(0).values(PolicyFact.TENANT)).containsExactly("acme");
    }

    private static InvocationParameters context(String dataClass) {
        return new CallContext(null, "user", "acme", null, Map.of("dataClass", dataClass)).toInvocationParameters();
    }
}
