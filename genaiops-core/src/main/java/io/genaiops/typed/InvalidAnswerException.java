package io.genaiops.typed;

import io.genaiops.GenAiOpsException;
import io.genaiops.schema.SchemaViolation;
import java.util.List;

/**
 * Signals that a model was asked for a value, and that neither its answer nor the one after being shown what was wrong
 * fits. The message names places of the schema and what was expected there, never what the model wrote.
 *
 * @since 0.1
 */
public final class InvalidAnswerException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    private final transient List<SchemaViolation> violations;

    /** Creates an exception with a message without text of the answer and with every violation, which may have some. */
    public InvalidAnswerException(String message, List<SchemaViolation> violations) {
        super(message);
        this.violations = List.copyOf(violations);
    }

    /** Returns what is wrong with the last answer; keys that the model made up are named. */
    public List<SchemaViolation> violations() {
        return violations == null ? List.of() : violations;
    }
}
