package io.genaiops.eval.judge;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.rubric.Rubric;

/**
 * The evaluators that a judge carries out, each by a rubric of its name ({@code judge-relevance}) that genaiops ships and a host
 * can replace, see {@link Judge#withRubricsOf}. The rubrics, and so the results, of groundedness, faithfulness, fabrication,
 * context relevance and context recall end with {@code grade}, to tell them from the shares of the same names that
 * {@code RetrievalEvaluators} counts. Each makes one call, and up to two more if the reply holds no verdict. What
 * the sample lacks, and an empty response, is {@link Outcome.NotApplicable}. Harms are graded on the bands of
 * {@link io.genaiops.eval.Scale.Severity}, of which each reason names one: {@code toxicity(judge).atMost(Severity.LOW)}. They work in every language that the judge
 * reads; none was calibrated on yours: compare a judge with people before a gate depends on it.
 *
 * @since 0.1
 */
public final class JudgeEvaluators {

    private JudgeEvaluators() {}

    /**
     * Returns how well the parts of the response hang together, 1 to 5. Reads question and response. After SummEval.
     * Weak on lists and code, which need no thread.
     */
    public static Evaluator coherence(Judge judge) {
        return shipped(judge, "judge-coherence");
    }

    /**
     * Returns how well the response is written, 1 to 5. Reads the response. After SummEval. Today's models rarely get
     * less than 4: it tells little apart.
     */
    public static Evaluator fluency(Judge judge) {
        return shipped(judge, "judge-fluency");
    }

    /**
     * Returns how far the response addresses the question, 1 to 5. Reads question and response. After SummEval. It does
     * not see whether the facts are right.
     */
    public static Evaluator relevance(Judge judge) {
        return shipped(judge, "judge-relevance");
    }

    /**
     * Returns how much of what was asked for the response covers, 1 to 5. Reads question and response, and a reference
     * if there is one. Without a reference it misses what the judge does not know.
     */
    public static Evaluator completeness(Judge judge) {
        return shipped(judge, "judge-completeness");
    }

    /**
     * Returns how free the response is of what nobody needs, 1 to 5. Reads question and response. Judges favour long
     * texts: calibrate it.
     */
    public static Evaluator conciseness(Judge judge) {
        return shipped(judge, "judge-conciseness");
    }

    /**
     * Returns how much the response helps the one who asked, 1 to 5. Reads question and response. After MT-Bench.
     * Broad, so it varies most between judges: prefer a narrower one in a gate.
     */
    public static Evaluator helpfulness(Judge judge) {
        return shipped(judge, "judge-helpfulness");
    }

    /**
     * Returns how far the response follows its instructions, 1 to 5. Reads question, response and the attribute {@code
     * instructions} if there is one. What can be counted (length, form) is checked better by {@code TextEvaluators}.
     */
    public static Evaluator instructionFollowing(Judge judge) {
        return shipped(judge, "judge-instruction-following");
    }

    /**
     * Returns how well what the user wanted was understood and resolved, 1 to 5. Reads question, response and the
     * attribute {@code tool_calls} if there is one. It guesses the intent where the question is vague.
     */
    public static Evaluator intentResolution(Judge judge) {
        return shipped(judge, "judge-intent-resolution");
    }

    /**
     * Returns how far the response keeps to the task, its limits and its procedure, 1 to 5. Reads question, response
     * and the attributes {@code instructions} and {@code tool_calls} if there are any.
     */
    public static Evaluator taskAdherence(Judge judge) {
        return shipped(judge, "judge-task-adherence");
    }

    /**
     * Returns how close the response comes to the reference in meaning, 1 to 5. Reads question, response and reference.
     * It says nothing about truth if the reference is wrong.
     */
    public static Evaluator similarity(Judge judge) {
        return shipped(judge, "judge-similarity");
    }

    /**
     * Returns how right the response is, held against the reference, 1 to 5. Reads question, response and reference.
     * Numbers and names are checked better by exact evaluators.
     */
    public static Evaluator correctness(Judge judge) {
        return shipped(judge, "judge-correctness");
    }

    /**
     * Returns whether the response means the same as the reference, 0 or 1. Reads question, response and reference.
     * Strict: one claim more or less makes it 0.
     */
    public static Evaluator equivalence(Judge judge) {
        return shipped(judge, "judge-equivalence");
    }

    /**
     * Returns how well the response stands for the documents that it sums up, 1 to 5. Reads context and response. After
     * SummEval. Long documents exceed what a judge weighs evenly.
     */
    public static Evaluator summaryQuality(Judge judge) {
        return shipped(judge, "judge-summary-quality");
    }

    /**
     * Returns how far the claims of the response are supported by the context, 1 to 5; not applicable if it claims
     * nothing. Reads response, context and the question. One look at all claims: it misses single ones that a check
     * claim by claim finds.
     */
    public static Evaluator groundedness(Judge judge) {
        return shipped(judge, "judge-groundedness-grade");
    }

    /**
     * Returns how truly the response renders the context, 1 to 5; not applicable if it claims nothing. Reads response
     * and context. Small changes of numbers are easily missed.
     */
    public static Evaluator faithfulness(Judge judge) {
        return shipped(judge, "judge-faithfulness-grade");
    }

    /**
     * Returns how much of the response is made up, 0 (none), 0.5 (minor) or 1 (major), lower is better; not applicable
     * if it claims nothing. Reads response and context. The judge may know what the context lacks, and let it pass.
     */
    public static Evaluator fabrication(Judge judge) {
        return shipped(judge, "judge-fabrication-grade");
    }

    /**
     * Returns how much of the context serves the question, 1 to 5. Reads question and context. After RAGAS and ARES.
     * Not a measure of what was not retrieved.
     */
    public static Evaluator contextRelevance(Judge judge) {
        return shipped(judge, "judge-context-relevance-grade");
    }

    /**
     * Returns how far the context holds what the reference says, 1 to 5; not applicable if it states nothing. Reads
     * question, context and reference. After RAGAS.
     */
    public static Evaluator contextRecall(Judge judge) {
        return shipped(judge, "judge-context-recall-grade");
    }

    /**
     * Returns how toxic the response is, severity 0 to 7, lower is better. Reads the response, and the question to
     * understand it. A judge may refuse to read the worst: that is unscored, never 0.
     */
    public static Evaluator toxicity(Judge judge) {
        return shipped(judge, "judge-toxicity");
    }

    /**
     * Returns how hateful or unfair to groups the response is, severity 0 to 7, lower is better. Reads the response,
     * and the question to understand it. A judge may refuse to read the worst: that is unscored, never 0.
     */
    public static Evaluator hate(Judge judge) {
        return shipped(judge, "judge-hate");
    }

    /**
     * Returns how violent the response is, severity 0 to 7, lower is better. Reads the response, and the question to
     * understand it. A judge may refuse to read the worst: that is unscored, never 0.
     */
    public static Evaluator violence(Judge judge) {
        return shipped(judge, "judge-violence");
    }

    /**
     * Returns how sexual the response is, severity 0 to 7, lower is better. Reads the response, and the question to
     * understand it. A judge may refuse to read the worst: that is unscored, never 0.
     */
    public static Evaluator sexual(Judge judge) {
        return shipped(judge, "judge-sexual");
    }

    /**
     * Returns how far the response describes, praises or teaches self-harm, severity 0 to 7, lower is better. Reads the
     * response, and the question to understand it. A judge may refuse to read the worst: that is unscored, never 0.
     */
    public static Evaluator selfHarm(Judge judge) {
        return shipped(judge, "judge-self-harm");
    }

    /**
     * Returns how offensive the wording of the response is, severity 0 to 7, lower is better. Reads the response, and
     * the question to understand it. A judge may refuse to read the worst: that is unscored, never 0.
     */
    public static Evaluator offensiveLanguage(Judge judge) {
        return shipped(judge, "judge-offensive-language");
    }

    /**
     * Returns how unequally two groups are treated, 0 (equal), 0.5 (slight) or 1 (unequal), lower is better. Reads
     * question and response, and the attributes {@code counterpart_question} and {@code counterpart_answer}. One pair
     * proves nothing: use many.
     */
    public static Evaluator counterfactualBias(Judge judge) {
        return shipped(judge, "judge-counterfactual-bias");
    }

    /**
     * Returns whether the response relies on a stereotype, 0 or 1, lower is better. Reads the response, and the
     * question if there is one. Judges share the biases of their training.
     */
    public static Evaluator stereotype(Judge judge) {
        return shipped(judge, "judge-stereotype");
    }

    /**
     * Returns whether the input tries to take over the assistant, 0 or 1, lower is better. Reads the question. A judge
     * can be taken over itself: use it beside detectors, not instead.
     */
    public static Evaluator promptInjection(Judge judge) {
        return shipped(judge, "judge-prompt-injection");
    }

    /**
     * Returns whether the context holds instructions to the assistant, 0 or 1, lower is better. Reads the context. A
     * judge can be taken over itself: use it beside detectors, not instead.
     */
    public static Evaluator contextInjection(Judge judge) {
        return shipped(judge, "judge-context-injection");
    }

    /**
     * Returns whether an attack reached its aim, 0 or 1, lower is better; not applicable if there is no attack. Reads
     * question and response. After HarmBench.
     */
    public static Evaluator attackSuccess(Judge judge) {
        return shipped(judge, "judge-attack-success");
    }

    /**
     * Returns whether the response refuses, 0 (answered), 0.5 (partial) or 1 (refused), lower is better. Reads question
     * and response. It does not say whether refusing was right.
     */
    public static Evaluator refusal(Judge judge) {
        return shipped(judge, "judge-refusal");
    }

    /**
     * Returns whether a harmless request was refused, 0 or 1, lower is better; not applicable if the request is
     * harmful. Reads question and response. After XSTest. What is harmless is the judge's view.
     */
    public static Evaluator overRefusal(Judge judge) {
        return shipped(judge, "judge-over-refusal");
    }

    /**
     * Returns whether a harmful request was complied with, 0 or 1, lower is better; not applicable if the request is
     * harmless. Reads question and response. After XSTest.
     */
    public static Evaluator underRefusal(Judge judge) {
        return shipped(judge, "judge-under-refusal");
    }

    /**
     * Returns whether code in the response is open to attack, 0 or 1, lower is better; not applicable without code.
     * Reads the response, and the question if there is one. No replacement for a scanner.
     */
    public static Evaluator codeVulnerability(Judge judge) {
        return shipped(judge, "judge-code-vulnerability");
    }

    /**
     * Returns how well tools were chosen, 1 to 5. Reads the question and the attributes {@code tools} and {@code
     * tool_calls}. Where the right calls are known, compare them exactly instead.
     */
    public static Evaluator toolSelection(Judge judge) {
        return shipped(judge, "judge-tool-selection");
    }

    /**
     * Returns how far what was done follows the plan, 1 to 5. Reads the attributes {@code plan} and {@code tool_calls},
     * and the response if there is one.
     */
    public static Evaluator planAdherence(Judge judge) {
        return shipped(judge, "judge-plan-adherence");
    }

    /**
     * Returns how far the task was completed, 1 to 5. Reads question, response and the attributes {@code tool_calls}
     * and {@code conversation} if there are any. It cannot see the state of the world, only what was said.
     */
    public static Evaluator taskCompletion(Judge judge) {
        return shipped(judge, "judge-task-completion");
    }

    /**
     * Returns whether the response stays within the allowed topics, 0 or 1. Reads question, response and the attribute
     * {@code topics}.
     */
    public static Evaluator topicAdherence(Judge judge) {
        return shipped(judge, "judge-topic-adherence");
    }

    /**
     * Returns how far the response keeps to its role, 1 to 5. Reads question, response and the attribute {@code role}.
     */
    public static Evaluator roleAdherence(Judge judge) {
        return shipped(judge, "judge-role-adherence");
    }

    /**
     * Returns how well the response keeps in mind what was said before, 1 to 5; not applicable if nothing said before
     * matters. Reads the response and the attribute {@code conversation}.
     */
    public static Evaluator knowledgeRetention(Judge judge) {
        return shipped(judge, "judge-knowledge-retention");
    }

    /** Returns how well the response meets the rubric. */
    public static Evaluator rubric(Judge judge, Rubric rubric) {
        return Grading.evaluator(judge, rubric, rubric.name());
    }

    /**
     * Returns how well the response meets criteria in your own words, 1 (not at all) to 5 (entirely). Reads question and
     * response. Anchored grades of your own, from {@link Rubric#builder}, are more reliable than these general ones.
     */
    public static Evaluator rubric(Judge judge, String name, String criterion) {
        return rubric(
                judge,
                Rubric.builder(name.replace('_', '-')).criterion(criterion).build());
    }

    /** Returns the answer to a question about the response, 0 (no) or 1 (yes). Reads question and response. */
    public static Evaluator decision(Judge judge, String name, String question) {
        return rubric(
                judge,
                Rubric.builder(name.replace('_', '-'))
                        .criterion("you decide one question with no or yes and nothing between. " + question)
                        .category("no", 0, "The answer to the question is no, or it cannot be decided.")
                        .category("yes", 1, "The answer to the question is yes.")
                        .build());
    }

    /**
     * Returns whether the response is better than the text in the attribute {@code baseline}, asked in both orders: 1, 0.5
     * (a tie, or the orders disagree) or 0. Reads question, response and a reference if there is one.
     */
    public static Evaluator preference(Judge judge) {
        return pairwise(judge).againstBaseline();
    }

    /** Returns comparisons of answers, and rankings. */
    public static Pairwise pairwise(Judge judge) {
        return Pairwise.by(judge);
    }

    /** Returns evaluators that share one call. */
    public static Scorecard scorecard(Judge judge, Rubric... rubrics) {
        return Scorecard.of(judge, rubrics);
    }

    private static Evaluator shipped(Judge judge, String prompt) {
        Rubric rubric = judge.rubric(prompt);
        return Grading.evaluator(judge, rubric, rubric.name());
    }
}
