package io.genaiops.eval.fabrication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds web and mail addresses and brings them into one form. */
final class WebAddresses {

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final String TRAILING = ".,;:!?'\"*_~";
    private static final String ENDING = "<>\"`{}|\\^«»“”";

    private WebAddresses() {}

    /** The place of an address in a text. */
    record Place(int from, int to) {}

    /** Returns the URLs as written, by their normal form. */
    static Map<String, String> urls(String text) {
        Map<String, String> urls = new LinkedHashMap<>();
        for (Place place : places(text)) {
            String written = text.substring(place.from, place.to);
            urls.putIfAbsent(normalize(written), written);
        }
        return urls;
    }

    /** Returns where the URLs of a text are, in order. */
    static List<Place> places(String text) {
        List<Place> places = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            int prefix = prefix(text, at);
            int to = prefix == 0 ? 0 : end(text, at + prefix);
            if (prefix > 0 && to > at + prefix) {
                places.add(new Place(at, to));
                at = to - 1;
            }
        }
        return places;
    }

    /** Returns the mail addresses as written, by their form in lower case. */
    static Map<String, String> mails(String text) {
        Map<String, String> mails = new LinkedHashMap<>();
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int from = at;
            while (from > 0 && at - from < LONGEST_LOCAL_PART && isLocalPart(text.charAt(from - 1))) {
                from--;
            }
            int to = at + 1;
            while (to < text.length() && to - at <= LONGEST_DOMAIN && isDomain(text.charAt(to))) {
                to++;
            }
            while (to > at + 1 && ".-".indexOf(text.charAt(to - 1)) >= 0) {
                to--;
            }
            if (from < at && text.substring(at + 1, to).lastIndexOf('.') > 0) {
                String written = text.substring(from, to);
                mails.putIfAbsent(written.toLowerCase(Locale.ROOT), written);
            }
        }
        return mails;
    }

    /** Returns the host of a URL in normal form. */
    static String host(String normal) {
        int end = normal.length();
        for (char c : new char[] {'/', '?'}) {
            int at = normal.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return normal.substring(0, end);
    }

    private static int prefix(String text, int at) {
        char first = text.charAt(at);
        if ((first != 'h' && first != 'H' && first != 'w' && first != 'W')
                || (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)))) {
            return 0;
        }
        for (String prefix : new String[] {"https://", "http://", "www."}) {
            if (text.regionMatches(true, at, prefix, 0, prefix.length())) {
                return prefix.length();
            }
        }
        return 0;
    }

    /** Returns where the URL ends: before white space, a bracket that it did not open, and the marks of a sentence. */
    private static int end(String text, int from) {
        int depth = 0;
        int to = from;
        while (to < text.length()) {
            char c = text.charAt(to);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || ENDING.indexOf(c) >= 0) {
                break;
            }
            depth += c == '(' || c == '[' ? 1 : 0;
            if (c == ')' || c == ']') {
                if (depth == 0) {
                    break;
                }
                depth--;
            }
            to++;
        }
        while (to > from && TRAILING.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return to;
    }

    /** Returns the URL without scheme, www, usual port, fragment and final slash, with the host in lower case. */
    private static String normalize(String url) {
        String rest = url;
        boolean secure = rest.regionMatches(true, 0, "https://", 0, 8);
        if (secure || rest.regionMatches(true, 0, "http://", 0, 7)) {
            rest = rest.substring(secure ? 8 : 7);
        }
        int fragment = rest.indexOf('#');
        rest = fragment >= 0 ? rest.substring(0, fragment) : rest;
        String host = host(rest);
        String path = rest.substring(host.length());
        host = host.toLowerCase(Locale.ROOT);
        host = host.startsWith("www.") ? host.substring(4) : host;
        host = host.endsWith(":443") ? host.substring(0, host.length() - 4) : host;
        host = host.endsWith(":80") ? host.substring(0, host.length() - 3) : host;
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return host + path.substring(0, end);
    }

    private static boolean isLocalPart(char c) {
        return Character.isLetterOrDigit(c) || "._%+-".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || ".-".indexOf(c) >= 0;
    }
}
