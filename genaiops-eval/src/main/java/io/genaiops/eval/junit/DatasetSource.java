package io.genaiops.eval.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a parameterised test once for each sample of a dataset; the sample's id is its display name. Needs
 * JUnit 5.13 or newer; {@link GenAiTest} runs on older ones too.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @DatasetSource("classpath:trail-guide.jsonl")
 * void answers_are_short(Sample sample) { … }
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(DatasetArgumentsProvider.class)
public @interface DatasetSource {

    /** Names the samples: {@code classpath:} and a resource, the path of a file, or a name given to {@link GenAiOps}. */
    String value();

    /** Restricts the samples to those with this tag; all of them if empty. */
    String tag() default "";
}
