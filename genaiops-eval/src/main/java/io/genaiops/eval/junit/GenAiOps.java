package io.genaiops.eval.junit;

import io.genaiops.call.PromptCalls;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.assertion.AnswerAssert;
import io.genaiops.eval.assertion.ExperimentAssert;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.replay.Cassette;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Gives the tests of a class what they need, and judges for {@link GenAiAssertions} on the threads of the tests.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final GenAiOps genai =
 *         GenAiOps.testing().registry(registry).models(models).judge("large").cassette("trail-guide").build();
 * }</pre>
 *
 * <p>Methods and constructors may take an {@link AssetRegistry}, {@link Models}, {@link PromptCalls}, {@link Judge}, {@link
 * Cassette} or {@link EvaluatorChain}. With a cassette, models, calls and judge are recorded by it or replayed from it, and
 * it is closed after the class. Belongs to one class, with the classes nested in it. Thread-safe.
 *
 * @since 0.1
 */
public final class GenAiOps
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, ParameterResolver, InvocationInterceptor {

    private static final Namespace NAMESPACE = Namespace.create(GenAiOps.class);
    private static final ThreadLocal<@Nullable GenAiOps> IN_FORCE = new ThreadLocal<>();

    /** What a test may ask for, and how it is set. */
    private static final Map<Class<?>, String> GIVEN_BY = Map.of(
            AssetRegistry.class, "registry(…)",
            Models.class, "models(…)",
            PromptCalls.class, "registry(…) and .models(…)",
            Judge.class, "judge(…)",
            Cassette.class, "cassette(…)",
            EvaluatorChain.class, "chain(…)");

    private final Map<Class<?>, Object> given;
    private final Map<String, Dataset> datasets;
    private final Inconclusive whenInconclusive;
    private final AtomicInteger openClasses = new AtomicInteger();

    GenAiOps(Map<Class<?>, Object> given, Map<String, Dataset> datasets, Inconclusive whenInconclusive) {
        this.given = new LinkedHashMap<>(given);
        this.datasets = new LinkedHashMap<>(datasets);
        this.whenInconclusive = whenInconclusive;
    }

    /** Begins what a test class is given. */
    public static GenAiOpsBuilder testing() {
        return new GenAiOpsBuilder();
    }

    /** Returns what is registered with the class of the context. */
    static Optional<GenAiOps> of(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(GenAiOps.class, GenAiOps.class));
    }

    /** Returns the assertions with what is in force on this thread. */
    static AnswerAssert inForce(AnswerAssert assertions) {
        GenAiOps here = IN_FORCE.get();
        if (here == null) {
            return assertions;
        }
        AnswerAssert concluding = assertions.whenInconclusive(here.whenInconclusive);
        return here.given.get(Judge.class) instanceof Judge judge ? concluding.judgedBy(judge) : concluding;
    }

    /** Returns the assertions with what is in force on this thread. */
    static ExperimentAssert inForce(ExperimentAssert assertions) {
        GenAiOps here = IN_FORCE.get();
        return here == null ? assertions : assertions.whenInconclusive(here.whenInconclusive);
    }

    Map<String, Dataset> datasets() {
        return datasets;
    }

    Inconclusive whenInconclusive() {
        return whenInconclusive;
    }

    /** Begins with a class. Called by JUnit. */
    @Override
    public void beforeAll(ExtensionContext context) {
        openClasses.incrementAndGet();
        context.getStore(NAMESPACE).put(GenAiOps.class, this);
    }

    /** Closes the cassette after the outermost class. Called by JUnit. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (openClasses.decrementAndGet() == 0 && given.get(Cassette.class) instanceof Cassette cassette) {
            cassette.close();
        }
    }

    /** Refuses to begin with a single test, since nothing would close what it used. Called by JUnit. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (openClasses.get() == 0) {
            throw new ExtensionConfigurationException("GenAiOps must be registered for the class, in a static field:"
                    + " @RegisterExtension static final GenAiOps genai = GenAiOps.testing()…");
        }
    }

    /** Tells whether the parameter is of a type that is given. Called by JUnit. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return GIVEN_BY.containsKey(parameter.getParameter().getType());
    }

    /** Returns what the parameter asks for. Called by JUnit. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Object value = given.get(type);
        if (value == null) {
            throw new ParameterResolutionException("the test asks for " + type.getSimpleName()
                    + ", which was not given; add ." + GIVEN_BY.get(type) + " to GenAiOps.testing(). Given are "
                    + given.keySet().stream().map(Class::getSimpleName).sorted().toList());
        }
        return value;
    }

    /** Puts the judge in force while a method runs. Called by JUnit. */
    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    /** Puts the judge in force while a method runs. Called by JUnit. */
    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    /** Puts the judge in force while a method runs. Called by JUnit. */
    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    /** Puts the judge in force while a method runs. Called by JUnit. */
    @Override
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        return proceed(invocation);
    }

    /** Puts the judge in force while a dynamic test runs. Called by JUnit. */
    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        proceed(invocation);
    }

    /** Puts the judge in force while a method runs. Called by JUnit. */
    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        proceed(invocation);
    }

    private <T> T proceed(Invocation<T> invocation) throws Throwable {
        GenAiOps before = IN_FORCE.get();
        IN_FORCE.set(this);
        try {
            return invocation.proceed();
        } finally {
            if (before == null) {
                IN_FORCE.remove();
            } else {
                IN_FORCE.set(before);
            }
        }
    }

    @Override
    public String toString() {
        return "GenAiOps"
                + given.keySet().stream().map(Class::getSimpleName).sorted().toList();
    }
}
