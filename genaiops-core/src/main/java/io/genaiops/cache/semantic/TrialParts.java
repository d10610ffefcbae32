package io.genaiops.cache.semantic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The pairs in two parts that have no question in common: a third chooses the threshold, the rest measures it. The same pair
 * counts once. The parts are the same for the same pairs, whatever their order.
 *
 * @param choosing the pairs that choose
 * @param measuring the pairs that measure
 */
record TrialParts(List<LabelledPair> choosing, List<LabelledPair> measuring) {

    private static final long SEED = 20_260_301L;

    static TrialParts of(List<LabelledPair> pairs) {
        List<LabelledPair> distinct = distinct(pairs);
        List<List<LabelledPair>> groups = groups(distinct);
        Collections.shuffle(groups, new Random(SEED));
        groups.sort((one, other) -> Integer.compare(other.size(), one.size()));
        List<LabelledPair> choosing = new ArrayList<>();
        List<LabelledPair> measuring = new ArrayList<>();
        for (List<LabelledPair> group : groups) {
            boolean chooses = 2 * (choosing.size() + group.size()) <= measuring.size() + 2;
            (chooses ? choosing : measuring).addAll(group);
        }
        return new TrialParts(choosing, measuring);
    }

    /** Each pair once, sorted; the same pair with both labels is an error. */
    private static List<LabelledPair> distinct(List<LabelledPair> pairs) {
        Map<Set<String>, LabelledPair> distinct = new HashMap<>();
        for (LabelledPair pair : pairs) {
            LabelledPair before =
                    distinct.putIfAbsent(new TreeSet<>(List.of(normal(pair.one()), normal(pair.other()))), pair);
            if (before != null && before.sameAnswer() != pair.sameAnswer()) {
                throw new IllegalArgumentException("a pair must have one label; pairs " + pairs.indexOf(before)
                        + " and " + pairs.indexOf(pair) + " (from 0) are the same and have two");
            }
        }
        return distinct.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        (one, other) -> String.join("\n", one).compareTo(String.join("\n", other))))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /** Pairs that have a question in common, directly or through others, are one group. */
    private static List<List<LabelledPair>> groups(List<LabelledPair> pairs) {
        Map<String, String> leaders = new HashMap<>();
        pairs.forEach(pair -> leaders.put(leader(leaders, normal(pair.one())), leader(leaders, normal(pair.other()))));
        Map<String, List<LabelledPair>> groups = new LinkedHashMap<>();
        pairs.forEach(pair -> groups.computeIfAbsent(leader(leaders, normal(pair.one())), key -> new ArrayList<>())
                .add(pair));
        return new ArrayList<>(groups.values());
    }

    private static String leader(Map<String, String> leaders, String text) {
        String at = text;
        for (String next = leaders.get(at); next != null && !next.equals(at); next = leaders.get(at)) {
            at = next;
        }
        return at;
    }
}
