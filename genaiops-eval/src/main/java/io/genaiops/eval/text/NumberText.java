package io.genaiops.eval.text;

import io.genaiops.eval.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds numbers as English text writes them: 1,234.5 and -7 and 3e8. */
final class NumberText {

    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\p{L}\\p{N}.])[-+\u2212]?+(?:[0-9]{1,3}+(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\\.[0-9]++)?+(?:[eE][-+]?+[0-9]{1,4}+)?+");

    private static final int MOST_DIGITS = 1_000;

    interface Equality {
        boolean test(BigDecimal found, BigDecimal expected);
    }

    private NumberText() {}

    static Outcome judge(String response, List<String> references, Equality equality) {
        List<BigDecimal> expected = new ArrayList<>();
        for (String reference : references) {
            whole(reference).ifPresent(expected::add);
        }
        if (expected.isEmpty()) {
            return Outcome.notApplicable("no reference is a number");
        }
        Optional<BigDecimal> found = last(response);
        if (found.isEmpty()) {
            return TextEvaluators.score(0, "the response states no number");
        }
        boolean equal = expected.stream().anyMatch(number -> equality.test(found.get(), number));
        return TextEvaluators.yesNo(equal, "found " + found.get(), "expected " + expected + "; found " + found.get());
    }

    static Optional<BigDecimal> last(String text) {
        Optional<BigDecimal> last = Optional.empty();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            if (matcher.end() - matcher.start() <= MOST_DIGITS) {
                last = Optional.of(parse(matcher.group()));
            }
        }
        return last;
    }

    private static Optional<BigDecimal> whole(String text) {
        String stripped = text.strip();
        return stripped.length() <= MOST_DIGITS && NUMBER.matcher(stripped).matches()
                ? Optional.of(parse(stripped))
                : Optional.empty();
    }

    private static BigDecimal parse(String text) {
        return new BigDecimal(text.replace(",", "").replace('\u2212', '-'));
    }
}
