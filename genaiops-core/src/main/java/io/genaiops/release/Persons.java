package io.genaiops.release;

import io.genaiops.pseudonym.Pseudonyms;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes pseudonyms in place of the ids of those who act, also where a reason names them. */
final class Persons {

    private static final Pattern PSEUDONYM = Pattern.compile("p-[0-9a-f]{32}");

    private final @Nullable Pseudonyms pseudonyms;
    private final List<String> known;

    /**
     * @param pseudonyms give the names, or {@code null} if none were given: then everybody is somebody
     * @param known the ids that reasons may name
     */
    Persons(@Nullable Pseudonyms pseudonyms, Collection<String> known) {
        this.pseudonyms = pseudonyms;
        this.known = known.stream()
                .distinct()
                .filter(id -> !isPseudonym(id))
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Returns the pseudonym of an id; what was a person who is erased is one already. */
    String of(String id) {
        if (isPseudonym(id)) {
            return id;
        }
        return pseudonyms == null ? "somebody" : pseudonyms.of(id).value();
    }

    /** Returns a text in which the ids that are known are pseudonyms, where they stand as whole words. */
    String text(String free) {
        String text = free;
        for (String id : known) {
            Pattern word = Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(id) + "(?![\\p{L}\\p{N}_])");
            Matcher found = word.matcher(text);
            text = found.find() ? found.replaceAll(Matcher.quoteReplacement(of(id))) : text;
        }
        return text;
    }

    private static boolean isPseudonym(String id) {
        return PSEUDONYM.matcher(id).matches();
    }
}
