package io.genaiops.tracing.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.store.embedding.EmbeddingStore;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel.FakeHandle;
import io.genaiops.tracing.Scenarios;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No method of a decorated type is missed, whatever LangChain4j adds to it. */
class ForwardingTest {

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final List<Method> called = new ArrayList<>();

    static Stream<Arguments> methods() {
        return Stream.of(
                        ChatModel.class,
                        StreamingChatModel.class,
                        EmbeddingModel.class,
                        StreamingChatResponseHandler.class,
                        ModerationModel.class,
                        ScoringModel.class,
                        ContentRetriever.class,
                        EmbeddingStore.class,
                        InputGuardrail.class,
                        OutputGuardrail.class,
                        ToolExecutor.class,
                        ToolProvider.class)
                .flatMap(type -> Arrays.stream(type.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                        .map(method -> Arguments.of(type, method)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void each_call_arrives_once_at_the_same_method(Class<?> type, Method method) throws Exception {
        Object decorated = decorated(type);
        called.clear();

        method.invoke(decorated, arguments(method));

        Method expected = isShorthand(method) ? longForm(method) : method;
        assertThat(called.stream().filter(call -> call.equals(expected) || !isFact(call)))
                .containsExactly(expected);
        tracing.close();
    }

    /** What a trace asks a model about itself. */
    private static boolean isFact(Method method) {
        return List.of("defaultRequestParameters", "modelName", "provider", "name")
                .contains(method.getName());
    }

    /** The shorthands of chat models are defined by the method that takes a request. */
    private static boolean isShorthand(Method method) {
        List<Class<?>> first = List.of(String.class, List.class, ChatMessage[].class);
        return method.getName().equals("chat") && first.contains(method.getParameterTypes()[0]);
    }

    private static Method longForm(Method method) throws NoSuchMethodException {
        Class<?>[] types = method.getParameterTypes().clone();
        types[0] = ChatRequest.class;
        return method.getDeclaringClass().getMethod("chat", types);
    }

    private Object decorated(Class<?> type) {
        if (type == ChatModel.class) {
            return tracing.chatModel((ChatModel) delegate(type));
        }
        if (type == StreamingChatModel.class) {
            return tracing.streamingChatModel((StreamingChatModel) delegate(type));
        }
        if (type == EmbeddingModel.class) {
            return tracing.embeddingModel((EmbeddingModel) delegate(type));
        }
        if (type == ModerationModel.class) {
            return tracing.moderationModel((ModerationModel) delegate(type));
        }
        if (type == ScoringModel.class) {
            return tracing.scoringModel((ScoringModel) delegate(type));
        }
        if (type == ContentRetriever.class) {
            return tracing.contentRetriever((ContentRetriever) delegate(type));
        }
        if (type == EmbeddingStore.class) {
            return tracing.embeddingStore((EmbeddingStore<?>) delegate(type));
        }
        if (type == InputGuardrail.class) {
            return tracing.inputGuardrail((InputGuardrail) delegate(type));
        }
        if (type == OutputGuardrail.class) {
            return tracing.outputGuardrail((OutputGuardrail) delegate(type));
        }
        if (type == ToolExecutor.class) {
            return tracing.tools().executor((ToolExecutor) delegate(type));
        }
        if (type == ToolProvider.class) {
            return tracing.tools().provider((ToolProvider) delegate(type));
        }
        StreamingChatResponseHandler[] seen = new StreamingChatResponseHandler[1];
        StreamingChatModel model = tracing.streamingChatModel(new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                seen[0] = handler;
            }
        });
        model.doChat(request(), (StreamingChatResponseHandler) delegate(type));
        return seen[0];
    }

    private Object delegate(Class<?> type) {
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            called.add(method);
            return result(method.getReturnType(), method.getName(), self);
        });
    }

    private static Object result(Class<?> type, String name, Object self) {
        if (type == ChatResponse.class) {
            return FakeChatModel.answer("An answer.");
        }
        if (type.isInstance(self)) {
            return self;
        }
        if (name.equals("name")) {
            return "politeness";
        }
        if (name.equals("moderate") && type == Response.class) {
            return Response.from(Moderation.notFlagged());
        }
        if (type == Response.class) {
            Embedding embedding = Embedding.from(new float[] {1, 2});
            return Response.from(name.equals("embedAll") ? List.of(embedding) : embedding);
        }
        if (type == boolean.class) {
            return true;
        }
        return type == int.class ? (Object) 2 : null;
    }

    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(ForwardingTest::argument)
                .toArray();
    }

    private static Object argument(Class<?> type) {
        return Stream.<Object>of(
                        "Hello",
                        request(),
                        ChatRequestOptions.EMPTY,
                        new CollectingHandler(),
                        TextSegment.from("Hello"),
                        EmbeddingRequest.builder().input("Hello").build(),
                        new PartialResponseContext(new FakeHandle()),
                        new PartialThinkingContext(new FakeHandle()),
                        new PartialToolCallContext(new FakeHandle()),
                        new ChatMessage[] {UserMessage.from("Hello")},
                        List.of(UserMessage.from("Hello")),
                        Query.from("Hello"),
                        ModerationRequest.builder().texts(List.of("Hello")).build(),
                        Scenarios.search(),
                        Scenarios.call(),
                        Embedding.from(new float[] {1, 2}))
                .filter(type::isInstance)
                .filter(value -> type != Object.class)
                .findFirst()
                .orElseGet(() -> type == int.class
                        ? (Object) 1
                        : type == Throwable.class ? new IllegalStateException("x") : null);
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    }
}
