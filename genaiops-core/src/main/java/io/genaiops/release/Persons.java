package io.genaiops.release;

import io.genaiops.pseudonym.Pseudonyms;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes pseudonyms in place of the ids of those who act, also where a reason names them. */
final class Persons {

    private static final Pattern PSEUDONYM = Pattern.compile("p-[0-9a-f]{32}");

    private final @Nullable Pseudonyms pseudonyms;
    private final @Nullable Pattern known;

    /**
     * @param pseudonyms give the names, or {@code null} if none were given: then everybody is somebody
     * @param known the ids that reasons may name
     */
    Persons(@Nullable Pseudonyms pseudonyms, Collection<String> known) {
        this.pseudonyms = pseudonyms;
        String any = known.stream()
                .distinct()
                .filter(id -> !isPseudonym(id))
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        this.known = any.isEmpty() ? null : Pattern.compile("(?<![\\p{L}\\p{N}_])(?:" + any + ")(?![\\p{L}\\p{N}_])");
    }

    /** Returns the pseudonym of an id; what was a person who is erased is one already. */
    String of(String id) {
        if (isPseudonym(id)) {
            return id;
        }
        return pseudonyms == null ? "somebody" : pseudonyms.of(id).value();
    }

    /** Returns a text in which the ids that are known are pseudonyms, where they stand as whole words; all at once. */
    String text(String free) {
        return known == null ? free : known.matcher(free).replaceAll(id -> Matcher.quoteReplacement(of(id.group())));
    }

    private static boolean isPseudonym(String id) {
        return PSEUDONYM.matcher(id).matches();
    }
}
