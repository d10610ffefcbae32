package io.genaiops.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.approval.Actor;
import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.approval.Assurance;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Approvals as a pack has them: by pseudonym, with the signature where there is one. Who signed is not in the pack; a
 * signature fits the statement of exactly one id, which is that of the public key.
 */
final class PackApprovals {

    static final String FILE = "approvals.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode json;
    private final String where;

    private PackApprovals(JsonNode json, String where) {
        this.json = json;
        this.where = where;
    }

    static void write(ObjectNode json, Approval approval, Persons persons) {
        ApprovalSubject subject = approval.subject();
        json.put("of", subject.toString());
        json.putObject("asset")
                .put("kind", subject.id().kind().singular())
                .put("name", subject.id().name())
                .put("version", subject.version().toString());
        json.put("label", subject.label().name());
        json.put("digest", subject.digest().value());
        json.put("evidence", subject.evidence().value());
        json.put("by", persons.of(approval.actor().id()));
        json.put("principal", persons.of(approval.principal()));
        json.put("assurance", approval.actor().assurance().toString());
        Optional.ofNullable(approval.key()).ifPresent(key -> json.put("key", key.value()));
        Optional.ofNullable(approval.signature()).ifPresent(signature -> json.put("signature", signature));
        json.put("at", approval.at().toString());
    }

    static EvidencePack.Signatures verify(String text, ActorKeys keys) {
        List<Approval> verified = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        JsonNode approvals = parsed(text).path("approvals");
        if (!approvals.isArray()) {
            throw new IllegalArgumentException(FILE + " must have a list of approvals");
        }
        int signatures = 0;
        for (int i = 0; i < approvals.size(); i++) {
            PackApprovals one = new PackApprovals(approvals.get(i), FILE + ", approvals[" + i + "]");
            if (one.json.has("signature")) {
                signatures++;
                one.verify(keys).ifPresentOrElse(verified::add, () -> problems.add(one.unverified(keys)));
            } else if (one.get("assurance", level -> level).equals(Assurance.SIGNED.toString())) {
                problems.add(one.where + " is said to be signed and has no signature");
            }
        }
        if (signatures == 0 && problems.isEmpty()) {
            problems.add(FILE + " has no signed approval among " + approvals.size());
        }
        return new EvidencePack.Signatures(verified, problems);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(FILE + " must be JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Optional<Approval> verify(ActorKeys keys) {
        ApprovalSubject subject = new ApprovalSubject(
                new AssetId(get("asset", "kind", AssetKind::parse), get("asset", "name", name -> name)),
                get("asset", "version", Version::parse),
                get("digest", Digest::parse),
                get("label", Label::of),
                get("evidence", Digest::parse));
        String signature = get("signature", text -> text);
        Instant at = get("at", PackApprovals::instant);
        return keys.actors().stream()
                .map(actor -> new Approval(subject, new Actor(actor, Assurance.SIGNED), actor, null, signature, at))
                .flatMap(claimed -> claimed.signedBy(keys).stream()
                        .map(key -> claimed.by(claimed.actor(), claimed.principal(), key)))
                .findFirst();
    }

    private String unverified(ActorKeys keys) {
        return where + ", of " + get("of", text -> text) + " by " + get("by", text -> text)
                + ", is not signed by a key that was given; " + keys;
    }

    private <T> T get(String field, Function<String, T> parse) {
        return parse(json.path(field), field, parse);
    }

    private <T> T get(String object, String field, Function<String, T> parse) {
        return parse(json.path(object).path(field), object + "." + field, parse);
    }

    private <T> T parse(JsonNode value, String field, Function<String, T> parse) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(where + " must have '" + field + "' as a text");
        }
        try {
            return parse.apply(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ", " + field + ": " + e.getMessage(), e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a time such as 2026-11-01T10:00:00Z; found: '" + text + "'", e);
        }
    }
}
