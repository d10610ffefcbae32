package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.ChatRequestOptions;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.model.CallContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Uses each module as a host does, with the versions of shared libraries that the host brings. */
class ConsumerTest {

    private static final Map<String, String> SHARED = Map.of(
            "langchain4j", "dev.langchain4j.model.chat.ChatModel",
            "opentelemetry", "io.opentelemetry.api.OpenTelemetry",
            "jackson", "com.fasterxml.jackson.databind.ObjectMapper",
            "caffeine", "com.github.benmanes.caffeine.cache.Caffeine",
            "slf4j", "org.slf4j.Logger",
            "junit", "org.junit.jupiter.api.Test");

    /** The properties of Spring Boot's BOM; the first that it has counts. */
    private static final Map<String, String[]> PROPERTIES = Map.of(
            "opentelemetry", new String[] {"opentelemetry.version"},
            "jackson", new String[] {"jackson-2-bom.version", "jackson-bom.version"},
            "caffeine", new String[] {"caffeine.version"},
            "slf4j", new String[] {"slf4j.version"},
            "junit", new String[] {"junit-jupiter.version"});

    @Test
    void core_names_versions_and_digests() throws Exception {
        AssetRef ref = AssetRef.parse("trail-guide@staging");

        assertTrue(Version.parse("1.10.0").compareTo(Version.parse("1.9.0")) > 0);
        assertTrue(Version.parse("1.4.2").satisfies("^1.4"));
        assertEquals(AssetRef.of("trail-guide", Label.of("staging")), ref);
        assertEquals(
                Digest.ofText("{\"a\":1,\"b\":2}"),
                Digest.ofJson(new ObjectMapper().readTree("{ \"b\": 2, \"a\": 1.0 }")));
    }

    @Test
    void core_rides_in_the_options_of_langchain4j() {
        CallContext context = new CallContext(null, "user-1", null, null, Map.of("plan", "free"));
        ChatRequestOptions options = context.into(ChatRequestOptions.builder().build());

        assertEquals(context, CallContext.from(options).orElseThrow());
    }

    @Test
    void tracing_needs_no_more_of_opentelemetry_than_its_api() {
        Span span = OpenTelemetry.noop().getTracer("host").spanBuilder("call").startSpan();
        span.end();

        assertFalse(span.getSpanContext().isValid());
    }

    @Test
    void manifests_name_the_modules() throws Exception {
        assertEquals(
                Set.of("io.genaiops.core", "io.genaiops.eval", "io.genaiops.tracing"),
                Jars.ofGenAiOps().keySet());
        for (Path jar : Jars.ofGenAiOps().values()) {
            assertTrue(jar.toString().endsWith(".jar"), () -> "found no jar but " + jar);
        }
    }

    @Test
    void the_host_decides_on_the_versions_of_what_it_shares_with_us() throws Exception {
        Map<String, String> found = new TreeMap<>();
        for (Map.Entry<String, String> library : SHARED.entrySet()) {
            found.put(library.getKey(), Jars.versionOf(library.getValue()));
        }
        System.out.println("versions on the class path: " + found);
        wanted().forEach((library, version) -> assertEquals(version, found.get(library), library));
    }

    private static Map<String, String> wanted() throws Exception {
        Map<String, String> wanted = new LinkedHashMap<>();
        String bom = System.getProperty("host.spring-boot.bom", "");
        if (!bom.isEmpty()) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of(bom).toFile());
            PROPERTIES.forEach((library, names) -> wanted.put(library, first(document, names)));
        }
        for (String library : new String[] {"langchain4j", "opentelemetry"}) {
            String version = System.getProperty("host." + library, "");
            if (!version.isEmpty()) {
                wanted.put(library, version);
            }
        }
        return wanted;
    }

    private static String first(Document bom, String[] names) {
        for (String name : names) {
            NodeList values = bom.getElementsByTagName(name);
            if (values.getLength() > 0) {
                return values.item(0).getTextContent();
            }
        }
        throw new IllegalStateException("Spring Boot's BOM has none of the properties " + String.join(", ", names));
    }
}
