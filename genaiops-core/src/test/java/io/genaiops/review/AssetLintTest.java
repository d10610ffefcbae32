package io.genaiops.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ApplicationDefinition.RiskClass;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.DatasetFormat;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import io.genaiops.review.LintFinding.Rule;
import io.genaiops.review.LintFinding.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetLintTest {

    private static final Version V1 = Version.of(1, 0, 0);
    private static final String TOKEN = "ghp_" + "a1".repeat(18);

    private static Prompt prompt(String yaml, String body) {
        return (Prompt)
                AssetFile.parse(AssetKind.PROMPT, "f", "---\nname: guide\nversion: 1.0.0\n" + yaml + "\n---\n" + body)
                        .asset();
    }

    private static List<LintFinding> lint(String yaml, String body) {
        return AssetLint.standard().check(prompt(yaml, body));
    }

    private static AssetLint with(Map<String, String> partials) {
        return AssetLint.builder()
                .partials(reference -> Optional.ofNullable(partials.get(reference.toString()))
                        .map(body -> Partial.builder(reference.name(), V1, body).build()))
                .build();
    }

    @Test
    void a_good_prompt_has_no_findings() {
        assertThat(lint(
                        "inputs: {question: string, rows: array, tone: {type: string, enum: [a, b]}}\nmodel: small",
                        "system:\nBe {{tone}}. See https://docs.example.com/guide.\nuser:\n"
                                + "{{#rows}}{{text}}{{/rows}}\n{{question}}"))
                .isEmpty();
    }

    @Test
    void an_input_that_no_tag_uses_is_a_warning() {
        assertThat(lint("inputs: {question: string, tone: string}", "{{question}}"))
                .containsExactly(new LintFinding(
                        Severity.WARNING,
                        Rule.UNUSED_INPUT,
                        0,
                        "input 'tone' is never used; use it in the body or remove it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inputs: {flag: boolean}|{{#flag}}{{typo}}{{/flag}}|ERROR",
                "inputs: {names: {type: array, items: {type: string}}}|{{#names}}{{typo}}{{/names}}|ERROR",
                "inputs: {a: {type: object, schema: {properties: {b: {}}, additionalProperties: false}}}"
                        + "|{{#a}}{{b}}{{typo}}{{/a}}|ERROR",
                "inputs: {rows: {type: array, items: {type: object, properties: {b: {}}}}}"
                        + "|{{#rows}}{{b}}{{typo}}{{/rows}}|WARNING",
                "inputs: {rows: {type: array, items: {properties: {c: {type: array, items: {type: string}}}}}}"
                        + "|{{#rows}}{{#c}}{{typo}}{{/c}}{{/rows}}|WARNING"
            })
    void a_name_that_nothing_declares_is_found_inside_sections(String yaml, String body, Severity severity) {
        assertThat(lint(yaml, "\n" + body)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.UNDECLARED_VARIABLE);
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.line()).isEqualTo(2);
            assertThat(finding.message()).contains("'typo'");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inputs: {rows: array}|{{#rows}}{{anything}}{{/rows}}",
                "inputs: {a: object}|{{#a}}{{#deep}}{{anything}}{{/deep}}{{/a}}",
                "inputs: {flag: boolean, a: string}|{{#flag}}{{a}}{{/flag}}",
                "inputs: {rows: {type: array, items: {properties: {c: {type: array, items: {properties: {d: {}}}}}}}}"
                        + "|{{#rows}}{{#c}}{{d}}{{/c}}{{/rows}}",
                "inputs: {a: {type: object, schema: {properties: {b: {type: object, properties: {c: {}}}}}}}"
                        + "|{{#a.b}}{{c}}{{/a.b}}"
            })
    void a_name_that_may_be_a_field_is_left_alone(String yaml, String body) {
        assertThat(lint(yaml, body)).isEmpty();
    }

    @Test
    void partials_are_missing_unused_or_in_a_cycle() {
        Prompt prompt = prompt("partials: [tone, manners]", "{{> tone}}");

        assertThat(with(Map.of("tone@production", "kind")).check(prompt))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(Rule.UNUSED_PARTIAL);
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                });
        assertThat(with(Map.of()).check(prompt("x-a: 1", "{{> tone}}")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(Rule.MISSING_PARTIAL);
                    assertThat(finding.isError()).isTrue();
                    assertThat(finding.message()).contains("'tone'");
                });
        assertThat(with(Map.of("tone@production", "{{> b}}", "b@production", "{{> tone}}"))
                        .check(prompt("x-a: 1", "{{> tone}}")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(Rule.PARTIAL_CYCLE);
                    assertThat(finding.isError()).isTrue();
                });
        assertThat(with(Map.of("tone:1.0.0", "kind")).check(prompt("partials: [tone]", "{{> tone:1.0.0}}")))
                .singleElement()
                .asString()
                .contains("another version of it");
    }

    @Test
    void what_a_partial_uses_counts_and_is_judged() {
        Prompt prompt = prompt("inputs: {voice: string}", "system:\n{{> tone}}");
        List<LintFinding> findings =
                with(Map.of("tone@production", "Be {{voice}}, {{other}}.")).check(prompt);

        assertThat(findings)
                .extracting(LintFinding::rule)
                .containsExactly(Rule.UNDECLARED_VARIABLE, Rule.UNTRUSTED_IN_SYSTEM);
        assertThat(findings.get(0).message()).contains("'other' in line 1 of partial 'tone'");
    }

    @Test
    void a_partial_is_linted_by_itself() {
        Partial partial = Partial.builder("tone", V1, "Be kind. " + TOKEN)
                .inputs("voice")
                .partials(AssetRef.parse("names"))
                .build();

        assertThat(AssetLint.standard().check(partial))
                .extracting(LintFinding::rule)
                .containsExactly(Rule.SECRET, Rule.UNUSED_PARTIAL, Rule.UNUSED_INPUT);
    }

    @Test
    void somebodys_text_in_a_system_message_is_a_warning_with_its_line() {
        assertThat(lint("inputs: {topic: string}", "system:\nTalk about\n{{topic}}.\nuser:\nHi"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(Rule.UNTRUSTED_IN_SYSTEM);
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.line()).isEqualTo(3);
                });
        assertThat(lint("inputs: {rows: array}", "system:\n{{#rows}}{{text}}{{/rows}}\nuser:\nHi"))
                .extracting(LintFinding::rule)
                .containsExactly(Rule.UNTRUSTED_IN_SYSTEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{type: string, trusted: true}", "{type: string, enum: [a, b]}", "integer", "number", "boolean"})
    void what_cannot_carry_somebodys_text_may_stand_there(String type) {
        assertThat(lint("inputs: {topic: " + type + "}", "system:\n{{topic}}\nuser:\nHi"))
                .isEmpty();
    }

    @Test
    void secrets_are_errors_and_not_repeated() {
        List<LintFinding> findings = lint("description: uses " + TOKEN, "one\nKey: " + TOKEN);

        assertThat(findings).extracting(LintFinding::rule).containsExactly(Rule.SECRET, Rule.SECRET);
        assertThat(findings).extracting(LintFinding::line).containsExactly(0, 2);
        assertThat(findings).allMatch(LintFinding::isError);
        assertThat(findings)
                .noneSatisfy(finding -> assertThat(finding.toString()).contains(TOKEN));
    }

    @Test
    void secrets_hide_in_defaults_and_schemas_too() {
        assertThat(lint("inputs: {a: {type: string, default: " + TOKEN + "}}", "{{a}}"))
                .extracting(LintFinding::rule)
                .containsExactly(Rule.SECRET);
        assertThat(lint("output: {description: " + TOKEN + "}", "Hi"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("'output.description'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-endpoint: somewhere|Hi|ENDPOINT|ERROR",
                "metadata: {base_url: somewhere}|Hi|ENDPOINT|ERROR",
                "metadata: {deploy: {apiBase: somewhere}}|Hi|ENDPOINT|ERROR",
                "metadata: {apiKey: none}|Hi|SECRET|ERROR",
                "description: see https://api.openai.com/v1|Hi|ENDPOINT|ERROR",
                "description: see http://user:pass@example.com/|Hi|SECRET|ERROR",
                "x-a: 1|Ask http://ann:word@example.com now.|SECRET|ERROR",
                "x-a: 1|Ask https://my.openai.azure.com/x now.|ENDPOINT|WARNING",
                "x-a: 1|Ask http://localhost:11434/api now.|ENDPOINT|WARNING",
                "x-a: 1|Ask https://bedrock-runtime.eu-west-1.amazonaws.com now.|ENDPOINT|WARNING"
            })
    void endpoints_and_credentials_in_addresses_are_found(String yaml, String body, Rule rule, Severity severity) {
        assertThat(lint(yaml, body)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(finding.severity()).isEqualTo(severity);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "See https://example.com/@ann:bob.",
                "Mail ann@example.com: now.",
                "http://{{user}}:{{pass}}@example.com",
                "https://api.openai.com.example.com/",
                "://"
            })
    void other_addresses_are_left_alone(String body) {
        assertThat(
                        lint(
                                        "inputs: {user: {type: string, required: false}, pass: {type: string, required: false}}",
                                        body)
                                .stream()
                                .filter(finding -> finding.rule() != Rule.UNUSED_INPUT))
                .isEmpty();
    }

    @Test
    void definitions_are_searched_as_well() {
        ModelDefinition model = ModelDefinition.builder("small", V1)
                .provider("local")
                .model("llama3.2")
                .metadata(Metadata.describedAs("at http://localhost:11434"))
                .build();

        assertThat(AssetLint.standard().check(model))
                .extracting(LintFinding::rule)
                .containsExactly(Rule.ENDPOINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "description: KEY",
                "owners: [ann, KEY]",
                "tags: KEY",
                "metadata: {author: KEY}",
                "metadata: {message: KEY}",
                "metadata: {ticket: [{a: KEY}]}",
                "x-own: KEY",
                "inputs: {a: {type: string, description: KEY}}",
                "inputs: {a: {type: string, default: KEY}}",
                "inputs: {a: {type: string, enum: [KEY]}}",
                "inputs: {a: {type: string, pattern: KEY}}",
                "output: {properties: {a: {const: KEY}}}",
                "model: {stopSequences: [KEY]}"
            })
    void no_field_of_a_prompt_hides_a_secret(String yaml) {
        assertThat(lint(yaml.replace("KEY", TOKEN), "Hi"))
                .filteredOn(LintFinding::isError)
                .extracting(LintFinding::rule)
                .containsExactly(Rule.SECRET);
    }

    @Test
    void a_suite_holds_neither_address_nor_credential() {
        SuiteDefinition suite = (SuiteDefinition)
                AssetFile.parse(AssetKind.SUITE, "f", """
                        name: quality
                        version: 1.0.0
                        checks:
                          - evaluator: my.brand_voice
                            with: {endpoint: here, words: [open with %s]}
                          - evaluator: panel.mean
                            of: [{evaluator: my.other, with: {apiKey: mine}}]
                          - evaluator: text.fits_schema
                            with: {schema: {properties: {url: {type: string}}}}
                          - {evaluator: my.other, with: {service: 'https://api.openai.com/v1'}}
                        """.formatted(TOKEN)).asset();

        assertThat(AssetLint.standard().check(suite))
                .extracting(LintFinding::rule, LintFinding::message)
                .containsExactlyInAnyOrder(
                        tuple(
                                Rule.ENDPOINT,
                                "'checks.with.endpoint' is for an address; an asset holds none, the host does"),
                        tuple(
                                Rule.SECRET,
                                "'checks.of.with.apiKey' is for a credential; an asset holds none, the host does"),
                        tuple(
                                Rule.SECRET,
                                "'checks.with.words' holds what looks like a GitHub token; take it out and revoke it:"
                                        + " whoever reads the asset has it"),
                        tuple(
                                Rule.ENDPOINT,
                                "'checks.with.service' holds the address of a service of models; the host maps names to"
                                        + " models"));
    }

    @Test
    void no_field_of_a_data_set_or_application_hides_a_secret() {
        DatasetDefinition dataset = DatasetDefinition.builder("rows", V1)
                .file("rows.csv")
                .format(DatasetFormat.CSV)
                .rows(1, Digest.ofText("rows"))
                .field("input", "open with " + TOKEN)
                .build();
        ApplicationDefinition application = ApplicationDefinition.builder("desk", V1)
                .purpose("a")
                .intendedUsers("b " + TOKEN)
                .owner("c")
                .riskClass(RiskClass.MINIMAL)
                .build();

        assertThat(AssetLint.standard().check(dataset)).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isTrue();
            assertThat(finding.message()).contains("'fields.input' holds").doesNotContain(TOKEN);
        });
        assertThat(AssetLint.standard().check(application))
                .extracting(LintFinding::rule)
                .containsExactly(Rule.SECRET);
    }

    @Test
    void a_template_over_its_own_limit_is_found_by_thumb_or_by_count() {
        Prompt prompt = prompt("limits: {maxInputTokens: 10}\ninputs: {q: string}", "word ".repeat(20) + "{{q}}");

        assertThat(AssetLint.standard().check(prompt)).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.OVER_TOKEN_LIMIT);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("estimated at 25 tokens, its limit is 10");
        });
        assertThat(AssetLint.builder().estimator(counting(11)).build().check(prompt))
                .singleElement()
                .satisfies(finding -> assertThat(finding.isError()).isTrue());
        assertThat(AssetLint.builder().estimator(counting(10)).build().check(prompt))
                .isEmpty();
    }

    @Test
    void errors_come_before_warnings_and_then_by_line() {
        List<LintFinding> findings = lint(
                "inputs: {a: string, flag: boolean}",
                "system:\n{{a}}\nuser:\n{{#flag}}{{x}}{{/flag}}\n{{#flag}}{{y}}{{/flag}}\n" + TOKEN);

        assertThat(findings)
                .extracting(finding -> finding.severity() + " " + finding.line())
                .containsExactly("ERROR 4", "ERROR 5", "ERROR 6", "WARNING 2");
        assertThat(findings.get(0)).asString().startsWith("ERROR UNDECLARED_VARIABLE line 4: 'x'");
    }

    private static TokenCountEstimator counting(int tokens) {
        return new TokenCountEstimator() {
            @Override
            public int estimateTokenCountInText(String text) {
                return tokens;
            }

            @Override
            public int estimateTokenCountInMessage(ChatMessage message) {
                throw new AssertionError("text is to be counted");
            }

            @Override
            public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
                throw new AssertionError("text is to be counted");
            }
        };
    }

    private static final String RULES = "Be brief, be kind and be clear in what you say.\n".repeat(180);

    private static List<Rule> rulesOf(String yaml, String body) {
        return lint(yaml, body).stream().map(LintFinding::rule).toList();
    }

    @Test
    void a_long_fixed_text_after_an_input_of_the_system_message_is_a_warning() {
        List<LintFinding> findings = lint(
                "inputs: {date: {type: string, trusted: true}, question: string}\nmodel: small",
                "system:\nIt is {{date}}.\n" + RULES + "user:\n{{question}}");
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.LATE_FIXED_TEXT);
            assertThat(finding.isError()).isFalse();
            assertThat(finding.line()).isEqualTo(2);
            assertThat(finding.message())
                    .startsWith("about 2162 tokens are the same in every call and only 1 of them lead it")
                    .endsWith("put the fixed text before 'date' in line 2 (system)");
        });
    }

    @Test
    void a_fixed_text_that_leads_or_is_short_or_follows_few_values_is_no_finding() {
        String date = "inputs: {date: {type: string, trusted: true}, question: string}\nmodel: small";
        assertThat(rulesOf(date, "system:\n" + RULES + "It is {{date}}.\nuser:\n{{question}}"))
                .isEmpty();
        assertThat(rulesOf(date, "system:\nIt is {{date}}. Be brief.\nuser:\n{{question}}"))
                .isEmpty();
        assertThat(rulesOf(date, "user:\n{{question}} {{date}}\n" + RULES)).isEmpty();
        assertThat(rulesOf(
                        "inputs: {tone: {type: string, enum: [kind, brief]}, long: boolean, question: string}\nmodel: small",
                        "system:\nBe {{tone}}.{{#long}} Say much.{{/long}}\n" + RULES + "user:\n{{question}}"))
                .isEmpty();
    }

    @Test
    void the_prefix_of_a_prompt_is_counted_as_the_linter_counts() {
        Prompt prompt = prompt("inputs: {question: string}", "system:\n" + RULES + "user:\n{{question}}");
        assertThat(AssetLint.standard().prefix(prompt).tokens()).isEqualTo(RULES.length() / 4);
    }
}
