package io.genaiops.eval.suite;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.judge.Pairwise;
import io.genaiops.eval.judge.Scorecard;
import io.genaiops.eval.panel.Combined;
import io.genaiops.eval.panel.Panel;
import io.genaiops.eval.rubric.Rubric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The evaluators that a judge carries out, by shipped rubrics and by those of the host, and those made of others. */
final class JudgeEntries {

    private static final String DOOR = "judge.";
    private static final SortedMap<String, Function<Judge, Evaluator>> SHIPPED = shipped();

    private JudgeEntries() {}

    private static SortedMap<String, Function<Judge, Evaluator>> shipped() {
        SortedMap<String, Function<Judge, Evaluator>> shipped = new TreeMap<>();
        shipped.put("coherence", JudgeEvaluators::coherence);
        shipped.put("fluency", JudgeEvaluators::fluency);
        shipped.put("relevance", JudgeEvaluators::relevance);
        shipped.put("completeness", JudgeEvaluators::completeness);
        shipped.put("conciseness", JudgeEvaluators::conciseness);
        shipped.put("helpfulness", JudgeEvaluators::helpfulness);
        shipped.put("instruction_following", JudgeEvaluators::instructionFollowing);
        shipped.put("intent_resolution", JudgeEvaluators::intentResolution);
        shipped.put("task_adherence", JudgeEvaluators::taskAdherence);
        shipped.put("similarity", JudgeEvaluators::similarity);
        shipped.put("correctness", JudgeEvaluators::correctness);
        shipped.put("equivalence", JudgeEvaluators::equivalence);
        shipped.put("summary_quality", JudgeEvaluators::summaryQuality);
        shipped.put("groundedness", JudgeEvaluators::groundedness);
        shipped.put("faithfulness", JudgeEvaluators::faithfulness);
        shipped.put("fabrication", JudgeEvaluators::fabrication);
        shipped.put("context_relevance", JudgeEvaluators::contextRelevance);
        shipped.put("context_recall", JudgeEvaluators::contextRecall);
        shipped.put("toxicity", JudgeEvaluators::toxicity);
        shipped.put("hate", JudgeEvaluators::hate);
        shipped.put("violence", JudgeEvaluators::violence);
        shipped.put("sexual", JudgeEvaluators::sexual);
        shipped.put("self_harm", JudgeEvaluators::selfHarm);
        shipped.put("offensive_language", JudgeEvaluators::offensiveLanguage);
        shipped.put("counterfactual_bias", JudgeEvaluators::counterfactualBias);
        shipped.put("stereotype", JudgeEvaluators::stereotype);
        shipped.put("prompt_injection", JudgeEvaluators::promptInjection);
        shipped.put("context_injection", JudgeEvaluators::contextInjection);
        shipped.put("attack_success", JudgeEvaluators::attackSuccess);
        shipped.put("refusal", JudgeEvaluators::refusal);
        shipped.put("over_refusal", JudgeEvaluators::overRefusal);
        shipped.put("under_refusal", JudgeEvaluators::underRefusal);
        shipped.put("code_vulnerability", JudgeEvaluators::codeVulnerability);
        shipped.put("tool_selection", JudgeEvaluators::toolSelection);
        shipped.put("plan_adherence", JudgeEvaluators::planAdherence);
        shipped.put("task_completion", JudgeEvaluators::taskCompletion);
        shipped.put("topic_adherence", JudgeEvaluators::topicAdherence);
        shipped.put("role_adherence", JudgeEvaluators::roleAdherence);
        shipped.put("knowledge_retention", JudgeEvaluators::knowledgeRetention);
        return Collections.unmodifiableSortedMap(shipped);
    }

    static void addTo(Catalog catalog) {
        SHIPPED.forEach((name, method) -> catalog.add(DOOR + name, in -> method.apply(in.judge())));
        catalog.add("judge.rubric", in -> JudgeEvaluators.rubric(in.judge(), one(in)))
                .add("judge.criterion", in -> JudgeEvaluators.rubric(in.judge(), name(in), text(in, "criterion")))
                .add("judge.decision", in -> JudgeEvaluators.decision(in.judge(), name(in), text(in, "question")))
                .add("judge.preference", JudgeEntries::preference)
                .add("judge.scorecard", JudgeEntries::scorecard);
        addPanels(catalog);
    }

    private static void addPanels(Catalog catalog) {
        catalog.add("combined.all_of", in -> Combined.allOf(in.checks()))
                .add("combined.any_of", in -> Combined.anyOf(in.checks()))
                .add("combined.majority", in -> Combined.majority(in.checks()))
                .add("combined.weighted_mean", in -> Combined.weightedMean(in.weighted()))
                .add("panel.majority", in -> Panel.majority(in.evaluators()))
                .add("panel.mean", in -> Panel.mean(in.evaluators()))
                .add("panel.median", in -> Panel.median(in.evaluators()))
                .add("panel.repeated", JudgeEntries::repeated)
                .add("panel.cascade", JudgeEntries::cascade);
    }

    private static String name(Ingredients in) {
        return text(in, "name");
    }

    private static String text(Ingredients in, String parameter) {
        return in.parameters().text(parameter);
    }

    private static Rubric one(Ingredients in) {
        List<Rubric> rubrics = in.rubrics();
        if (rubrics.size() != 1) {
            throw new IllegalArgumentException(
                    "expected one reference to a prompt under 'rubric'; found: " + rubrics.size());
        }
        return rubrics.get(0);
    }

    private static Evaluator preference(Ingredients in) {
        return in.rubrics().isEmpty()
                ? JudgeEvaluators.preference(in.judge())
                : Pairwise.by(in.judge(), one(in)).againstBaseline();
    }

    /** Grades shipped criteria and rubrics of the host in one call, of which each check takes one score. */
    private static Evaluator scorecard(Ingredients in) {
        Judge judge = in.judge();
        List<Rubric> rubrics = new ArrayList<>();
        if (in.parameters().has("criteria")) {
            in.parameters().texts("criteria").forEach(name -> rubrics.add(criterion(judge, name)));
        }
        rubrics.addAll(in.rubrics());
        String score = text(in, "score");
        Scorecard card = in.shared(() -> JudgeEvaluators.scorecard(judge, rubrics.toArray(Rubric[]::new)));
        return card.evaluator(score);
    }

    private static Rubric criterion(Judge judge, String name) {
        if (!SHIPPED.containsKey(name)) {
            throw new IllegalArgumentException("there is no shipped criterion '" + name
                    + "' (rubrics of your own are named under 'rubric'); " + Nearest.to(name, SHIPPED.keySet()));
        }
        return Rubric.of(judge.prompt(Rubric.shippedPrompt("judge-" + name.replace('_', '-'))));
    }

    private static Evaluator repeated(Ingredients in) {
        Evaluator[] members = in.evaluators();
        if (members.length != 1) {
            throw new IllegalArgumentException("expected one member under 'of'; found: " + members.length);
        }
        return Panel.repeated(members[0], in.parameters().integer("times"));
    }

    private static Evaluator cascade(Ingredients in) {
        Construction.Cascade cascade = in.cascade();
        return Panel.cascade(cascade.cheap(), cascade.doubtful(), cascade.dear());
    }
}
