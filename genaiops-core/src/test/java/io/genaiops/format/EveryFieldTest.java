package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes every field of every file to something else, and to everything that it cannot be: the asset is another one, or
 * the error names file and line and says what was expected. No field is read and then ignored.
 */
class EveryFieldTest {

    private static final String DIGEST = "sha256:" + "0".repeat(64);

    /** The fields of each kind, the line under test being one of them; what a field may not be follows after its value. */
    private static final List<String> PROMPT = List.of(
            "name: guide ; {} ; [] ; ; Guide ; 'a b' ; ../a",
            "version: 1.0.0 ; {} ; [] ; ; 1.0 ; 1 ; v1.0.0 ; latest",
            "description: one ; {a: b} ; [a] ; ",
            "owners: [ann] ; {a: b} ; [[a]] ; [~] ; ",
            "tags: [a] ; {a: b} ; [{a: b}] ; ",
            "model: small ; [a] ; ; 'a b' ; a@b:1.0.0 ; a@latest@x ; {temprature: 1} ; {x-own: 1}",
            "model: {ref: small@beta} ; {ref: [a]} ; {ref: {}} ; {ref: } ; {ref: 'a b'}",
            "model: {temperature: 0.5} ; {temperature: a} ; {temperature: true} ; {temperature: [1]} ; {temperature: } ;"
                    + " {temperature: 2.5} ; {temperature: .nan}",
            "model: {topP: 0.5} ; {topP: a} ; {topP: 0} ; {topP: 1.5} ; {topP: {}}",
            "model: {topK: 5} ; {topK: 0} ; {topK: 1.5} ; {topK: a} ; {topK: 99999999999}",
            "model: {frequencyPenalty: 0.5} ; {frequencyPenalty: 3} ; {frequencyPenalty: a}",
            "model: {presencePenalty: 0.5} ; {presencePenalty: -3} ; {presencePenalty: a}",
            "model: {maxOutputTokens: 5} ; {maxOutputTokens: 0} ; {maxOutputTokens: 5.5} ; {maxOutputTokens: '5'}",
            "model: {stopSequences: [a]} ; {stopSequences: [[a]]} ; {stopSequences: ['']} ; {stopSequences: {}}",
            "inputs: {a: string} ; [a] ; a ; 5 ; ; {a: text} ; {a: [string]} ; {a: } ; {a b: string} ; {history: string}",
            "inputs: {a: {type: integer}} ; {a: {}} ; {a: {type: int}} ; {a: {type: [string]}} ; {a: {type: }} ;"
                    + " {a: {type: string, x-own: 1}} ; {a: {type: string, requierd: true}}",
            "inputs: {a: {type: string, required: false}} ; {a: {type: string, required: 'no'}} ;"
                    + " {a: {type: string, required: 0}} ; {a: {type: string, required: [a]}} ;"
                    + " {a: {type: string, required: }} ; {a: {type: string, required: true, default: x}}",
            "inputs: {a: {type: string, default: x}} ; {a: {type: string, default: 5}} ; {a: {type: string, default: []}} ;"
                    + " {a: {type: string, default: }} ; {a: {type: integer, default: 1.5}}",
            "inputs: {a: {type: string, description: x}} ; {a: {type: string, description: [x]}} ;"
                    + " {a: {type: string, description: {}}}",
            "inputs: {a: {type: string, trusted: true}} ; {a: {type: string, trusted: 'yes'}} ;"
                    + " {a: {type: string, trusted: 1}} ; {a: {type: string, trusted: {}}}",
            "inputs: {a: {type: string, enum: [x]}} ; {a: {type: string, enum: x}} ; {a: {type: string, enum: {}}}",
            "inputs: {a: {type: string, minLength: 1}} ; {a: {type: string, minLength: a}} ;"
                    + " {a: {type: string, minLength: -1}} ; {a: {type: integer, minLength: 1}}",
            "inputs: {a: {type: string, maxLength: 1}} ; {a: {type: string, maxLength: []}} ;"
                    + " {a: {type: array, maxLength: 1}}",
            "inputs: {a: {type: string, pattern: x}} ; {a: {type: string, pattern: '('}} ;"
                    + " {a: {type: string, pattern: 5}} ; {a: {type: boolean, pattern: x}}",
            "inputs: {a: {type: number, minimum: 1}} ; {a: {type: number, minimum: a}} ; {a: {type: string, minimum: 1}}",
            "inputs: {a: {type: number, maximum: 1}} ; {a: {type: number, maximum: [1]}} ; {a: {type: object, maximum: 1}}",
            "inputs: {a: {type: array, items: {type: string}}} ; {a: {type: array, items: string}} ;"
                    + " {a: {type: array, items: [a]}} ; {a: {type: object, items: {}}}",
            "inputs: {a: {type: array, minItems: 1}} ; {a: {type: array, minItems: a}} ; {a: {type: string, minItems: 1}}",
            "inputs: {a: {type: array, maxItems: 1}} ; {a: {type: array, maxItems: 1.5}} ; {a: {type: number, maxItems: 1}}",
            "inputs: {a: {type: object, properties: {b: {}}}} ; {a: {type: object, properties: b}} ;"
                    + " {a: {type: object, properties: [b]}} ; {a: {type: array, properties: {}}}",
            "inputs: {a: {type: object, additionalProperties: false}} ; {a: {type: object, additionalProperties: no}} ;"
                    + " {a: {type: string, additionalProperties: false}}",
            "inputs: {a: {type: string, schema: {maxLength: 2}}} ; {a: {type: string, schema: 5}} ;"
                    + " {a: {type: string, schema: {maxLength: a}}} ; {a: {type: string, schema: }} ;"
                    + " {a: {type: string, schema: {$ref: 'https://localhost/a'}}} ;"
                    + " {a: {type: string, schema: {maxLength: 2}, minLength: 1}}",
            "output: {type: object} ; json ; 5 ; [a] ; ; {type: objekt} ; {$ref: 'file:///a'}",
            "tools: [weather] ; {a: b} ; [[a]] ; ; ['a b'] ; [a, a]",
            "partials: [tone] ; {a: b} ; [{}] ; ; ['a b'] ; [a, a@production]",
            "limits: {maxInputTokens: 5} ; 5 ; [5] ; ; {maxInputTokens: 0} ; {maxInputTokens: a} ; {maxInputTokens: } ;"
                    + " {maxTokens: 5} ; {x-own: 1}",
            "limits: {maxCost: 1 USD} ; {maxCost: 1} ; {maxCost: USD} ; {maxCost: 1 QQQ} ; {maxCost: 0 USD} ;"
                    + " {maxCost: [1]} ; {maxCost: -1 USD} ; {maxCost: 1  USD}",
            "fallback: [large] ; {a: b} ; [[a]] ; ; [a, a]",
            "tests: {dataset: rows, thresholds: {p95: '<= 2 s'}} ; rows ; [rows] ; ; {dataset: rows} ;"
                    + " {thresholds: {a: '>= 1'}} ; {dataset: [a], thresholds: {a: '>= 1'}} ;"
                    + " {dataset: rows, thresholds: {}} ; {dataset: rows, thresholds: 5} ;"
                    + " {dataset: rows, thresholds: {a: 1}} ; {dataset: rows, thresholds: {a: '>= 1', a: '>= 2'}} ;"
                    + " {dataset: rows, thresholds: {a: '>= 1'}, rows: 5}",
            "metadata: {author: ann} ; ann ; [ann] ; ; {author: [ann]} ; {author: {}} ; {author: }",
            "metadata: {created: '2026-01-31T09:00:00Z'} ; {created: 2026-01-31} ; {created: 5} ; {created: [a]}",
            "metadata: {message: why} ; {message: [why]} ; {message: {}}",
            "metadata: {ticket: 5} ; {ticket: }",
            "x-own: {a: [1]} ; ; .inf ; 99999999999999999999 ; !!set {a}",
            "own: 1 !",
            "Model: small !",
            "endpoint: https://localhost !",
            "apiKey: abc !",
            "body: Hi !");

    private static final List<String> PARTIAL = List.of(
            "name: tone ; {} ; [] ; ; Tone",
            "version: 1.0.0 ; {} ; ; 1.0",
            "description: one ; [a] ; ",
            "owners: ann ; {a: b}",
            "tags: [a] ; [[a]]",
            "inputs: [a] ; {a: string} ; [[a]] ; ; [a b] ; [a, a] ; history ; 5",
            "partials: [manners] ; {a: b} ; [[a]] ; ; [a, a] ; ['a b']",
            "metadata: {author: ann} ; ann ; ",
            "x-own: 1 ; ",
            "model: small !",
            "output: text !",
            "limits: {maxInputTokens: 5} !");

    private static final List<String> MODEL = List.of(
            "name: small ; {} ; ; Small",
            "version: 1.0.0 ; [] ; ; 1.0",
            "description: one ; [a] ; ",
            "provider: openai ; {} ; [a] ; ; OpenAI ; https://localhost",
            "model: gpt ; {} ; [a] ; ; 'a b' ; https://localhost/v1 ; ''",
            "capabilities: [tools] ; {a: b} ; [[a]] ; ; [flying] ; 5",
            "contextWindow: 1000 ; 0 ; -1 ; 1.5 ; a ; [1] ; {} ; ",
            "parameters: {temperature: 0.5} ; 5 ; [a] ; ; {temperature: 9} ; {ref: a} ; {x-own: 1}",
            "tuning: {baseModel: base, data: '" + DIGEST + "'} ; base ; [a] ; ; {baseModel: base} ; {data: '" + DIGEST
                    + "'} ; {baseModel: base, data: md5} ; {baseModel: [a], data: '" + DIGEST + "'} ;"
                    + " {baseModel: other, data: '" + DIGEST + "'}",
            "retires: 2027-01-31 ; soon ; 2027-02-30 ; {} ; [a] ; ; 5",
            "price: a/b ; {} ; [a] ; ; 'a b' ; https://localhost",
            "regions: [eu] ; {} ; [[a]] ; ; ['a b'] ; [a, a] ; https://localhost",
            "dataClasses: [personal] ; {a: b} ; [[a]] ; ; [''] ; [a, a]",
            "x-own: a ; ",
            "endpoint: https://localhost !",
            "baseUrl: a !",
            "apiKey: abc !");

    private static final List<String> APPLICATION = List.of(
            "name: desk ; {} ; ; Desk",
            "version: 1.0.0 ; [] ; ; 1.0",
            "description: one ; [a] ; ",
            "purpose: help ; {} ; [a] ; ; ''",
            "intendedUsers: [all] ; {} ; [[a]] ; ; [''] ; []",
            "owner: ann ; {} ; [a] ; ; ' '",
            "riskClass: minimal ; {} ; [a] ; ; none ; 5",
            "targets: {quality: {relevance: '>= 4'}} ; 5 ; [a] ; ; {beauty: {}} ; {quality: 5} ; {quality: {a: 4}} ;"
                    + " {quality: {a: '>= 4 USD'}} ; {quality: } ; {x-own: 1}",
            "targets: {cost: {call: '<= 1 USD'}} ; {cost: {call: '>= 1 USD'}} ; {cost: {call: '<= 1 s'}} ; {cost: [a]}",
            "targets: {latency: {p95: '<= 2 s'}} ; {latency: {p95: '<= 2 h'}} ; {latency: {p95: '<= 0 s'}}",
            "x-own: a ; ",
            "endpoint: https://localhost !");

    private static final List<String> DATASET = List.of(
            "name: rows ; {} ; ; Rows",
            "version: 1.0.0 ; [] ; ; 1.0",
            "description: one ; [a] ; ",
            "file: data/rows.jsonl ; {} ; [a] ; ; /etc/passwd ; ../a ; https://localhost/a",
            "format: jsonl ; {} ; [a] ; ; xlsx ; 5",
            "rows: 5 ; {} ; [5] ; ; 0 ; -1 ; 1.5 ; many",
            "digest: " + DIGEST + " ; {} ; [a] ; ; md5 ; 5",
            "fields: {input: question} ; [a] ; a ; ; {} ; {input: [a]} ; {input: } ; {input: ''} ; {'a b': question}",
            "x-own: a ; ",
            "endpoint: https://localhost !");

    private static final List<String> SUITE = List.of(
            "name: quality ; {} ; ; Quality",
            "version: 1.0.0 ; [] ; ; 1.0",
            "description: one ; [a] ; ",
            "judge: large ; {} ; [a] ; ; 'a b' ; https://localhost",
            "embeddings: minilm ; {} ; [a] ; ; 'a b' ; a@b:1.0.0",
            "checks: [{evaluator: text.words}] ; a ; {} ; [] ; ; [a] ; [[a]] ; [~] ; [{}] ; [{evaluator: words}] ;"
                    + " [{evaluator: }] ; [{evaluator: [text.words]}] ; [{evaluator: text.words, x-own: 1}] ;"
                    + " [{evaluator: text.words, atleast: 1}] ; [{evaluator: text.words}, {evaluator: text.words}]",
            "checks: [{evaluator: text.other, with: {k: 1}}] ; [{evaluator: text.other, with: 5}] ;"
                    + " [{evaluator: text.other, with: [a]}] ; [{evaluator: text.other, with: }] ;"
                    + " [{evaluator: text.other, with: {k: }}] ; [{evaluator: text.other, with: {k: .nan}}] ;"
                    + " [{evaluator: text.other, with: {k: 99999999999999999999}}] ;"
                    + " [{evaluator: text.other, with: {'a b': 1}}] ; [{evaluator: text.other, with: {k: 1, k: 2}}]",
            "checks: [{evaluator: text.other, judge: large}] ; [{evaluator: text.other, judge: [large]}] ;"
                    + " [{evaluator: text.other, judge: }] ; [{evaluator: text.other, judge: 'a b'}] ;"
                    + " [{evaluator: text.other, judge: {model: large}}]",
            "checks: [{evaluator: text.other, embeddings: large}] ; [{evaluator: text.other, embeddings: []}] ;"
                    + " [{evaluator: text.other, embeddings: }]",
            "checks: [{evaluator: text.other, rubric: voice}] ; [{evaluator: text.other, rubric: {a: b}}] ;"
                    + " [{evaluator: text.other, rubric: [[a]]}] ; [{evaluator: text.other, rubric: [a, a]}] ;"
                    + " [{evaluator: text.other, rubric: }] ; [{evaluator: text.other, rubric: [a, a@production]}]",
            "checks: [{evaluator: text.other, of: [{evaluator: text.words}]}] ; [{evaluator: text.other, of: []}] ;"
                    + " [{evaluator: text.other, of: text.words}] ; [{evaluator: text.other, of: [text.words]}] ;"
                    + " [{evaluator: text.other, of: [{evaluator: text.words, required: true, atLeast: 1}]}] ;"
                    + " [{evaluator: text.other, of: [{evaluator: text.words}, {evaluator: text.words}]}]",
            "checks: [{evaluator: text.other, named: x}] ; [{evaluator: text.other, named: ''}] ;"
                    + " [{evaluator: text.other, named: [x]}] ; [{evaluator: text.other, named: }]",
            "checks: [{evaluator: text.other, negated: true}] ; [{evaluator: text.other, negated: 1}] ;"
                    + " [{evaluator: text.other, negated: 'yes'}] ; [{evaluator: text.other, negated: }]",
            "checks: [{evaluator: text.other, required: true, atLeast: 1}] ; [{evaluator: text.other, required: true}] ;"
                    + " [{evaluator: text.other, required: 'yes', atLeast: 1}] ; [{evaluator: text.other, required: }]",
            "checks: [{evaluator: text.other, of: [{evaluator: text.words, weight: 2}]}] ;"
                    + " [{evaluator: text.other, weight: 2}] ; [{evaluator: text.other, of: [{evaluator: text.words,"
                    + " weight: 0}]}] ; [{evaluator: text.other, of: [{evaluator: text.words, weight: a}]}] ;"
                    + " [{evaluator: text.other, of: [{evaluator: text.words, weight: }]}]",
            "checks: [{evaluator: text.other, atLeast: 0.5}] ; [{evaluator: text.other, atLeast: a}] ;"
                    + " [{evaluator: text.other, atLeast: [1]}] ; [{evaluator: text.other, atLeast: true}] ;"
                    + " [{evaluator: text.other, atLeast: }] ; [{evaluator: text.other, atLeast: .inf}] ;"
                    + " [{evaluator: text.other, atLeast: '>= 1'}] ; [{evaluator: text.other, atLeast: 1, atMost: 2}]",
            "checks: [{evaluator: text.other, atMost: 2 s}] ; [{evaluator: text.other, atMost: 2  s}] ;"
                    + " [{evaluator: text.other, atMost: {s: 2}}]",
            "checks: [{evaluator: text.other, above: 0}] ; [{evaluator: text.other, above: ''}]",
            "checks: [{evaluator: text.other, below: 0.01USD}] ; [{evaluator: text.other, below: USD 1}]",
            "checks: [{evaluator: text.other, between: [1, 2.5]}] ; [{evaluator: text.other, between: 1}] ;"
                    + " [{evaluator: text.other, between: [1]}] ; [{evaluator: text.other, between: [2, 1]}] ;"
                    + " [{evaluator: text.other, between: [1 s, 2 ms]}] ; [{evaluator: text.other, between: [1, 2, 3]}]",
            "measures: [{evaluator: performance.error_rate}] ; a ; {} ; [] ; ; [{}] ; [{evaluator: a}] ;"
                    + " [{evaluator: text.words, atLeast: 1}] ; [{evaluator: text.words, named: a}] ;"
                    + " [{evaluator: text.words}, {evaluator: text.words}]",
            "x-own: a ; ",
            "endpoint: https://localhost !",
            "apiKey: abc !");

    private static final List<String> POLICY = List.of(
            "name: house ; {} ; ; House",
            "version: 1.0.0 ; [] ; ; 1.0",
            "description: one ; [a] ; ",
            "rules: [{id: a, deny: {tool: sh}, because: b}] ; a ; {} ; [] ; ; [a] ; [[a]] ; [~] ; [{}] ;"
                    + " [{id: a, deny: {tool: sh}, because: b}, {id: a, deny: {tool: x}, because: b}] ;"
                    + " [{deny: {tool: sh}, because: b}] ; [{id: a, deny: {tool: sh}}] ; [{id: a, because: b}] ;"
                    + " [{id: A, deny: {tool: sh}, because: b}] ; [{id: [a], deny: {tool: sh}, because: b}] ;"
                    + " [{id: a, deny: {tool: sh}, because: b, x-own: 1}] ; [{id: a, deny: {tool: sh}, because: ''}] ;"
                    + " [{id: a, deny: {tool: sh}, becuase: b}] ; [{id: a, deny: {tool: sh}, because: [b]}] ;"
                    + " [{id: a, deny: {tool: sh}, because: }] ; [{id: , deny: {tool: sh}, because: b}]",
            "rules: [{id: r, at: [tool, call], deny: {region: us}, because: b}] ;"
                    + " [{id: r, at: later, deny: {region: us}, because: b}] ; [{id: r, at: [], deny: {region: us}, because: b}] ;"
                    + " [{id: r, at: {call: 1}, deny: {region: us}, because: b}] ;"
                    + " [{id: r, at: [call, call], deny: {region: us}, because: b}] ;"
                    + " [{id: r, at: call, deny: {tool: us}, because: b}] ; [{id: r, at: , deny: {region: us}, because: b}]",
            "rules: [{id: r, when: {purpose: a}, deny: {region: us}, because: b}] ;"
                    + " [{id: r, when: {porpose: a}, deny: {region: us}, because: b}] ;"
                    + " [{id: r, when: {}, deny: {region: us}, because: b}] ; [{id: r, when: a, deny: {region: us}, because: b}] ;"
                    + " [{id: r, when: {purpose: []}, deny: {region: us}, because: b}] ;"
                    + " [{id: r, when: {purpose: }, deny: {region: us}, because: b}] ;"
                    + " [{id: r, when: {purpose: {a: b}}, deny: {region: us}, because: b}] ;"
                    + " [{id: r, when: {purpose: a, purpose: b}, deny: {region: us}, because: b}] ;"
                    + " [{id: r, when: {label: a}, deny: {tool: us}, because: b}] ;"
                    + " [{id: r, when: {cost: a}, deny: {tool: us}, because: b}]",
            "rules: [{id: r, allow: {region: [eu, 'eu-*']}, because: b}] ; [{id: r, allow: eu, because: b}] ;"
                    + " [{id: r, allow: {}, because: b}] ; [{id: r, allow: {region: eu, purpose: a}, because: b}] ;"
                    + " [{id: r, allow: {region: []}, because: b}] ; [{id: r, allow: {region: ''}, because: b}] ;"
                    + " [{id: r, allow: {region: ' eu'}, because: b}] ; [{id: r, allow: {region: [eu, eu]}, because: b}] ;"
                    + " [{id: r, allow: {region: 'eu,us'}, because: b}] ; [{id: r, allow: {x-: eu}, because: b}] ;"
                    + " [{id: r, allow: {region: eu}, deny: {region: us}, because: b}] ;"
                    + " [{id: r, allow: {region: eu}, maxCost: 1 USD, because: b}]",
            "rules: [{id: r, deny: {x-team: us}, because: b}] ; [{id: r, deny: us, because: b}] ;"
                    + " [{id: r, deny: {}, because: b}] ; [{id: r, deny: {x-Team: us}, because: b}] ;"
                    + " [{id: r, deny: {region: us, x-team: us}, because: b}] ; [{id: r, deny: , because: b}]",
            "rules: [{id: r, maxCost: 0.05 USD, because: b}] ; [{id: r, maxCost: 0.05, because: b}] ;"
                    + " [{id: r, maxCost: 0 USD, because: b}] ; [{id: r, maxCost: 1 QQQ, because: b}] ;"
                    + " [{id: r, maxCost: -1 USD, because: b}] ; [{id: r, maxCost: 1 s, because: b}] ;"
                    + " [{id: r, maxCost: {USD: 1}, because: b}] ; [{id: r, maxCost: , because: b}] ;"
                    + " [{id: r, maxCost: 1  USD, because: b}] ; [{id: r, at: tool, maxCost: 1 USD, because: b}]",
            "rules: [{id: r, maxCost: 1 USD, unpriced: allow, because: b}] ;"
                    + " [{id: r, maxCost: 1 USD, unpriced: true, because: b}] ;"
                    + " [{id: r, maxCost: 1 USD, unpriced: , because: b}] ;"
                    + " [{id: r, deny: {tool: us}, unpriced: allow, because: b}] ;"
                    + " [{id: r, deny: {tool: us}, unpriced: refuse, because: b}]",
            "rules: [{id: r, evidence: {figures: {evaluator: f1, kind: mean}, maxAge: 2 d}, because: b}] ;"
                    + " [{id: r, evidence: f1, because: b}] ; [{id: r, evidence: {}, because: b}] ;"
                    + " [{id: r, evidence: {figures: []}, because: b}] ; [{id: r, evidence: {figures: f1}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: f1}}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {kind: mean}}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: '', kind: mean}}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: f1, kind: Mean}}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: f1, kind: mean, atLeast: 1}}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: f1, kind: mean}, maxage: 1 d}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: f1, kind: mean}, maxAge: 0 d}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: f1, kind: mean}, maxAge: 1 month}, because: b}] ;"
                    + " [{id: r, evidence: {figures: {evaluator: f1, kind: mean}, maxAge: 9999 d}, because: b}] ;"
                    + " [{id: r, evidence: {maxAge: 1 d}, because: b}] ;"
                    + " [{id: r, at: call, evidence: {figures: {evaluator: f1, kind: mean}}, because: b}]",
            "rules: [{id: r, deny: {tool: sh}, because: b, instead: c}] ;"
                    + " [{id: r, deny: {tool: sh}, because: b, instead: ''}] ;"
                    + " [{id: r, deny: {tool: sh}, because: b, instead: [c]}]",
            "rules: [{id: r, deny: {tool: sh}, because: b, whenUnknown: allow}] ;"
                    + " [{id: r, deny: {tool: sh}, because: b, whenUnknown: yes}] ;"
                    + " [{id: r, deny: {tool: sh}, because: b, whenUnknown: }]",
            "x-own: a ; ",
            "endpoint: https://localhost !");

    /** One line of a file: its right value, and what it cannot be; without the latter the line itself is refused. */
    record Field(AssetKind kind, String key, String right, List<String> wrong) {

        static Field parse(AssetKind kind, String line) {
            int colon = line.indexOf(": ");
            String key = line.substring(0, colon);
            if (line.endsWith(" !")) {
                return new Field(kind, key, "", List.of(line.substring(colon + 2, line.length() - 2)));
            }
            List<String> values = Arrays.stream(line.substring(colon + 2).split(";", -1))
                    .map(String::strip)
                    .toList();
            return new Field(kind, key, values.get(0), values.subList(1, values.size()));
        }

        /** Returns a file with this line in place of the one with its key, or after all others. */
        AssetFile with(String value) {
            List<String> lines = new ArrayList<>(REQUIRED.get(kind));
            int line = position();
            lines.subList(line, Math.min(line + 1, lines.size())).clear();
            lines.add(line, key + ": " + value);
            return file(kind, lines);
        }

        int line() {
            return position() + (isText(kind) ? 2 : 1);
        }

        private int position() {
            List<String> lines = REQUIRED.get(kind);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith(key + ": ")) {
                    return i;
                }
            }
            return lines.size();
        }

        @Override
        public String toString() {
            return kind + " " + key + ": " + (right.isEmpty() ? wrong.get(0) : right);
        }
    }

    /** What a file of each kind must have, with other values than the fields under test. */
    private static final Map<AssetKind, List<String>> REQUIRED = Map.of(
            AssetKind.PROMPT, List.of("name: other", "version: 9.9.9"),
            AssetKind.PARTIAL, List.of("name: other", "version: 9.9.9"),
            AssetKind.MODEL, List.of("name: other", "version: 9.9.9", "provider: other", "model: other"),
            AssetKind.APPLICATION,
                    List.of(
                            "name: other",
                            "version: 9.9.9",
                            "purpose: other",
                            "intendedUsers: [other]",
                            "owner: other",
                            "riskClass: high"),
            AssetKind.DATASET,
                    List.of(
                            "name: other",
                            "version: 9.9.9",
                            "file: other.csv",
                            "format: csv",
                            "rows: 9",
                            "digest: sha256:" + "9".repeat(64),
                            "fields: {other: other}"),
            AssetKind.SUITE, List.of("name: other", "version: 9.9.9", "checks: [{evaluator: text.other}]"),
            AssetKind.POLICY,
                    List.of("name: other", "version: 9.9.9", "rules: [{id: other, deny: {tool: o}, because: other}]"));

    private static boolean isText(AssetKind kind) {
        return kind == AssetKind.PROMPT || kind == AssetKind.PARTIAL;
    }

    private static AssetFile file(AssetKind kind, List<String> lines) {
        String yaml = String.join("\n", lines) + "\n";
        return AssetFile.parse(kind, "f", isText(kind) ? "---\n" + yaml + "---\nHi\n" : yaml);
    }

    static Stream<Field> fields() {
        return Stream.of(
                        PROMPT.stream().map(line -> Field.parse(AssetKind.PROMPT, line)),
                        PARTIAL.stream().map(line -> Field.parse(AssetKind.PARTIAL, line)),
                        MODEL.stream().map(line -> Field.parse(AssetKind.MODEL, line)),
                        APPLICATION.stream().map(line -> Field.parse(AssetKind.APPLICATION, line)),
                        DATASET.stream().map(line -> Field.parse(AssetKind.DATASET, line)),
                        SUITE.stream().map(line -> Field.parse(AssetKind.SUITE, line)),
                        POLICY.stream().map(line -> Field.parse(AssetKind.POLICY, line)))
                .flatMap(each -> each);
    }

    static Stream<Field> rightFields() {
        return fields().filter(field -> !field.right().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("rightFields")
    void no_field_is_ignored(Field field) {
        AssetFile with = field.with(field.right());
        AssetFile without = file(field.kind(), REQUIRED.get(field.kind()));

        assertThat(AssetFile.of(with.asset()).text())
                .isNotEqualTo(AssetFile.of(without.asset()).text());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void a_field_that_is_wrong_is_refused_with_file_line_and_what_was_expected(Field field) {
        for (String wrong : field.wrong()) {
            assertThatThrownBy(() -> field.with(wrong))
                    .as("%s: %s", field.key(), wrong)
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageMatching(
                            "(?s)f:" + field.line() + ": .*(expected|must|keep one|not a JSON Schema|may refer).*");
        }
    }

    /** A field that is added to a reader must be added here. */
    @Test
    void every_field_that_a_reader_knows_is_tested() {
        for (AssetKind kind : REQUIRED.keySet()) {
            Set<String> tested = new LinkedHashSet<>();
            rightFields().filter(field -> field.kind() == kind).forEach(field -> tested.add(field.key()));
            tested.remove("x-own");
            // Every header is the same; partials and prompts have its whole list.
            tested.addAll(List.of("metadata", "owners", "tags"));

            assertThatThrownBy(() -> new Field(kind, "own", "", List.of()).with("1"))
                    .hasMessageContaining("unknown key 'own'; expected one of "
                            + tested.stream().sorted().toList() + " or a key of your own that begins with 'x-'");
        }
    }
}
