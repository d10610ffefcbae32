package io.genaiops.pseudonym;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the table in memory. */
final class MemoryPseudonyms implements Pseudonyms {

    private final Map<String, Pseudonym> pseudonyms = new HashMap<>();
    private final Map<Pseudonym, String> ids = new HashMap<>();

    /** Refuses what no table can keep, without quoting it. */
    static String requireId(String id) {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("the id of a person must have 1 to " + LONGEST_ID
                    + " characters and not be blank; found " + id.length() + " characters");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
            throw new IllegalArgumentException("the id of a person must be Unicode; found an unpaired surrogate");
        }
        return id;
    }

    @Override
    public synchronized Pseudonym of(String id) {
        Pseudonym known = pseudonyms.get(requireId(id));
        if (known != null) {
            return known;
        }
        Pseudonym drawn = Pseudonym.random();
        put(id, drawn);
        return drawn;
    }

    /** Adds a row that was read. */
    synchronized boolean put(String id, Pseudonym pseudonym) {
        Pseudonym before = pseudonyms.put(id, pseudonym);
        return ids.put(pseudonym, id) == null && before == null;
    }

    /** Returns the rows. */
    synchronized Map<String, Pseudonym> rows() {
        return Map.copyOf(pseudonyms);
    }

    @Override
    public synchronized Optional<Pseudonym> find(String id) {
        return Optional.ofNullable(pseudonyms.get(requireId(id)));
    }

    @Override
    public synchronized Optional<String> reveal(Pseudonym pseudonym) {
        return Optional.ofNullable(ids.get(pseudonym));
    }

    @Override
    public synchronized Optional<Pseudonym> erase(String id) {
        Optional<Pseudonym> erased = Optional.ofNullable(pseudonyms.remove(requireId(id)));
        erased.ifPresent(ids::remove);
        return erased;
    }

    @Override
    public String toString() {
        return "pseudonyms in memory";
    }
}
