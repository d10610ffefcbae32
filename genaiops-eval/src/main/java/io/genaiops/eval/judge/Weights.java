package io.genaiops.eval.judge;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.rubric.Menu;
import io.genaiops.eval.rubric.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grade as the mean over the grades that the model weighed. The token of the grade is found by the place of the last
 * {@code "score":} in the reply, and must be the grade that the verdict has; otherwise there is no mean.
 *
 * @param mean the mean
 * @param described the grades with their shares of the probability
 */
record Weights(double mean, String described) {

    private static final Pattern SCORE = Pattern.compile("\"score\"\\s{0,9}:\\s{0,9}\"?");
    private static final int LAST_GRADE_OF_ONE_TOKEN = 9;

    static Optional<Weights> of(LogProbabilities probabilities, ChatResponse response, Menu menu, Verdict verdict) {
        if (!menu.isGraded() || menu.scale().max() > LAST_GRADE_OF_ONE_TOKEN) {
            return Optional.empty();
        }
        List<LogProbabilities.Token> tokens = probabilities.of(response);
        StringBuilder reply = new StringBuilder();
        tokens.forEach(token -> reply.append(token.text()));
        Matcher matcher = SCORE.matcher(reply);
        int place = -1;
        while (matcher.find()) {
            place = matcher.end();
        }
        int start = 0;
        for (LogProbabilities.Token token : tokens) {
            int end = start + token.text().length();
            if (place >= start && place < end && digit(token.text()).equals(verdict.word())) {
                return mean(token.candidates(), menu);
            }
            start = end;
        }
        return Optional.empty();
    }

    private static Optional<Weights> mean(Map<String, Double> candidates, Menu menu) {
        SortedMap<String, Double> shares = new TreeMap<>();
        candidates.forEach((text, logarithm) -> {
            if (menu.entries().containsKey(digit(text))) {
                shares.merge(digit(text), Math.exp(logarithm), Double::sum);
            }
        });
        double all = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        OptionalDouble mean = shares.entrySet().stream()
                .mapToDouble(share -> menu.entries().getOrDefault(share.getKey(), 0.0) * share.getValue())
                .reduce(Double::sum);
        if (mean.isEmpty() || !(all > 0) || !Double.isFinite(all)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        shares.forEach((grade, share) -> text.append(text.isEmpty() ? "" : ", ")
                .append(grade)
                .append(": ")
                .append(String.format(Locale.ROOT, "%.3f", share / all)));
        double bounded = Math.max(menu.scale().min(), Math.min(menu.scale().max(), mean.getAsDouble() / all));
        return Optional.of(new Weights(bounded, text.toString()));
    }

    /** Returns the grade in a token such as {@code "4"}, {@code " 4"} or {@code "\"4"}. */
    private static String digit(String token) {
        String stripped = token.strip().replace("\"", "").strip();
        return stripped.length() == 1 ? stripped : "";
    }
}
