package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Target;
import io.genaiops.asset.Version;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ApplicationDefinition.Concern;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import java.time.LocalDate;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionFilesTest {

    private static final String ZEROS = "0".repeat(64);
    private static final String MODEL = """
            name: assistant
            version: 1.0.0
            provider: openai
            model: gpt-4.1-mini-2025-04-14
            capabilities: [tools, structured-output, streaming]
            contextWindow: 1047576
            parameters: {temperature: 0.2, maxOutputTokens: 800}
            tuning: {baseModel: 'small-base:1.0.0', data: 'sha256:%s'}
            retires: 2027-04-14
            price: openai/gpt-4.1-mini
            description: Small.
            owners: [support]
            tags: [cheap]
            x-ticket: 12
            metadata: {author: ann}
            """.formatted(ZEROS);
    private static final String APPLICATION = """
            name: travel-desk
            version: 1.0.0
            purpose: Answers travellers' questions – quickly.
            intendedUsers: [travellers, desk agents]
            owner: travel desk
            riskClass: limited
            targets:
              quality: {groundedness: '>= 0.8'}
              cost: {per call: '<= 0.02 USD'}
              latency: {p95: '<= 2 s'}
            """;
    private static final String DATASET = """
            name: travel-questions
            version: 1.0.0
            file: data/questions.jsonl
            format: jsonl
            rows: 56
            digest: sha256:%s
            fields:
              input: the question
              reference: what a good answer says
              id: a number
            """.formatted(ZEROS);
    private static final String PARTIAL = """
            ---
            name: manners
            version: 1.0.0
            inputs: [tone]
            partials: [names@beta]
            ---
            Write in a {{tone}} tone.
            {{> names@beta}}
            """;
    private static final String PROMPT = """
            ---
            name: p
            version: 1.0.0
            model: small
            fallback: [large, 'tiny:^1.0']
            tools: weather@beta
            partials: [tone]
            tests:
              dataset: travel-questions@production
              thresholds: {relevance: '>= 4', p95: '<= 2 s'}
            ---
            {{> tone}}
            """;

    private static final String TOOL = """
            name: weather
            version: 1.0.0
            function: getWeather
            instructions: Tells the weather of a place in the coming days.
            arguments:
              type: object
              properties:
                place: {type: string, description: 'a town or a hut'}
                days: {type: integer, minimum: 1, maximum: 7}
              required: [place]
              additionalProperties: false
            """;

    private static final String SUITE = """
            name: trail-guide-quality
            version: 1.0.0
            judge: large
            embeddings: minilm:1.0.0
            checks:
              - evaluator: text.contains_none
                with:
                  phrases: [as an AI]
                  ignoringCase: true
                named: no small talk – ☀
                required: true
                atLeast: 1
              - evaluator: judge.rubric
                judge: small@beta
                rubric: brand-voice
                between: [2, 4.5]
              - {evaluator: performance.latency, below: 2s}
              - {evaluator: performance.cost, atMost: 0.010 USD}
              - evaluator: combined.weighted_mean
                of:
                  - {evaluator: overlap.token_f1, weight: 2}
                  - {evaluator: judge.refusal, negated: true, weight: 0.5}
                above: 0.25
            measures:
              - {evaluator: performance.latency_percentile, with: {percentile: 0.95}}
            """;

    private static <T> T parse(AssetKind kind, String text, Class<T> type) {
        return type.cast(AssetFile.parse(kind, "f", text).asset());
    }

    // The golden digests are those of the definitions made in code, computed outside of Java.
    @Test
    void files_say_what_builders_say() {
        ModelDefinition model = parse(AssetKind.MODEL, MODEL, ModelDefinition.class);
        assertThat(model.sourceDigest())
                .hasToString("sha256:0912fe75ada15ca60808edc41eb9598d2c800cb16a57afd05b75d6eeba117ce1");
        assertThat(model.retirementDate()).contains(LocalDate.of(2027, 4, 14));
        assertThat(model.metadata().owners()).containsExactly("support");
        assertThat(model.metadata().tags()).containsExactly("cheap");
        assertThat(model.metadata().more()).containsEntry("x-ticket", 12);
        assertThat(model.metadata().statedAuthor()).contains("ann");
        assertThat(parse(AssetKind.APPLICATION, APPLICATION, ApplicationDefinition.class)
                        .sourceDigest())
                .hasToString("sha256:e1235e55350aecb08a7e81988c706eb73835991bfc18d472c1cb500ac6a05c5d");
        assertThat(parse(AssetKind.DATASET, DATASET, DatasetDefinition.class).sourceDigest())
                .hasToString("sha256:84069608270c864da44ebc4d2f8ffe0e1ddf8cbddc2808dd34bc070f8a292b19");
        assertThat(parse(AssetKind.SUITE, SUITE, SuiteDefinition.class).sourceDigest())
                .hasToString("sha256:427a3281631af4ccf5fd6e18ffbbd14c8ef3ac5c3ea30035001cebb8311f6b79");
        assertThat(parse(AssetKind.PARTIAL, PARTIAL, Partial.class).sourceDigest())
                .hasToString("sha256:42b4399d65bbfde643a23e6ed9a1347d43468cd118b4096e732648895b6c21f4");
    }

    @Test
    void the_front_matter_of_a_prompt_is_read_in_full() {
        Prompt prompt = parse(AssetKind.PROMPT, PROMPT, Prompt.class);

        assertThat(prompt.sourceDigest())
                .hasToString("sha256:3f14bba68abcd69dfe8911d586d70304b38ba25b62fe4dcb3c4d1d86febffccc");
        assertThat(prompt.tools()).containsExactly(AssetRef.parse("weather@beta"));
        assertThat(prompt.fallback()).containsExactly(AssetRef.parse("large"), AssetRef.parse("tiny:^1.0"));
        assertThat(prompt.tests()).hasValueSatisfying(tests -> {
            assertThat(tests.dataset()).isEqualTo(AssetRef.parse("travel-questions"));
            assertThat(tests.thresholds())
                    .containsExactly(Target.atLeast("relevance", "4"), Target.atMost("p95", "2 s"));
        });
        assertThat(prompt.references())
                .extracting(Object::toString)
                .containsExactly(
                        "model small@production",
                        "model large@production",
                        "model tiny:^1.0",
                        "tool weather@beta",
                        "partial tone@production");
    }

    @Test
    void tests_are_outside_of_the_digest() {
        String without = PROMPT.lines()
                .filter(line -> !line.startsWith("tests") && !line.startsWith("  "))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(parse(AssetKind.PROMPT, without, Prompt.class).tests()).isEmpty();
        assertThat(parse(AssetKind.PROMPT, without, Prompt.class).sourceDigest())
                .isEqualTo(parse(AssetKind.PROMPT, PROMPT, Prompt.class).sourceDigest());
    }

    @Test
    void a_written_prompt_keeps_every_field() {
        Prompt prompt = parse(AssetKind.PROMPT, PROMPT, Prompt.class);
        Prompt again = (Prompt) AssetFile.of(prompt).asset();

        assertThat(again.sourceDigest()).isEqualTo(prompt.sourceDigest());
        assertThat(again.tests()).isEqualTo(prompt.tests());
        assertThat(again.references()).isEqualTo(prompt.references());
    }

    @Test
    void an_application_without_targets_has_none() {
        String without = APPLICATION.substring(0, APPLICATION.indexOf("targets"));

        assertThat(parse(AssetKind.APPLICATION, without, ApplicationDefinition.class)
                        .targets(Concern.QUALITY))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MODEL|provider: openai|provider: https://x|3|provider must match",
                "MODEL|model: gpt-4.1-mini-2025-04-14|model: https://x/v1|4|model must match",
                "MODEL|provider: openai|endpoint: https://x|3|unknown key 'endpoint'",
                "MODEL|provider: openai|apiKey: abc|3|unknown key 'apiKey'",
                "MODEL|provider: openai|x-provider: a|1|expected the key 'provider', found only",
                "MODEL|tools, structured|flying, structured|5|capability must be one of",
                "MODEL|1047576|0|6|contextWindow must be at least 1",
                "MODEL|1047576|799|1|model 'assistant' 1.0.0: maxOutputTokens must be at most the context window",
                "MODEL|temperature: 0.2|temperature: 3|7|temperature must be from 0.0 to 2.0",
                "MODEL|temperature: 0.2|baseUrl: x|7|unknown key 'baseUrl'",
                "MODEL|baseModel: 'small-base:1.0.0'|baseModel: assistant|8|model 'assistant' must be tuned from another",
                "MODEL|baseModel: 'small-base:1.0.0', |``|8|expected the key 'baseModel'",
                "MODEL|2027-04-14|2027-02-30|9|expected a day such as 2027-01-31, found '2027-02-30'",
                "MODEL|name: assistant|name: As|1|model name must match",
                "APPLICATION|riskClass: limited|riskClass: none|6|riskClass must be one of [minimal, limited, high]",
                "APPLICATION|[travellers, desk agents]|[]|4|expected at least one group of users, found none",
                "APPLICATION|[travellers, desk agents]|['']|4|intendedUsers must be a text",
                "APPLICATION|>= 0.8|> 0.8|8|target of 'groundedness' must be such as '>= 0.8'",
                "APPLICATION|<= 0.02 USD|<= 0.02|9|the cost target 'per call <= 0.02' must have a currency",
                "APPLICATION|latency|speed|10|unknown key 'speed'; expected one of [cost, latency, quality]",
                "DATASET|data/questions|../questions|3|file must be a path",
                "DATASET|format: jsonl|format: xlsx|4|format must be one of [jsonl, json, csv]",
                "DATASET|rows: 56|rows: 0|5|rows must be at least 1",
                "DATASET|rows: 56|rows: many|5|expected an integer, found 'many'",
                "DATASET|sha256:|md5:|6|digest must be 'sha256:'",
                "DATASET|the question|''|8|description of field 'input' must be a text",
                "TOOL|function: getWeather|function: get weather|3|the function that a model calls must match",
                "TOOL|function: getWeather|endpoint: x|3|unknown key 'endpoint'",
                "TOOL|Tells the weather of a place in the coming days.|''|4|instructions must be a text",
                "TOOL|instructions: Tells|x-a: Tells|1|expected the key 'instructions'",
                "TOOL|type: object|type: array|6|a schema of arguments must say 'type: object'",
                "TOOL|additionalProperties: false|additionalProperties: {type: string}|6|a schema of arguments must say",
                "TOOL|additionalProperties: false|maxProperties: 2|6|a schema of arguments must say 'type: object'",
                "TOOL|minimum: 1|minimum: one|6|not a JSON Schema",
                "SUITE|judge: large|judge: https://x|3|range must be such as",
                "SUITE|text.contains_none|contains|6|evaluator must match",
                "SUITE|phrases: [as an AI]|phrases:|8|parameter 'phrases' must have a value; found: nothing",
                "SUITE|ignoringCase: true|ignoring case: true|9|parameter must match",
                "SUITE|required: true|required: maybe|11|expected true or false, found 'maybe'",
                "SUITE|    atLeast: 1|``|6|a required check must have a limit such as atLeast",
                "SUITE|    atLeast: 1|    atleast: 1|12|unknown key 'atleast'; expected one of [above, atLeast, atMost,",
                "SUITE|judge: small@beta|apiKey: abc|14|unknown key 'apiKey'; expected one of [above,",
                "SUITE|rubric: brand-voice|rubric: [a, a]|15|expected every reference once, found 'a' again",
                "SUITE|[2, 4.5]|[4.5, 2]|16|between must go from the lower value to the higher one",
                "SUITE|below: 2s|below: 2 seconds soon|17|expected a number, with a unit if it has one",
                "SUITE|below: 2s|below: 2s, above: 1s|17|a check must have one of [atLeast, atMost, above, below,",
                "SUITE|weight: 2|weight: -2|21|weight must be over 0 and finite; found: -2.0",
                "SUITE|weight: 0.5|required: true, atLeast: 1|22|required must be said of a check of the suite",
                "SUITE|    above: 0.25|    weight: 2|19|weight must be said of a member of a mean",
                "SUITE|with: {percentile: 0.95}|below: 2s|25|unknown key 'below'; expected one of [evaluator, with]",
                "PARTIAL|inputs: [tone]|inputs: [voice]|7|expected declared inputs, found 'tone'",
                "PARTIAL|inputs: [tone]|model: small|4|unknown key 'model'",
                "PARTIAL|Write in|{{#open}}|7|expected a template",
                "PARTIAL|Write in a {{tone}} tone.|user:|7|expected a template",
                "PARTIAL|Write in a {{tone}} tone.|{{history}}|7|expected a template",
                "PARTIAL|{{> names@beta}}|{{> Names}}|8|expected a partial such as {{> tone}}",
                "PARTIAL|[names@beta]|[a, a]|5|expected every reference once, found 'a' again",
                "PROMPT|{{> tone}}|{{> tone:1.2.0@x}}|12|expected a partial such as {{> tone}}",
                "PROMPT|tools: weather@beta|tools: [a, {b: c}]|6|expected text, found a map",
                "PROMPT|fallback: [large|fallback: [large:|5|",
                "PROMPT|  dataset: travel-questions@production|  data: x|9|unknown key 'data'",
                "PROMPT|thresholds: {relevance: '>= 4', p95: '<= 2 s'}|thresholds: {}|10|tests on",
                "PROMPT|'>= 4'|4|10|target of 'relevance' must be such as"
            })
    void a_wrong_field_is_an_error_with_file_and_line(
            AssetKind kind, String right, String wrong, int line, String problem) {
        String text = switch (kind) {
            case MODEL -> MODEL;
            case APPLICATION -> APPLICATION;
            case DATASET -> DATASET;
            case SUITE -> SUITE;
            case TOOL -> TOOL;
            case PARTIAL -> PARTIAL;
            default -> PROMPT;
        };
        assertThat(text).contains(right);

        assertThatThrownBy(() -> AssetFile.parse(kind, "f", text.replace(right, wrong == null ? "" : wrong)))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("f:" + line + ": " + (problem == null ? "" : problem));
    }

    @Test
    void a_file_whose_name_says_something_else_is_refused() {
        assertThatThrownBy(
                        () -> AssetFile.parse(new AssetId(AssetKind.MODEL, "other"), Version.of(1, 0, 0), "f", MODEL))
                .hasMessageContainingAll("model 'other' 1.0.0", "model 'assistant' 1.0.0");
    }

    @Test
    void line_ends_and_order_of_keys_do_not_matter() {
        String turned = MODEL.lines().collect(Collectors.collectingAndThen(Collectors.toList(), lines -> {
            Collections.reverse(lines);
            return String.join("\r\n", lines) + "\r\n";
        }));

        assertThat(Stream.of(MODEL, turned)
                        .map(text -> parse(AssetKind.MODEL, text, ModelDefinition.class)
                                .sourceDigest())
                        .distinct())
                .hasSize(1);
    }
}
