package io.genaiops.cache.veto;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words of English by what they do in a sentence. */
final class English {

    static final Set<String> NEGATIONS = words("not no never none nobody nothing nowhere neither nor without hardly"
            + " barely scarcely seldom rarely except excluding unless lack lacks lacking avoid prevent refuse besides");

    static final Set<String> AUXILIARIES = words("am is are was were be been being do does did have has had will would"
            + " shall should can could may might must ought");

    static final Set<String> PAST = words("was were did had");
    static final Set<String> FUTURE = words("will shall");

    static final Set<String> DUTY = words("must should ought shall required mandatory obligatory compulsory");

    static final Set<String> TIMES = words("monday tuesday wednesday thursday friday saturday sunday january february"
            + " march april june july august september october november december today tomorrow yesterday tonight now"
            + " morning afternoon evening night noon midnight weekend weekends weekday weekdays daily weekly monthly"
            + " yearly annually annual hourly quarterly spring summer autumn winter ago last next previous past future"
            + " yet still already since until till before after during always sometimes often usually ever bc ad bce"
            + " century decade");

    /** Each has the same effect as the first of its group. */
    private static final Map<String, String> QUANTITIES = groups(
            "all every each everything everyone everybody whole entire",
            "only just solely exclusively alone",
            "most majority mostly",
            "few fewer fewest",
            "half",
            "both",
            "either",
            "enough",
            "too",
            "almost nearly",
            "least minimum min",
            "maximum max");

    private static final Map<String, String> ASKING =
            groups("what which", "who whom whose", "when", "where", "why", "how");

    /** What a "how" asks for. */
    private static final Set<String> DEGREES =
            words("many much long often far old big large tall high deep fast soon late early expensive likely");

    private static final Map<String, String> PERSONS = groups(
            "i me my mine myself we us our ours ourselves",
            "you your yours yourself",
            "he him his himself",
            "she her hers herself",
            "they them their theirs");

    static final Set<String> NUMERALS =
            words("first second third fourth fifth once twice thrice double triple dozen" + " single");

    private static final Map<String, String> NUMBERS = numbers();

    private static final Map<String, String> UNITS = groups(
            "percent %",
            "km kilometer kilometers kilometre kilometres",
            "hour hours hr hrs h",
            "minute minutes min mins",
            "second seconds sec secs s",
            "day days",
            "week weeks",
            "month months",
            "year years",
            "dollar dollars usd $",
            "euro euros eur €",
            "pound pounds gbp £",
            "kg kilogram kilograms kilo kilos",
            "gram grams g",
            "m meter meters metre metres",
            "mile miles mi",
            "foot feet ft",
            "inch inches",
            "celsius c °c",
            "fahrenheit f °f",
            "degree degrees °",
            "gb gigabyte gigabytes",
            "mb megabyte megabytes",
            "kb kilobyte kilobytes",
            "tb terabyte terabytes",
            "am a.m",
            "pm p.m",
            "cm",
            "mm",
            "ml",
            "liter liters litre litres l",
            "mg");

    /** Words that say where something comes from or goes to, or what it is measured by. */
    static final Set<String> DIRECTIONS =
            words("from than versus vs over into onto before after against instead by rather");

    private static final Set<String> FUNCTIONS = all(
            NEGATIONS,
            AUXILIARIES,
            ASKING.keySet(),
            PERSONS.keySet(),
            QUANTITIES.keySet(),
            DIRECTIONS,
            words(
                    "a an the this that these those there here it its if then else and or but so because as of to in on at"
                            + " for with about through across between within per via up down out off above below under near"
                            + " around along some any such same other another also very more less get gets got let lets"));

    /** Words of politeness and of asking, which change no answer. */
    private static final Set<String> FILLERS = words("please kindly tell know want wants need needs help explain"
            + " describe show give find say way ways possible able like actually basically really thanks thank hi hello hey"
            + " wondering question just use using best go going would something someone thing things");

    private static final Map<String, Set<String>> OPPOSITES =
            opposites("enable disable, allow forbid, allow deny, allow block, allow prohibit, permit forbid, "
                    + "open close, open closed, opening closing, on off, in out, up down, increase decrease, "
                    + "increase reduce, raise lower, buy sell, before after, more less, more fewer, most least, "
                    + "best worst, better worse, good bad, maximum minimum, max min, import export, login "
                    + "logout, first last, with without, start stop, start end, begin end, add remove, add "
                    + "subtract, add delete, create delete, create destroy, true false, hot cold, warm cold, "
                    + "above below, over under, left right, encrypt decrypt, encode decode, upload download, "
                    + "send receive, push pull, lock unlock, lend borrow, win lose, safe dangerous, safe "
                    + "unsafe, same different, high low, higher lower, highest lowest, large small, larger "
                    + "smaller, largest smallest, big small, bigger smaller, biggest smallest, long short, "
                    + "longer shorter, longest shortest, fast slow, faster slower, fastest slowest, old new, "
                    + "older newer, oldest newest, young old, cheap expensive, cheaper dearer, early late, "
                    + "earlier later, earliest latest, easy hard, easy difficult, light heavy, light dark, full "
                    + "empty, public private, internal external, input output, upgrade downgrade, accept "
                    + "reject, accept decline, approve reject, agree disagree, love hate, like dislike, pass "
                    + "fail, succeed fail, success failure, gain lose, gain loss, profit loss, ascending "
                    + "descending, positive negative, show hide, include exclude, attach detach, connect "
                    + "disconnect, install remove, install uninstall, subscribe unsubscribe, deposit withdraw, "
                    + "credit debit, arrive leave, arrival departure, enter exit, entry exit, male female, men "
                    + "women, man woman, boy girl, mother father, son daughter, husband wife, north south, east "
                    + "west, wet dry, alive dead, legal illegal, pros cons, advantages disadvantages, benefits "
                    + "risks, cause effect, always never, and or, horizontal vertical, vertically horizontally, "
                    + "plus minus, multiply divide, read write, sync async, client server, employer employee, "
                    + "landlord tenant, parent child, teacher student, freeze thaw, gross net, renew cancel, "
                    + "keep delete, keep remove");

    /** Common words of other languages that are no words of English. */
    private static final Set<String> FOREIGN =
            words("der das und ist nicht ein eine einen wie wo für mit auf ich wir sie"
                    + " kann von zum zur bei auch oder le les des une est dans pour avec que qui quoi où combien je nous vous pas"
                    + " sur ne du au aux el los las una es por para cómo qué dónde cuánto cuándo puedo del con il lo gli di che"
                    + " dove perché sono della nel um uma não onde posso como os het een niet hoe waar ik zijn wat och är hur det"
                    + " att på jak gdzie czy nie się jest på og hvor hvordan ikke kan du jeg ben ve bir nasıl ile");

    private English() {}

    static boolean isFunction(String word) {
        return FUNCTIONS.contains(word) || FILLERS.contains(word);
    }

    /** Tells whether a text of these words is English, as far as its small words say. */
    static boolean isEnglish(List<String> words) {
        long known = words.stream().filter(FUNCTIONS::contains).count();
        boolean foreign = words.stream().anyMatch(FOREIGN::contains);
        return !foreign && known > 0 && known * 5 >= words.size();
    }

    static @Nullable String quantity(String word) {
        return QUANTITIES.get(word);
    }

    static @Nullable String asking(String word) {
        return ASKING.get(word);
    }

    static boolean isDegree(String word) {
        return DEGREES.contains(word);
    }

    static @Nullable String person(String word) {
        return PERSONS.get(word);
    }

    static @Nullable String number(String word) {
        return NUMBERS.get(word);
    }

    static @Nullable String unit(String word) {
        return UNITS.get(word);
    }

    /** Tells whether two words are opposites by the list, by a prefix as in "unsafe", or by an ending as in "harmless". */
    static boolean areOpposites(String one, String other) {
        return OPPOSITES.getOrDefault(one, Set.of()).contains(other)
                || isNegated(one, other)
                || isNegated(other, one)
                || (one.endsWith("less")
                        && other.endsWith("ful")
                        && stem(one, 4).equals(stem(other, 3)))
                || (other.endsWith("less")
                        && one.endsWith("ful")
                        && stem(other, 4).equals(stem(one, 3)));
    }

    private static boolean isNegated(String word, String negated) {
        return word.length() > 2
                && negated.length() > word.length()
                && negated.endsWith(word)
                && PREFIXES.contains(negated.substring(0, negated.length() - word.length()));
    }

    private static final Set<String> PREFIXES =
            words("un in im il ir dis non non- de mis anti anti- under over pre pre- post post- re sub ex ex-");

    private static String stem(String word, int ending) {
        return word.substring(0, word.length() - ending);
    }

    private static Map<String, String> numbers() {
        String[] small =
                ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                                + " sixteen seventeen eighteen nineteen twenty")
                        .split(" ", -1);
        Map<String, String> numbers = new HashMap<>();
        for (int i = 0; i < small.length; i++) {
            numbers.put(small[i], String.valueOf(i));
        }
        String[] tens = "thirty forty fifty sixty seventy eighty ninety hundred".split(" ", -1);
        for (int i = 0; i < tens.length; i++) {
            numbers.put(tens[i], String.valueOf(30 + 10 * i));
        }
        numbers.put("thousand", "1000");
        numbers.put("million", "1000000");
        numbers.put("billion", "1000000000");
        return numbers;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.split(" ", -1)).stream().distinct().toList());
    }

    @SafeVarargs
    private static Set<String> all(Set<String>... sets) {
        Set<String> all = new HashSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    private static Map<String, String> groups(String... groups) {
        Map<String, String> first = new HashMap<>();
        for (String group : groups) {
            String[] words = group.split(" ", -1);
            for (String word : words) {
                first.put(word, Objects.requireNonNull(words[0]));
            }
        }
        return first;
    }

    private static Map<String, Set<String>> opposites(String pairs) {
        Map<String, Set<String>> opposites = new HashMap<>();
        for (String pair : pairs.split(", ", -1)) {
            String[] words = pair.split(" ", -1);
            opposites.computeIfAbsent(words[0], key -> new HashSet<>()).add(words[1]);
            opposites.computeIfAbsent(words[1], key -> new HashSet<>()).add(words[0]);
        }
        return opposites;
    }
}
