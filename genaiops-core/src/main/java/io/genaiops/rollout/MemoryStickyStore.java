package io.genaiops.rollout;

import io.genaiops.asset.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers arms in memory, the most recently used ones. */
final class MemoryStickyStore implements StickyStore {

    private record Entry(String rollout, Digest key) {}

    private final Map<Entry, String> arms;

    MemoryStickyStore(int maxEntries) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("maxEntries must be at least 1; found: " + maxEntries);
        }
        this.arms = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Entry, String> eldest) {
                return size() > maxEntries;
            }
        };
    }

    @Override
    public Optional<String> find(String rollout, Digest key) {
        synchronized (arms) {
            return Optional.ofNullable(arms.get(new Entry(rollout, key)));
        }
    }

    @Override
    public String keep(String rollout, Digest key, String arm) {
        synchronized (arms) {
            String before = arms.putIfAbsent(new Entry(rollout, key), arm);
            return before == null ? arm : before;
        }
    }
}
