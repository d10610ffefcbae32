package io.genaiops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Keeps the list of what users can pin the same as the list of what is published. */
class BomTest {

    private static final String PINNED = "/project/dependencyManagement/dependencies/dependency";
    private static final String SKIPPED =
            "/project/build/plugins/plugin[artifactId='maven-deploy-plugin']/configuration/skip";

    @Test
    void the_bom_lists_exactly_the_published_modules() throws Exception {
        List<String> published = modules()
                .filter(module -> !module.equals("genaiops-bom"))
                .filter(module -> !values(pom(module), SKIPPED).contains("true"))
                .toList();

        assertThat(published).contains("genaiops-core").doesNotContain("examples", "benchmarks");
        assertThat(values(pom("genaiops-bom"), PINNED + "/artifactId")).containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void the_bom_pins_its_own_version_and_nothing_of_others() throws Exception {
        assertThat(values(pom("genaiops-bom"), PINNED + "/groupId")).containsOnly("io.genaiops");
        assertThat(values(pom("genaiops-bom"), PINNED + "/version")).containsOnly("${project.version}");
    }

    @Test
    void every_published_module_names_itself_for_the_module_path() throws Exception {
        for (String module : values(pom("genaiops-bom"), PINNED + "/artifactId")) {
            assertThat(values(pom(module), "/project/properties/automatic.module.name"))
                    .containsExactly(module.replace("genaiops-", "io.genaiops."));
        }
    }

    @Test
    void unpublished_modules_are_neither_installed_nor_held_to_the_rules_of_published_ones() throws Exception {
        for (String module : List.of("examples", "benchmarks")) {
            assertThat(values(pom(module), SKIPPED.replace("deploy", "install")))
                    .containsExactly("true");
            assertThat(values(pom(module), "/project/properties/genaiops.unpublished"))
                    .containsExactly("true");
        }
    }

    private static Stream<String> modules() {
        return values(pom("."), "/project/modules/module").stream();
    }

    private static Document pom(String module) {
        Path file = House.repository().resolve(module).resolve("pom.xml");
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception e) {
            throw new IllegalStateException(file + " must be XML", e);
        }
    }

    private static List<String> values(Document pom, String path) {
        try {
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent().strip())
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(path + " must be an XPath", e);
        }
    }
}
