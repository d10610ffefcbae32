package io.genaiops.eval.experiment;

import static java.util.Objects.requireNonNull;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import io.genaiops.eval.journal.ReplyCache;
import io.genaiops.eval.variant.Approach;
import io.genaiops.eval.variant.Question;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question of a variant in one repetition, and the reply to it that a cache may have. With a cache the question is made
 * ready at once, otherwise when it is asked. What that throws, the variant throws.
 */
final class CachedQuestion {

    private final Approach approach;
    private final Sample row;
    private final int repetition;
    private @Nullable ReplyCache cache;
    private @Nullable Question question;
    private @Nullable Digest key;
    private @Nullable Throwable failure;
    private Optional<Sample> found = Optional.empty();

    CachedQuestion(Approach approach, Sample row, int repetition) {
        this.approach = approach;
        this.row = row;
        this.repetition = repetition;
    }

    /** Looks into the cache, if the variant says what its replies depend on. */
    CachedQuestion in(ReplyCache replies) {
        try {
            Question ready = approach.prepare(row);
            question = ready;
            cache = replies;
            key = ready.key().orElse(null);
            found = ready.key().flatMap(digest -> replies.find(digest, repetition, ready.row()));
        } catch (StackOverflowError e) {
            failure = e;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            failure = e;
        }
        return this;
    }

    /** Returns the reply that the cache has. */
    Optional<Sample> found() {
        return found;
    }

    Sample ask() throws Exception {
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        Question ready = question == null ? approach.prepare(row) : question;
        question = ready;
        return ready.ask();
    }

    /** Gives a reply that came in time to the cache. */
    void keep(Sample reply) {
        if (cache != null && key != null) {
            cache.keep(key, repetition, requireNonNull(question).row(), reply);
        }
    }
}
