package io.genaiops.eval.provenance;

import io.genaiops.GenAiOpsException;
import java.util.List;

/**
 * Signals that two runs measured different things, so that their scores do not compare.
 *
 * @since 0.1
 */
public final class IncomparableRunsException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    private final String[] differences;

    IncomparableRunsException(Provenance earlier, Provenance later, List<String> differences) {
        super("'" + earlier + "' and '" + later + "' measured different things and do not compare:\n  "
                + String.join("\n  ", differences)
                + "\nRun the earlier one again with the same dataset and evaluators, or compare evenThoughTheyDiffer():"
                + " every sentence will say so");
        this.differences = differences.toArray(String[]::new);
    }

    /** Returns each difference in a sentence. */
    public List<String> differences() {
        return List.of(differences);
    }
}
