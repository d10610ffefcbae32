package io.genaiops.ledger;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.signature.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** What the tests write to ledgers. */
final class Entries {

    static final Instant START = Instant.parse("2026-11-30T08:00:00Z");
    static final Pseudonym ADA = Pseudonym.parse("p-" + "a".repeat(32));
    static final AssetId GUIDE = AssetId.prompt("trail-guide");
    static final AssetId OTHER = AssetId.prompt("hut-guide");
    static final Digest EVIDENCE = Digest.ofText("evidence");

    private Entries() {}

    /** Returns a clock that goes a second on each time it is asked. */
    static Clock clock() {
        AtomicLong asked = new AtomicLong();
        InstantSource source = () -> START.plus(Duration.ofSeconds(asked.getAndIncrement()));
        return source.withZone(ZoneOffset.UTC);
    }

    static LedgerSettings.Builder settings() {
        return LedgerSettings.builder().clock(clock());
    }

    static LedgerSettings signed(SigningKey key, int every) {
        return settings().signedBy(key).checkpointEvery(every).build();
    }

    /** Returns an entry that differs from those of other numbers. */
    static LedgerDraft draft(int number) {
        return LedgerDraft.of(number % 3 == 2 ? EntryKind.APPROVAL : EntryKind.PROMOTION)
                .by(ADA)
                .about(number % 2 == 0 ? GUIDE : OTHER, Version.parse("1." + number + ".0"))
                .digest("evidence", EVIDENCE)
                .with("why", "beats the one before it, \"" + number + "\"\nby far");
    }

    static void append(Ledger ledger, int count) {
        for (int i = 0; i < count; i++) {
            ledger.append(draft(i));
        }
    }
}
