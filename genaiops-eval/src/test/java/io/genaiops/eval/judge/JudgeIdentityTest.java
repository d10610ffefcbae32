package io.genaiops.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.AssetKind;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.format.AssetFile;
import io.genaiops.registry.AssetRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeIdentityTest {

    private record Configured(ChatRequestParameters defaultRequestParameters, Set<Capability> supportedCapabilities)
            implements ChatModel {

        static Configured of(Consumer<DefaultChatRequestParameters.Builder<?>> change) {
            DefaultChatRequestParameters.Builder<?> parameters =
                    ChatRequestParameters.builder().modelName("judge-1").temperature(0.0);
            change.accept(parameters);
            return new Configured(parameters.build(), Set.of());
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from("")).build();
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OTHER;
        }
    }

    static Stream<Consumer<DefaultChatRequestParameters.Builder<?>>> parameters() {
        return Stream.of(
                parameters -> parameters.modelName("judge-2"),
                parameters -> parameters.temperature(0.1),
                parameters -> parameters.topP(0.9),
                parameters -> parameters.topK(4),
                parameters -> parameters.frequencyPenalty(0.1),
                parameters -> parameters.presencePenalty(0.1),
                parameters -> parameters.maxOutputTokens(100),
                parameters -> parameters.stopSequences(List.of("STOP")));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void the_identity_changes_with_every_parameter_of_the_model(
            Consumer<DefaultChatRequestParameters.Builder<?>> change) {
        assertThat(id(Judge.of("judge", Configured.of(change))))
                .isNotEqualTo(id(Judge.of("judge", Configured.of(unchanged -> {}))));
    }

    @Test
    void equal_configuration_gives_an_equal_identity() {
        assertThat(id(Judge.of("judge", Configured.of(unchanged -> {}))))
                .isEqualTo(id(Judge.of("judge", Configured.of(unchanged -> {}))));
    }

    @Test
    void the_identity_changes_with_name_and_structured_output() {
        Configured plain = Configured.of(unchanged -> {});
        Configured structured =
                new Configured(plain.defaultRequestParameters(), Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA));
        assertThat(Set.of(
                        id(Judge.of("judge", plain)), id(Judge.of("other", plain)), id(Judge.of("judge", structured))))
                .hasSize(3);
    }

    @Test
    void the_identity_changes_with_the_rubric_and_with_the_protocol() {
        Judge judge = Judge.of("judge", Configured.of(unchanged -> {}));
        AssetRegistry rubric = registry(AssetFile.of(Rubric.shippedPrompt("judge-relevance")), "relevant", "pertinent");
        AssetRegistry protocol =
                registry(AssetFile.of(Rubric.shippedPrompt("judge-protocol")), "two sentences", "three sentences");
        AssetRegistry same = registry(AssetFile.of(Rubric.shippedPrompt("judge-relevance")), "relevant", "relevant");
        assertThat(id(judge.withRubricsOf(rubric))).isNotEqualTo(id(judge));
        assertThat(id(judge.withRubricsOf(protocol))).isNotEqualTo(id(judge));
        assertThat(id(judge.withRubricsOf(same))).as("the same text elsewhere").isEqualTo(id(judge));
    }

    @Test
    void no_two_shipped_evaluators_share_an_identity() {
        Judge judge = Judge.of("judge", Configured.of(unchanged -> {}));
        Set<EvaluatorId> ids = new HashSet<>();
        JudgeEvaluatorsTest.shipped().forEach(method -> {
            try {
                ids.add(((Evaluator) method.invoke(null, judge)).id());
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        });
        assertThat(ids).hasSize((int) JudgeEvaluatorsTest.shipped().count());
        assertThat(ids).extracting(EvaluatorId::configuration).doesNotHaveDuplicates();
    }

    private static AssetRegistry registry(AssetFile file, String from, String to) {
        AssetRegistry registry = AssetRegistry.memory();
        AssetFile changed =
                AssetFile.parse(AssetKind.PROMPT, "file", file.text().replace(from, to));
        registry.publish(changed, "host");
        registry.label(changed.asset().id().name(), "production").moveTo("1.0.0", "host", "first");
        return registry;
    }

    private static EvaluatorId id(Judge judge) {
        return JudgeEvaluators.relevance(judge).id();
    }
}
