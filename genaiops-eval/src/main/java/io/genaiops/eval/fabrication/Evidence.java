package io.genaiops.eval.fabrication;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.function.BiFunction;

/** A response and what it may draw on, once a sample has both. */
record Evidence(String response, String question, List<Sample.Document> documents) {

    private static final int MOST_NAMED = 10;
    private static final int LONGEST_NAME = 80;

    /** Returns the outcome of the comparison, or what the sample lacks. */
    static Outcome judge(Sample sample, BiFunction<String, Evidence, Outcome> comparison) {
        if (sample.response().isEmpty()) {
            return Outcome.notApplicable("the sample has no response");
        }
        String response = sample.response().get();
        List<Sample.Document> documents = sample.context().stream()
                .filter(document -> !document.text().isBlank())
                .toList();
        return documents.isEmpty()
                ? Outcome.notApplicable("the sample has no context")
                : comparison.apply(response, new Evidence(response, sample.input(), documents));
    }

    /** Returns the share of what was found in the response that is not backed; not applicable if nothing was found. */
    static Outcome share(String what, int found, List<String> invented, String verdict) {
        if (found == 0) {
            return Outcome.notApplicable("the response has no " + what + " to check");
        }
        StringBuilder reason = new StringBuilder()
                .append(invented.size())
                .append(" of ")
                .append(found)
                .append(' ')
                .append(what)
                .append(' ')
                .append(verdict);
        for (int i = 0; i < Math.min(MOST_NAMED, invented.size()); i++) {
            reason.append(i == 0 ? ": '" : ", '").append(cut(invented.get(i))).append('\'');
        }
        reason.append(invented.size() > MOST_NAMED ? ", ..." : "");
        double share = (double) invented.size() / found;
        return Outcome.scored(share, Scale.UNIT, Direction.LOWER_IS_BETTER, reason.toString());
    }

    private static String cut(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1)) ? LONGEST_NAME - 1 : LONGEST_NAME;
        return name.substring(0, end) + "...";
    }
}
