package io.genaiops.eval.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON Schema, XML, SQL and the language of a response. */
class FormatTest {

    private static final Evaluator SCHEMA = TextEvaluators.fitsSchema(JsonSchema.parse("""
            {"type": "object", "required": ["km"], "additionalProperties": false,
             "properties": {"km": {"type": "number", "minimum": 0}, "trail": {"type": "string"}}}"""));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"km": 12}                   | 1 | fits the schema
             {"km": 12, "trail": "n"}    | 1 | fits the schema
            {"km": -1}                   | 0 | minimum
            {"trail": "n"}               | 0 | km
            {"km": 1, "x": 1}            | 0 | x
            {"km": 1, "km": 2}           | 0 | no JSON: Duplicate field 'km'
            {"km": 1} and more           | 0 | no JSON
            12                           | 0 | object
            ``                           | 0 | km
            not json                     | 0 | no JSON
            """)
    void json_fits_a_schema_or_says_what_does_not(String response, double expected, String reason) {
        Outcome outcome = outcome(SCHEMA, response == null ? "" : response);
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
        if (!"``".equals(response) && response != null && !response.isEmpty()) {
            assertThat(outcome.explanation()).contains(reason);
        }
    }

    @Test
    void the_schema_is_part_of_the_identity_and_its_violations_are_bounded() {
        assertThat(SCHEMA.id())
                .isNotEqualTo(TextEvaluators.fitsSchema(JsonSchema.parse("{\"type\":\"object\"}"))
                        .id());
        Evaluator numbers = TextEvaluators.fitsSchema(JsonSchema.parse("{\"items\":{\"type\":\"number\"}}"));
        assertThat(outcome(numbers, "[" + "true,".repeat(99) + "true]").explanation())
                .endsWith("; and 90 more");
    }

    @Test
    void a_pattern_that_backtracks_without_end_has_no_score() {
        Evaluator evaluator =
                TextEvaluators.fitsSchema(JsonSchema.parse("{\"pattern\": \"(.*)(.*)(.*)(.*)(.*)[^a]$\"}"));

        assertThat(outcome(evaluator, "\"aab\"").score()).hasValue(1);
        assertThat(outcome(evaluator, '"' + "a".repeat(300) + '"'))
                .isInstanceOfSatisfying(
                        Outcome.Errored.class,
                        outcome -> assertThat(outcome.explanation()).contains("backtracks catastrophically"));
    }

    @Test
    void json_beyond_the_limits_of_the_parser_has_no_score() {
        assertThat(outcome(SCHEMA, "[".repeat(5_000) + "]".repeat(5_000))).isInstanceOf(Outcome.Errored.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <a/>                                        | 1
            <?xml version="1.0"?><a b="c">ö<d/></a>     | 1
            <a><!-- c --><![CDATA[ <x> ]]></a>          | 1
            <a xmlns:x="urn:x"><x:b/></a>               | 1
            <a>&lt;&#65;</a>                            | 1
            <a><b></a></b>                              | 0
            <a/><b/>                                    | 0
            <a/> text                                   | 0
            text                                        | 0
            <a b=c/>                                    | 0
            <x:a/>                                      | 0
            <a>&unknown;</a>                            | 0
            <a>&#0;</a>                                 | 0
            ``                                          | 0
            """)
    void xml_is_the_whole_response_or_not(String response, double expected) {
        Outcome outcome = outcome(TextEvaluators.validXml(), response == null ? "" : response);
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
        assertThat(outcome.explanation()).isNotBlank();
    }

    @Test
    @Timeout(30)
    void no_entity_of_a_document_is_ever_resolved() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE l [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        for (String hostile : new String[] {
            laughs + "]><l>&l29;</l>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a>&x;</a>",
            "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/no.dtd\"><a/>",
            "<!DOCTYPE a [<!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;]><a/>"
        }) {
            Outcome outcome = outcome(TextEvaluators.validXml(), hostile);
            assertThat(outcome.score()).hasValue(0);
            assertThat(outcome.explanation()).contains("DOCTYPE").doesNotContain("the secret");
        }
    }

    @Test
    @Timeout(60)
    void deep_and_wide_xml_ends() {
        // newer JDKs limit the depth, which says nothing about the text
        assertThat(outcome(TextEvaluators.validXml(), "<a>".repeat(100_000)))
                .satisfiesAnyOf(
                        refused -> assertThat(refused.score()).hasValue(0),
                        limited -> assertThat(limited).isInstanceOf(Outcome.Errored.class));
        assertThat(outcome(TextEvaluators.validXml(), "<a>".repeat(50_000) + "</a>".repeat(50_000))
                        .kind())
                .isIn(Outcome.Kind.SCORED, Outcome.Kind.ERRORED);
        assertThat(outcome(TextEvaluators.validXml(), "<" + "a".repeat(100_000) + "/>"))
                .isInstanceOf(Outcome.Errored.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT name FROM trails WHERE km > 3 ORDER BY km LIMIT 5            | 1
            select 1; delete from trails where id = 2                           | 1
            WITH x AS (SELECT 1) SELECT * FROM x                                | 1
            INSERT INTO trails VALUES (1, 'ö')                                  | 1
            CREATE TABLE t (a int primary key)                                  | 1
            SELECT FROM                                                         | 0
            SELEC name FROM trails                                              | 0
            SELECT * FROM trails WHERE                                          | 0
            Here is the query: SELECT 1                                         | 0
            SELECT 'unclosed                                                    | 0
            -- a comment                                                        | 0
            ``                                                                  | 0
            """)
    void sql_is_the_whole_response_or_not(String response, double expected) {
        Outcome outcome = outcome(TextEvaluators.validSql(), response == null ? "" : response);
        assertThat(outcome.score()).as("%s", outcome).hasValue(expected);
        assertThat(outcome.explanation()).isNotBlank();
    }

    @Test
    @Timeout(60)
    void sql_that_takes_too_long_nests_too_deeply_or_is_too_long_has_no_score() {
        String exponential = "select ((IIF((CASE WHEN 1 = 2 THEN 'a' ELSE 'b') = 'b', 2, 3))) from t";
        assertThat(outcome(TextEvaluators.validSql(), exponential).explanation())
                .isEqualTo("java.util.concurrent.TimeoutException: SQL could not be parsed within 2 s");
        String deep = "select " + "f(".repeat(5_000) + "1" + ")".repeat(5_000);
        assertThat(outcome(TextEvaluators.validSql(), deep)).isInstanceOf(Outcome.Errored.class);
        assertThat(outcome(TextEvaluators.validSql(), "select 1 -- " + "x".repeat(100_000)))
                .isInstanceOf(Outcome.NotApplicable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sql", "language"})
    void without_its_optional_library_an_evaluator_says_so_when_it_is_built(String which) throws Exception {
        ClassLoader without = new WithoutOptionalLibraries();
        Path model = Files.writeString(folder.resolve("model.bin"), "any");
        Class<?> catalogue = which.equals("sql")
                ? without.loadClass(TextEvaluators.class.getName())
                : without.loadClass(LanguageDetector.class.getName());
        assertThatThrownBy(() -> {
                    if (which.equals("sql")) {
                        catalogue.getMethod("validSql").invoke(null);
                    } else {
                        catalogue.getMethod("openNlp", Path.class, double.class).invoke(null, model, 1.5);
                    }
                })
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(which.equals("sql") ? "com.github.jsqlparser:jsqlparser" : "opennlp-tools");
    }

    @Test
    void the_language_of_a_response_is_told_by_the_detector_of_the_host() {
        LanguageDetector detector = LanguageDetector.of(
                "by article", text -> text.startsWith("the") ? Optional.of("en") : Optional.empty());
        assertThat(outcome(TextEvaluators.language(detector, "en-US", "de"), "the path")
                        .score())
                .hasValue(1);
        Outcome other = outcome(TextEvaluators.language(detector, "de"), "the path");
        assertThat(other.score()).hasValue(0);
        assertThat(other.explanation()).isEqualTo("in en instead of de");
        assertThat(outcome(TextEvaluators.language(detector, "de"), "")).isInstanceOf(Outcome.NotApplicable.class);
        assertThat(TextEvaluators.language(detector, "de").id())
                .isNotEqualTo(TextEvaluators.language(detector, "en").id());
        assertThatThrownBy(() -> TextEvaluators.language(detector))
                .hasMessage("at least one language is needed; found: none");
    }

    private static Outcome outcome(Evaluator evaluator, String response) {
        return evaluator.evaluate(Sample.of("q").answered(response));
    }

    /** Loads our classes anew and knows none of the optional libraries. */
    private static final class WithoutOptionalLibraries extends ClassLoader {

        WithoutOptionalLibraries() {
            super(FormatTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("net.sf.jsqlparser.") || name.startsWith("opennlp.")) {
                throw new ClassNotFoundException(name);
            }
            return name.startsWith("io.genaiops.eval.") ? defined(name) : super.loadClass(name, resolve);
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
