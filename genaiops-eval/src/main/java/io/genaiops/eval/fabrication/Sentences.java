package io.genaiops.eval.fabrication;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text with citations into sentences: after a full stop, question or exclamation mark before a blank, and at the
 * end of a line. A marker behind the stop belongs to the sentence before it.
 */
final class Sentences {

    /**
     * A sentence with what it cites.
     *
     * @param text the sentence without its markers
     * @param names what its markers name
     */
    record Sentence(String text, List<String> names) {}

    private Sentences() {}

    static List<Sentence> in(String text, List<Citations.Marker> markers) {
        List<Sentence> sentences = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        List<String> names = new ArrayList<>();
        int next = 0;
        boolean ended = false;
        for (int at = 0; at < text.length(); ) {
            boolean marked = next < markers.size() && markers.get(next).from() == at;
            char c = text.charAt(at);
            if (marked) {
                names.addAll(markers.get(next).names());
                at = markers.get(next++).to();
            } else {
                if (c == '\n' || (ended && !Character.isWhitespace(c) && !isStop(text, at))) {
                    flush(sentences, words, names);
                    ended = false;
                }
                words.append(c);
                ended |= isStop(text, at);
                at++;
            }
        }
        flush(sentences, words, names);
        return sentences;
    }

    private static void flush(List<Sentence> sentences, StringBuilder words, List<String> names) {
        if (!words.toString().isBlank() || !names.isEmpty()) {
            sentences.add(new Sentence(words.toString().strip(), List.copyOf(names)));
        }
        words.setLength(0);
        names.clear();
    }

    private static boolean isStop(String text, int at) {
        char c = text.charAt(at);
        if ("。！？".indexOf(c) >= 0) {
            return true;
        }
        boolean open = at + 1 == text.length()
                || Character.isWhitespace(text.charAt(at + 1))
                || "[(【".indexOf(text.charAt(at + 1)) >= 0;
        return ".!?".indexOf(c) >= 0 && open;
    }
}
