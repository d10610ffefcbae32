package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The artifact {@code langchain4j} is optional: a host that has langchain4j-core alone traces its models. */
class WithoutLangChain4jTest {

    @Test
    void tracing_loads_and_shows_its_methods_where_the_artifact_is_absent() throws Exception {
        URL[] rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("langchain4j-(agentic-)?\\d.*"))
                .map(WithoutLangChain4jTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader host = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> host.loadClass("dev.langchain4j.service.AiServices"))
                    .isInstanceOf(ClassNotFoundException.class);

            Class<?> tracing = host.loadClass("io.genaiops.tracing.Tracing");
            Class<?> telemetry = host.loadClass("io.opentelemetry.api.OpenTelemetry");

            assertThat(tracing.getDeclaredMethods()).isNotEmpty();
            Object created = tracing.getMethod("create", telemetry)
                    .invoke(null, telemetry.getMethod("noop").invoke(null));
            assertThat(tracing.getMethod("failures").invoke(created)).isEqualTo(0L);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
