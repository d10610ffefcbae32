package io.genaiops.eval.claim;

import io.genaiops.eval.language.WordSplitter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words of a sentence as the first stage compares them: decimals are one word, signs and currencies are words, "don't" is
 * "do not". Critical are the words that turn a sentence around when they come or go, in English, German, French and Spanish
 * and the commonest negations of other languages.
 *
 * @param all every word
 * @param content the words without articles and the like
 */
record Words(List<String> all, List<String> content) {

    private static final Set<String> CRITICAL = set(
            // negations
            "not no never none neither nor nobody nothing nowhere without cannot hardly barely scarcely rarely seldom",
            "nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne weder kaum selten",
            "ne pas n jamais rien aucun aucune sans ni personne",
            "no nunca jamás nada nadie ningún ninguna ninguno sin ni tampoco",
            "non mai senza nessun nessuno nessuna não sem nenhum niet geen nooit zonder nie bez inte ikke aldrig aldri",
            "не нет без никогда ни",
            // conditions and exceptions
            "if unless except only until till provided otherwise but or either whether when while instead exclude excluded",
            "wenn falls außer nur bis sofern sonst aber oder ob während ausgenommen statt",
            "si sauf seulement seul jusqu jusque que sinon mais ou lorsque pendant quand",
            "si salvo excepto solo sólo solamente hasta pero o u cuando mientras",
            // quantity, degree and order
            "all every each some any most many few more less least fewer several both always often sometimes usually",
            "before after above below over under down minimum maximum first last almost nearly about approximately",
            "alle jede jeder jedes einige manche meisten wenige mehr weniger mindestens höchstens immer oft manchmal",
            "vor nach über unter fast etwa ungefähr erst",
            "tous toutes chaque quelques plupart plus moins toujours souvent parfois avant après environ presque",
            "todos todas cada algunos algunas mayoría más menos siempre menudo antes después casi",
            // duty, possibility and hearsay
            "may might must should could would can shall need needs allowed permitted forbidden optional",
            "darf dürfen muss müssen soll sollte könnte kann können erlaubt verboten",
            "peut peuvent doit doivent devrait pourrait puede pueden debe deben debería podría",
            "say says said claim claims claimed allegedly reportedly supposedly believe believes think thinks perhaps maybe",
            "possibly probably likely unlikely angeblich vielleicht wohl wahrscheinlich peut-être probablement quizás tal",
            "up");

    private static final Set<String> NUMBERS = set(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
            "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half",
            "twice double triple quarter dozen second third fourth fifth",
            "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig hundert",
            "tausend halb halbe doppelt zweimal zweite dritte",
            "deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante cent mille demi",
            "uno dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta cien mil medio");

    private static final Set<String> EMPTY = set(
            "the a an this that these those it its also there here you your",
            "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen auch",
            "le la les l un une des du de d ce cette ces aussi",
            "el los las del un una unos unas este esta estos estas también");

    private static final Set<String> COMMON = union(
            EMPTY,
            set(
                    "of and in is are be for with on by at as was were has have will",
                    "und in ist sind wird werden von mit für auf im am zu hat haben bei zum zur",
                    "et en est sont dans pour avec sur au aux par il elle y a",
                    "y en es son por para con se al lo ha han"));

    private static final Pattern NOT = Pattern.compile("n't\\b");
    private static final Pattern DECIMAL = Pattern.compile("(?<=\\p{Nd})[.,:](?=\\p{Nd})");
    private static final Pattern SIGN = Pattern.compile("(?<![\\p{L}\\p{Nd}])[-−–](?=\\p{Nd})");
    private static final Pattern CITATION = Pattern.compile("\\[\\d{1,3}\\]");

    static Words of(String sentence) {
        String text = CITATION.matcher(sentence).replaceAll(" ").replace('’', '\'');
        text = text.replace("can't", "can not").replace("cannot", "can not").replace("won't", "will not");
        text = NOT.matcher(text).replaceAll(" not");
        text = SIGN.matcher(text).replaceAll(" minus ");
        text = DECIMAL.matcher(text).replaceAll("point");
        List<String> all = WordSplitter.words(symbols(text));
        return new Words(all, all.stream().filter(word -> !EMPTY.contains(word)).toList());
    }

    private static String symbols(String text) {
        StringBuilder spelled = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            String word = switch (text.charAt(i)) {
                case '%', '％' -> "percent";
                case '€' -> "eur";
                case '$' -> "usd";
                case '£' -> "gbp";
                case '¥' -> "yen";
                case '<' -> "lt";
                case '>' -> "gt";
                case '≤' -> "le";
                case '≥' -> "ge";
                case '≈', '~' -> "about";
                case '≠' -> "not";
                default -> "";
            };
            spelled.append(word.isEmpty() ? text.substring(i, i + 1) : " " + word + " ");
        }
        return spelled.toString();
    }

    /** Tells whether a word is a number, in digits or letters. */
    static boolean isNumber(String word) {
        return NUMBERS.contains(word) || word.codePoints().anyMatch(Character::isDigit);
    }

    /** Returns the critical words, sorted. */
    List<String> critical() {
        return all.stream().filter(CRITICAL::contains).sorted().toList();
    }

    /** Tells whether a language whose critical words are known can be made out by its commonest words. */
    boolean isOfKnownLanguage() {
        long common = all.stream().filter(COMMON::contains).count();
        return common > 0 && common * 7 >= all.size();
    }

    private static Set<String> set(String... lines) {
        Set<String> words = new HashSet<>();
        Stream.of(lines).map(line -> line.split(" ")).forEach(line -> words.addAll(Arrays.asList(line)));
        return Set.copyOf(words);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }
}
