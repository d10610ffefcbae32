package io.genaiops.audit;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps entries as long as the process lives. */
final class MemoryMoveRecord implements MoveRecord {

    private final List<MoveEntry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void append(MoveEntry entry) {
        entries.add(Objects.requireNonNull(entry, "entry"));
    }

    @Override
    public List<MoveEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public String toString() {
        return "a record in memory";
    }
}
