package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.cost.Usage;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import io.genaiops.policy.Policy;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptLimits;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tool.HostTool;
import io.genaiops.tool.ToolFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prompts that name tools, which the host has. */
class ToolCallTest {

    record Weather(int degrees) {}

    private final Scripted model = new Scripted();
    private final List<String> ran = new ArrayList<>();
    private final List<CallContext> contexts = new ArrayList<>();
    private HostTool weather = (request, context) -> {
        ran.add(request.name() + request.arguments());
        contexts.add(context);
        return "4 degrees";
    };

    private static ToolSpecification spec(String name) {
        return ToolSpecification.builder()
                .name(name)
                .description("tells " + name)
                .build();
    }

    private static PromptBuilder guide() {
        return Prompt.builder("guide", Version.of(1, 0, 0), "user:\nHow is it?")
                .tools(AssetRef.parse("weather"), AssetRef.parse("map:^1.0"));
    }

    private PromptCallsBuilder builder() {
        return PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", model.chat).and("small", model.streaming))
                .prices(PriceList.of(
                        Price.of("openai", "gpt-test", Rates.usd().input("10").output("100"))))
                .tool(spec("secret"), (request, context) -> "no")
                .tool(spec("weather"), (request, context) -> weather.run(request, context))
                .tool(spec("map"), (request, context) -> {
                    ran.add(request.name() + request.arguments());
                    return "a map";
                });
    }

    private PromptCall call() {
        return builder()
                .build()
                .prompt(guide().build())
                .forUser("user-1")
                .forTenant("t")
                .attribute("k", "v");
    }

    private ToolExecutionResultMessage result(int request) {
        List<ChatMessage> messages = model.requests.get(request).messages();
        return (ToolExecutionResultMessage) messages.get(messages.size() - 1);
    }

    @Test
    void only_the_tools_that_the_prompt_names_are_offered() {
        model.says("fine", "plain");
        call().send();
        builder()
                .build()
                .prompt(Prompt.builder("p", Version.of(1, 0, 0), "user:\nHi").build())
                .send();

        assertThat(model.requests.get(0).toolSpecifications()).containsExactly(spec("weather"), spec("map"));
        assertThat(model.requests.get(1).toolSpecifications()).isEmpty();
    }

    @Test
    void several_calls_in_one_answer_run_in_order_and_their_results_go_back() {
        AiMessage both =
                AiMessage.from(Scripted.request("map", "{\"at\": 1}"), Scripted.request("weather", "{\"at\": 2}"));
        model.answers(both).says("Cold.");

        Answer answer = call().send();

        assertThat(ran).containsExactly("map{\"at\": 1}", "weather{\"at\": 2}");
        assertThat(model.requests.get(1).messages())
                .containsExactly(
                        UserMessage.from("How is it?"),
                        both,
                        ToolExecutionResultMessage.from(Scripted.request("map", "{\"at\": 1}"), "a map"),
                        ToolExecutionResultMessage.from(Scripted.request("weather", "{\"at\": 2}"), "4 degrees"));
        assertThat(answer.text()).isEqualTo("Cold.");
        assertThat(answer.messages()).isEqualTo(model.requests.get(1).messages());
    }

    @Test
    void usage_and_cost_are_those_of_all_rounds_and_each_is_an_attempt() {
        model.calls("weather", "{}").calls("map", "{}").says("Cold.");

        Answer answer = call().send();

        assertThat(answer.usage()).isEqualTo(Usage.of(300, 30));
        assertThat(answer.cost()).isEqualTo(Cost.usd("0.006"));
        assertThat(answer.attempts()).hasSize(3);
        assertThat(answer.fromCache()).isEmpty();
    }

    @Test
    void usage_that_one_round_does_not_report_is_absent_in_the_sum() {
        model.calls("weather", "{}")
                .does(request -> ChatResponse.builder()
                        .aiMessage(AiMessage.from("Cold."))
                        .build());
        Answer answer = call().send();
        assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(answer.cost().isPriced()).isFalse();
    }

    @Test
    void tools_know_for_whom_the_call_is_made_and_every_round_carries_it() {
        model.calls("weather", "{}").says("Cold.");
        call().inConversation("c1").send();

        CallContext context = contexts.get(0);
        assertThat(context.user()).isEqualTo("user-1");
        assertThat(context.tenant()).isEqualTo("t");
        assertThat(context.conversation()).isEqualTo("c1");
        assertThat(context.attributes()).isEqualTo(Map.of("k", "v"));
        assertThat(context.prompt().name()).isEqualTo("guide");
        assertThat(model.context(0)).isEqualTo(context);
        assertThat(model.context(1)).isEqualTo(context);
    }

    @Test
    void a_failure_goes_back_as_its_kind_without_message_and_stack() {
        weather = (request, context) -> {
            throw new java.io.IOException("SECRET password");
        };
        model.calls("weather", "{}").says("I do not know.");

        assertThat(call().send().text()).isEqualTo("I do not know.");
        assertThat(result(1).text()).isEqualTo("error: tool 'weather' failed: IOException");
        assertThat(result(1).isError()).isTrue();
    }

    @Test
    void a_failure_ends_the_call_if_the_host_says_so() {
        weather = (request, context) -> {
            throw new java.io.IOException("SECRET password");
        };
        model.calls("weather", "{}");

        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> builder()
                        .onToolFailure(ToolFailures.ABORT)
                        .build()
                        .prompt(guide().build())
                        .send())
                .withMessageStartingWith("tool 'weather' failed (IOException)")
                .withCauseInstanceOf(java.io.IOException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"));
    }

    @Test
    void a_tool_without_a_result_is_told_to_the_model() {
        weather = (request, context) -> null;
        model.calls("weather", "{}").says("Hm.");
        call().send();
        assertThat(result(1).text()).isEqualTo("error: tool 'weather' gave no result");
    }

    @Test
    void an_error_of_the_jvm_is_never_told_to_the_model() {
        weather = (request, context) -> {
            throw new StackOverflowError("deep");
        };
        model.calls("weather", "{}");
        assertThatThrownBy(() -> call().send()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void an_interrupted_tool_ends_the_call_and_leaves_the_thread_interrupted() {
        weather = (request, context) -> {
            throw new InterruptedException("stop");
        };
        model.calls("weather", "{}");
        assertThatThrownBy(() -> call().send()).hasMessageContaining("'weather' was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_tool_that_is_not_offered_is_not_run_and_the_model_is_told() {
        model.calls("secret", "{}").calls("nope", "{}").says("Sorry.");
        call().send();

        assertThat(result(1).text()).isEqualTo("error: there is no tool 'secret'; the tools are [weather, map]");
        assertThat(result(2).text()).contains("no tool 'nope'");
        assertThat(result(2).isError()).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void a_tool_that_the_policy_refuses_never_runs_and_ends_the_call() {
        Policy policy = policy(false);
        model.calls("map", "{}").calls("weather", "{\"at\": \"a secret\"}");

        assertThatThrownBy(() -> call(policy).send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("no-weather", "tool must be none of [weather]; found: weather")
                .hasMessageNotContaining("secret");
        assertThat(ran).containsExactly("map{}");
        assertThat(model.requests).hasSize(2);
        assertThat(policy.report().rule("no-weather").refused()).isEqualTo(1);

        model.calls("weather", "{}");
        AnswerStream stream = call(policy).publisher();
        stream.subscribe(new AllParts());
        assertThatThrownBy(() -> stream.answer().toCompletableFuture().join())
                .hasRootCauseInstanceOf(RefusedException.class);
        assertThat(ran).hasSize(1);
    }

    @Test
    void a_policy_that_is_tried_lets_the_tool_run_and_counts_it() {
        Policy tried = policy(true);
        model.calls("weather", "{}").says("Cold.");

        assertThat(call(tried).send().text()).isEqualTo("Cold.");
        assertThat(ran).containsExactly("weather{}");
        assertThat(tried.report().rule("no-weather").wouldRefuse()).isEqualTo(1);
    }

    @Test
    void a_tool_without_a_name_is_judged_as_such() {
        model.answers(AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name("")
                        .arguments("{}")
                        .build()))
                .says("Sorry.");

        assertThat(call(policy(false)).send().text()).isEqualTo("Sorry.");
        assertThat(result(model.requests.size() - 1).text()).contains("there is no tool ''");
    }

    private PromptCall call(Policy policy) {
        return builder().policy(policy).build().prompt(guide().build()).forTenant("t");
    }

    private static Policy policy(boolean dry) {
        Policy.Builder policy = Policy.builder(PolicyDefinition.builder("house-rules", Version.of(1, 0, 0))
                .rule(PolicyRule.builder("no-weather")
                        .when(PolicyFact.TENANT, "t")
                        .at(PolicyRule.Moment.TOOL)
                        .deny(PolicyFact.TOOL, "weather")
                        .because("It depends.")
                        .build())
                .build());
        return (dry ? policy.dryRun() : policy).build();
    }

    @Test
    void a_model_that_never_stops_calling_is_stopped() {
        for (int i = 0; i < 11; i++) {
            model.calls("weather", "{}");
        }
        assertThatExceptionOfType(GenAiOpsException.class)
                .isThrownBy(() -> call().send())
                .withMessageStartingWith(
                        "prompt 'guide' 1.0.0 on model 'small' called tools in 10 round trips and calls more")
                .withMessageContaining("maxToolRoundTrips");
        assertThat(ran).hasSize(10);
        assertThat(model.requests).hasSize(11);
    }

    @Test
    void the_bound_of_round_trips_is_the_hosts() {
        model.calls("weather", "{}").says("one is fine").calls("weather", "{}").calls("weather", "{}");
        PromptCalls once = builder().maxToolRoundTrips(1).build();

        assertThat(once.prompt(guide().build()).send().text()).isEqualTo("one is fine");
        assertThatThrownBy(() -> once.prompt(guide().build()).send()).hasMessageContaining("in 1 round trips");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().maxToolRoundTrips(0))
                .withMessageContaining("found: 0");
    }

    @Test
    void a_tool_that_the_host_does_not_have_is_refused_before_anything_is_asked() {
        Prompt more = guide().tools(AssetRef.parse("oracle")).build();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> builder().build().prompt(more).send())
                .withMessageContaining("tools [oracle@production]")
                .withMessageContaining("PromptCalls.builder(…).tool(specification, …)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().tool(spec("map"), weather))
                .withMessageContaining("found 'map'");
        assertThat(model.requests).isEmpty();
    }

    @Test
    void every_round_is_held_to_the_limits_of_the_prompt() {
        weather = (request, context) -> "x".repeat(500);
        model.calls("weather", "{}");
        Prompt tight = guide().limits(new PromptLimits(300, null, null)).build();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> builder().build().prompt(tight).send())
                .withMessageContaining("allows 300 input tokens");
        assertThat(model.requests).hasSize(1);
    }

    @Test
    void an_answer_after_tools_can_be_typed() {
        model.calls("weather", "{}").says("cold", "{\"degrees\": 4}");

        TypedAnswer<Weather> typed = call().as(Weather.class).send();

        assertThat(typed.value()).isEqualTo(new Weather(4));
        assertThat(typed.repaired()).isTrue();
        assertThat(typed.answer().usage()).isEqualTo(Usage.of(300, 30));
        assertThat(model.requests.get(2).messages()).hasSize(5);
        assertThat(model.requests.get(2).toolSpecifications()).hasSize(2);
    }

    @Test
    void rounds_after_tools_stream_on_and_only_the_last_response_is_complete() {
        model.answers(AiMessage.from("Let me look. ", List.of(Scripted.request("weather", "{}"))))
                .says("Cold.");
        AllParts parts = new AllParts();
        AnswerStream stream = call().publisher();
        stream.subscribe(parts);

        assertThat(parts.parts).containsExactly("Let me look. ", "Cold.", "complete");
        Answer answer = stream.answer().toCompletableFuture().join();
        assertThat(answer.text()).isEqualTo("Cold.");
        assertThat(answer.usage()).isEqualTo(Usage.of(200, 20));
        assertThat(answer.messages()).hasSize(3);
        assertThat(model.context(1).user()).isEqualTo("user-1");
    }

    @Test
    void what_ends_a_streamed_call_between_rounds_reaches_the_handler_once() {
        List<Throwable> errors = new ArrayList<>();
        List<ChatResponse> complete = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            model.calls("weather", "{}");
        }
        assertThatThrownBy(() -> call().stream(new StreamingChatResponseHandler() {
                            @Override
                            public void onPartialResponse(String text) {}

                            @Override
                            public void onCompleteResponse(ChatResponse response) {
                                complete.add(response);
                            }

                            @Override
                            public void onError(Throwable error) {
                                errors.add(error);
                            }
                        })
                        .join())
                .hasMessageContaining("10 round trips");
        assertThat(errors).singleElement().isInstanceOf(GenAiOpsException.class);
        assertThat(complete).isEmpty();
    }
}
