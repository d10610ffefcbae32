package io.genaiops.policy;

import static io.genaiops.policy.HouseRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.RefusedException;
import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.model.CallContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardedModelsTest {

    private static final ChatRequest REQUEST = ChatRequest.builder()
            .messages(UserMessage.from("a secret question"))
            .build();

    private final List<ChatRequestOptions> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<PolicyRequest> asked = new ArrayList<>();

    private final StreamingChatResponseHandler handler = new StreamingChatResponseHandler() {
        @Override
        public void onPartialResponse(String text) {
            heard.add(text);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            heard.add("complete");
        }

        @Override
        public void onError(Throwable error) {
            heard.add("error");
        }
    };

    private final class Served implements ChatModel {

        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
            sent.add(options);
            return ChatResponse.builder().aiMessage(AiMessage.from("yes")).build();
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return chat(request, ChatRequestOptions.EMPTY);
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return chat(request, ChatRequestOptions.EMPTY);
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OPEN_AI;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName("gpt-4.1").build();
        }
    }

    private final class ServedStream implements StreamingChatModel {

        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler next) {
            sent.add(options);
            next.onPartialResponse("yes");
            next.onCompleteResponse(
                    ChatResponse.builder().aiMessage(AiMessage.from("yes")).build());
        }

        @Override
        public void chat(ChatRequest request, StreamingChatResponseHandler next) {
            chat(request, ChatRequestOptions.EMPTY, next);
        }
    }

    private Policy policy(PolicyRule... rules) {
        return Policy.builder(HouseRules.of(rules))
                .listener((request, decision) -> asked.add(request))
                .build();
    }

    private static ChatRequestOptions options(String attribute, String value) {
        return new CallContext(null, null, null, null, Map.of(attribute, value)).into(ChatRequestOptions.EMPTY);
    }

    private static ChatRequest named(String model) {
        return ChatRequest.builder()
                .messages(UserMessage.from("a secret question"))
                .modelName(model)
                .build();
    }

    @Test
    void a_call_that_is_allowed_reaches_the_model_with_its_options_and_one_that_is_refused_does_not() {
        ChatModel model =
                policy(rule("eu").allow(PolicyFact.REGION, "eu").build()).chatModel("large", new Served());

        assertThat(model.chat(REQUEST, options("region", "eu")).aiMessage().text())
                .isEqualTo("yes");
        assertThat(CallContext.from(sent.get(0))).isPresent();
        assertThatThrownBy(() -> model.chat(REQUEST, options("region", "us")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("region must be one of [eu]; found: us");
        assertThatThrownBy(() -> model.chat(REQUEST)).hasMessageContaining("region was not stated");
        assertThatThrownBy(() -> model.doChat(REQUEST)).isInstanceOf(RefusedException.class);
        assertThat(sent).hasSize(1);
        assertThat(model.provider()).isEqualTo(ModelProvider.OPEN_AI);
    }

    @Test
    void a_stream_that_is_refused_is_refused_before_anything_is_sent() {
        StreamingChatModel model = policy(
                        rule("eu").allow(PolicyFact.REGION, "eu").build())
                .streamingChatModel("large", new ServedStream());

        assertThatThrownBy(() -> model.chat(REQUEST, options("region", "us"), handler))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> model.chat(REQUEST, handler)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> model.doChat(REQUEST, handler)).isInstanceOf(RefusedException.class);
        assertThat(sent).isEmpty();
        assertThat(heard).isEmpty();

        model.chat(REQUEST, options("region", "eu"), handler);
        assertThat(heard).containsExactly("yes", "complete");
    }

    @Test
    void provider_and_model_are_what_langchain4j_knows_unless_the_host_states_them() {
        Policy policy = policy(rule("any").allow(PolicyFact.HOST_MODEL, "*").build());
        policy.chatModel("large", new Served()).chat(REQUEST);
        policy.chatModel(
                        "large",
                        new Served(),
                        ModelFacts.NONE.with(PolicyFact.PROVIDER, "azure").with(PolicyFact.MODEL, "deployment-7"))
                .chat(REQUEST);
        policy.streamingChatModel("stream", new ServedStream()).chat(REQUEST, handler);

        assertThat(asked)
                .extracting(request -> request.values(PolicyFact.PROVIDER))
                .containsExactly(List.of("openai"), List.of("azure"), List.of());
        assertThat(asked)
                .extracting(request -> request.values(PolicyFact.MODEL))
                .containsExactly(List.of("gpt-4.1"), List.of("deployment-7", "gpt-4.1"), List.of());
        assertThat(asked)
                .extracting(request -> request.values(PolicyFact.HOST_MODEL))
                .containsExactly(List.of("large"), List.of("large"), List.of("stream"));
    }

    @Test
    void a_request_that_names_another_model_is_judged_by_that_model() {
        ChatModel model = policy(
                        rule("models").allow(PolicyFact.MODEL, "gpt-4.1").build())
                .chatModel("large", new Served(), ModelFacts.NONE.with(PolicyFact.MODEL, "gpt-4.1"));

        model.chat(REQUEST);
        assertThatThrownBy(() -> model.chat(named("gpt-9-preview"))).hasMessageContaining("found: gpt-9-preview");
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_call_is_held_against_the_estimate_of_the_host() {
        PolicyRule cheap = rule("cheap").maxCost("0.05 USD").build();
        ModelFacts dear = ModelFacts.NONE.estimatedBy(
                request -> Cost.usd(request.messages().size() > 1 ? "0.01" : "1"));
        ChatModel model = policy(cheap).chatModel("large", new Served(), dear);

        assertThatThrownBy(() -> model.chat(REQUEST)).hasMessageContaining("at most 0.05 USD; estimated: 1 USD");
        model.chat(ChatRequest.builder()
                .messages(UserMessage.from("a"), UserMessage.from("b"))
                .build());
        assertThat(sent).hasSize(1);
    }

    @Test
    void an_estimate_that_fails_gives_no_price() {
        PolicyRule cheap = rule("cheap").maxCost("0.05 USD").build();
        ModelFacts failing = ModelFacts.NONE.estimatedBy(request -> {
            throw new IllegalStateException("a secret question");
        });

        assertThatThrownBy(() ->
                        policy(cheap).chatModel("large", new Served(), failing).chat(REQUEST))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("unpriced: the estimate failed: IllegalStateException")
                .hasMessageNotContaining("secret");
        Policy.builder(HouseRules.of(cheap))
                .dryRun()
                .build()
                .chatModel("large", new Served(), failing)
                .chat(REQUEST);
        assertThat(sent).hasSize(1);
    }

    @Test
    void no_text_of_a_prompt_is_in_a_decision_or_report() {
        Policy policy = policy(rule("eu").allow(PolicyFact.REGION, "eu").build());
        ChatModel model = policy.chatModel("large", new Served());

        assertThatThrownBy(() -> model.chat(REQUEST, options("region", "us"))).hasMessageNotContaining("secret");
        assertThat(policy.report().text()).doesNotContain("secret");
        assertThat(policy.report().json().toString()).doesNotContain("secret");
        assertThat(asked).hasToString("[" + asked.get(0) + "]").asString().doesNotContain("secret");
    }

    @Test
    void two_policies_are_both_kept_and_one_may_be_tried_while_the_other_is_enforced() {
        Policy strict = policy(rule("eu").allow(PolicyFact.REGION, "eu").build());
        Policy next = Policy.builder(HouseRules.of(
                        "2.0.0", rule("none").deny(PolicyFact.REGION, "*").build()))
                .dryRun()
                .build();
        ChatModel model = next.chatModel("large", strict.chatModel("large", new Served()));

        model.chat(REQUEST, options("region", "eu"));
        assertThatThrownBy(() -> model.chat(REQUEST, options("region", "us"))).hasMessageContaining("1.0.0");
        assertThat(next.report().wouldRefuse()).isEqualTo(2);
        assertThat(next.isDryRun()).isTrue();
    }
}
