package io.genaiops.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds addresses in text, once over and with a bounded look ahead, and names that are for addresses. */
final class EndpointScanner {

    /** An address; {@code credentials} if it carries a user and a password, {@code service} if models are served there. */
    record Hit(int line, boolean credentials, boolean service) {}

    private static final int LONGEST_AUTHORITY = 300;
    private static final List<String> SERVICES = List.of(
            "api.openai.com",
            "openai.azure.com",
            "services.ai.azure.com",
            "api.anthropic.com",
            "generativelanguage.googleapis.com",
            "aiplatform.googleapis.com",
            "api.mistral.ai",
            "api.cohere.com",
            "api.groq.com",
            "openrouter.ai",
            "localhost",
            "127.0.0.1");
    private static final Pattern BEDROCK = Pattern.compile("bedrock[a-z-]{0,30}\\.[a-z0-9-]{1,30}\\.amazonaws\\.com");
    private static final Set<String> NAMES = Set.of(
            "baseurl",
            "apibase",
            "apiurl",
            "endpoint",
            "endpointurl",
            "modelurl",
            "serviceurl",
            "serverurl",
            "host",
            "hostname",
            "connectionstring");
    private static final Pattern SEPARATORS = Pattern.compile("[-_.]");

    private EndpointScanner() {}

    static List<Hit> scan(String text) {
        List<Hit> hits = new ArrayList<>();
        int line = 1;
        int counted = 0;
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
            for (; counted < at; counted++) {
                line += text.charAt(counted) == '\n' ? 1 : 0;
            }
            String authority = authority(text, at + 3);
            int user = authority.lastIndexOf('@');
            boolean credentials = user > 0 && authority.lastIndexOf(':', user) >= 0 && !authority.contains("{{");
            if (!authority.isEmpty()) {
                hits.add(new Hit(line, credentials, isService(authority.substring(user + 1))));
            }
        }
        return List.copyOf(hits);
    }

    /** Tells whether a field of this name is for an address. */
    static boolean isEndpointName(String name) {
        return name.length() <= 40
                && NAMES.contains(
                        SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(""));
    }

    private static String authority(String text, int from) {
        int end = from;
        while (end < text.length()
                && end - from < LONGEST_AUTHORITY
                && "/?# \t\n\"'<>)]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(from, end);
    }

    private static boolean isService(String authority) {
        int port = authority.indexOf(':');
        String host = (port < 0 ? authority : authority.substring(0, port)).toLowerCase(Locale.ROOT);
        return BEDROCK.matcher(host).matches()
                || SERVICES.stream().anyMatch(service -> host.equals(service) || host.endsWith("." + service));
    }
}
