package io.genaiops.eval.synthesis;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * A change of wording that a good answer does not depend on, made without a model: one seed makes the same change.
 * References, context, tags and attributes are kept, the response is not, since it answers something else.
 *
 * <pre>{@code
 * Perturbed typos = Perturbation.typos(0.2).of(dataset, 7);
 * Dataset both = dataset.and(typos.dataset()); // ids such as q1~typos, tag perturbed:typos, attribute source
 * }</pre>
 *
 * Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Perturbation {

    /** What the tags of changed samples begin with. */
    public static final String TAG = "perturbed:";

    private final String kind;
    private final boolean keepsMeaning;
    private final BiFunction<String, Random, String> change;

    private Perturbation(String kind, boolean keepsMeaning, BiFunction<String, Random, String> change) {
        this.kind = kind;
        this.keepsMeaning = keepsMeaning;
        this.change = requireNonNull(change, "change");
    }

    /** Returns every kind, those with a rate at 0.2, for a look at all of them. */
    public static List<Perturbation> all() {
        return List.of(
                typos(0.2),
                upperCase(),
                lowerCase(),
                space(),
                withoutPunctuation(),
                withoutAccents(),
                lookalikes(0.2),
                groupedNumbers(),
                droppedWords(0.2),
                swappedWords(0.2));
    }

    /**
     * Returns slips of the keyboard in a share of the words of at least four letters, at least one: two letters exchanged,
     * one left out, doubled, or hit beside (on an English keyboard). The first letter and words with digits stay.
     */
    public static Perturbation typos(double rate) {
        requireRate(rate);
        return new Perturbation("typos", true, (text, random) -> WordChanges.typos(text, rate, random));
    }

    /** Returns everything in upper case. */
    public static Perturbation upperCase() {
        return new Perturbation("upper-case", true, (text, random) -> text.toUpperCase(Locale.ROOT));
    }

    /** Returns everything in lower case. */
    public static Perturbation lowerCase() {
        return new Perturbation("lower-case", true, (text, random) -> text.toLowerCase(Locale.ROOT));
    }

    /** Returns blanks doubled, made tabs or line ends, and added before and behind. */
    public static Perturbation space() {
        return new Perturbation("space", true, CharacterChanges::space);
    }

    /** Returns no punctuation, but for what stands between letters or digits, such as in 3.5 and don't. */
    public static Perturbation withoutPunctuation() {
        return new Perturbation(
                "without-punctuation", true, (text, random) -> CharacterChanges.withoutPunctuation(text));
    }

    /** Returns letters without their accents. */
    public static Perturbation withoutAccents() {
        return new Perturbation("without-accents", true, (text, random) -> CharacterChanges.withoutAccents(text));
    }

    /** Returns a share of the Latin letters that have one, at least one, as Cyrillic or Greek letters that look alike. */
    public static Perturbation lookalikes(double rate) {
        requireRate(rate);
        return new Perturbation("lookalikes", true, (text, random) -> CharacterChanges.lookalikes(text, rate, random));
    }

    /** Returns thousands separated by commas where they were not, from 10,000 on, and joined where they were. */
    public static Perturbation groupedNumbers() {
        return new Perturbation("grouped-numbers", true, (text, random) -> CharacterChanges.groupedNumbers(text));
    }

    /** Returns a share of the words left out, at least one. This can change what is asked. */
    public static Perturbation droppedWords(double rate) {
        requireRate(rate);
        return new Perturbation("dropped-words", false, (text, random) -> WordChanges.dropped(text, rate, random));
    }

    /** Returns a share of the words exchanged with the next one, at least one. This can change what is asked. */
    public static Perturbation swappedWords(double rate) {
        requireRate(rate);
        return new Perturbation("swapped-words", false, (text, random) -> WordChanges.swapped(text, rate, random));
    }

    /** Returns a change of your own, which must depend on the text and the random numbers alone. */
    public static Perturbation of(String kind, BiFunction<String, Random, String> change) {
        if (!kind.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "kind must be lower-case letters, digits and hyphens; found: '" + kind + "'");
        }
        return new Perturbation(kind, true, change);
    }

    private static void requireRate(double rate) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be over 0 and up to 1; found: " + rate);
        }
    }

    /** Returns what the change is called, such as {@code typos}. */
    public String kind() {
        return kind;
    }

    /** Returns whether the text still asks the same; of a change of your own it is taken for granted. */
    public boolean keepsMeaning() {
        return keepsMeaning;
    }

    /** Returns the changed text; the same one if there is nothing to change. */
    public String apply(String text, long seed) {
        return change.apply(text, new Random(seed));
    }

    /**
     * Returns the samples with changed inputs: ids such as {@code q1~typos}, the tag {@code perturbed:typos}, and the id
     * that they had as the attribute {@code source}. Seed and id alone say how an input is changed.
     */
    public Perturbed of(Dataset dataset, long seed) {
        List<String> unchanged = new ArrayList<>();
        for (Sample sample : dataset) {
            if (apply(sample.input(), seed(sample, seed)).equals(sample.input())) {
                unchanged.add(sample.id());
            }
        }
        Dataset changed = dataset.filter(
                        sample -> !apply(sample.input(), seed(sample, seed)).equals(sample.input()))
                .map(sample -> changed(sample, seed))
                .named(dataset.name() + " " + kind);
        return new Perturbed(changed, unchanged);
    }

    private Sample changed(Sample sample, long seed) {
        String input = apply(sample.input(), seed(sample, seed));
        Sample changed = Sample.of(input)
                .withId(sample.id() + "~" + kind)
                .expecting(sample.references())
                .groundedIn(sample.context())
                .tagged(sample.tags().toArray(String[]::new))
                .tagged(TAG + kind);
        for (var attribute : sample.attributes().entrySet()) {
            changed = changed.with(attribute.getKey(), attribute.getValue());
        }
        return changed.with("source", TextNode.valueOf(sample.id()));
    }

    private static long seed(Sample sample, long seed) {
        return Long.parseUnsignedLong(
                Digest.ofText(seed + "\n" + sample.id()).value().substring("sha256:".length(), "sha256:".length() + 16),
                16);
    }

    /** Returns the kind. */
    @Override
    public String toString() {
        return "Perturbation[" + kind + "]";
    }
}
