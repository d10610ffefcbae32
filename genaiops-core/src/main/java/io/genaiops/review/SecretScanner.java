package io.genaiops.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds text that looks like a key, token or password. It goes over the text once, looks at whole tokens only and bounds
 * every look ahead, so that its time is linear in the text, whatever the text is.
 */
final class SecretScanner {

    /** Something found; {@code line} is counted from 1. */
    record Hit(int line, String what) {}

    /** A kind of token by its first characters, with bounds for the length of the rest. */
    private record Shape(String prefix, int least, int most, String what) {}

    private static final int LONGEST = 256;
    private static final List<Shape> SHAPES = List.of(
            new Shape("AKIA", 16, 16, "an AWS access key"),
            new Shape("ASIA", 16, 16, "an AWS access key"),
            new Shape("AIza", 35, 35, "a Google API key"),
            new Shape("sk-", 20, LONGEST, "an API key that begins with sk-"),
            new Shape("sk_live_", 16, LONGEST, "a Stripe key"),
            new Shape("sk_test_", 16, LONGEST, "a Stripe key"),
            new Shape("rk_live_", 16, LONGEST, "a Stripe key"),
            new Shape("ghp_", 30, LONGEST, "a GitHub token"),
            new Shape("gho_", 30, LONGEST, "a GitHub token"),
            new Shape("ghu_", 30, LONGEST, "a GitHub token"),
            new Shape("ghs_", 30, LONGEST, "a GitHub token"),
            new Shape("ghr_", 30, LONGEST, "a GitHub token"),
            new Shape("github_pat_", 20, LONGEST, "a GitHub token"),
            new Shape("glpat-", 20, LONGEST, "a GitLab token"),
            new Shape("xoxa-", 10, LONGEST, "a Slack token"),
            new Shape("xoxb-", 10, LONGEST, "a Slack token"),
            new Shape("xoxp-", 10, LONGEST, "a Slack token"),
            new Shape("xoxr-", 10, LONGEST, "a Slack token"),
            new Shape("xoxs-", 10, LONGEST, "a Slack token"),
            new Shape("hf_", 30, LONGEST, "a Hugging Face token"),
            new Shape("npm_", 30, LONGEST, "an npm token"),
            new Shape("gsk_", 40, LONGEST, "a Groq key"),
            new Shape("xai-", 40, LONGEST, "an xAI key"));
    private static final Set<String> KEYWORDS = Set.of(
            "apikey",
            "secret",
            "secretkey",
            "accesskey",
            "privatekey",
            "token",
            "accesstoken",
            "authtoken",
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "clientsecret",
            "credential",
            "credentials",
            "authorization");
    private static final Pattern SEPARATORS = Pattern.compile("[-_]");
    private static final int LONGEST_KEYWORD = 40;
    private static final int SHORTEST_VALUE = 8;
    private static final int SHORTEST_BEARER = 20;

    private final String text;
    private final List<Hit> hits = new ArrayList<>();
    private int line = 1;
    private int hitUpTo;

    private SecretScanner(String text) {
        this.text = text;
    }

    static List<Hit> scan(String text) {
        SecretScanner scanner = new SecretScanner(text);
        scanner.run();
        return List.copyOf(scanner.hits);
    }

    /** Tells whether a field of this name is for a credential. */
    static boolean isCredentialName(String name) {
        return name.length() <= LONGEST_KEYWORD && KEYWORDS.contains(plain(name));
    }

    private void run() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isTokenPart(c)) {
                int end = i;
                while (end < text.length() && isTokenPart(text.charAt(end))) {
                    end++;
                }
                token(i, end);
                i = end;
            } else {
                line += c == '\n' ? 1 : 0;
                i++;
            }
        }
    }

    private void token(int start, int end) {
        if (start < hitUpTo) {
            return;
        }
        if (text.startsWith("-----BEGIN", start)) {
            pem(start, end);
        } else if (text.startsWith("eyJ", start)) {
            jsonWebToken(start, end);
        } else {
            shaped(start, end);
        }
        if (end - start <= LONGEST_KEYWORD && start >= hitUpTo) {
            assigned(start, end);
        }
    }

    private void shaped(int start, int end) {
        for (Shape shape : SHAPES) {
            int rest = end - start - shape.prefix.length();
            if (rest >= shape.least
                    && rest <= shape.most
                    && text.startsWith(shape.prefix, start)
                    && isMixed(start + shape.prefix.length(), end)) {
                hit(shape.what, end);
                return;
            }
        }
    }

    private void pem(int start, int end) {
        int lineEnd = Math.min(text.length(), start + LONGEST);
        int key = text.substring(start, lineEnd).indexOf("PRIVATE KEY-----");
        if (key >= 0 && text.substring(start, start + key).indexOf('\n') < 0) {
            hit("a private key", end);
        }
    }

    private void jsonWebToken(int start, int end) {
        int second = part(end);
        int third = part(second);
        if (end - start >= 10 && second - end > 10 && third - second > 10 && text.startsWith("eyJ", end + 1)) {
            hit("a JSON Web Token", third);
        }
    }

    /** Returns where the part after a dot ends; the same place if there is none. */
    private int part(int dot) {
        if (dot >= text.length() || text.charAt(dot) != '.') {
            return dot;
        }
        int end = dot + 1;
        while (end < text.length() && end - dot < 16 * LONGEST && isTokenPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private void assigned(int start, int end) {
        String name = plain(text.substring(start, end));
        int value = end;
        if (name.equals("bearer") && value < text.length() && text.charAt(value) == ' ') {
            value(value + 1, SHORTEST_BEARER, "a bearer token");
            return;
        }
        if (!isCredential(name)) {
            return;
        }
        value = skip(value, " \t\"'");
        if (value < text.length() && (text.charAt(value) == ':' || text.charAt(value) == '=')) {
            value(skip(value + 1, " \t\"'"), SHORTEST_VALUE, "a value given to '" + name + "'");
        }
    }

    private static boolean isCredential(String name) {
        return KEYWORDS.contains(name)
                || KEYWORDS.stream().anyMatch(keyword -> keyword.length() > 5 && name.endsWith(keyword));
    }

    private void value(int start, int shortest, String what) {
        int end = start;
        while (end < text.length() && end - start < LONGEST && " \t\n\"',;)".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String value = text.substring(start, end);
        boolean placeholder = value.contains("{{") || value.startsWith("<") || value.startsWith("$");
        if (value.length() >= shortest && !placeholder && isMixed(start, end)) {
            hit(what, end);
        }
    }

    private int skip(int from, String characters) {
        int i = from;
        while (i < text.length() && i - from < 8 && characters.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    /** Tells whether the text has a letter and a digit, as keys do and words do not. */
    private boolean isMixed(int start, int end) {
        boolean letter = false;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            letter |= Character.isLetter(text.charAt(i));
            digit |= Character.isDigit(text.charAt(i));
        }
        return letter && digit;
    }

    private void hit(String what, int end) {
        hits.add(new Hit(line, what));
        hitUpTo = end;
    }

    private static String plain(String name) {
        return SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static boolean isTokenPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
