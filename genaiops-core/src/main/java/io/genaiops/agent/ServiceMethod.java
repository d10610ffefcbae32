package io.genaiops.agent;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.invocation.LangChain4jManaged;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.UserName;
import dev.langchain4j.service.V;
import dev.langchain4j.service.memory.ChatMemoryAccess;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which arguments of one method of a service are inputs of the prompt, and which LangChain4j would read as a template. */
final class ServiceMethod {

    private final Method method;
    private final Map<Integer, String> inputs;
    private final int template;

    private ServiceMethod(Method method, Map<Integer, String> inputs, int template) {
        this.method = method;
        this.inputs = inputs;
        this.template = template;
    }

    /** Reads every method of a service that is a call of the prompt, and names all that does not fit in one error. */
    static Map<Method, ServiceMethod> of(Class<?> service, Prompt prompt) {
        if (!service.isInterface()) {
            throw new IllegalArgumentException("an AI service must be an interface; found: " + service.getName());
        }
        List<String> problems = new ArrayList<>();
        if (service.isAnnotationPresent(SystemMessage.class)) {
            problems.add("has @SystemMessage, and the prompt gives the messages: remove it");
        }
        Map<Method, ServiceMethod> methods = new HashMap<>();
        for (Method method : service.getMethods()) {
            boolean calls = !method.isDefault() && !Modifier.isStatic(method.getModifiers());
            if (calls && method.getDeclaringClass() != ChatMemoryAccess.class) {
                methods.put(method, of(method, prompt, problems));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    service.getName() + " does not fit " + prompt + ": " + String.join("; ", problems));
        }
        return methods;
    }

    private static ServiceMethod of(Method method, Prompt prompt, List<String> problems) {
        String where = method.getName() + "(…) ";
        if (method.isAnnotationPresent(SystemMessage.class) || method.isAnnotationPresent(UserMessage.class)) {
            problems.add(where + "has @SystemMessage or @UserMessage, and the prompt gives the messages: remove it");
        }
        Parameter[] parameters = method.getParameters();
        Map<Integer, String> inputs = new LinkedHashMap<>();
        int template = -1;
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            if (isInput(parameter)) {
                inputs.put(i, name(parameter, method, prompt).orElse(""));
                if (isTemplate(parameter, parameters.length)) {
                    template = i;
                    if (parameter.getType() != String.class) {
                        problems.add(where + "takes " + parameter
                                + " as its message, which must be a String; annotate it" + " with @V(\"input\")");
                    }
                }
            }
        }
        check(where, inputs, prompt, problems);
        return new ServiceMethod(method, inputs, template);
    }

    private static void check(String where, Map<Integer, String> given, Prompt prompt, List<String> problems) {
        Set<String> missing = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (PromptInput input : prompt.inputs()) {
            known.add(input.name());
            if (input.isRequired() && !given.containsValue(input.name())) {
                missing.add(input.name());
            }
        }
        given.forEach((position, name) -> {
            if (!known.contains(name)) {
                problems.add(where + "argument " + (position + 1)
                        + (name.isEmpty() ? " has no name" : " is '" + name + "', which is no input") + "; inputs are "
                        + known + ": annotate it with @V(\"input\")");
            }
        });
        if (given.values().stream().distinct().count() < given.size()) {
            problems.add(where + "gives one input twice: " + given.values());
        }
        if (!missing.isEmpty()) {
            problems.add(where + "does not give " + missing);
        }
    }

    /** Returns the name that the host says, else that of the parameter if it is an input, else that of the only input. */
    private static Optional<String> name(Parameter parameter, Method method, Prompt prompt) {
        V said = parameter.getAnnotation(V.class);
        if (said != null) {
            return Optional.of(said.value());
        }
        Optional<String> compiled = parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty();
        if (compiled.filter(name -> has(prompt, name)).isPresent()) {
            return compiled;
        }
        long arguments =
                Stream.of(method.getParameters()).filter(ServiceMethod::isInput).count();
        List<PromptInput> required =
                prompt.inputs().stream().filter(PromptInput::isRequired).toList();
        return arguments == 1 && required.size() == 1
                ? Optional.of(required.get(0).name())
                : compiled;
    }

    private static boolean has(Prompt prompt, String name) {
        return prompt.inputs().stream().anyMatch(input -> input.name().equals(name));
    }

    private static boolean isInput(Parameter parameter) {
        Class<?> type = parameter.getType();
        boolean ofLangChain4j = parameter.isAnnotationPresent(MemoryId.class)
                || parameter.isAnnotationPresent(UserName.class)
                || InvocationParameters.class.isAssignableFrom(type)
                || ChatRequestParameters.class.isAssignableFrom(type)
                || LangChain4jManaged.class.isAssignableFrom(type);
        return !ofLangChain4j && !holdsContent(parameter.getParameterizedType());
    }

    private static boolean holdsContent(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments()).anyMatch(ServiceMethod::holdsContent);
        }
        return type instanceof Class<?> raw && Content.class.isAssignableFrom(raw);
    }

    /** LangChain4j compiles an argument marked as the message, or the only one if it is not marked at all. */
    private static boolean isTemplate(Parameter parameter, int parameters) {
        return parameter.isAnnotationPresent(UserMessage.class)
                || (parameters == 1 && !parameter.isAnnotationPresent(V.class));
    }

    boolean streams() {
        return method.getReturnType() == TokenStream.class;
    }

    /** Returns the values of the inputs; an argument that is {@code null} is an optional input left out. */
    Map<String, Object> inputs(@Nullable Object[] arguments) {
        return inputs.entrySet().stream()
                .filter(entry -> arguments[entry.getKey()] != null)
                .collect(Collectors.toMap(Map.Entry::getValue, entry -> arguments[entry.getKey()]));
    }

    /** Returns what the host says of the call in its parameters. */
    CallContext context(@Nullable Object[] arguments) {
        return Stream.of(arguments)
                .filter(InvocationParameters.class::isInstance)
                .map(argument -> ((InvocationParameters) argument).asMap().get(CallContext.KEY))
                .filter(CallContext.class::isInstance)
                .map(CallContext.class::cast)
                .findFirst()
                .orElse(CallContext.NONE);
    }

    /** Returns the arguments with the stand-in in the place of the one that would be read as a template. */
    @Nullable
    Object[] withoutTemplate(@Nullable Object[] arguments) {
        @Nullable Object[] safe = arguments.clone();
        if (template >= 0) {
            safe[template] = BoundPrompt.STAND_IN;
        }
        return safe;
    }
}
