package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs the core cases of the Mustache specification (github.com/mustache/spec, six files). They are read from the folder
 * {@code mustache} of the folder that the system property {@code genaiops.conformance} names.
 */
class MustacheConformanceTest {

    private static final int CORE_CASES = 136;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void every_core_case_renders_as_specified() throws IOException {
        String root = System.getProperty("genaiops.conformance", "");
        assumeTrue(!root.isBlank(), "skipped: no folder of conformance data; give -Dgenaiops.conformance=<folder>");
        Map<String, String> failures = new TreeMap<>();
        int cases = 0;
        for (Path file : files(Path.of(root, "mustache"))) {
            for (JsonNode spec : json.readTree(file.toFile()).get("tests")) {
                cases++;
                String name = file.getFileName() + ": " + spec.get("name").asText();
                String rendered = render(spec);
                String expected = unescaped(spec.get("expected").asText());
                if (!rendered.equals(expected)) {
                    failures.put(name, "expected [" + expected + "] found [" + rendered + "]");
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(CORE_CASES);
    }

    private static List<Path> files(Path folder) throws IOException {
        assumeTrue(Files.isDirectory(folder), "skipped: the folder of conformance data has no folder 'mustache'");
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(file -> file.toString().endsWith(".json")).sorted().forEach(files::add);
        }
        return files;
    }

    private String render(JsonNode spec) {
        Map<String, String> partials = new TreeMap<>();
        if (spec.has("partials")) {
            spec.get("partials")
                    .properties()
                    .forEach(e -> partials.put(e.getKey(), e.getValue().asText()));
        }
        TemplateOptions options = TemplateOptions.builder()
                .partials(PartialSource.of(partials))
                .recursivePartials(true)
                .build();
        Template template = Template.compile(spec.get("template").asText(), options);
        RenderedTemplate rendered = template.renderLenient(json.convertValue(spec.get("data"), Object.class));
        Provenances.assertCovered(rendered);
        return rendered.text();
    }

    /** Takes HTML escaping out of an expected string: the one difference of prompts from the specification. */
    private static String unescaped(String expected) {
        return expected.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
