package io.genaiops.eval.fabrication;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.figure.Figure;
import io.genaiops.eval.figure.FigureReader;
import io.genaiops.eval.figure.NumberStyle;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The share of the different numbers, dates and times of day in the response that are in no document of the context nor
 * in the question, 0 to 1, lower is better.
 *
 * <p>Compared is the value: 1,000 and 1000, 3.2 million and 3,200,000, 12 % and twelve percent, 5 March 2024 and
 * 2024-03-05, 2:30 pm and 14:30 are the same. Two numbers with units agree when the units do; a number without a known
 * unit agrees with any. Units are not converted. A date in the context backs its year and its day. 3/5/2024 is March or
 * May. Versions such as 1.2.3 are compared as written. Digits are read in any script, words for numbers and months in
 * English only. Left out are numbers in names (GPT-4, X200), in URLs, in citations ([1]), before the items of a list,
 * and the word "one".
 *
 * <p><b>A number that was computed from the context counts as invented</b>: a sum, a difference, a number of things
 * listed, a converted unit. So does a rounded one unless {@link #rounding} is set, and a negative one that the context
 * writes as a loss. A number that is in the context by chance, or about something else, counts as known. Made by
 * {@link FabricationEvaluators}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class NumberFabrication implements Evaluator {

    private record Options(NumberStyle style, double tolerance, boolean rounding, boolean words) {}

    private final Options options;

    private NumberFabrication(Options options) {
        this.options = options;
    }

    static NumberFabrication standard() {
        return new NumberFabrication(new Options(NumberStyle.DECIMAL_POINT, 0, false, true));
    }

    /** Returns a copy for texts in this style, response and context alike; {@link NumberStyle#DECIMAL_POINT} if not set. */
    public NumberFabrication style(NumberStyle style) {
        requireNonNull(style, "style");
        return new NumberFabrication(new Options(style, options.tolerance, options.rounding, options.words));
    }

    /** Returns a copy to which a number is known when one is at most this share of its own size away; 0 if not set. */
    public NumberFabrication within(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be over 0 and below 1; found: " + share);
        }
        return new NumberFabrication(new Options(options.style, share, options.rounding, options.words));
    }

    /** Returns a copy to which a number is known when one rounds to it: 3.1 million for 3,123,456. */
    public NumberFabrication rounding() {
        return new NumberFabrication(new Options(options.style, options.tolerance, true, options.words));
    }

    /** Returns a copy that does not read English words for numbers. */
    public NumberFabrication digitsOnly() {
        return new NumberFabrication(new Options(options.style, options.tolerance, options.rounding, false));
    }

    @Override
    public EvaluatorId id() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode().put("style", options.style.name());
        configuration.put("within", options.tolerance).put("rounding", options.rounding);
        return EvaluatorId.of("invented_numbers", "1.0.0", configuration.put("words", options.words));
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return Evidence.judge(sample, this::judge);
    }

    private Outcome judge(String response, Evidence evidence) {
        List<FigureReader.Span> skipped = new ArrayList<>(addresses(response));
        new Citations(evidence.documents())
                .markers(response)
                .forEach(marker -> skipped.add(new FigureReader.Span(marker.from(), marker.to())));
        Map<String, Figure> claimed = new LinkedHashMap<>();
        reader().claimed(response, skipped).forEach(figure -> claimed.putIfAbsent(figure.identity(), figure));
        Known known = new Known();
        known.add(evidence.question());
        evidence.documents().forEach(document -> known.add(document.text()));
        List<String> invented = claimed.values().stream()
                .filter(figure -> !known.backs(figure))
                .map(Figure::written)
                .toList();
        return Evidence.share("numbers", claimed.size(), invented, "are not in the context");
    }

    private FigureReader reader() {
        return new FigureReader(options.style, options.words);
    }

    private static List<FigureReader.Span> addresses(String text) {
        return WebAddresses.places(text).stream()
                .map(place -> new FigureReader.Span(place.from(), place.to()))
                .toList();
    }

    /** The figures of the context by unit, ordered, so that a near one is found without reading all. */
    private final class Known {

        private final Map<String, NavigableSet<BigDecimal>> byUnit = new HashMap<>();
        private final NavigableSet<BigDecimal> all = new TreeSet<>();
        private final Set<String> keys = new HashSet<>();

        private void add(String text) {
            for (Figure figure : reader().known(text, addresses(text))) {
                keys.addAll(figure.keys());
                figure.value().ifPresent(value -> {
                    all.add(value);
                    byUnit.computeIfAbsent(figure.unit(), unit -> new TreeSet<>())
                            .add(value);
                });
            }
        }

        private boolean backs(Figure figure) {
            if (figure.value().isEmpty()) {
                return figure.keys().stream().anyMatch(keys::contains);
            }
            BigDecimal value = figure.value().get();
            return figure.unit().isEmpty()
                    ? isNear(value, all)
                    : isNear(value, byUnit.get(figure.unit())) || isNear(value, byUnit.get(""));
        }

        private boolean isNear(BigDecimal value, @Nullable NavigableSet<BigDecimal> known) {
            if (known == null) {
                return false;
            }
            BigDecimal half = BigDecimal.valueOf(5, value.scale() + 1);
            return known.contains(value)
                    || (options.rounding && isWithin(value.subtract(half), value.add(half), known))
                    || (options.tolerance > 0 && isWithinShare(value, known));
        }

        /** A known k is within the share t of itself when |value| is from |k| (1 - t) to |k| (1 + t). */
        private boolean isWithinShare(BigDecimal value, NavigableSet<BigDecimal> known) {
            BigDecimal one = value.divide(BigDecimal.valueOf(1 + options.tolerance), MathContext.DECIMAL128);
            BigDecimal other = value.divide(BigDecimal.valueOf(1 - options.tolerance), MathContext.DECIMAL128);
            return isWithin(one.min(other), one.max(other), known);
        }

        private boolean isWithin(BigDecimal from, BigDecimal to, NavigableSet<BigDecimal> known) {
            BigDecimal next = known.ceiling(from);
            return next != null && next.compareTo(to) <= 0;
        }
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
