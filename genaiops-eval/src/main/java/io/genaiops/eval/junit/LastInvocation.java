package io.genaiops.eval.junit;

import io.genaiops.eval.junit.Scoreboard.Attempt;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** An invocation that runs none of the test: it stands for all the others, and ends as they say. */
final class LastInvocation implements TestTemplateInvocationContext, InvocationInterceptor, ParameterResolver {

    /** Says how the invocation ends: by what is thrown, or well. */
    interface Ending {
        void come(ExtensionContext context);
    }

    private final Supplier<String> name;
    private final Attempt standIn;
    private final Scoreboard board;
    private final Ending ending;

    /**
     * Makes an invocation.
     *
     * @param name asked for when all that came before was begun
     * @param standIn fills the parameters of the test, which is not run
     */
    LastInvocation(Supplier<String> name, Attempt standIn, Scoreboard board, Ending ending) {
        this.name = name;
        this.standIn = standIn;
        this.board = board;
        this.ending = ending;
    }

    @Override
    public String getDisplayName(int index) {
        return name.get();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return SampleInvocation.isGiven(parameter);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SampleInvocation.value(parameter, standIn, board);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        invocation.skip();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        invocation.skip();
        ending.come(context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        invocation.skip();
    }
}
