package io.genaiops.eval.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorBuilder;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.eval.language.Languages;
import io.genaiops.schema.JsonSchema;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The evaluators of text, none of which asks a model. They work in every language, unless {@link Evaluator#languages}
 * says otherwise. A sample without a response, or without the reference that a comparison needs, is
 * {@link Outcome.NotApplicable}; an empty response is a response. Unless said otherwise the score is 1 for yes and 0 for
 * no, and texts are compared code point by code point as they are.
 *
 * @since 0.1
 */
public final class TextEvaluators {

    private static final int LONGEST_QUOTE = 40;

    private TextEvaluators() {}

    /** Returns whether the response equals a reference, character by character: a full stop more fails it. */
    public static Evaluator exactMatch() {
        return comparing(
                "exact_match",
                (response, references) ->
                        yesNo(references.contains(response), "equals a reference", "equals no reference"));
    }

    /**
     * Returns whether the response equals a reference, apart from case, white space and Unicode composition (NFC). It does
     * not see nearness: "not 42" is as far from "42" as nonsense.
     */
    public static Evaluator looseMatch() {
        return comparing(
                "loose_match",
                (response, references) -> yesNo(
                        references.stream().map(Words::normalize).toList().contains(Words.normalize(response)),
                        "equals a reference apart from case and white space",
                        "equals no reference, even apart from case and white space"));
    }

    /**
     * Returns macro F1 of a run of answers that each name a class, 0 to 1: the mean over the classes of the references of 2
     * right / (answered + expected), as scikit-learn's {@code f1_score} with {@code average="macro"} over these labels. An
     * answer is compared as {@link #looseMatch} does; one that names no class is a miss. A rare class weighs as much as a
     * frequent one, and of a class with few samples the figure is chance. Less than 95 % of samples with response and
     * reference: not applicable.
     */
    public static RunEvaluator macroF1() {
        return new MacroF1();
    }

    /**
     * Returns the share of the phrases that the response contains, 0 to 1. It reads characters, not meaning: "no boots"
     * contains "boots", and without {@link PhraseEvaluator#wholeWords} "public" contains "lic".
     */
    public static PhraseEvaluator containsAll(String... phrases) {
        return new PhraseEvaluator(PhraseEvaluator.Quantity.ALL, phrases(phrases));
    }

    /** Returns whether the response contains at least one of the phrases; as {@link #containsAll}, blind to meaning. */
    public static PhraseEvaluator containsAny(String... phrases) {
        return new PhraseEvaluator(PhraseEvaluator.Quantity.ANY, phrases(phrases));
    }

    /** Returns whether the response contains none of the phrases. What is said in other words is not seen. */
    public static PhraseEvaluator containsNone(String... phrases) {
        return new PhraseEvaluator(PhraseEvaluator.Quantity.NONE, phrases(phrases));
    }

    /**
     * Returns whether the pattern is found in the response. A search that backtracks beyond
     * {@value BoundedText#LIMIT} characters is {@link Outcome.Errored}.
     */
    public static Evaluator matches(String regex) {
        return matches(Pattern.compile(regex));
    }

    /**
     * Returns whether the pattern is found in the response. A search that backtracks beyond
     * {@value BoundedText#LIMIT} characters is {@link Outcome.Errored}.
     */
    public static Evaluator matches(Pattern pattern) {
        ObjectNode configuration = object().put("pattern", pattern.pattern()).put("flags", pattern.flags());
        return answering("matches", configuration, response -> BoundedText.find(pattern, response));
    }

    /** Returns whether the response starts with the prefix. A blank or a code fence before it makes it 0. */
    public static Evaluator startsWith(String prefix) {
        requireText("prefix", prefix);
        return answering(
                "starts_with",
                object().put("prefix", prefix),
                response -> yesNo(response.startsWith(prefix), "starts with it", "starts otherwise"));
    }

    /** Returns whether the response ends with the suffix. A line break after it makes it 0. */
    public static Evaluator endsWith(String suffix) {
        requireText("suffix", suffix);
        return answering(
                "ends_with",
                object().put("suffix", suffix),
                response -> yesNo(response.endsWith(suffix), "ends with it", "ends otherwise"));
    }

    /**
     * Returns the length of the response in characters (Unicode code points), 0 and up, lower is better. No measure of
     * tokens or cost: an emoji can be five.
     */
    public static Evaluator length() {
        return builder("length", object())
                .scale(Scale.AMOUNT)
                .direction(Direction.LOWER_IS_BETTER)
                .scoring(sample -> sample.response().orElse("").codePoints().count());
    }

    /**
     * Returns the number of words in the response, 0 and up, lower is better: runs of characters between white space, in
     * scripts that write it.
     */
    public static Evaluator words() {
        return builder("words", object())
                .scale(Scale.AMOUNT)
                .direction(Direction.LOWER_IS_BETTER)
                .languages(Languages.SPACED)
                .evaluating(sample -> sample.response().map(Words::judge).orElseGet(TextEvaluators::noResponse));
    }

    /**
     * Returns whether the whole response is one JSON value (RFC 8259), with nothing around it but white space: a good
     * object in a code fence is 0. It does not see whether the content is right.
     */
    public static Evaluator validJson() {
        return answering("valid_json", object(), JsonText::judge);
    }

    /**
     * Returns whether the whole response is one JSON value that fits the schema. A property named twice does not fit.
     * If its patterns read more than 20 million characters of the value, as one that backtracks does, it is errored.
     */
    public static Evaluator fitsSchema(JsonSchema schema) {
        ObjectNode configuration = object().set("schema", schema.json());
        return answering("fits_schema", configuration, response -> JsonText.judge(response, schema));
    }

    /**
     * Returns whether the whole response is one well-formed XML document, namespaces included. A document with a document
     * type (DTD) is none: no entity is resolved, from inside or outside. It checks form alone, no schema.
     */
    public static Evaluator validXml() {
        return answering("valid_xml", object(), XmlText::judge);
    }

    /**
     * Returns whether the whole response is one or more SQL statements, as JSqlParser reads SQL: a mixture of dialects.
     * It knows no tables. Needs the optional library {@code com.github.jsqlparser:jsqlparser}. A text that takes the parser longer than two
     * seconds is {@link Outcome.Errored}.
     *
     * @throws IllegalStateException if the library is not on the class path
     */
    public static Evaluator validSql() {
        try {
            Outcome unused = SqlText.judge("select 1");
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "this evaluator needs com.github.jsqlparser:jsqlparser on the class path", e);
        }
        return answering("valid_sql", object(), SqlText::judge);
    }

    /**
     * Returns whether the response is in one of these languages, BCP 47 tags. A response whose language the detector does
     * not tell is {@link Outcome.NotApplicable}. Detectors err below some 50 characters and where languages mix.
     */
    public static Evaluator language(LanguageDetector detector, String... tags) {
        Languages wanted = Languages.of(tags);
        ObjectNode configuration = object().put("detector", detector.id()).put("languages", wanted.toString());
        return answering(
                "language",
                configuration,
                response -> detector.detect(response)
                        .map(tag -> yesNo(wanted.includes(tag), "in " + tag, "in " + tag + " instead of " + wanted))
                        .orElseGet(() -> Outcome.notApplicable("the language of the response cannot be told")));
    }

    /**
     * Returns the Flesch reading ease of an English response (Flesch 1948), open at both ends, higher is better: about 100
     * is very easy, below 30 very hard. Syllables are estimated by rules. As all of readability it misleads on lists, code
     * and short answers, and easy is not clear.
     */
    public static Evaluator fleschReadingEase() {
        return Readability.FLESCH_READING_EASE.evaluator();
    }

    /**
     * Returns the Flesch-Kincaid grade of an English response: years of school, lower is better. Syllables are estimated
     * by rules; limits as of {@link #fleschReadingEase}.
     */
    public static Evaluator fleschKincaidGrade() {
        return Readability.FLESCH_KINCAID_GRADE.evaluator();
    }

    /**
     * Returns the automated readability index of an English response: years of school, lower is better, by the length of
     * words; limits as of {@link #fleschReadingEase}.
     */
    public static Evaluator automatedReadabilityIndex() {
        return Readability.AUTOMATED_READABILITY_INDEX.evaluator();
    }

    /**
     * Returns the Coleman-Liau index of an English response: years of school, lower is better, by the length of words;
     * limits as of {@link #fleschReadingEase}.
     */
    public static Evaluator colemanLiauIndex() {
        return Readability.COLEMAN_LIAU_INDEX.evaluator();
    }

    /**
     * Returns the Gunning fog index of an English response: years of school, lower is better. Syllables are estimated by
     * rules; limits as of {@link #fleschReadingEase}.
     */
    public static Evaluator gunningFogIndex() {
        return Readability.GUNNING_FOG_INDEX.evaluator();
    }

    /**
     * Returns the SMOG grade of an English response: years of school, lower is better. With fewer than 30 sentences it is
     * {@link Outcome.NotApplicable}; limits as of {@link #fleschReadingEase}.
     */
    public static Evaluator smogGrade() {
        return Readability.SMOG_GRADE.evaluator();
    }

    /**
     * Returns whether the last number in the response equals the number that a reference states. Numbers are read as
     * English writes them: 1,234.5 with a point before decimals. Units are ignored, and the last number need not be the
     * answer.
     */
    public static Evaluator number() {
        return number("number", object(), (found, expected) -> found.compareTo(expected) == 0);
    }

    /**
     * Returns whether the last number in the response is within an absolute distance, over 0, of a reference's number; read
     * as by {@link #number()}.
     */
    public static Evaluator numberWithin(double distance) {
        requirePositive("distance", distance);
        return number(
                "number_within_distance",
                object().put("distance", distance),
                (found, expected) -> Math.abs(found.doubleValue() - expected.doubleValue()) <= distance);
    }

    /**
     * Returns whether the last number in the response is within some percent, over 0, of a reference's number; read as by
     * {@link #number()}. Around a reference of 0 nothing else is within.
     */
    public static Evaluator numberWithinPercent(double percent) {
        requirePositive("percent", percent);
        return number(
                "number_within_percent",
                object().put("percent", percent),
                (found, expected) -> Math.abs(found.doubleValue() - expected.doubleValue())
                        <= Math.abs(expected.doubleValue()) * percent / 100);
    }

    static Outcome yesNo(boolean yes, String whenYes, String whenNo) {
        return score(yes ? 1 : 0, yes ? whenYes : whenNo);
    }

    static Outcome score(double value, String reason) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, reason);
    }

    static Outcome noResponse() {
        return Outcome.notApplicable("the sample has no response");
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Evaluator number(String name, JsonNode configuration, NumberText.Equality equality) {
        return builder(name, configuration)
                .languages(Languages.ENGLISH)
                .evaluating(sample -> sample.response()
                        .map(response -> NumberText.judge(response, sample.references(), equality))
                        .orElseGet(TextEvaluators::noResponse));
    }

    private static Evaluator comparing(String name, BiFunction<String, List<String>, Outcome> comparison) {
        return builder(name, object()).evaluating(sample -> compare(sample, comparison));
    }

    private static Outcome compare(Sample sample, BiFunction<String, List<String>, Outcome> comparison) {
        if (sample.references().isEmpty()) {
            return Outcome.notApplicable("the sample has no reference");
        }
        return sample.response()
                .map(response -> comparison.apply(response, sample.references()))
                .orElseGet(TextEvaluators::noResponse);
    }

    private static Evaluator answering(String name, JsonNode configuration, Function<String, Outcome> function) {
        return builder(name, configuration)
                .evaluating(sample -> sample.response().map(function).orElseGet(TextEvaluators::noResponse));
    }

    private static EvaluatorBuilder builder(String name, JsonNode configuration) {
        return Evaluator.builder(name).configuration(configuration);
    }

    static String shortened(String text) {
        int end = text.offsetByCodePoints(0, Math.min(LONGEST_QUOTE, text.codePointCount(0, text.length())));
        return end < text.length() ? text.substring(0, end) + "…" : text;
    }

    private static List<String> phrases(String[] phrases) {
        if (phrases.length == 0) {
            throw new IllegalArgumentException("at least one phrase is needed; found: none");
        }
        Arrays.stream(phrases).forEach(phrase -> requireText("phrase", phrase));
        return List.of(phrases);
    }

    static ArrayNode array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static void requireText(String name, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty: every response contains the empty text");
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive and finite; found: " + value);
        }
    }
}
