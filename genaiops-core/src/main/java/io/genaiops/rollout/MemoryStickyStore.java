package io.genaiops.rollout;

import io.genaiops.asset.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers arms in memory, the most recently used ones. */
final class MemoryStickyStore implements StickyStore {

    private record Holder(String rollout, Digest key) {}

    private final Map<Holder, String> arms;

    MemoryStickyStore(int maxEntries) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("maxEntries must be at least 1; found: " + maxEntries);
        }
        this.arms = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Holder, String> eldest) {
                return size() > maxEntries;
            }
        };
    }

    @Override
    public Optional<String> find(String rollout, Digest key) {
        synchronized (arms) {
            return Optional.ofNullable(arms.get(new Holder(rollout, key)));
        }
    }

    @Override
    public String keep(String rollout, Digest key, String arm) {
        synchronized (arms) {
            String before = arms.putIfAbsent(new Holder(rollout, key), arm);
            return before == null ? arm : before;
        }
    }
}
