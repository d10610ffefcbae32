package io.genaiops.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.asset.Digest;
import java.util.Objects;

/**
 * Which evaluator gave a score: its name, its version and the digest of its configuration (a judge's prompt, model and
 * parameters included). Scores of two identities are not comparable.
 *
 * @param name what reports call it, at most 120 characters on one line
 * @param version the version of the method
 * @param configuration the digest of everything it was set up with
 * @since 0.1
 */
public record EvaluatorId(String name, String version, Digest configuration) {

    private static final Digest NOTHING = Digest.ofJson(JsonNodeFactory.instance.objectNode());

    /** Refuses names and versions that are blank, too long or not on one line. */
    public EvaluatorId {
        check("evaluator name", name, 120);
        check("evaluator version", version, 64);
        Objects.requireNonNull(configuration, "configuration");
    }

    /** Returns the identity of an evaluator without configuration. */
    public static EvaluatorId of(String name, String version) {
        return new EvaluatorId(name, version, NOTHING);
    }

    /** Returns the identity of an evaluator with a configuration, a JSON object. */
    public static EvaluatorId of(String name, String version, JsonNode configuration) {
        return new EvaluatorId(name, version, Digest.ofJson(configuration));
    }

    /** Returns the same identity under another name. */
    public EvaluatorId named(String other) {
        return new EvaluatorId(other, version, configuration);
    }

    private static void check(String what, String text, int limit) {
        Objects.requireNonNull(text, what);
        if (text.isBlank() || text.length() > limit || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to " + limit + " characters on one line; found: '" + text + "'");
        }
    }

    /** Returns name, version and the start of the digest, for people. */
    @Override
    public String toString() {
        return name + " " + version + " (" + configuration.abbreviated() + ")";
    }
}
