package io.genaiops.eval.journal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Check;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.JudgeCall;
import io.genaiops.eval.judge.JudgeMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of an experiment and their outcomes, in one file to which is only ever appended. A run that is killed at any
 * moment goes on where it was: a reply that is in the journal is never asked for again, and what was asked for and not yet
 * answered is known. It holds five bytes an answer in memory. Thread-safe.
 *
 * <p>Replies stay valid when the evaluators change: they are evaluated again, and nobody is asked.
 *
 * @since 0.1
 */
public final class Journal implements AutoCloseable {

    /** How far an answer got. */
    public enum State {
        /** Nobody was asked. */
        NOT_ASKED,
        /** Somebody was asked, and no reply is here. */
        ASKED,
        /** The reply is here and not evaluated by this chain. */
        REPLIED,
        /** Reply and outcomes are here. */
        EVALUATED,
        /** There was no answer, and the reason is here. */
        FAILED
    }

    private final JournalPlan plan;
    private final JournalFile file;
    private final ObjectNode chain;
    private final AnswerIndex answers;
    private boolean begun;
    private boolean ownChain;
    private int abandoned;
    private JudgeMeter.Total judging = JudgeMeter.Total.NONE;

    private Journal(JournalPlan plan, JournalFile file, EvaluatorChain chain) {
        this.plan = plan;
        this.file = file;
        this.chain = chainJson(chain);
        this.answers = new AnswerIndex(plan.answers());
    }

    /**
     * Opens a journal, or begins one where there is no file.
     *
     * @throws GenAiOpsException if another run has it open, it is of another plan, or it is damaged amid its records
     */
    public static Journal open(Path path, JournalPlan plan, EvaluatorChain chain) {
        Journal journal = scanned(path, plan, chain);
        try {
            if (!journal.begun) {
                journal.file.append(plan.toJson());
            }
            if (!journal.ownChain) {
                journal.file.append(journal.chain);
            }
            return journal;
        } catch (RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    /**
     * Looks into a journal that exists, and lets it go: what is in it can be read, and nothing is written to it.
     *
     * @throws GenAiOpsException as {@link #open} does
     */
    public static Journal look(Path path, JournalPlan plan, EvaluatorChain chain) {
        Journal journal = scanned(path, plan, chain);
        journal.close();
        return journal;
    }

    private static Journal scanned(Path path, JournalPlan plan, EvaluatorChain chain) {
        JournalFile file = JournalFile.open(path);
        try {
            Journal journal = new Journal(plan, file, chain);
            file.scan(plan.toJson(), journal::take);
            journal.countAbandoned();
            return journal;
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Returns where the file is. */
    public Path path() {
        return file.path();
    }

    /** Returns how often an earlier run ended after it had asked for an answer and before it had it. */
    public int abandoned() {
        return abandoned;
    }

    /** Returns how far an answer got. */
    public State state(int variant, int item, int repetition) {
        return answers.state(plan.answer(variant, item, repetition));
    }

    /** Takes down that somebody is asked now. */
    public void asked(int variant, int item, int repetition) {
        int answer = plan.answer(variant, item, repetition);
        answers.put(answer, file.append(record("asked", answer)), State.ASKED);
    }

    /** Takes down a reply; when this returns, it outlives the process. */
    public void replied(int variant, int item, int repetition, Sample row, Sample answered) {
        int answer = plan.answer(variant, item, repetition);
        answers.put(answer, file.append(reply(answer, row, answered)), State.REPLIED);
    }

    /** Takes down a reply that came from a cache, so that nobody was asked. */
    public void reused(int variant, int item, int repetition, Sample row, Sample answered) {
        int answer = plan.answer(variant, item, repetition);
        answers.markReused(answer);
        answers.put(answer, file.append(reply(answer, row, answered).put("reused", true)), State.REPLIED);
    }

    /** Tells whether the reply of an answer came from a cache. */
    public boolean isReused(int variant, int item, int repetition) {
        return answers.isReused(plan.answer(variant, item, repetition));
    }

    private static ObjectNode reply(int answer, Sample row, Sample answered) {
        ObjectNode record = record("reply", answer);
        record.set("sample", SampleJson.write(row, answered));
        return record;
    }

    /** Takes down the outcomes of a reply that is here. */
    public void evaluated(int variant, int item, int repetition, List<Outcome> outcomes) {
        int answer = plan.answer(variant, item, repetition);
        ObjectNode record = record("outcomes", answer);
        record.put("reply", answers.offset(answer));
        answers.put(answer, file.append(withOutcomes(record, outcomes)), State.EVALUATED);
    }

    /** Takes down that there was no answer. It is asked for again by the next run. */
    public void failed(int variant, int item, int repetition, String error, List<Outcome> outcomes) {
        int answer = plan.answer(variant, item, repetition);
        ObjectNode record = record("failure", answer).put("error", error);
        answers.put(answer, file.append(withOutcomes(record, outcomes)), State.FAILED);
    }

    /** Takes down what a request to a judge used. */
    public void judged(JudgeCall call, Cost price) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.set("judged", JudgingJson.write(call, price));
        file.append(record);
    }

    /** Returns what judges had used when the journal was opened, whatever the chain. */
    public JudgeMeter.Total judging() {
        return judging;
    }

    /**
     * Returns the reply of an answer.
     *
     * @param row the row of the dataset that was answered
     * @throws IllegalStateException if there is none
     */
    public Sample reply(int variant, int item, int repetition, Sample row) {
        int answer = plan.answer(variant, item, repetition);
        return switch (answers.state(answer)) {
            case REPLIED ->
                SampleJson.read(row, file.read(answers.offset(answer)).path("sample"));
            case EVALUATED -> replyOf(file.read(answers.offset(answer)), row);
            default -> throw new IllegalStateException("sample '" + row.id() + "' has no reply in " + file.path());
        };
    }

    /**
     * Returns an answer with its outcomes, or why there was none.
     *
     * @param row the row of the dataset that was answered
     * @throws IllegalStateException if it was neither evaluated nor failed
     */
    public JournalEntry entry(int variant, int item, int repetition, Sample row) {
        int answer = plan.answer(variant, item, repetition);
        State state = answers.state(answer);
        if (state != State.EVALUATED && state != State.FAILED) {
            throw new IllegalStateException("sample '" + row.id() + "' has no outcomes in " + file.path());
        }
        JsonNode record = file.read(answers.offset(answer));
        List<Outcome> outcomes = new ArrayList<>();
        record.path("outcomes").forEach(outcome -> outcomes.add(Outcome.fromJson(outcome)));
        return state == State.EVALUATED
                ? new JournalEntry(replyOf(record, row), "", outcomes)
                : new JournalEntry(row.unanswered(), record.path("error").asText(), outcomes);
    }

    private Sample replyOf(JsonNode record, Sample row) {
        return SampleJson.read(row, file.read(record.path("reply").longValue()).path("sample"));
    }

    private void take(long offset, JsonNode record) {
        if (!begun) {
            String difference = JournalPlan.difference(record, plan);
            if (!difference.isEmpty()) {
                throw new GenAiOpsException("journal " + file.path() + " is of another run: " + difference
                        + ". Give a file of its own to each experiment");
            }
            begun = true;
        } else if (record.has("chain")) {
            ownChain = record.equals(chain);
        } else if (record.has("judged")) {
            judging = judging.plus(JudgingJson.read(record.get("judged")));
        } else {
            takeAnswer(offset, record);
        }
    }

    private void takeAnswer(long offset, JsonNode record) {
        int answer = record.path("answer").intValue();
        switch (record.path("record").asText()) {
            case "asked" -> {
                abandoned += answers.state(answer) == State.ASKED ? 1 : 0;
                answers.put(answer, offset, State.ASKED);
            }
            case "reply" -> {
                if (record.path("reused").booleanValue()) {
                    answers.markReused(answer);
                }
                answers.put(answer, offset, State.REPLIED);
            }
            case "failure" -> answers.put(answer, offset, ownChain ? State.FAILED : State.NOT_ASKED);
            case "outcomes" -> {
                if (ownChain) {
                    answers.put(answer, offset, State.EVALUATED);
                } else {
                    answers.put(answer, record.path("reply").longValue(), State.REPLIED);
                }
            }
            default ->
                throw new GenAiOpsException(
                        "journal " + file.path() + " holds a record that this version does not know:" + " '"
                                + record.path("record").asText() + "'. Go on with the version that wrote it");
        }
    }

    private void countAbandoned() {
        for (int answer = 0; answer < answers.size(); answer++) {
            abandoned += answers.state(answer) == State.ASKED ? 1 : 0;
        }
    }

    private static ObjectNode record(String kind, int answer) {
        return JsonNodeFactory.instance.objectNode().put("record", kind).put("answer", answer);
    }

    private static ObjectNode withOutcomes(ObjectNode record, List<Outcome> outcomes) {
        ArrayNode array = record.putArray("outcomes");
        outcomes.forEach(outcome -> array.add(outcome.toJson()));
        return record;
    }

    /** Names what decides on outcomes: the evaluators in order, and the thresholds of requirements, which skip the rest. */
    private static ObjectNode chainJson(EvaluatorChain chain) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode checks = json.putArray("chain");
        for (Check check : requireNonNull(chain, "chain").checks()) {
            ObjectNode entry = checks.addObject();
            entry.put("evaluator", check.evaluator().id().name());
            entry.put("version", check.evaluator().id().version());
            entry.put("configuration", check.evaluator().id().configuration().value());
            if (check.isRequired()) {
                entry.put("required", check.threshold().map(Object::toString).orElse(""));
            }
        }
        return json;
    }

    /** Lets the file go, so that another run may go on with it; entries can still be read. */
    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return "Journal[" + file.path() + ", " + plan.experiment() + "]";
    }
}
