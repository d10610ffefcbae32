package io.genaiops.eval.assertion;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.judge.Judge;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every assertion of a sentence.
 *
 * @param whenInconclusive what becomes of the test when there is no score
 * @param judge who judges, if anyone
 * @param description what the failure is to be called; may be empty
 */
record Settings(Inconclusive whenInconclusive, @Nullable Judge judge, String description) {

    static final Settings USUAL = new Settings(Inconclusive.ABORTS, null, "");

    Settings with(Inconclusive becomes) {
        return new Settings(requireNonNull(becomes, "becomes"), judge, description);
    }

    Settings with(Judge judging) {
        return new Settings(whenInconclusive, requireNonNull(judging, "judging"), description);
    }

    Settings as(String text, Object[] args) {
        return new Settings(whenInconclusive, judge, args.length == 0 ? text : text.formatted(args));
    }

    String described(String message) {
        return description.isEmpty() ? message : "[" + description + "] " + message;
    }

    void endInconclusive(String message) {
        whenInconclusive.end(described(message));
    }
}
