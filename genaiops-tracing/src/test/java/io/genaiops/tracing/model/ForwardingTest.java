package io.genaiops.tracing.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
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
import dev.langchain4j.model.output.Response;
import io.genaiops.tracing.CollectingHandler;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel.FakeHandle;
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
import org.junit.jupiter.params.provider.MethodSource;

/** No method of a decorated type is missed, whatever LangChain4j adds to it. */
class ForwardingTest {

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final List<Method> called = new ArrayList<>();

    static Stream<Method> methods() {
        return Stream.of(
                        ChatModel.class,
                        StreamingChatModel.class,
                        EmbeddingModel.class,
                        StreamingChatResponseHandler.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void each_call_arrives_once_at_the_same_method(Method method) throws Exception {
        Object decorated = decorated(method.getDeclaringClass());
        called.clear();

        method.invoke(decorated, arguments(method));

        Method expected = isShorthand(method) ? longForm(method) : method;
        assertThat(called.stream().filter(call -> call.equals(expected) || !isFact(call)))
                .containsExactly(expected);
        tracing.close();
    }

    /** What a trace asks a model about itself. */
    private static boolean isFact(Method method) {
        return List.of("defaultRequestParameters", "modelName", "provider").contains(method.getName());
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
        if (type == EmbeddingModel.class) {
            return self;
        }
        if (type == Response.class) {
            Embedding embedding = Embedding.from(new float[] {1, 2});
            return Response.from(name.equals("embedAll") ? List.of(embedding) : embedding);
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
                        List.of(UserMessage.from("Hello")))
                .filter(type::isInstance)
                .filter(value -> type != Object.class)
                .findFirst()
                .orElse(type == Throwable.class ? new IllegalStateException("x") : null);
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    }
}
