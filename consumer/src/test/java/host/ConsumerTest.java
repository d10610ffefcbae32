package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
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
        assertTrue(Version.parse("1.10.0").compareTo(Version.parse("1.9.0")) > 0);
        assertTrue(Version.parse("1.4.2").satisfies("^1.4"));
        assertEquals(AssetRef.of("greeting", Label.of("staging")), AssetRef.parse("greeting@staging"));
        assertEquals(
                Digest.ofText("{\"a\":1,\"b\":2}"),
                Digest.ofJson(new ObjectMapper().readTree("{ \"b\": 2, \"a\": 1.0 }")));
    }

    @Test
    void core_renders_a_prompt_of_the_class_path_and_calls_a_model() {
        Answer answer = greet(new Greeter());

        assertEquals("Good morning, Ada!", answer.text());
        assertEquals("greeting:1.0.0", answer.prompt().toString());
        assertEquals(OptionalLong.of(9), answer.usage().totalTokens());
    }

    @Test
    void tracing_needs_no_more_of_opentelemetry_than_its_api() {
        try (Tracing tracing = Tracing.create(OpenTelemetry.noop())) {
            assertEquals("Good morning, Ada!", greet(tracing.chatModel(new Greeter())).text());
            assertEquals(0, tracing.failures());
        }
    }

    @Test
    void eval_judges_the_answer() {
        EvaluatorChain chain = EvaluatorChain.of(
                TextEvaluators.exactMatch().atLeast(1), TextEvaluators.containsNone("evening").atLeast(1));
        Sample sample = Sample.of("Ada").expecting("Good morning, Ada!").answered(greet(new Greeter()));

        assertTrue(chain.evaluate(sample).passed(), () -> chain.evaluate(sample).describe());
        assertFalse(chain.evaluate(sample.answered("Good evening, Ada!")).passed());
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

    private static Answer greet(ChatModel model) {
        try (AssetRegistry registry = AssetRegistry.classpath("host-assets")) {
            PromptCalls calls = PromptCalls.of(registry, Models.of("greeter", model));
            return calls.prompt("greeting:1.0.0").with("name", "Ada").send();
        }
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
