package io.genaiops.cache;

import java.util.concurrent.atomic.LongAdder;

/** What a cache counts. Thread-safe. */
final class Counters {

    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder waits = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder kept = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unkeyed = new LongAdder();

    CacheFigures with(Shelf shelf) {
        return new CacheFigures(
                hits.sum(),
                misses.sum(),
                waits.sum(),
                loads.sum(),
                failures.sum(),
                kept.sum(),
                refused.sum(),
                unkeyed.sum(),
                shelf.evictions(),
                shelf.failures(),
                shelf.isFailing(),
                shelf.unreadable(),
                shelf.entries(),
                shelf.bytes());
    }
}
