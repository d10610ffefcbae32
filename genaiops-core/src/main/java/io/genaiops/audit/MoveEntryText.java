package io.genaiops.audit;

import io.genaiops.approval.Actor;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.approval.Assurance;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry.Approved;
import io.genaiops.audit.MoveEntry.Baseline;
import io.genaiops.audit.MoveEntry.Governed;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveEntry.Purpose;
import io.genaiops.audit.MoveEntry.Refusal;
import io.genaiops.audit.MoveEntry.Revoked;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a few named texts, and back. Names match {@code [a-z][a-z0-9.]*}; {@code kind} says which entry it is.
 */
final class MoveEntryText {

    private static final String STEP = "step.";
    private static final Pattern LINE = Pattern.compile("\n");

    private final SortedMap<String, String> fields;

    private MoveEntryText(SortedMap<String, String> fields) {
        this.fields = fields;
    }

    /** Returns the texts of an entry. */
    static SortedMap<String, String> of(MoveEntry entry) {
        MoveEntryText text = new MoveEntryText(new TreeMap<>());
        text.put("at", entry.at());
        if (entry instanceof Baseline baseline) {
            text.put("kind", "baseline").put("label", baseline.label()).put("asset", written(baseline.id()));
            text.put("on", baseline.on()).put("moves", baseline.moves());
        } else if (entry instanceof Governed governed) {
            text.put("kind", "governed").put("label", governed.label());
        } else if (entry instanceof Intent intent) {
            text.intent(intent);
        } else if (entry instanceof Outcome outcome) {
            text.put("kind", "outcome").put("operation", outcome.operation());
            text.put("moved", outcome.moved()).put("why", outcome.why());
        } else if (entry instanceof Refusal refusal) {
            text.put("kind", "refusal").subject(refusal.subject()).actor(refusal.actor());
            text.put("why", refusal.why());
            text.put("persons", refusal.persons().isEmpty() ? null : String.join("\n", refusal.persons()));
        } else if (entry instanceof Approved approved) {
            Approval approval = approved.approval();
            text.put("kind", "approval").subject(approval.subject()).actor(approval.actor());
            text.put("principal", approval.principal()).put("key", approval.key());
            text.put("signature", approval.signature());
        } else if (entry instanceof Revoked revoked) {
            text.put("kind", "revocation").subject(revoked.subject()).actor(revoked.actor());
            text.put("approver", revoked.approver()).put("why", revoked.why());
        }
        return text.fields;
    }

    /**
     * Returns the entry of these texts.
     *
     * @throws IllegalArgumentException if they are not what {@link #of} returned; the message names the field
     */
    static MoveEntry parse(SortedMap<String, String> fields) {
        MoveEntryText text = new MoveEntryText(fields);
        Instant at = text.get("at", Instant::parse);
        String kind = text.get("kind", name -> name);
        return switch (kind) {
            case "baseline" ->
                new Baseline(
                        text.get("asset", MoveEntryText::asset),
                        text.get("label", Label::of),
                        text.find("on", Version::parse),
                        text.get("moves", Integer::parseInt),
                        at);
            case "governed" -> new Governed(text.get("label", Label::of), at);
            case "intent" ->
                new Intent(
                        text.get("operation", id -> id),
                        text.get("purpose", Purpose::valueOf),
                        text.get("label", Label::of),
                        text.steps(),
                        text.actor(),
                        text.get("why", why -> why),
                        text.find("evidence", Digest::parse),
                        at);
            case "outcome" ->
                new Outcome(
                        text.get("operation", id -> id),
                        text.get("moved", MoveEntryText::truth),
                        text.get("why", why -> why),
                        at);
            case "refusal" ->
                new Refusal(text.subject(), text.actor(), text.get("why", why -> why), text.persons(), at);
            case "approval" ->
                new Approved(new Approval(
                        text.subject(),
                        text.actor(),
                        text.get("principal", name -> name),
                        text.find("key", Digest::parse),
                        text.find("signature", signature -> signature),
                        at));
            case "revocation" ->
                new Revoked(
                        text.subject(), text.get("approver", id -> id), text.actor(), text.get("why", why -> why), at);
            default -> throw new IllegalArgumentException("kind of an entry is not known here; found: '" + kind + "'");
        };
    }

    private MoveEntryText intent(Intent intent) {
        put("kind", "intent").put("operation", intent.operation());
        put("purpose", intent.purpose().name()).put("label", intent.label()).actor(intent.actor());
        put("why", intent.why()).put("evidence", intent.evidence());
        int number = 0;
        for (var step : intent.steps().entrySet()) {
            put(STEP + number++, written(step.getKey()) + " " + step.getValue());
        }
        return this;
    }

    private SortedMap<AssetId, Step> steps() {
        SortedMap<AssetId, Step> steps = new TreeMap<>();
        fields.tailMap(STEP).forEach((name, text) -> {
            if (name.startsWith(STEP)) {
                int kindEnd = text.indexOf(' ');
                int nameEnd = text.indexOf(' ', kindEnd + 1);
                if (nameEnd < 0) {
                    throw new IllegalArgumentException("field '" + name
                            + "' must be such as 'prompt trail-guide 1.0.0 2.0.0 sha256:…'; found: '" + text + "'");
                }
                steps.put(asset(text.substring(0, nameEnd)), Step.parse(text.substring(nameEnd + 1)));
            }
        });
        return steps;
    }

    private MoveEntryText subject(ApprovalSubject subject) {
        put("asset", written(subject.id())).put("version", subject.version()).put("digest", subject.digest());
        return put("label", subject.label()).put("evidence", subject.evidence());
    }

    private ApprovalSubject subject() {
        return new ApprovalSubject(
                get("asset", MoveEntryText::asset),
                get("version", Version::parse),
                get("digest", Digest::parse),
                get("label", Label::of),
                get("evidence", Digest::parse));
    }

    private MoveEntryText actor(Actor actor) {
        return put("actor", actor.id()).put("assurance", actor.assurance().name());
    }

    private Actor actor() {
        return new Actor(get("actor", id -> id), get("assurance", Assurance::valueOf));
    }

    private Set<String> persons() {
        String names = find("persons", text -> text);
        return names == null ? Set.of() : Set.copyOf(LINE.splitAsStream(names).toList());
    }

    private MoveEntryText put(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
        return this;
    }

    private <T> T get(String name, Function<String, T> parse) {
        return Optional.ofNullable(find(name, parse))
                .orElseThrow(() -> new IllegalArgumentException(
                        "an entry must have the field '" + name + "'; found: " + fields.keySet()));
    }

    private <T> @Nullable T find(String name, Function<String, T> parse) {
        String text = fields.get(name);
        try {
            return text == null ? null : Objects.requireNonNull(parse.apply(text), name);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("field '" + name + "' of an entry: " + e.getMessage(), e);
        }
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("must be true or false; found: '" + text + "'");
        }
        return text.equals("true");
    }

    private static String written(AssetId id) {
        return id.kind().singular() + " " + id.name();
    }

    private static AssetId asset(String text) {
        int space = text.indexOf(' ');
        AssetKind kind = AssetKind.find(text.substring(0, Math.max(0, space)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one of " + List.of(AssetKind.values()) + " and a name; found: '" + text + "'"));
        return new AssetId(kind, text.substring(space + 1));
    }
}
