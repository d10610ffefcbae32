package io.genaiops.governance;

import io.genaiops.asset.AssetId;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveRecord;
import io.genaiops.catalog.Authority;
import io.genaiops.catalog.LabelMove;
import io.genaiops.database.Transactions;
import io.genaiops.registry.AssetRegistry;
import java.lang.invoke.MethodHandles;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves governed labels and keeps record of it. Where store and record write in the same transactions, the move and its
 * entries are written in one: a process that ends at any moment leaves all of it or nothing. Elsewhere the intent is durable
 * before the move and the outcome follows, and an intent whose process ended in between is settled by what the history of the
 * store says. Nothing else grants the authority to move a governed label.
 */
final class LabelMover {

    private static final Logger LOG = LoggerFactory.getLogger(Governance.class);

    private final AssetRegistry registry;
    private final MoveRecord record;
    private final Clock clock;
    private final Optional<Transactions> together;

    LabelMover(AssetRegistry registry, MoveRecord record, Clock clock) {
        this.registry = registry;
        this.record = record;
        this.clock = clock;
        this.together = record.transactions()
                .filter(of -> registry.transactions().filter(of::equals).isPresent());
    }

    static Authority authority(String text) {
        return Authority.granted(MethodHandles.lookup(), text);
    }

    static String newOperation() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /**
     * Makes a move.
     *
     * @param reason why it was allowed, for the history of the store
     * @param last is asked when the intent has its place in the record; what it throws voids the intent
     */
    SortedMap<AssetId, LabelMove> move(Intent intent, String reason, Runnable last) {
        Authority authority = authority(reason + " [entry " + intent.operation() + "]");
        try {
            SortedMap<AssetId, LabelMove> moves = new TreeMap<>();
            intent.steps()
                    .forEach((id, step) -> moves.put(
                            id,
                            new LabelMove(
                                    intent.label(),
                                    step.from(),
                                    step.to(),
                                    intent.at(),
                                    intent.actor().id(),
                                    intent.why(),
                                    authority)));
            make(intent, moves, last);
            moves.replaceAll((id, move) -> move.recorded());
            return moves;
        } finally {
            authority.withdraw();
        }
    }

    private void make(Intent intent, SortedMap<AssetId, LabelMove> moves, Runnable last) {
        try {
            if (together.isPresent()) {
                registry.move(moves, move -> together.get().run(described(intent), () -> written(intent, move, last)));
                return;
            }
            record.append(intent);
            last.run();
            registry.move(moves);
        } catch (RuntimeException e) {
            if (!settledAfter(intent, e)) {
                throw e;
            }
            return;
        }
        try {
            record.append(moved(intent));
        } catch (RuntimeException e) {
            // It has moved, so the caller must not hear otherwise; the next recovery says so in the record.
            LOG.warn("label '{}' has moved, but the record could not take it: {}", intent.label(), e.toString());
        }
    }

    /** Holds the labels first and the record last, as everybody does who holds both; so nobody waits in a circle. */
    private Outcome written(Intent intent, Runnable move, Runnable last) {
        move.run();
        record.append(intent);
        last.run();
        Outcome outcome = moved(intent);
        record.append(outcome);
        return outcome;
    }

    private Outcome moved(Intent intent) {
        return new Outcome(intent.operation(), true, "the label has moved", clock.instant());
    }

    private static String described(Intent intent) {
        return "move label '" + intent.label() + "' of " + intent.steps().keySet() + " and write that to the record";
    }

    /** Returns whether the label has moved although the move failed; what cannot be known now is left to recovery. */
    private boolean settledAfter(Intent intent, RuntimeException failure) {
        Supplier<Boolean> settling = () -> settled(intent, String.valueOf(failure.getMessage()));
        try {
            return together.isPresent() ? together.get().run("write to the record", settling) : settling.get();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** Adds what the record lacks of a move that failed. Who has written the intent sees all that was written before. */
    private boolean settled(Intent intent, String why) {
        List<MoveEntry> kept = record.entries();
        if (kept.stream().noneMatch(entry -> entry.intent(intent.operation()).isPresent())) {
            record.append(intent);
        }
        Outcome outcome = new Outcome(intent.operation(), hasMoved(intent), why, clock.instant());
        if (kept.stream().noneMatch(entry -> isSame(entry, outcome))) {
            record.append(outcome);
        }
        return outcome.moved();
    }

    private static boolean isSame(MoveEntry entry, Outcome outcome) {
        return entry instanceof Outcome kept
                && kept.operation().equals(outcome.operation())
                && kept.moved() == outcome.moved();
    }

    /** Completes or voids what was begun and not settled; returns what was found out. */
    List<Outcome> recover() {
        Map<String, Boolean> settled = new HashMap<>();
        List<MoveEntry> entries = record.entries();
        for (MoveEntry entry : entries) {
            if (entry instanceof Outcome outcome) {
                settled.merge(outcome.operation(), outcome.moved(), Boolean::logicalOr);
            }
        }
        return entries.stream()
                .filter(Intent.class::isInstance)
                .map(Intent.class::cast)
                .flatMap(intent -> settle(intent, settled).stream())
                .toList();
    }

    private List<Outcome> settle(Intent intent, Map<String, Boolean> settled) {
        Boolean known = settled.get(intent.operation());
        if (Boolean.TRUE.equals(known)) {
            return List.of();
        }
        boolean moved = hasMoved(intent);
        if (!moved && known != null) {
            return List.of();
        }
        String why = moved ? "recovered: the history has the move" : "recovered: the history does not have the move";
        Outcome outcome = new Outcome(intent.operation(), moved, why, clock.instant());
        record.append(outcome);
        return List.of(outcome);
    }

    /** All steps of an intent are made or none, so that one tells of all. */
    private boolean hasMoved(Intent intent) {
        return registry.describe(intent.steps().firstKey()).history().stream()
                .anyMatch(move -> move.authority() != null
                        && move.authority()
                                .entry()
                                .filter(intent.operation()::equals)
                                .isPresent());
    }
}
