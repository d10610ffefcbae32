package io.genaiops.eval.judge;

import io.genaiops.asset.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Delimits judged text with a key that none of the texts contains. The key is a digest of all of them, so that equal
 * samples give equal requests and nobody who writes one of the texts can write its key into it.
 */
final class DataBlock {

    private DataBlock() {}

    static Map<String, String> wrap(Map<String, String> texts, String key) {
        Map<String, String> blocks = new LinkedHashMap<>();
        texts.forEach((name, text) -> blocks.put(
                name, "BEGIN DATA " + key + " (" + name + ")\n" + text + "\nEND DATA " + key + " (" + name + ")"));
        return blocks;
    }

    static String key(Map<String, String> texts) {
        StringBuilder all = new StringBuilder();
        texts.forEach((name, text) ->
                all.append(name).append(' ').append(text.length()).append('\n').append(text));
        for (int attempt = 0; ; attempt++) {
            String key = Digest.ofText(attempt + "\n" + all).value().substring("sha256:".length(), 39);
            if (texts.values().stream().noneMatch(text -> text.contains(key))) {
                return key;
            }
        }
    }
}
