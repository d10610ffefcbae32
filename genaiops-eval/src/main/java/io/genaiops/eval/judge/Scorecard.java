package io.genaiops.eval.judge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.rubric.Menu;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.rubric.Verdict;
import io.genaiops.eval.rubric.VerdictParser;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Several criteria that a judge grades in one call. Each is an evaluator with a name of its own; in one chain they share
 * the call:
 *
 * <pre>{@code
 * Scorecard card = Scorecard.of(judge, Rubric.shipped("judge-relevance"), Rubric.shipped("judge-coherence"));
 * EvaluatorChain chain = EvaluatorChain.of(card.evaluator("relevance").atLeast(4), card.evaluator("coherence").atLeast(3));
 * }</pre>
 *
 * It is cheaper than asking apart, and not the same: criteria that are graded side by side colour one another. A criterion
 * whose material a sample lacks is not asked about. As thread-safe as the judge.
 *
 * @since 0.1
 */
public final class Scorecard implements Evaluator.Group {

    private final Judge judge;
    private final Prompt prompt;
    private final Map<String, Rubric> rubrics;
    private final List<Evaluator> members;

    private Scorecard(Judge judge, Map<String, Rubric> rubrics) {
        this.judge = judge;
        this.prompt = judge.prompt("judge-scorecard");
        this.rubrics = rubrics;
        ObjectNode configuration = judge.identity();
        configuration.put("scorecard", prompt.identity().digest().value());
        ArrayNode all = configuration.putArray("rubrics");
        rubrics.values().forEach(rubric -> all.add(judge.identity(rubric)));
        List<Evaluator> built = new ArrayList<>();
        rubrics.forEach((name, rubric) ->
                built.add(Judge.builder(name, rubric, configuration.deepCopy().put("criterion", name))
                        .memberOf(this, built.size())));
        this.members = List.copyOf(built);
    }

    /**
     * Returns a scorecard of these rubrics.
     *
     * @throws IllegalArgumentException if there are fewer than two, two have one name, or one cannot be asked together
     *     with others
     */
    public static Scorecard of(Judge judge, Rubric... rubrics) {
        Map<String, Rubric> byName = new LinkedHashMap<>();
        for (Rubric rubric : rubrics) {
            rubric.criterion();
            if (byName.put(rubric.name(), rubric) != null) {
                throw new IllegalArgumentException(
                        "rubrics of a scorecard need names of their own; found twice: " + rubric.name());
            }
        }
        if (byName.size() < 2) {
            throw new IllegalArgumentException(
                    "a scorecard needs two rubrics at least; found: " + Arrays.toString(rubrics));
        }
        return new Scorecard(judge, byName);
    }

    @Override
    public List<Evaluator> members() {
        return members;
    }

    /**
     * Returns the evaluator of a criterion. Alone it makes a call for all of them.
     *
     * @param name the name of the rubric, such as {@code relevance}
     */
    public Evaluator evaluator(String name) {
        int index = List.copyOf(rubrics.keySet()).indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "the scorecard has no criterion '" + name + "'; found: " + rubrics.keySet());
        }
        return members.get(index);
    }

    @Override
    public List<Outcome> evaluate(Sample sample) {
        Map<String, Outcome> outcomes = outcomes(sample);
        return rubrics.keySet().stream()
                .map(name -> outcomes.getOrDefault(name, Outcome.skipped("the judge was not asked")))
                .toList();
    }

    /** Returns the outcome of each criterion, by its name, from one call. */
    public Map<String, Outcome> outcomes(Sample sample) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        Map<String, Menu> asked = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        rubrics.forEach((name, rubric) -> {
            Material material = Material.of(sample, rubric.inputs());
            if (material.missing() == null) {
                asked.put(name, rubric.menu());
                texts.putAll(material.texts());
            } else {
                outcomes.put(name, Outcome.notApplicable(material.missing()));
            }
        });
        if (!asked.isEmpty()) {
            outcomes.putAll(ask(sample, asked, texts));
        }
        return outcomes;
    }

    private Map<String, Outcome> ask(Sample sample, Map<String, Menu> asked, Map<String, String> texts) {
        Map<String, Verdict> usable = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        Inquiry.Result<Map<String, Verdict>> result = inquiry(sample, asked, texts)
                .ask(reply -> {
                    problems.clear();
                    VerdictParser.readEach(reply, asked, texts.values()).forEach((name, verdict) -> {
                        if (verdict.isUsable()) {
                            usable.putIfAbsent(name, verdict);
                        } else if (!usable.containsKey(name)) {
                            problems.put(name, verdict.text());
                        }
                    });
                    return Inquiry.Reading.of(
                            usable, problems.isEmpty() ? Optional.empty() : Optional.of(problems.toString()));
                });
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (String name : asked.keySet()) {
            Verdict verdict = usable.get(name);
            outcomes.put(
                    name,
                    verdict == null
                            ? result.orElse(reading -> Outcome.unscored("no verdict on '" + name + "'", ""))
                            : Grading.outcome(rubric(name), verdict));
        }
        return outcomes;
    }

    private Rubric rubric(String name) {
        return Optional.ofNullable(rubrics.get(name)).orElseThrow();
    }

    private Inquiry inquiry(Sample sample, Map<String, Menu> asked, Map<String, String> texts) {
        String criteria = asked.keySet().stream()
                .map(name -> "Criterion " + name + "\n" + rubric(name).criterion())
                .collect(Collectors.joining("\n\n"));
        String form = asked.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + Grading.form(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder().additionalProperties(false);
        asked.forEach((name, menu) -> schema.addProperty(name, Grading.verdict(menu)));
        return judge.inquiry("scorecard", sample, prompt)
                .with(Map.of("criteria", criteria))
                .showing("material", texts)
                .replying(form, schema.required(List.copyOf(asked.keySet())).build());
    }

    @Override
    public String toString() {
        return "Scorecard" + rubrics.keySet();
    }
}
