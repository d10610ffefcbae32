package io.genaiops.eval.record;

import io.genaiops.GenAiOpsException;

/**
 * Signals that the file of a dataset, whose rows are read when they are needed, is no longer what it was when the dataset
 * was opened.
 *
 * @since 0.1
 */
public final class DatasetChangedException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    DatasetChangedException(String message) {
        super(message);
    }
}
