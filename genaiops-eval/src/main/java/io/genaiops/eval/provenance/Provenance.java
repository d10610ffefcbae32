package io.genaiops.eval.provenance;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Digest;
import io.genaiops.eval.EvaluatorId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run measured and with what.
 *
 * @param experiment the name of the experiment
 * @param dataset the digest of the dataset
 * @param items how many samples it has
 * @param repetitions how often each variant answered each sample
 * @param evaluators the evaluators of the chain, judges with their prompts, models and parameters included
 * @param finished when the run ended
 * @param stopped why it ended before every trial was run; empty if all were
 * @since 0.1
 */
public record Provenance(
        String experiment,
        Digest dataset,
        int items,
        int repetitions,
        List<EvaluatorId> evaluators,
        Instant finished,
        Optional<String> stopped) {

    /** Requires all of it, and copies the evaluators. */
    public Provenance {
        requireNonNull(experiment, "experiment");
        requireNonNull(dataset, "dataset");
        evaluators = List.copyOf(evaluators);
        requireNonNull(finished, "finished");
        requireNonNull(stopped, "stopped");
        if (items < 1 || repetitions < 1) {
            throw new IllegalArgumentException(
                    "a run has 1 item and 1 repetition or more; found: " + items + " and " + repetitions);
        }
    }

    /**
     * Returns in which ways a later run measured something else, one sentence each: dataset, evaluators with both digests,
     * repetitions. Empty if the scores of both may be compared.
     */
    public List<String> differences(Provenance later) {
        List<String> differences = new ArrayList<>();
        if (!dataset.equals(later.dataset)) {
            differences.add("dataset: " + dataset.abbreviated() + " of " + items + " items then, "
                    + later.dataset.abbreviated() + " of " + later.items + " items now");
        }
        if (repetitions != later.repetitions) {
            differences.add("repetitions: " + repetitions + " then, " + later.repetitions + " now");
        }
        differences.addAll(differentEvaluators(later));
        return differences;
    }

    private List<String> differentEvaluators(Provenance later) {
        Map<String, List<EvaluatorId>> then = byName(evaluators);
        Map<String, List<EvaluatorId>> now = byName(later.evaluators);
        List<String> differences = new ArrayList<>();
        then.forEach((name, before) -> {
            List<EvaluatorId> after = now.getOrDefault(name, List.of());
            if (after.isEmpty()) {
                differences.add("evaluator '" + name + "': only then");
            } else if (!before.containsAll(after) || !after.containsAll(before)) {
                differences.add("evaluator '" + name + "': " + shown(before) + " then, " + shown(after) + " now");
            }
        });
        now.keySet().stream()
                .filter(name -> !then.containsKey(name))
                .forEach(name -> differences.add("evaluator '" + name + "': only now"));
        return differences;
    }

    private static Map<String, List<EvaluatorId>> byName(List<EvaluatorId> evaluators) {
        Map<String, List<EvaluatorId>> byName = new LinkedHashMap<>();
        evaluators.forEach(id ->
                byName.computeIfAbsent(id.name(), name -> new ArrayList<>()).add(id));
        return byName;
    }

    private static String shown(List<EvaluatorId> ids) {
        return String.join(
                " and ",
                ids.stream()
                        .map(id -> id.version() + " " + id.configuration().abbreviated())
                        .toList());
    }

    /** Returns the name of the experiment and when it ended. */
    @Override
    public String toString() {
        return experiment + " of " + finished;
    }
}
