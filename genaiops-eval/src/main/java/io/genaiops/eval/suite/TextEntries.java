package io.genaiops.eval.suite;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.text.PhraseEvaluator;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.schema.JsonSchema;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The evaluators of text. */
final class TextEntries {

    private static final Map<String, Integer> FLAGS = Map.of(
            "case_insensitive", Pattern.CASE_INSENSITIVE,
            "unicode_case", Pattern.UNICODE_CASE,
            "unicode_character_class", Pattern.UNICODE_CHARACTER_CLASS,
            "multiline", Pattern.MULTILINE,
            "dotall", Pattern.DOTALL,
            "unix_lines", Pattern.UNIX_LINES,
            "comments", Pattern.COMMENTS,
            "literal", Pattern.LITERAL,
            "canon_eq", Pattern.CANON_EQ);

    private TextEntries() {}

    static void addTo(Catalog catalog) {
        catalog.measure("text.macro_f1", in -> TextEvaluators.macroF1())
                .add("text.exact_match", in -> TextEvaluators.exactMatch())
                .add("text.loose_match", in -> TextEvaluators.looseMatch())
                .add("text.contains_all", in -> phrases(in, TextEvaluators::containsAll))
                .add("text.contains_any", in -> phrases(in, TextEvaluators::containsAny))
                .add("text.contains_none", in -> phrases(in, TextEvaluators::containsNone))
                .add("text.matches", TextEntries::matches)
                .add(
                        "text.starts_with",
                        in -> TextEvaluators.startsWith(in.parameters().text("prefix")))
                .add(
                        "text.ends_with",
                        in -> TextEvaluators.endsWith(in.parameters().text("suffix")))
                .add("text.length", in -> TextEvaluators.length())
                .add("text.words", in -> TextEvaluators.words())
                .add("text.valid_json", in -> TextEvaluators.validJson())
                .add("text.fits_schema", TextEntries::fitsSchema)
                .add("text.valid_xml", in -> TextEvaluators.validXml())
                .add("text.valid_sql", in -> TextEvaluators.validSql())
                .add("text.language", TextEntries::language)
                .add("text.flesch_reading_ease", in -> TextEvaluators.fleschReadingEase())
                .add("text.flesch_kincaid_grade", in -> TextEvaluators.fleschKincaidGrade())
                .add("text.automated_readability_index", in -> TextEvaluators.automatedReadabilityIndex())
                .add("text.coleman_liau_index", in -> TextEvaluators.colemanLiauIndex())
                .add("text.gunning_fog_index", in -> TextEvaluators.gunningFogIndex())
                .add("text.smog_grade", in -> TextEvaluators.smogGrade())
                .add("text.number", in -> TextEvaluators.number())
                .add(
                        "text.number_within",
                        in -> TextEvaluators.numberWithin(in.parameters().number("distance")))
                .add(
                        "text.number_within_percent",
                        in -> TextEvaluators.numberWithinPercent(in.parameters().number("percent")));
    }

    private static Evaluator phrases(Ingredients in, Function<String[], PhraseEvaluator> method) {
        List<String> phrases = in.parameters().texts("phrases");
        return in.setup(method.apply(phrases.toArray(String[]::new)))
                .flag("ignoringCase", PhraseEvaluator::ignoringCase)
                .flag("wholeWords", PhraseEvaluator::wholeWords)
                .done();
    }

    private static Evaluator matches(Ingredients in) {
        int flags = 0;
        if (in.parameters().has("flags")) {
            for (String name : in.parameters().texts("flags")) {
                Integer flag = FLAGS.get(name);
                if (flag == null) {
                    throw new IllegalArgumentException(
                            "flag '" + name + "' is not known; " + Nearest.to(name, FLAGS.keySet()));
                }
                flags |= flag;
            }
        }
        return TextEvaluators.matches(Pattern.compile(in.parameters().text("pattern"), flags));
    }

    private static Evaluator fitsSchema(Ingredients in) {
        return TextEvaluators.fitsSchema(
                JsonSchema.parse(in.parameters().json("schema").toString()));
    }

    private static Evaluator language(Ingredients in) {
        String[] languages = in.parameters().texts("languages").toArray(String[]::new);
        return TextEvaluators.language(in.detector(), languages);
    }
}
