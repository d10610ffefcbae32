package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.experiment.ExperimentResult;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JunitReportTest {

    @Test
    void every_report_has_the_structure_that_build_servers_read() throws Exception {
        for (ExperimentResult result : List.of(Specimens.small(), Specimens.hostile(), Specimens.large(30, 2))) {
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(Objects.requireNonNull(getClass().getResource("junit-structure.xsd")))
                    .newValidator()
                    .validate(new DOMSource(parse(Report.junitXml(result))));
        }
    }

    @Test
    void the_counts_of_a_suite_are_those_of_its_cases() throws Exception {
        Document document = parse(Report.junitXml(Specimens.small()));
        assertThat(elements(document, "testsuite")).hasSize(2).allSatisfy(suite -> {
            assertThat(suite.getAttribute("tests")).isEqualTo(count(suite, "testcase"));
            assertThat(suite.getAttribute("failures")).isEqualTo(count(suite, "failure"));
            assertThat(suite.getAttribute("skipped")).isEqualTo(count(suite, "skipped"));
        });
        Element all = document.getDocumentElement();
        assertThat(all.getAttribute("tests")).isEqualTo("12").isEqualTo(count(all, "testcase"));
        assertThat(all.getAttribute("failures")).isEqualTo("2").isEqualTo(count(all, "failure"));
        assertThat(all.getAttribute("skipped")).isEqualTo("8").isEqualTo(count(all, "skipped"));
    }

    @Test
    void a_failed_check_fails_and_one_without_a_score_is_skipped_with_the_reason() throws Exception {
        List<Element> cases = elements(parse(Report.junitXml(Specimens.small())), "testcase");
        Element failed = cases.get(0);
        assertThat(failed.getAttribute("classname")).isEqualTo("winter trial.v1");
        assertThat(failed.getAttribute("name")).isEqualTo("s1 relevance (1)");
        assertThat(failed.getAttribute("time")).isEqualTo("1.500");
        assertThat(elements(failed, "failure").get(0).getAttribute("message"))
                .isEqualTo("FAILED relevance: 2 (at least 4): as it is");
        assertThat(elements(cases.get(2), "skipped").get(0).getAttribute("message"))
                .isEqualTo("INCONCLUSIVE relevance: UNSCORED (at least 4): no verdict");
        Element unanswered = cases.get(10);
        assertThat(unanswered.hasAttribute("time")).isFalse();
        assertThat(elements(unanswered, "skipped").get(0).getAttribute("message"))
                .isEqualTo("no answer: java.lang.IllegalStateException: model is down");
    }

    private static Document parse(Report report) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(report.text())));
    }

    private static String count(Element element, String name) {
        return Integer.toString(elements(element, name).size());
    }

    private static List<Element> elements(Document document, String name) {
        return elements(document.getDocumentElement(), name);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
