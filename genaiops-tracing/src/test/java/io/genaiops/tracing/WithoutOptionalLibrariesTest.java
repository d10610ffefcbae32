package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host that has neither langchain4j nor the modules of providers on its class path can trace its models. */
class WithoutOptionalLibrariesTest {

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Test
    @SuppressWarnings("unchecked")
    void models_are_traced_where_langchain4j_and_the_modules_of_providers_are_missing() throws Exception {
        ClassLoader bare = new BareLoader(getClass().getClassLoader());
        assertThatThrownBy(() -> bare.loadClass("dev.langchain4j.service.tool.ToolExecutor"))
                .isInstanceOf(ClassNotFoundException.class);
        Function<OpenTelemetry, String> host = (Function<OpenTelemetry, String>)
                bare.loadClass(Host.class.getName()).getDeclaredConstructor().newInstance();
        assertThat(host.getClass()).isNotSameAs(Host.class);

        assertThat(host.apply(telemetry.sdk())).isEqualTo("An answer. after 0 failures");

        assertThat(telemetry.onlySpan().getAttributes().toString())
                .contains("gen_ai.usage.input_tokens=12", "gen_ai.usage.output_tokens=7");
    }

    /** Runs where the optional libraries are missing. */
    public static final class Host implements Function<OpenTelemetry, String> {

        public Host() {}

        @Override
        public String apply(OpenTelemetry telemetry) {
            Tracing tracing = Tracing.create(telemetry);
            if (Tracing.class.getMethods().length == 0) {
                throw new IllegalStateException("the door must be open to reflection as well");
            }
            return tracing.chatModel(new FakeChatModel()).chat("Hello") + " after " + tracing.failures() + " failures";
        }
    }

    /** Loads genaiops anew and knows no optional library. */
    private static final class BareLoader extends ClassLoader {

        private static final List<String> MISSING = List.of(
                "dev.langchain4j.agentic.",
                "dev.langchain4j.service.",
                "io.genaiops.eval.",
                "io.opentelemetry.sdk.",
                "dev.langchain4j.model.openai.",
                "dev.langchain4j.model.anthropic.",
                "dev.langchain4j.model.googleai.");

        BareLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (MISSING.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.genaiops.tracing.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
