package io.genaiops.audit;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.database.Transactions;
import io.genaiops.ledger.EntryKind;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerDraft;
import io.genaiops.ledger.LedgerEntry;
import io.genaiops.ledger.LedgerQuery;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.pseudonym.Pseudonyms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in a ledger, persons by their pseudonyms. What several processes write has the order of the ledger. Reading
 * goes on where it ended before.
 */
final class LedgerMoveRecord implements MoveRecord {

    private static final Set<String> PERSONS = Set.of("actor", "approver", "principal");
    private static final String[] KINDS = {
        EntryKind.PROMOTION,
        EntryKind.ROLLBACK,
        EntryKind.BREAK_GLASS,
        EntryKind.OUTCOME,
        EntryKind.REFUSAL,
        EntryKind.APPROVAL,
        EntryKind.REVOCATION,
        "baseline",
        "governed"
    };
    private static final String KIND = "kind";
    private static final String WHY = "why";
    private static final String WHERE_PERSONS = "persons";
    private static final Pattern LINE = Pattern.compile("\n");
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final String STEP = "step.";
    private static final char BETWEEN_STEPS = ';';

    /** What was read, and the number of the first entry that was not. */
    private record Read(List<MoveEntry> entries, long next) {}

    private final Ledger ledger;
    private final Pseudonyms pseudonyms;
    private volatile Read read = new Read(List.of(), 1);

    LedgerMoveRecord(Ledger ledger, Pseudonyms pseudonyms) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.pseudonyms = Objects.requireNonNull(pseudonyms, "pseudonyms");
    }

    @Override
    public void append(MoveEntry entry) {
        ledger.append(draft(entry));
    }

    @Override
    public List<MoveEntry> entries() {
        if (transactions().filter(Transactions::isOpen).isPresent()) {
            // What is read may be taken back, and nobody waits here who holds what others wait for.
            return since(read).entries();
        }
        synchronized (this) {
            read = since(read);
            return read.entries();
        }
    }

    private Read since(Read before) {
        List<MoveEntry> all = new ArrayList<>();
        long next = before.next();
        try (Stream<LedgerEntry> entries =
                ledger.entries(LedgerQuery.all().sequences(next, Long.MAX_VALUE).kinds(KINDS))) {
            for (Iterator<LedgerEntry> each = entries.iterator(); each.hasNext(); ) {
                LedgerEntry entry = each.next();
                if (entry.data().containsKey(KIND)) {
                    all.add(parsed(entry));
                }
                next = entry.sequence() + 1;
            }
        }
        if (all.isEmpty()) {
            return before;
        }
        all.addAll(0, before.entries());
        return new Read(List.copyOf(all), next);
    }

    @Override
    public Optional<Transactions> transactions() {
        return ledger.transactions();
    }

    /** The host may have written entries of these kinds itself; they say nothing of labels. */
    private MoveEntry parsed(LedgerEntry entry) {
        try {
            return MoveEntry.parse(texts(entry));
        } catch (IllegalArgumentException e) {
            throw new GenAiOpsException(
                    "entry " + entry.sequence() + " of the ledger is none that governance writes: " + e.getMessage()
                            + ". Verify the ledger",
                    e);
        }
    }

    private LedgerDraft draft(MoveEntry entry) {
        SortedMap<String, String> texts = new TreeMap<>(entry.texts());
        LedgerDraft draft = about(entry, LedgerDraft.of(kind(entry)));
        String actor = texts.get("actor");
        if (actor != null) {
            draft = draft.by(pseudonyms.of(actor));
        }
        StringBuilder steps = new StringBuilder();
        int packs = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            String name = text.getKey();
            String value = text.getValue();
            if (name.startsWith(STEP)) {
                if (steps.length() + value.length() >= LedgerDraft.LONGEST_VALUE) {
                    draft = draft.with("steps." + packs++, steps.toString());
                    steps.setLength(0);
                }
                steps.append(steps.length() == 0 ? "" : BETWEEN_STEPS).append(value);
            } else if (PERSONS.contains(name)) {
                draft = draft.with(name, pseudonyms.of(value).value());
            } else if (name.equals(WHERE_PERSONS)) {
                draft = draft.with(name, String.join(" ", pseudonyms(value)));
            } else if (name.equals(WHY)) {
                draft = why(draft, withoutPersons(value, texts.get(WHERE_PERSONS)));
            } else {
                draft = draft.with(name, value);
            }
        }
        return steps.length() == 0 ? draft : draft.with("steps." + packs, steps.toString());
    }

    private static LedgerDraft why(LedgerDraft draft, String reason) {
        return reason.length() <= LedgerDraft.LONGEST_VALUE
                ? draft.with(WHY, reason)
                : draft.with(WHY, beginning(reason) + "…").digest("why-in-full", Digest.ofText(reason));
    }

    private static String beginning(String reason) {
        int end = LedgerDraft.LONGEST_VALUE - 1;
        return reason.substring(0, Character.isHighSurrogate(reason.charAt(end - 1)) ? end - 1 : end);
    }

    private List<String> pseudonyms(String persons) {
        return LINE.splitAsStream(persons)
                .map(person -> pseudonyms.of(person).value())
                .toList();
    }

    /** What a person is called stands in no reason; the longest first and all at once, since one may be a part of another. */
    private String withoutPersons(String reason, @Nullable String persons) {
        if (persons == null) {
            return reason;
        }
        Pattern any = Pattern.compile(LINE.splitAsStream(persons)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
        return any.matcher(reason)
                .replaceAll(person -> pseudonyms.of(person.group()).value());
    }

    private SortedMap<String, String> texts(LedgerEntry entry) {
        SortedMap<String, String> texts = new TreeMap<>();
        int number = 0;
        for (Map.Entry<String, String> value : entry.data().entrySet()) {
            String name = value.getKey();
            if (name.startsWith("steps.")) {
                for (String step : steps(value.getValue())) {
                    texts.put(STEP + number++, step);
                }
            } else if (PERSONS.contains(name)) {
                texts.put(name, person(value.getValue()));
            } else if (name.equals(WHERE_PERSONS)) {
                texts.put(
                        name,
                        BLANK.splitAsStream(value.getValue()).map(this::person).collect(Collectors.joining("\n")));
            } else {
                texts.put(name, value.getValue());
            }
        }
        texts.computeIfPresent(
                WHY, (name, reason) -> withPersons(reason, entry.data().get(WHERE_PERSONS)));
        return texts;
    }

    private String withPersons(String reason, @Nullable String persons) {
        return persons == null
                ? reason
                : BLANK.splitAsStream(persons).reduce(reason, (text, one) -> text.replace(one, person(one)));
    }

    private static List<String> steps(String packed) {
        List<String> steps = new ArrayList<>();
        int start = 0;
        for (int end = packed.indexOf(BETWEEN_STEPS); end >= 0; end = packed.indexOf(BETWEEN_STEPS, start)) {
            steps.add(packed.substring(start, end));
            start = end + 1;
        }
        steps.add(packed.substring(start));
        return steps;
    }

    /** Who was erased stays who they are by the pseudonym. */
    private String person(String pseudonym) {
        return pseudonyms.reveal(Pseudonym.parse(pseudonym)).orElse(pseudonym);
    }

    private static String kind(MoveEntry entry) {
        if (entry instanceof MoveEntry.Intent intent) {
            return switch (intent.purpose()) {
                case PROMOTION -> EntryKind.PROMOTION;
                case ROLLBACK -> EntryKind.ROLLBACK;
                case BREAK_GLASS -> EntryKind.BREAK_GLASS;
            };
        }
        if (entry instanceof MoveEntry.Outcome) {
            return EntryKind.OUTCOME;
        }
        if (entry instanceof MoveEntry.Refusal) {
            return EntryKind.REFUSAL;
        }
        if (entry instanceof MoveEntry.Approved) {
            return EntryKind.APPROVAL;
        }
        if (entry instanceof MoveEntry.Revoked) {
            return EntryKind.REVOCATION;
        }
        return entry instanceof MoveEntry.Baseline ? "baseline" : "governed";
    }

    private static LedgerDraft about(MoveEntry entry, LedgerDraft draft) {
        if (entry instanceof MoveEntry.Intent intent) {
            AssetId first = intent.steps().firstKey();
            return Optional.ofNullable(intent.steps().get(first))
                    .map(Step::to)
                    .map(version -> draft.about(first, version))
                    .orElseGet(() -> draft.about(first));
        }
        if (entry instanceof MoveEntry.Refusal refusal) {
            return draft.about(refusal.subject().id(), refusal.subject().version());
        }
        if (entry instanceof MoveEntry.Approved approved) {
            return draft.about(
                    approved.approval().subject().id(),
                    approved.approval().subject().version());
        }
        if (entry instanceof MoveEntry.Revoked revoked) {
            return draft.about(revoked.subject().id(), revoked.subject().version());
        }
        return entry instanceof MoveEntry.Baseline baseline ? draft.about(baseline.id()) : draft;
    }

    @Override
    public String toString() {
        return "a record in " + ledger;
    }
}
