package io.genaiops.cost;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds prices by name and time. What a name leads to is kept, for about {@value #MOST_KEPT} names; when there are more,
 * all are forgotten, so that a flood of names costs time and no memory. Thread-safe.
 */
final class PriceIndex {

    static final int MOST_KEPT = 2_048;

    /** Those who sell nothing but their own models: a name that says someone else is not theirs. */
    private static final Set<String> MAKERS =
            Set.of("openai", "anthropic", "google", "mistral", "deepseek", "cohere", "xai");

    private static final Comparator<Entry> BEST_FIRST = Comparator.comparing(Entry::isDefault)
            .thenComparing(Entry::specificity, Comparator.reverseOrder())
            .thenComparing(Entry::from, Comparator.reverseOrder())
            .thenComparing(Entry::position, Comparator.reverseOrder());

    private final Map<String, List<Entry>> byProvider = new HashMap<>();
    private final Map<Asked, List<Price>> kept = new ConcurrentHashMap<>();

    PriceIndex(List<Price> prices, List<Price> defaults) {
        add(defaults, true);
        add(prices, false);
        byProvider.values().forEach(entries -> entries.sort(BEST_FIRST));
    }

    private void add(List<Price> prices, boolean areDefaults) {
        for (Price price : prices) {
            String provider = ModelName.provider(price.provider());
            List<Entry> entries = byProvider.computeIfAbsent(provider, any -> new ArrayList<>());
            for (String model : price.models()) {
                ModelPattern pattern = ModelPattern.parse(model);
                entries.add(new Entry(pattern, price, areDefaults, pattern.specificity(provider), entries.size()));
            }
        }
    }

    Optional<Price> find(String provider, String model, Instant at) {
        Asked asked = new Asked(provider, model);
        List<Price> candidates = kept.get(asked);
        if (candidates == null) {
            candidates = resolve(asked);
            keep(asked, candidates);
        }
        for (Price price : candidates) {
            if (price.isInForceAt(at)) {
                return Optional.of(price);
            }
        }
        return Optional.empty();
    }

    private void keep(Asked asked, List<Price> candidates) {
        if (!isShort(asked.provider) || !isShort(asked.model)) {
            return;
        }
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(asked, candidates);
    }

    /** Returns how many names are kept. */
    int kept() {
        return kept.size();
    }

    /** Returns the prices of a model at any time, best first. */
    private List<Price> resolve(Asked asked) {
        if (!isReadable(asked.provider)
                || !isReadable(asked.model)
                || asked.model.strip().endsWith("/")) {
            return List.of();
        }
        String provider = ModelName.provider(asked.provider);
        ModelName name = ModelName.parse(asked.model);
        if (MAKERS.contains(provider) && !ModelPattern.others(name, provider).isEmpty()) {
            return List.of();
        }
        return byProvider.getOrDefault(provider, List.of()).stream()
                .filter(entry -> entry.pattern.matches(name, provider))
                .map(Entry::price)
                .distinct()
                .toList();
    }

    private static boolean isReadable(String text) {
        return isShort(text) && !text.isBlank();
    }

    private static boolean isShort(String text) {
        return text.length() <= ModelName.MOST_CHARACTERS;
    }

    private record Asked(String provider, String model) {}

    private record Entry(ModelPattern pattern, Price price, boolean isDefault, int specificity, int position) {

        LocalDate from() {
            return price.from().orElse(LocalDate.MIN);
        }
    }
}
