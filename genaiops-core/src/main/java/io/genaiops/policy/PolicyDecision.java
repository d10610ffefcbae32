package io.genaiops.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.RefusedException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyRule.Moment;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a policy decided, by which version, and why. Immutable and thread-safe.
 *
 * @since 0.1
 */
public sealed interface PolicyDecision {

    /** Returns which policy decided. */
    PolicyVersion policy();

    /** Returns what was about to happen. */
    Moment moment();

    /** Returns every rule that is not kept, in the order of the policy; empty if it is allowed. */
    List<Reason> reasons();

    /**
     * Every rule is kept.
     *
     * @param rules the ids of the rules that were asked
     */
    record Allowed(PolicyVersion policy, Moment moment, List<String> rules) implements PolicyDecision {

        /** Copies the ids. */
        public Allowed {
            Objects.requireNonNull(policy, "policy");
            Objects.requireNonNull(moment, "moment");
            rules = List.copyOf(rules);
        }

        @Override
        public List<Reason> reasons() {
            return List.of();
        }
    }

    /** A rule is not kept, so it must not happen. */
    record Refused(PolicyVersion policy, Moment moment, List<Reason> reasons) implements PolicyDecision {

        /** Requires a reason. */
        public Refused {
            reasons = some(reasons);
        }
    }

    /** A rule is not kept, and it happens all the same: the policy is tried without being enforced. */
    record WouldRefuse(PolicyVersion policy, Moment moment, List<Reason> reasons) implements PolicyDecision {

        /** Requires a reason. */
        public WouldRefuse {
            reasons = some(reasons);
        }
    }

    /**
     * Which policy decided.
     *
     * @param name its name
     * @param version its version, or {@code null} if it could not be loaded
     * @param digest its digest, or {@code null} if it could not be loaded
     * @param source where the registry had it from, or {@code null} if it came from code or could not be loaded
     */
    record PolicyVersion(
            String name,
            @Nullable Version version,
            @Nullable Digest digest,
            Resolution.@Nullable Source source) {

        /** Requires a name. */
        public PolicyVersion {
            Objects.requireNonNull(name, "name");
        }

        static PolicyVersion of(PolicyDefinition policy) {
            return new PolicyVersion(policy.id().name(), policy.version(), policy.sourceDigest(), null);
        }

        static PolicyVersion of(PolicyDefinition policy, Resolution resolution) {
            return new PolicyVersion(policy.id().name(), policy.version(), resolution.digest(), resolution.source());
        }

        static PolicyVersion notLoaded(String name) {
            return new PolicyVersion(name, null, null, null);
        }

        /** Returns for example {@code house-rules:1.2.0}, or the name alone if it could not be loaded. */
        @Override
        public String toString() {
            return version == null ? name : name + ":" + version;
        }
    }

    /**
     * Why a policy refuses: one rule, and what led there.
     *
     * @param rule the id of the rule
     * @param found what was expected and what was found
     * @param facts the facts that the rule looked at, as they were stated; long values are cut
     * @param missing the facts that the rule needed and that nobody stated
     * @param because why the rule is there
     * @param instead what to do
     */
    record Reason(
            String rule,
            String found,
            Map<String, List<String>> facts,
            List<String> missing,
            String because,
            String instead) {

        /** The rule that stands for a policy which could not be loaded; no rule of a policy can have this id. */
        public static final String NOT_LOADED = "(not loaded)";

        /** Copies the facts, by name. */
        public Reason {
            facts = Collections.unmodifiableMap(new TreeMap<>(facts));
            missing = List.copyOf(missing);
        }

        /** Returns rule, finding, reason and advice, each on a line of its own. */
        public String text() {
            return rule + ": " + found + "\n  because: " + because + "\n  instead: " + instead;
        }

        /** Returns the reason as data. */
        public ObjectNode json() {
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("rule", rule).put("found", found);
            ObjectNode stated = json.putObject("facts");
            facts.forEach((fact, values) -> values.forEach(stated.putArray(fact)::add));
            missing.forEach(json.putArray("missing")::add);
            return json.put("because", because).put("instead", instead);
        }
    }

    /** Returns whether every rule is kept. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /** Returns whether it must not happen. */
    default boolean isRefused() {
        return this instanceof Refused;
    }

    /** Returns what the function of this kind of decision gives. */
    default <T> T fold(
            Function<Allowed, T> allowed, Function<Refused, T> refused, Function<WouldRefuse, T> wouldRefuse) {
        if (this instanceof Allowed one) {
            return allowed.apply(one);
        }
        return this instanceof Refused one ? refused.apply(one) : wouldRefuse.apply((WouldRefuse) this);
    }

    /**
     * Requires that it may happen.
     *
     * @throws RefusedException with {@link #text}, if it is refused
     */
    default void orThrow() {
        if (isRefused()) {
            throw new RefusedException(text());
        }
    }

    /** Returns {@code allowed}, {@code refused} or {@code would-refuse}. */
    default String outcome() {
        return fold(allowed -> "allowed", refused -> "refused", wouldRefuse -> "would-refuse");
    }

    /** Returns the decision for people: which policy, then each reason with what to do. */
    default String text() {
        String verb = fold(allowed -> "allows", refused -> "refuses", wouldRefuse -> "would refuse");
        StringBuilder text = new StringBuilder("policy '" + policy() + "' " + verb + " this " + moment());
        reasons()
                .forEach(reason ->
                        text.append('\n').append(reason.text().indent(2).stripTrailing()));
        return text.toString();
    }

    /** Returns the decision as data. */
    default JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("decision", outcome()).put("moment", moment().toString());
        ObjectNode by = json.putObject("policy").put("name", policy().name());
        by.put("version", Objects.toString(policy().version(), null));
        by.put("digest", policy().digest() == null ? null : policy().digest().value());
        by.put("source", Objects.toString(policy().source(), null));
        if (this instanceof Allowed allowed) {
            allowed.rules().forEach(json.putArray("rules")::add);
        } else {
            ArrayNode why = json.putArray("reasons");
            reasons().forEach(reason -> why.add(reason.json()));
        }
        return json;
    }

    private static List<Reason> some(List<Reason> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a decision against something must have a reason; found none");
        }
        return List.copyOf(reasons);
    }
}
