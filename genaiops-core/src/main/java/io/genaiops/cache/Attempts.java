package io.genaiops.cache;

import dev.langchain4j.model.chat.ChatRequestOptions;
import io.genaiops.model.CallTrail;
import java.util.Optional;

/** What the trail of a call says of who answered it. */
final class Attempts {

    private final String model;
    private final Optional<CallTrail> trail;
    private final int before;

    Attempts(String model, ChatRequestOptions options) {
        this.model = model;
        this.trail = CallTrail.from(options);
        this.before = trail.map(each -> each.attempts().size()).orElse(0);
    }

    /** Tells whether no other model answered in place of this one, as a decorator within would have noted. */
    boolean areOwn() {
        return trail.map(this::isOwn).orElse(true);
    }

    /** A budget that moves a call says so at once; who answered is noted by retries, if there are any. */
    private boolean isOwn(CallTrail noted) {
        return noted.movedTo().filter(other -> !other.equals(model)).isEmpty()
                && noted.attempts().stream()
                        .skip(before)
                        .allMatch(attempt ->
                                attempt.failure() != null || attempt.model().equals(model));
    }

    void hit(String cache) {
        trail.ifPresent(each -> each.answeredFromCache(cache));
    }
}
