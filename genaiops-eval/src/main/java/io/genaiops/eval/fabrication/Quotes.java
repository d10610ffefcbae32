package io.genaiops.eval.fabrication;

import io.genaiops.eval.language.WordSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what a text puts between quotation marks. */
final class Quotes {

    private static final Pattern OMISSION = Pattern.compile("\\[?(?:\\.{3}|\u2026)\\]?");
    private static final String OPENING = "\"“„«»「";

    private Quotes() {}

    /** Returns the quoted passages in order. A mark that is not closed before a blank line opens nothing. */
    static List<String> in(String text) {
        List<String> quotes = new ArrayList<>();
        int paragraph = endOfParagraph(text, 0);
        String unclosed = "";
        for (int at = 0; at < text.length(); at++) {
            if (at > paragraph) {
                paragraph = endOfParagraph(text, at);
                unclosed = "";
            }
            char mark = text.charAt(at);
            if (OPENING.indexOf(mark) >= 0 && unclosed.indexOf(mark) < 0 && opens(text, at)) {
                int end = closing(text, at + 1, paragraph, closers(mark));
                if (end < 0) {
                    unclosed += mark;
                } else {
                    quotes.add(text.substring(at + 1, end));
                    at = end;
                }
            }
        }
        return quotes;
    }

    /** Returns the words of each part between omissions. */
    static List<List<String>> parts(String quote) {
        return OMISSION.splitAsStream(quote)
                .map(WordSplitter::words)
                .filter(words -> !words.isEmpty())
                .toList();
    }

    /** A straight mark after a digit is a measure in inches, one before a blank closes what was never opened. */
    private static boolean opens(String text, int at) {
        boolean measure = at > 0 && Character.isDigit(text.charAt(at - 1));
        boolean loose = at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1));
        return text.charAt(at) != '"' || (!measure && !loose);
    }

    private static String closers(char mark) {
        return switch (mark) {
            case '“' -> "”";
            case '„' -> "“”";
            case '«' -> "»";
            case '»' -> "«";
            case '「' -> "」";
            default -> "\"";
        };
    }

    private static int closing(String text, int from, int to, String closers) {
        for (int at = from; at < to; at++) {
            if (closers.indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private static int endOfParagraph(String text, int from) {
        int lineFeed = text.indexOf('\n', from);
        while (lineFeed >= 0) {
            int next = lineFeed + 1;
            while (next < text.length() && " \t\r".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            if (next == text.length() || text.charAt(next) == '\n') {
                return lineFeed;
            }
            lineFeed = text.indexOf('\n', next);
        }
        return text.length();
    }
}
