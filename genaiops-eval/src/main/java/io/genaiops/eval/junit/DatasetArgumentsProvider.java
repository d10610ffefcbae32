package io.genaiops.eval.junit;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.dataset.Dataset;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives the samples of a dataset, and refuses to give none: a test that never runs must not be green. */
final class DatasetArgumentsProvider implements ArgumentsProvider, AnnotationConsumer<DatasetSource> {

    private static final String CLASSPATH = "classpath:";

    private @Nullable DatasetSource source;

    @Override
    public void accept(DatasetSource annotation) {
        this.source = annotation;
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return samples(requireNonNull(source, "source")).samples().stream()
                .map(sample -> Arguments.of(Named.of(sample.id(), sample)));
    }

    private static Dataset samples(DatasetSource source) {
        String place = source.value();
        Dataset all = place.startsWith(CLASSPATH)
                ? Dataset.classpath(place.substring(CLASSPATH.length()))
                : Dataset.read(Path.of(place));
        return source.tag().isEmpty()
                ? all.requireSamples()
                : all.tagged(source.tag())
                        .named(all.name() + ", tag " + source.tag())
                        .requireSamples();
    }
}
