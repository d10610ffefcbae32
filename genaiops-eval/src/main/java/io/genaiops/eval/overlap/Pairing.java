package io.genaiops.eval.overlap;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.Languages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A response and the references to compare it with, once a sample has both, of bearable size and in a known script. */
record Pairing(String response, List<String> references) {

    /** The most characters (UTF-16 units) of a response or of a reference. */
    static final int MOST_CHARACTERS = 250_000;

    /** The most characters of all references together. */
    static final int MOST_REFERENCE_CHARACTERS = 1_000_000;

    /** The most references; each is compared with the whole response. */
    static final int MOST_REFERENCES = 100;

    /** What is said where every reference is empty, or nothing but punctuation where that does not count. */
    static final String NO_TOKEN = "no reference has a token to compare with";

    /** The most cells that a quadratic comparison may have, over all references. */
    static final long MOST_CELLS = 100_000_000;

    /** The share of a run's samples that a score of the whole run needs at least. */
    static final double LEAST_COVERAGE = 0.95;

    /** The scripts in which an evaluator finds words. A text is outside when over a third of its letters are. */
    enum Script {
        /** Any script: characters are compared. */
        ANY("any script"),
        /** Scripts that write spaces between words. */
        SPACED("scripts with spaces between words"),
        /** The letters a to z. */
        BASIC_LATIN("the letters a to z");

        private final String description;

        Script(String description) {
            this.description = description;
        }

        private boolean reads(String text) {
            return switch (this) {
                case ANY -> true;
                case SPACED -> Languages.writesSpaces(text);
                case BASIC_LATIN -> isBasicLatin(text);
            };
        }

        private static boolean isBasicLatin(String text) {
            int letters = 0;
            int outside = 0;
            for (int i = 0; i < text.length(); ) {
                int letter = text.codePointAt(i);
                i += Character.charCount(letter);
                if (Character.isLetter(letter)) {
                    int lower = Character.toLowerCase(letter);
                    letters++;
                    outside += lower >= 'a' && lower <= 'z' ? 0 : 1;
                }
            }
            return 3L * outside <= letters;
        }
    }

    /** What was found, or the outcome instead. */
    record Found<T>(@Nullable T value, @Nullable Outcome instead) {

        static <T> Found<T> of(T value) {
            return new Found<>(value, null);
        }

        static <T> Found<T> none(String whyNot) {
            return new Found<>(null, Outcome.notApplicable(whyNot));
        }

        Outcome missing() {
            return requireNonNull(instead, "something was found");
        }

        <R> Found<R> then(Function<? super T, Found<R>> next) {
            return value == null ? new Found<>(null, missing()) : next.apply(value);
        }

        Outcome outcome(Function<? super T, ? extends Outcome> score) {
            return value == null ? missing() : score.apply(value);
        }
    }

    /** The tokens of both sides as numbers, equal tokens alike; references without a token are left out. */
    static final class Tokens {

        final int[] response;
        final List<int[]> references;

        private Tokens(int[] response, List<int[]> references) {
            this.response = response;
            this.references = references;
        }

        /** Returns the cells of the tables that comparing the response with each reference takes. */
        long cells() {
            return references.stream()
                    .mapToLong(reference -> (long) reference.length * response.length)
                    .sum();
        }
    }

    /** Returns the two sides of a sample, or what it lacks. */
    static Found<Pairing> of(Sample sample, Script script, Languages languages) {
        Optional<Outcome> refusal = refusal(sample, languages);
        if (refusal.isPresent()) {
            return new Found<>(null, refusal.get());
        }
        if (sample.response().isEmpty()) {
            return Found.none("the sample has no response");
        }
        if (sample.references().isEmpty()) {
            return Found.none("the sample has no reference");
        }
        Pairing pairing = new Pairing(sample.response().get(), sample.references());
        return pairing.checkSize().then(texts -> texts.checkScript(script));
    }

    private static Optional<Outcome> refusal(Sample sample, Languages languages) {
        try {
            return languages.isAll()
                    ? Optional.empty()
                    : sample.language().flatMap(languages::refusal).map(Outcome::notApplicable);
        } catch (IllegalArgumentException e) {
            return Optional.of(Outcome.errored(e));
        }
    }

    private Found<Pairing> checkSize() {
        if (references.size() > MOST_REFERENCES) {
            return Found.none("too many references: at most " + MOST_REFERENCES + "; found " + references.size());
        }
        long all = references.stream().mapToLong(String::length).sum();
        int longest = references.stream().mapToInt(String::length).max().orElse(0);
        if (Math.max(response.length(), longest) > MOST_CHARACTERS || all > MOST_REFERENCE_CHARACTERS) {
            return Found.none("texts are too long to compare: at most " + MOST_CHARACTERS + " characters each and "
                    + MOST_REFERENCE_CHARACTERS + " of references; found a response of " + response.length()
                    + ", references of " + all + ", the longest of " + longest);
        }
        return Found.of(this);
    }

    private Found<Pairing> checkScript(Script script) {
        boolean responseRead = script.reads(response);
        if (responseRead && references.stream().allMatch(script::reads)) {
            return Found.of(this);
        }
        return Found.none("language: words are found in " + script.description + " only, and "
                + (responseRead ? "a reference" : "the response")
                + " is written in another script; compare characters instead, as chrF does");
    }

    /** Cuts both sides into tokens. */
    Found<Tokens> cut(Function<String, List<String>> tokenizer) {
        Map<String, Integer> vocabulary = new HashMap<>();
        return sequences(text -> NGrams.number(tokenizer.apply(text), vocabulary));
    }

    /** Turns both sides into sequences of numbers. */
    Found<Tokens> sequences(Function<String, int[]> reader) {
        int[] read = reader.apply(response);
        List<int[]> others = references.stream()
                .map(reader)
                .filter(tokens -> tokens.length > 0)
                .toList();
        return others.isEmpty() ? Found.none(NO_TOKEN) : Found.of(new Tokens(read, others));
    }

    /** Refuses what would take more cells of a table than the limit. */
    static Found<Tokens> checkCells(Tokens tokens, long limit) {
        long cells = tokens.cells();
        return cells <= limit
                ? Found.of(tokens)
                : Found.none("texts are too long to align: at most " + limit
                        + " pairs of a response token and a reference token; found " + cells);
    }

    /** Returns the figure with four decimals, for reasons. */
    static String figure(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Adds up what is found in each sample of a run and scores the sum, as corpus BLEU does. */
    record Corpus<S>(
            EvaluatorId id,
            Scale scale,
            Direction direction,
            Function<Sample, Found<S>> count,
            BinaryOperator<S> plus,
            Function<S, Outcome> score)
            implements RunEvaluator {

        @Override
        public Outcome evaluate(List<Sample> samples) {
            List<S> counted = new ArrayList<>();
            String firstGap = "";
            for (Sample sample : samples) {
                Found<S> found = count.apply(sample);
                if (found.value() != null) {
                    counted.add(found.value());
                } else if (found.missing().kind() == Outcome.Kind.ERRORED) {
                    return found.missing();
                } else if (firstGap.isEmpty()) {
                    firstGap = "; first of the others: sample '" + sample.id() + "': "
                            + found.missing().explanation();
                }
            }
            String coverage = counted.size() + " of " + samples.size() + " samples can be compared" + firstGap;
            if (counted.isEmpty() || counted.size() < LEAST_COVERAGE * samples.size()) {
                return Outcome.notApplicable(coverage);
            }
            Outcome outcome = score.apply(counted.stream().reduce(plus).orElseThrow());
            return outcome instanceof Outcome.Scored scored
                    ? Outcome.scored(scored.value(), scale, direction, scored.reason() + "; " + coverage)
                    : outcome;
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }
}
