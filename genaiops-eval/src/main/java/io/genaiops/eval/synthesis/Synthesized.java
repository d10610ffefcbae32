package io.genaiops.eval.synthesis;

import io.genaiops.eval.dataset.Dataset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of asking for questions. Every question that was proposed is in the dataset or among the rejected, and every
 * passage that was asked about gave questions, if only none, or is among the failed.
 *
 * @param dataset the questions that hold
 * @param rejected the questions that do not
 * @param failed the passages about which no usable reply came
 * @param passages how many passages were asked about
 * @since 0.1
 */
public record Synthesized(Dataset dataset, List<Rejected> rejected, List<Failed> failed, int passages) {

    /**
     * A question that was proposed and does not hold.
     *
     * @param passage the id of the passage
     * @param question the question
     * @param reason why it does not hold
     */
    public record Rejected(String passage, String question, String reason) {}

    /**
     * A passage without a usable reply.
     *
     * @param passage the id of the passage
     * @param reason what came instead
     */
    public record Failed(String passage, String reason) {}

    /** Copies the lists. */
    public Synthesized {
        rejected = List.copyOf(rejected);
        failed = List.copyOf(failed);
    }

    /** Returns how many questions were rejected, by the reason. */
    public Map<String, Integer> reasons() {
        Map<String, Integer> reasons = new TreeMap<>();
        rejected.forEach(each -> reasons.merge(each.reason, 1, Integer::sum));
        return reasons;
    }

    /** Returns the counts, without any text. */
    @Override
    public String toString() {
        return "Synthesized[" + dataset.size() + " questions of " + passages + " passages, " + rejected.size()
                + " rejected, " + failed.size() + " passages failed]";
    }
}
