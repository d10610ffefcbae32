package io.genaiops.eval.junit;

import static java.util.Objects.requireNonNull;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives the samples of a dataset. */
final class DatasetArgumentsProvider implements ArgumentsProvider, AnnotationConsumer<DatasetSource> {

    private @Nullable DatasetSource source;

    @Override
    public void accept(DatasetSource annotation) {
        this.source = annotation;
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return provideArguments(context);
    }

    /** What JUnit before 5.13 asks for. */
    @Override
    @SuppressWarnings("deprecation")
    public Stream<? extends Arguments> provideArguments(ExtensionContext context) {
        DatasetSource named = requireNonNull(source, "source");
        String[] tags = named.tag().isEmpty() ? new String[0] : new String[] {named.tag()};
        return Datasets.find(named.value(), context, tags).samples().stream()
                .map(sample -> Arguments.of(Named.of(sample.id(), sample)));
    }
}
