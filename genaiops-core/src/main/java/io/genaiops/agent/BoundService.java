package io.genaiops.agent;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an AI service: renders the prompt with the arguments of each call, and hands LangChain4j a stand-in where
 * it would read an argument as a template.
 */
final class BoundService implements InvocationHandler {

    private final Object service;
    private final BoundPrompt prompt;

    private BoundService(Object service, BoundPrompt prompt) {
        this.service = service;
        this.prompt = prompt;
    }

    static <T> T of(Class<T> type, Object service, BoundPrompt prompt) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new BoundService(service, prompt)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        ServiceMethod known = prompt.method(method);
        if (known == null) {
            return call(method, arguments);
        }
        @Nullable Object[] given = arguments == null ? new @Nullable Object[0] : arguments;
        Invocation before = BoundPrompt.enter(prompt.invocation(known, given));
        try {
            return call(method, known.withoutTemplate(given));
        } finally {
            BoundPrompt.enter(before);
        }
    }

    /** LangChain4j's proxy is called by its handler: the interface may be one that only its own package sees. */
    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (Proxy.isProxyClass(service.getClass())) {
            return Proxy.getInvocationHandler(service).invoke(service, method, arguments);
        }
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
