package io.genaiops.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.definition.PolicyRule.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a policy decided since it was made: how often, by which rule, and the first examples of each. It holds facts that
 * were stated, and no text of prompts, answers or arguments. Immutable and thread-safe.
 *
 * @param policy the name of the policy
 * @param allowed how often every rule was kept
 * @param refused how often something was refused
 * @param wouldRefuse how often something would have been refused, had the policy been enforced
 * @param rules the rules that were not kept, by id; beyond a thousand of them the rest is one line
 * @since 0.1
 */
public record PolicyReport(String policy, long allowed, long refused, long wouldRefuse, List<Line> rules) {

    /** Copies the lines. */
    public PolicyReport {
        rules = List.copyOf(rules);
    }

    /**
     * One rule that was not kept.
     *
     * @param rule its id
     * @param because why it is there
     * @param refused how often it refused
     * @param wouldRefuse how often it would have refused
     * @param examples the first cases
     */
    public record Line(String rule, String because, long refused, long wouldRefuse, List<Example> examples) {

        /** Copies the examples. */
        public Line {
            examples = List.copyOf(examples);
        }
    }

    /**
     * A case in which a rule was not kept.
     *
     * @param at when
     * @param moment what was about to happen
     * @param version which version of the policy decided, or empty if it could not be loaded
     * @param found what was expected and found
     * @param facts the facts that the rule looked at
     */
    public record Example(Instant at, Moment moment, String version, String found, Map<String, List<String>> facts) {}

    /** Returns the line of a rule that was not kept, or one of zeros. */
    public Line rule(String id) {
        return rules.stream()
                .filter(line -> line.rule().equals(id))
                .findFirst()
                .orElse(new Line(id, "", 0, 0, List.of()));
    }

    /** Returns the report for people. */
    public String text() {
        StringBuilder text = new StringBuilder("policy '%s': %d allowed, %d refused, %d would have been refused"
                .formatted(policy, allowed, refused, wouldRefuse));
        for (Line line : rules) {
            text.append("%n  %s: %d refused, %d would have been refused; %s"
                    .formatted(line.rule(), line.refused(), line.wouldRefuse(), line.because()));
            line.examples()
                    .forEach(example -> text.append("%n    %s %s by version %s: %s"
                            .formatted(example.at(), example.moment(), example.version(), example.found())));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /** Returns the report as data. */
    public JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("policy", policy);
        json.put("allowed", allowed).put("refused", refused).put("wouldRefuse", wouldRefuse);
        ArrayNode lines = json.putArray("rules");
        for (Line line : rules) {
            ObjectNode one = lines.addObject().put("rule", line.rule()).put("because", line.because());
            one.put("refused", line.refused()).put("wouldRefuse", line.wouldRefuse());
            ArrayNode examples = one.putArray("examples");
            line.examples().forEach(example -> put(examples.addObject(), example));
        }
        return json;
    }

    private static void put(ObjectNode json, Example example) {
        json.put("at", example.at().toString()).put("moment", example.moment().toString());
        json.put("version", example.version()).put("found", example.found());
        ObjectNode facts = json.putObject("facts");
        example.facts().forEach((fact, values) -> values.forEach(facts.putArray(fact)::add));
    }
}
