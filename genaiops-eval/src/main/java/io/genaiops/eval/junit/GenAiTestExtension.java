package io.genaiops.eval.junit;

import io.genaiops.eval.Sample;
import io.genaiops.eval.junit.Scoreboard.Attempt;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the invocations of a {@link GenAiTest}. */
final class GenAiTestExtension implements TestTemplateInvocationContextProvider {

    private static final Namespace NAMESPACE = Namespace.create(GenAiTestExtension.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), GenAiTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        GenAiTest test = AnnotationSupport.findAnnotation(context.getTestMethod(), GenAiTest.class)
                .orElseThrow();
        requireSound(test);
        List<Sample> samples =
                Datasets.find(test.dataset(), context, test.tags()).samples();
        if (Double.isNaN(test.passRate())) {
            return eachForItself(samples, test.repetitions());
        }
        PassRateRun run = new PassRateRun(test, samples, context);
        context.getStore(NAMESPACE).put(PassRateRun.class, run);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(run, Spliterator.ORDERED), false);
    }

    private static Stream<TestTemplateInvocationContext> eachForItself(List<Sample> samples, int repetitions) {
        Scoreboard board = new Scoreboard(samples, repetitions, 1);
        return IntStream.range(0, samples.size())
                .boxed()
                .flatMap(item -> IntStream.rangeClosed(1, repetitions)
                        .mapToObj(repetition -> new SampleInvocation(
                                new Attempt(item, samples.get(item), repetition, repetitions),
                                board,
                                SampleInvocation.Counting.EACH)));
    }

    private static void requireSound(GenAiTest test) {
        boolean rated = !Double.isNaN(test.passRate());
        if (test.repetitions() < 1) {
            throw new ExtensionConfigurationException("repetitions must be at least 1; found: " + test.repetitions());
        }
        if (rated && !(test.passRate() > 0 && test.passRate() <= 1)) {
            throw new ExtensionConfigurationException(
                    "passRate must be above 0 to 1, or it can never fail; found: " + test.passRate());
        }
        if (test.earlyStop() && !rated) {
            throw new ExtensionConfigurationException(
                    "earlyStop needs a passRate, since without one each run stands for itself");
        }
    }
}
