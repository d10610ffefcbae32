package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.prompt.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What changes a source digest, and what does not, for files of every kind. */
class FileDigestTest {

    private static final String ZEROS = "0".repeat(64);

    /** Each kind with the golden digest of its canonical JSON (RFC 8785), computed outside of Java. */
    record Golden(AssetKind kind, String text, String digest) {
        Digest computed() {
            return digestOf(kind, text);
        }
    }

    // The canonical JSON of each, of which sha256sum gives the digest beside it:
    // {"body":"Be {{tone}} – ☀.\n","inputs":["tone"],"kind":"partial","partials":["manners:^1.2"]}
    // {"capabilities":["tools"],"kind":"model","model":"gpt-4.1-mini","parameters":{"temperature":1},"provider":"openai"}
    // {"intendedUsers":["Gäste"],"kind":"application","owner":"ann","purpose":"Hilft – schnell","riskClass":"limited",
    //  "targets":{"quality":{"relevance":">= 4"}}}
    // {"digest":"sha256:0…0","fields":["id","input"],"file":"rows.jsonl","format":"jsonl","kind":"dataset","rows":56}
    // {"body":"Hi
    // {{n}}\n","inputs":{"n":{"default":1,"required":false,"trusted":false,"type":"number"}},"kind":"prompt",
    //  "model":"small@production","parameters":{"temperature":1}}
    // {"checks":[{"atLeast":1,"evaluator":"text.contains_any","named":"Hütte – ☀","with":{"phrases":["Hütte"]}},
    //  {"atLeast":3.5,"evaluator":"judge.relevance"},{"below":"2 s","evaluator":"performance.latency"}],
    //  "judge":"large@production","kind":"suite","measures":[{"evaluator":"performance.error_rate"}]}
    // {"kind":"policy","rules":[{"allow":{"region":["eu","eu-*"]},"at":["call","tool"],"because":"Gäste – ☀",
    //  "id":"eu","when":{"dataClass":["personal"]}},{"because":"b","id":"cost","instead":"c","maxCost":"0.05 USD",
    //
    // "unpriced":"allow","whenUnknown":"allow"},{"because":"b","evidence":{"figures":[{"evaluator":"f1","kind":"mean"}],
    //  "maxAge":"2 d"},"id":"seen"}]}
    static final List<Golden> GOLDEN = List.of(
            new Golden(AssetKind.PARTIAL, """
                    ---
                    name: tone
                    version: 1.0.0
                    inputs: [tone]
                    partials: ['manners:^1.2']
                    ---
                    Be {{tone}} – ☀.
                    """, "c106e00df451da135801dabf2193fa43acde0788b0cea8e8a3abb7ee2c401574"),
            new Golden(AssetKind.MODEL, """
                    name: small
                    version: 1.0.0
                    provider: openai
                    model: gpt-4.1-mini
                    capabilities: [tools]
                    parameters: {temperature: 1}
                    """, "7d0d639c2c0ea673f636a1f62b7cfaed38d53781b9595472060fba589c847ba2"),
            new Golden(AssetKind.APPLICATION, """
                    name: desk
                    version: 1.0.0
                    purpose: Hilft – schnell
                    intendedUsers: [Gäste]
                    owner: ann
                    riskClass: limited
                    targets: {quality: {relevance: '>= 4'}}
                    """, "ccac1aba2c76b65de47c4d41366abf838a3a6c7e04735558867a86fce1ad1a2a"),
            new Golden(
                    AssetKind.DATASET,
                    """
                    name: rows
                    version: 1.0.0
                    file: rows.jsonl
                    format: jsonl
                    rows: 56
                    digest: sha256:%s
                    fields: {input: question, id: number}
                    """.formatted(ZEROS),
                    "64401bb0fda752a93b0478aa623e984f96ff97fe7be93aaf6bf220a772f7689d"),
            new Golden(AssetKind.PROMPT, """
                    ---
                    name: guide
                    version: 1.0.0
                    model: {ref: small, temperature: 1}
                    inputs: {n: {type: number, default: 1}}
                    ---
                    Hi {{n}}
                    """, "63f6f23551e93a1b799ca3916fca63b8f90c58c1f58319b19c83f6e1c549b7b8"),
            new Golden(AssetKind.SUITE, """
                    name: quality
                    version: 1.0.0
                    judge: large
                    checks:
                      - evaluator: text.contains_any
                        with: {phrases: [Hütte]}
                        named: Hütte – ☀
                        atLeast: 1.0
                      - {evaluator: judge.relevance, atLeast: 3.50}
                      - {evaluator: performance.latency, below: 2s}
                    measures: [{evaluator: performance.error_rate}]
                    """, "164d2f9fdbf514df2cbdd44410ce2bec1a26e5969c067c1be6a3ec3141fd5b6e"),
            new Golden(AssetKind.POLICY, """
                    name: house
                    version: 1.0.0
                    rules:
                      - id: eu
                        at: [tool, call]
                        when: {dataClass: personal}
                        allow: {region: [eu, eu-*]}
                        because: Gäste – ☀
                      - {id: cost, maxCost: 0.050USD, unpriced: allow, whenUnknown: allow, because: b, instead: c}
                      - id: seen
                        at: promotion
                        evidence: {figures: [{evaluator: f1, kind: mean}], maxAge: 48 h}
                        because: b
                    """, "2710d04a561a643de63b7b5ef2fc22ea5d2e935cc231d98f05a09df73d6099c5"));

    static List<Golden> golden() {
        return GOLDEN;
    }

    private static Digest digestOf(AssetKind kind, String text) {
        return AssetFile.parse(kind, "f", text).asset().sourceDigest();
    }

    private static Digest prompt(String yaml, String body) {
        return digestOf(AssetKind.PROMPT, "---\nname: guide\nversion: 1.0.0\n" + yaml + "---\n" + body);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void every_kind_has_its_golden_source_digest(Golden golden) {
        assertThat(golden.computed()).hasToString("sha256:" + golden.digest());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void the_digest_is_the_same_whatever_the_locale_and_time_zone_of_the_host(Golden golden) {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
                assertThat(golden.computed()).hasToString("sha256:" + golden.digest());
                assertThat(AssetFile.of(AssetFile.parse(golden.kind(), "f", golden.text())
                                        .asset())
                                .asset()
                                .sourceDigest())
                        .hasToString("sha256:" + golden.digest());
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void line_ends_comments_and_name_version_and_metadata_are_outside(Golden golden) {
        String text = golden.text();
        for (String same : List.of(
                text.replace("\n", "\r\n"),
                text.replaceFirst("version", "# a comment\n\n# another\nversion"),
                text.replaceFirst("name: \\w+", "name:   'other'"),
                text.replaceFirst("1\\.0\\.0", "2.0.0"),
                text.replaceFirst(
                        "version",
                        "description: d\nowners: [o]\ntags: [t]\nx-a: 1\nmetadata: {author: a, message: m}\nversion"))) {
            assertThat(digestOf(golden.kind(), same)).hasToString("sha256:" + golden.digest());
        }
    }

    /** Two ways of writing one thing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "order of keys|`model: small\ntools: [a]\n`|`tools: [a]\nmodel: small\n`",
                "flow and block|`model: {ref: small, topK: 5}\n`|`model:\n    topK:   5\n    ref: small\n`",
                "quotes|`model: small\n`|`\"model\": 'small'\n`",
                "escapes|`tools: [caf]\n`|`tools: [\"\\x63\\u0061f\"]\n`",
                "one and a list of one|`tools: a\n`|`tools: [a]\n`",
                "a label and its default|`model: small\n`|`model: small@production\n`",
                "1 and 1.0|`model: {temperature: 1}\n`|`model: {temperature: 1.0}\n`",
                "0.5 and 5e-1|`model: {temperature: 0.5}\n`|`model: {temperature: 5e-1}\n`",
                "16 and 0x10|`model: {topK: 16}\n`|`model: {topK: 0x10}\n`",
                "8 and 0o10|`model: {topK: 8}\n`|`model: {topK: 0o10}\n`",
                "numbers in schemas|`output: {maximum: 5, minimum: 0}\n`|`output: {minimum: -0.0, maximum: 5.0}\n`",
                "amounts|`limits: {maxCost: 0.010 USD}\n`|`limits: {maxCost: 1e-2 USD}\n`",
                "short and long inputs|`inputs: {a: string}\n`|`inputs: {a: {type: string, required: true, trusted: false}}\n`",
                "order of inputs|`inputs: {a: string, b: integer}\n`|`inputs: {b: integer, a: string}\n`",
                "text output|`model: small\n`|`model: small\noutput: text\n`",
                "aliases|`x-a: &a {type: object}\noutput: {type: object}\n`|`x-a: &a {type: object}\noutput: *a\n`"
            })
    void one_thing_written_in_two_ways_has_one_digest(String what, String one, String other) {
        assertThat(prompt(other, "Hi\n")).as(what).isEqualTo(prompt(one, "Hi\n"));
    }

    /** Two things that look alike. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a number and a text|`output: {const: 1}\n`|`output: {const: '1'}\n`",
                "null and a text|`output: {const: null}\n`|`output: {const: 'null'}\n`",
                "a label and a version|`model: small@beta\n`|`model: 'small:1.0.0'\n`",
                "order of fallbacks|`fallback: [a, b]\n`|`fallback: [b, a]\n`",
                "order of enum values|`output: {enum: [a, b]}\n`|`output: {enum: [b, a]}\n`",
                "composed and decomposed|`output: {const: \"\\u00e9\"}\n`|`output: {const: \"e\\u0301\"}\n`",
                "required and optional|`inputs: {a: string}\n`|`inputs: {a: {type: string, required: false}}\n`",
                "trusted or not|`inputs: {a: string}\n`|`inputs: {a: {type: string, trusted: true}}\n`",
                "a default or none|`inputs: {a: {type: string, required: false}}\n`|`inputs: {a: {type: string, default: ''}}\n`",
                "integer and number|`inputs: {a: integer}\n`|`inputs: {a: number}\n`",
                "one tool less|`tools: [a, b]\n`|`tools: [a]\n`",
                "currencies|`limits: {maxCost: 1 USD}\n`|`limits: {maxCost: 1 EUR}\n`"
            })
    void two_things_that_look_alike_have_two_digests(String what, String one, String other) {
        assertThat(prompt(other, "Hi\n")).as(what).isNotEqualTo(prompt(one, "Hi\n"));
    }

    @Test
    void every_character_of_a_body_counts_but_the_line_ends() {
        Digest digest = prompt("", "a b\u00e9\n");
        assertThat(prompt("", "a b\u00e9\r\n")).isEqualTo(digest);
        for (String other : List.of(
                "a b\u00e9",
                "a b\u00e9\n\n",
                "a  b\u00e9\n",
                "a\u00a0b\u00e9\n",
                "a be\u0301\n",
                "a b\u00e9\u200b\n",
                "A b\u00e9\n")) {
            assertThat(prompt("", other)).isNotEqualTo(digest);
        }
    }

    @Test
    void equal_content_of_two_kinds_has_two_digests() {
        String text = "---\nname: a\nversion: 1.0.0\n---\nHi\n";
        assertThat(digestOf(AssetKind.PARTIAL, text)).isNotEqualTo(digestOf(AssetKind.PROMPT, text));
    }

    /** {@code {"lock":{},"source":"<golden>"}}: what nothing refers to has a resolved digest of its own. */
    @Test
    void a_prompt_that_refers_to_nothing_has_its_golden_resolved_digest() {
        Prompt prompt = (Prompt) AssetFile.parse(AssetKind.PROMPT, "f", "---\nname: a\nversion: 1.0.0\n---\nHi\n")
                .asset();
        assertThat(prompt.sourceDigest())
                .hasToString("sha256:b0cdb7ac51ce4e6e9d4db0178b428ccde7712117331bfd9df6d95c74a3af3d5c");
        assertThat(prompt.resolution().digest())
                .hasToString("sha256:81de01dc6e7c6563a8b637ba416f9ba54a668c36435f88a92a4204aa3cf13e38");
    }
}
