package io.genaiops.eval.rating;

import io.genaiops.GenAiOpsException;
import java.util.List;

/**
 * Signals that a rating sheet cannot be read back as it is. The message lists what is wrong, line by line.
 *
 * @since 0.1
 */
public final class InvalidRatingsException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN = 50;

    private final String[] problems;

    InvalidRatingsException(String source, List<String> problems) {
        super(message(source, problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** Returns everything that is wrong, each with its line; the message shows the first fifty. */
    public List<String> problems() {
        return List.of(problems);
    }

    private static String message(String source, List<String> problems) {
        StringBuilder text = new StringBuilder("ratings in " + source + " cannot be used; " + problems.size()
                + (problems.size() == 1 ? " problem:" : " problems:"));
        problems.stream()
                .limit(MOST_SHOWN)
                .forEach(problem -> text.append("\n  ").append(problem));
        if (problems.size() > MOST_SHOWN) {
            text.append("\n  and ").append(problems.size() - MOST_SHOWN).append(" more");
        }
        return text.toString();
    }
}
