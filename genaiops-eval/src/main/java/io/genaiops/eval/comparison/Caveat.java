package io.genaiops.eval.comparison;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What has to be known beside every sentence of a comparison, for example that a run was stopped early.
 *
 * @param mark a few words that stand behind each sentence
 * @param text the whole of it, which stands above the sentences
 * @since 0.1
 */
public record Caveat(String mark, String text) {

    /** Requires both. */
    public Caveat {
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(text, "text");
    }

    /** Returns a sentence with the marks of the caveats behind it, such as {@code … [stopped early]}. */
    public static String mark(String sentence, List<Caveat> caveats) {
        return caveats.stream().map(caveat -> " [" + caveat.mark + "]").collect(Collectors.joining("", sentence, ""));
    }

    /** Returns lines below a line for each caveat. */
    public static String above(List<Caveat> caveats, List<String> lines) {
        return caveats.stream().map(Caveat::toString).collect(Collectors.joining("\n"))
                + (caveats.isEmpty() || lines.isEmpty() ? "" : "\n")
                + String.join("\n", lines);
    }

    /** Returns mark and text. */
    @Override
    public String toString() {
        return mark + ": " + text;
    }
}
