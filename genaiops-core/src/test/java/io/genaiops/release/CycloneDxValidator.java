package io.genaiops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The validator of the CycloneDX library, apart from our class path, where another version of its own parts is. */
final class CycloneDxValidator {

    private static final Path JARS = Path.of("target", "cyclonedx");

    private CycloneDxValidator() {}

    /** Returns what the library finds wrong with a text as CycloneDX 1.6. */
    static List<String> problems(String json) throws Exception {
        try (URLClassLoader loader = loader()) {
            Class<?> version = loader.loadClass("org.cyclonedx.Version");
            Object wanted = version.getField("VERSION_16").get(null);
            Class<?> parser = loader.loadClass("org.cyclonedx.parsers.JsonParser");
            Object made = parser.getConstructor().newInstance();
            List<?> found = (List<?>)
                    parser.getMethod("validate", String.class, version).invoke(made, json, wanted);
            List<String> problems = new ArrayList<>();
            found.forEach(each -> problems.add(String.valueOf(each)));
            return problems;
        } catch (InvocationTargetException e) {
            throw new AssertionError("the validator failed: " + e.getCause(), e.getCause());
        }
    }

    /** Its own jars first, then all that is on our class path but not what it has in another version. */
    private static URLClassLoader loader() throws Exception {
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> jars = Files.list(JARS)) {
            for (Path jar :
                    jars.filter(each -> each.toString().endsWith(".jar")).toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        assertThat(urls).as("jars that the build copied to " + JARS).hasSizeGreaterThanOrEqualTo(5);
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
