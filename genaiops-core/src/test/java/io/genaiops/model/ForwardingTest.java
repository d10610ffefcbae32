package io.genaiops.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No method of a decorated model is missed, whatever LangChain4j adds to it. */
class ForwardingTest {

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    private static final ChatRequestOptions OPTIONS =
            ChatRequestOptions.builder().addListenerAttribute("host", 7).build();
    private static final StreamingChatResponseHandler HANDLER = new StreamingChatResponseHandler() {
        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable error) {}
    };

    private final List<Method> called = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    static Stream<Method> methods() {
        return Stream.of(ChatModel.class, StreamingChatModel.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !isShorthand(method));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void each_call_arrives_once_at_the_same_method_with_what_it_was_given(Method method) throws Exception {
        Object decorated = method.getDeclaringClass() == ChatModel.class
                ? CallRelay.chatModel((ChatModel) delegate(ChatModel.class))
                : CallRelay.streamingChatModel((StreamingChatModel) delegate(StreamingChatModel.class));

        method.invoke(decorated, given(method));

        assertThat(called).containsExactly(method);
        assertThat(arguments).containsExactly(given(method));
    }

    @Test
    void what_is_done_around_a_call_sees_it_and_may_change_it() {
        List<String> done = new ArrayList<>();
        ChatModel model = ForwardingChatModel.of((ChatModel) delegate(ChatModel.class), next -> (request, options) -> {
            done.add("before");
            ChatResponse response = next.chat(request, CallContext.NONE.into(options));
            done.add("after");
            return response;
        });

        model.chat(REQUEST, null);

        assertThat(done).containsExactly("before", "after");
        assertThat(CallContext.from((ChatRequestOptions) arguments.get(1))).contains(CallContext.NONE);
    }

    /** The shorthands of models are defined by the method that takes a request. */
    private static boolean isShorthand(Method method) {
        List<Class<?>> first = List.of(String.class, List.class, ChatMessage[].class);
        return method.getName().equals("chat") && first.contains(method.getParameterTypes()[0]);
    }

    private Object delegate(Class<?> type) {
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            called.add(method);
            arguments.addAll(given == null ? List.of() : Arrays.asList(given));
            return null;
        });
    }

    private static Object[] given(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> Stream.<Object>of(REQUEST, OPTIONS, HANDLER)
                        .filter(type::isInstance)
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }
}
