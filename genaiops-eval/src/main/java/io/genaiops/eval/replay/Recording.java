package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * One call on a cassette.
 *
 * @param slot which request it answers, and for which time
 * @param request the request, normalised and redacted
 * @param outcome the response, the parts of a stream or the failure
 */
record Recording(Slot slot, JsonNode request, ObjectNode outcome) {

    /** By request and repetition: the order of a file does not depend on which thread was first. */
    static List<Recording> sorted(Collection<Recording> recordings) {
        record Place(String kind, String request, Recording recording) {}
        return recordings.stream()
                .map(each -> new Place(each.slot().kind(), JsonText.compact(each.request()), each))
                .sorted(Comparator.comparing(Place::kind)
                        .thenComparing(Place::request)
                        .thenComparing(place -> place.recording().slot().repetition()))
                .map(Place::recording)
                .toList();
    }

    /**
     * The place of a recording.
     *
     * @param kind chat, stream, embedding or dimension
     * @param key the first 32 hexadecimal digits of the SHA-256 of the request
     * @param repetition 1 for the first time that the same is asked
     */
    record Slot(String kind, String key, int repetition) {

        static Slot of(String kind, JsonNode request, int repetition) {
            return new Slot(kind, keyOf(request), repetition);
        }

        @Override
        public String toString() {
            return kind + " " + key + " (time " + repetition + ")";
        }
    }

    static String keyOf(JsonNode request) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(JsonText.compact(request).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
