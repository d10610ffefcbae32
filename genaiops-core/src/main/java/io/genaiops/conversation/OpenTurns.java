package io.genaiops.conversation;

import io.genaiops.ConflictException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The conversations with a call that has not ended. */
final class OpenTurns {

    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    void enter(String id) {
        if (!ids.add(id)) {
            throw new ConflictException(
                    "conversation '" + id + "' takes one call at a time, and one has not ended; wait"
                            + " for its answer or cancel it, or give calls a deadline(…) so that each of them ends");
        }
    }

    void leave(String id) {
        ids.remove(id);
    }
}
