package io.genaiops.ledger;

import io.genaiops.signature.SigningKey;
import io.genaiops.signature.TrustedKeys;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger is written and verified. Immutable.
 *
 * @since 0.1
 */
public final class LedgerSettings {

    private final Clock clock;
    private final @Nullable SigningKey key;
    private final TrustedKeys trusted;
    private final int checkpointEvery;
    private final long segmentBytes;
    private final UnaryOperator<String> redactor;

    private LedgerSettings(Builder builder) {
        this.clock = builder.clock;
        this.key = builder.key;
        this.trusted = builder.key == null ? builder.trusted : builder.trusted.and(builder.key);
        this.checkpointEvery = builder.checkpointEvery;
        this.segmentBytes = builder.segmentBytes;
        this.redactor = builder.redactor;
    }

    /** Begins with: no key, the clock of the system, a checkpoint every 64 entries, segments of 64 MiB. */
    public static Builder builder() {
        return new Builder();
    }

    Clock clock() {
        return clock;
    }

    Optional<SigningKey> key() {
        return Optional.ofNullable(key);
    }

    TrustedKeys trusted() {
        return trusted;
    }

    int checkpointEvery() {
        return checkpointEvery;
    }

    long segmentBytes() {
        return segmentBytes;
    }

    /** Returns the draft as it may be written. */
    LedgerDraft redacted(LedgerDraft draft) {
        return draft.redacted(redactor);
    }

    /** Sets what differs from the defaults. Not thread-safe. */
    public static final class Builder {

        private Clock clock = Clock.systemUTC();
        private @Nullable SigningKey key;
        private TrustedKeys trusted = TrustedKeys.none();
        private int checkpointEvery = 64;
        private long segmentBytes = 64L << 20;
        private UnaryOperator<String> redactor = value -> value;

        private Builder() {}

        /** Sets the clock that dates entries. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Sets the key that signs checkpoints. Its public part is trusted. */
        public Builder signedBy(SigningKey key) {
            this.key = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Sets whose signatures count when the ledger is verified: the keys it had before included. */
        public Builder trusting(TrustedKeys keys) {
            this.trusted = Objects.requireNonNull(keys, "keys");
            return this;
        }

        /**
         * Sets after how many entries at most a checkpoint is signed. Where several threads append to a directory it is
         * begun then, and stands behind what they append meanwhile. With 1 each group of entries is signed at once, which
         * takes about four times as long as to make it durable.
         *
         * @param entries at least 1
         */
        public Builder checkpointEvery(int entries) {
            if (entries < 1) {
                throw new IllegalArgumentException("checkpointEvery must be at least 1 entry; found: " + entries);
            }
            this.checkpointEvery = entries;
            return this;
        }

        /**
         * Sets at which size a directory begins another file.
         *
         * @param bytes at least 1 KiB
         */
        public Builder segmentBytes(long bytes) {
            if (bytes < 1024) {
                throw new IllegalArgumentException("segmentBytes must be at least 1024; found: " + bytes);
            }
            this.segmentBytes = bytes;
            return this;
        }

        /** Sets what takes personal data and secrets out of each value before it is written. */
        public Builder redactedBy(UnaryOperator<String> redactor) {
            this.redactor = Objects.requireNonNull(redactor, "redactor");
            return this;
        }

        /** Returns the settings. */
        public LedgerSettings build() {
            return new LedgerSettings(this);
        }
    }
}
