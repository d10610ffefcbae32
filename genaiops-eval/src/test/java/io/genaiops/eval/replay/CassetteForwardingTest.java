package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No method of a recorded type is missed, whatever LangChain4j adds to it. */
class CassetteForwardingTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @TempDir
    private Path folder;

    private final List<Method> called = new ArrayList<>();

    static Stream<Arguments> methods() {
        return Stream.of(
                        ChatModel.class,
                        StreamingChatModel.class,
                        EmbeddingModel.class,
                        StreamingChatResponseHandler.class)
                .flatMap(type -> Arrays.stream(type.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                        .filter(method -> !isShorthand(method))
                        // Listeners that are added are told by LangChain4j's own wrapper, of replayed calls too.
                        .filter(method -> !method.getName().startsWith("addListener"))
                        .map(method -> Arguments.of(type, method)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void each_call_arrives_once_at_the_same_method(Class<?> type, Method method) throws Exception {
        Cassette cassette =
                Cassette.of(folder.resolve("x.json"), null, step -> {}, () -> 0).record();
        Object recorded = type == ChatModel.class
                ? cassette.chatModel((ChatModel) delegate(type))
                : type == StreamingChatModel.class
                        ? cassette.streamingChatModel((StreamingChatModel) delegate(type))
                        : type == EmbeddingModel.class
                                ? cassette.embeddingModel((EmbeddingModel) delegate(type))
                                : new RecordingHandler(
                                        (StreamingChatResponseHandler) delegate(type),
                                        () -> 0,
                                        new ResponseJson(UnaryOperator.identity(), Cassette.NONE),
                                        outcome -> {});

        method.invoke(recorded, argumentsOf(method));

        assertThat(called.stream()
                        .filter(call -> call.equals(method)
                                || !List.of("defaultRequestParameters", "modelName")
                                        .contains(call.getName())))
                .containsExactly(method);
    }

    private Object delegate(Class<?> type) {
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            called.add(method);
            return result(method);
        });
    }

    private static Object result(Method method) {
        Embedding embedding = Embedding.from(new float[] {1, 2});
        Class<?> type = method.getReturnType();
        if (type == Response.class) {
            return Response.from(method.getName().equals("embedAll") ? List.of(embedding) : embedding);
        }
        return Stream.<Object>of(
                        ChatRequestParameters.builder().build(),
                        EmbeddingRequestParameters.EMPTY,
                        ChatResponse.builder().aiMessage(AiMessage.from("Hi")).build(),
                        EmbeddingResponse.builder()
                                .embeddings(List.of(embedding))
                                .build(),
                        "name")
                .filter(type::isInstance)
                .findFirst()
                .orElse(type == int.class ? 2 : null);
    }

    private static boolean isShorthand(Method method) {
        List<Class<?>> first = List.of(String.class, List.class, ChatMessage[].class);
        return method.getName().equals("chat") && first.contains(method.getParameterTypes()[0]);
    }

    private static Object[] argumentsOf(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> Stream.<Object>of(
                                "Hello",
                                REQUEST,
                                ChatRequestOptions.EMPTY,
                                new Collected(),
                                TextSegment.from("Hello"),
                                EmbeddingRequest.builder().input("Hello").build(),
                                List.of(TextSegment.from("Hello")),
                                new PartialResponse("a"),
                                new PartialThinking("a"),
                                PartialToolCall.builder()
                                        .index(0)
                                        .name("t")
                                        .partialArguments("{")
                                        .build(),
                                new PartialResponseContext(new StreamPlayer(new Collected(), pause -> {})),
                                new PartialThinkingContext(new StreamPlayer(new Collected(), pause -> {})),
                                new PartialToolCallContext(new StreamPlayer(new Collected(), pause -> {})),
                                new CompleteToolCall(
                                        0,
                                        ToolExecutionRequest.builder()
                                                .name("t")
                                                .arguments("{}")
                                                .build()),
                                ChatResponse.builder()
                                        .aiMessage(AiMessage.from("Hi"))
                                        .build(),
                                new IllegalStateException("x"))
                        .filter(type::isInstance)
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }
}
