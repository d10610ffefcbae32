package io.genaiops.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Metadata;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.SuiteCheck;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.prefix.PrefixReport;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptValues;
import io.genaiops.review.LintFinding.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is probably wrong with an asset although it can be read. Every asset is searched for secrets and
 * endpoints, in time linear in its size; prompts and partials are also held against the rules of templates. Immutable and
 * thread-safe if what it was built with is.
 *
 * @since 0.1
 */
public final class AssetLint {

    private final @Nullable Function<AssetRef, Optional<Partial>> partials;
    private final @Nullable TokenCountEstimator estimator;

    private AssetLint(Builder builder) {
        this.partials = builder.partials;
        this.estimator = builder.estimator;
    }

    /** Returns a linter that takes prompts with the partials they have and estimates four UTF-8 bytes a token. */
    public static AssetLint standard() {
        return builder().build();
    }

    /** Begins a linter with options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins a linter that differs from this one in some options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.partials = partials;
        builder.estimator = estimator;
        return builder;
    }

    /** Returns what was found, errors first, then by line. */
    public List<LintFinding> check(Asset asset) {
        List<LintFinding> findings = new ArrayList<>();
        everywhere(asset, findings);
        if (asset instanceof Prompt prompt) {
            new TemplateLint(findings, partials, estimator).check(prompt);
        } else if (asset instanceof Partial partial) {
            new TemplateLint(findings, partials, estimator).check(partial);
        }
        findings.sort(Comparator.comparing(LintFinding::severity).thenComparing(LintFinding::line));
        return List.copyOf(findings);
    }

    /** Returns how much of a prompt leads every call unchanged, as this linter counts tokens. */
    public PrefixReport prefix(Prompt prompt) {
        return PrefixReport.of(prompt.identity().toString(), prompt.template(), estimator);
    }

    private static void everywhere(Asset asset, List<LintFinding> findings) {
        asset.spec().properties().forEach(field -> texts(field.getKey(), field.getValue(), findings));
        Metadata metadata = asset.metadata();
        text("description", metadata.description(), findings);
        metadata.owners().forEach(owner -> text("owners", owner, findings));
        metadata.tags().forEach(tag -> text("tags", tag, findings));
        text("metadata.author", Objects.requireNonNullElse(metadata.author(), ""), findings);
        text("metadata.message", Objects.requireNonNullElse(metadata.message(), ""), findings);
        JsonNode more = PromptValues.json("metadata", metadata.more());
        names("metadata", more, findings);
        texts("metadata", more, findings);
        descriptions(asset).forEach((path, text) -> text(path, text, findings));
        if (asset instanceof SuiteDefinition suite) {
            parameters("checks", suite.checks(), findings);
            parameters("measures", suite.measures(), findings);
        }
    }

    /** Returns what describes the parts of an asset, which no digest covers. */
    private static Map<String, String> descriptions(Asset asset) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        if (asset instanceof Prompt prompt) {
            prompt.inputs().forEach(input -> descriptions.put("inputs." + input.name(), input.description()));
        } else if (asset instanceof DatasetDefinition dataset) {
            dataset.fields().forEach((name, description) -> descriptions.put("fields." + name, description));
        }
        return descriptions;
    }

    private static void texts(String path, JsonNode value, List<LintFinding> findings) {
        if (value.isTextual()) {
            text(path, value.textValue(), findings);
        }
        value.properties().forEach(field -> texts(path + "." + field.getKey(), field.getValue(), findings));
        if (value.isArray()) {
            value.forEach(item -> texts(path, item, findings));
        }
    }

    private static void text(String path, String text, List<LintFinding> findings) {
        boolean body = path.equals("body");
        String where = body ? "the body" : "'" + path + "'";
        for (SecretScanner.Hit hit : SecretScanner.scan(text)) {
            findings.add(LintFinding.error(
                    Rule.SECRET,
                    body ? hit.line() : 0,
                    where + " holds what looks like " + hit.what()
                            + "; take it out and revoke it: whoever reads the asset has it"));
        }
        for (EndpointScanner.Hit hit : EndpointScanner.scan(text)) {
            int line = body ? hit.line() : 0;
            if (hit.credentials()) {
                findings.add(LintFinding.error(
                        Rule.SECRET, line, where + " holds an address with a user and a password; take them out"));
            } else if (hit.service()) {
                String message = where + " holds the address of a service of models; the host maps names to models";
                findings.add(
                        body
                                ? LintFinding.warning(Rule.ENDPOINT, line, message)
                                : LintFinding.error(Rule.ENDPOINT, line, message));
            }
        }
    }

    private static void names(String path, JsonNode value, List<LintFinding> findings) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            name(path, field.getKey(), findings);
            names(path + "." + field.getKey(), field.getValue(), findings);
        }
    }

    private static void name(String path, String name, List<LintFinding> findings) {
        String plain = name.toLowerCase(Locale.ROOT).startsWith("x-") ? name.substring(2) : name;
        if (EndpointScanner.isEndpointName(plain)) {
            findings.add(LintFinding.error(
                    Rule.ENDPOINT,
                    0,
                    "'" + path + "." + name + "' is for an address; an asset holds none, the host does"));
        } else if (SecretScanner.isCredentialName(plain)) {
            findings.add(LintFinding.error(
                    Rule.SECRET,
                    0,
                    "'" + path + "." + name + "' is for a credential; an asset holds none, the host does"));
        }
    }

    /** Looks at the names of parameters, not at those within: a schema may speak of the addresses in an answer. */
    private static void parameters(String path, List<SuiteCheck> checks, List<LintFinding> findings) {
        for (SuiteCheck check : checks) {
            check.parameters().fieldNames().forEachRemaining(name -> name(path + ".with", name, findings));
            parameters(path + ".of", check.members(), findings);
        }
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private @Nullable Function<AssetRef, Optional<Partial>> partials;
        private @Nullable TokenCountEstimator estimator;

        private Builder() {}

        /** Sets where partials are found, to judge prompts as they would be delivered. */
        public Builder partials(Function<AssetRef, Optional<Partial>> partials) {
            this.partials = Objects.requireNonNull(partials, "partials");
            return this;
        }

        /** Sets what counts tokens; its count above a prompt's limit is an error, a rule of thumb only warns. */
        public Builder estimator(TokenCountEstimator estimator) {
            this.estimator = Objects.requireNonNull(estimator, "estimator");
            return this;
        }

        /** Builds the linter. */
        public AssetLint build() {
            return new AssetLint(this);
        }
    }
}
