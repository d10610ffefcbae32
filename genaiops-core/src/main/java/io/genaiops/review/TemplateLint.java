package io.genaiops.review;

import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.prefix.CacheMinimum;
import io.genaiops.prefix.PrefixReport;
import io.genaiops.prefix.PrefixStop;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import io.genaiops.review.LintFinding.Rule;
import io.genaiops.schema.JsonSchema;
import io.genaiops.template.RenderedMessage;
import io.genaiops.template.Role;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateException;
import io.genaiops.template.TemplateOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules that only prompts and partials can break. */
final class TemplateLint {

    /** A rule of thumb for texts in Latin script; an estimator knows better. */
    private static final int BYTES_A_TOKEN = 4;

    private final List<LintFinding> findings;
    private final @Nullable Function<AssetRef, Optional<Partial>> partials;
    private final @Nullable TokenCountEstimator estimator;

    TemplateLint(
            List<LintFinding> findings,
            @Nullable Function<AssetRef, Optional<Partial>> partials,
            @Nullable TokenCountEstimator estimator) {
        this.findings = findings;
        this.partials = partials;
        this.estimator = estimator;
    }

    void check(Prompt prompt) {
        Template template = linked(prompt.template());
        partials(template, prompt.references());
        undeclared(template, prompt.inputs());
        for (PromptInput input : prompt.inputs()) {
            unused(input.name(), template);
            untrusted(input, template);
        }
        lateText(prompt, template);
        if (prompt.limits().maxInputTokens().isPresent()) {
            tokens(template, prompt.limits().maxInputTokens().getAsInt());
        }
    }

    void check(Partial partial) {
        Template template = linked(partial.template());
        partials(template, partial.references());
        partial.inputs().forEach(input -> unused(input, template));
    }

    private Template linked(Template template) {
        Function<AssetRef, Optional<Partial>> lookup = partials;
        if (lookup == null) {
            return template;
        }
        TemplateOptions options = TemplateOptions.builder()
                .partials(name -> lookup.apply(AssetRef.parse(name))
                        .map(partial -> partial.template().source()))
                .build();
        try {
            return Template.compile(template.source(), options);
        } catch (TemplateException e) {
            findings.add(LintFinding.error(Rule.PARTIAL_CYCLE, e.partial().isPresent() ? 0 : e.line(), text(e)));
            return template;
        }
    }

    private static String text(TemplateException e) {
        return String.valueOf(e.getMessage());
    }

    private void partials(Template template, List<AssetReference> references) {
        template.missingPartials().stream()
                .filter(name -> findings.stream().noneMatch(finding -> finding.rule() == Rule.PARTIAL_CYCLE))
                .forEach(name -> findings.add(LintFinding.error(
                        Rule.MISSING_PARTIAL,
                        0,
                        "partial '" + name + "' is not found; publish it, or correct the reference")));
        Set<AssetRef> included = new HashSet<>();
        template.partials().forEach(name -> included.add(AssetRef.parse(name)));
        for (AssetReference reference : references) {
            if (reference.kind() == AssetKind.PARTIAL && !included.contains(reference.ref())) {
                findings.add(LintFinding.warning(
                        Rule.UNUSED_PARTIAL,
                        0,
                        "partial '" + reference.ref() + "' is listed under 'partials' and not included in the body"
                                + (included.stream()
                                                .anyMatch(ref -> ref.name()
                                                        .equals(reference.ref().name()))
                                        ? ", which includes another version of it"
                                        : "")
                                + "; include exactly this reference, or take it off the list"));
            }
        }
    }

    private void undeclared(Template template, List<PromptInput> inputs) {
        FieldScopes scopes = new FieldScopes(inputs);
        for (Template.Variable variable : template.variables()) {
            boolean body = variable.partial().isEmpty();
            String what = "'" + variable.path() + "'"
                    + (body ? "" : " in line " + variable.line() + " of partial '" + variable.partial() + "'");
            int line = body ? variable.line() : 0;
            switch (scopes.of(variable)) {
                case UNDECLARED ->
                    findings.add(LintFinding.error(
                            Rule.UNDECLARED_VARIABLE,
                            line,
                            what + " is no input, and nothing around it has such a field; declare it under 'inputs'"));
                case NOT_LISTED ->
                    findings.add(LintFinding.warning(
                            Rule.UNDECLARED_VARIABLE,
                            line,
                            what + " is not among the fields that the schema around it lists; add it there"));
                case DECLARED, UNKNOWN -> {}
            }
        }
    }

    private void unused(String input, Template template) {
        if (template.missingPartials().isEmpty()
                && template.variables().stream().noneMatch(each -> each.name().equals(input))) {
            findings.add(LintFinding.warning(
                    Rule.UNUSED_INPUT, 0, "input '" + input + "' is never used; use it in the body or remove it"));
        }
    }

    private void untrusted(PromptInput input, Template template) {
        if (input.isTrusted()
                || !carriesText(input)
                || !template.names(Role.SYSTEM).contains(input.name())) {
            return;
        }
        List<Template.Variable> uses = template.variables().stream()
                .filter(each ->
                        each.name().equals(input.name()) && each.partial().isEmpty())
                .toList();
        findings.add(
                LintFinding.warning(
                        Rule.UNTRUSTED_IN_SYSTEM,
                        uses.size() == 1 ? uses.get(0).line() : 0,
                        "input '" + input.name() + "' becomes part of a system message, where its text can pose as"
                                + " instructions; move it into a user message, or declare it 'trusted' if the host vouches for it"));
    }

    /** Tells whether values can hold text of somebody's own; numbers, truth values and listed values cannot. */
    private static boolean carriesText(PromptInput input) {
        boolean listed = input.schema()
                .map(JsonSchema::json)
                .filter(schema -> schema.has("enum") || schema.has("const"))
                .isPresent();
        return !listed
                && (input.type() == InputType.STRING
                        || input.type() == InputType.ARRAY
                        || input.type() == InputType.OBJECT);
    }

    /**
     * Warns where inputs in the system message keep a long fixed text from the caches of providers. Inputs of few values are
     * left out, since each of the texts that they make can be cached.
     */
    private void lateText(Prompt prompt, Template template) {
        PrefixReport report = PrefixReport.of(prompt.name(), template, estimator);
        List<PrefixStop> move = report.toMove(CacheMinimum.openAi());
        boolean theirs = !move.isEmpty()
                && move.stream().allMatch(stop -> stop.role().equals("system") && varies(stop.input(), prompt));
        if (theirs && report.fixedTokens() >= 2 * CacheMinimum.openAi().tokens()) {
            PrefixStop first = move.get(0);
            findings.add(LintFinding.warning(
                    Rule.LATE_FIXED_TEXT,
                    first.partial().isEmpty() ? first.line() : 0,
                    "about " + report.fixedTokens() + " tokens are the same in every call and only " + report.tokens()
                            + " of them lead it, too few for the caches of providers; put the fixed text before "
                            + move.stream().map(PrefixStop::toString).collect(Collectors.joining(", "))));
        }
    }

    private static boolean varies(String name, Prompt prompt) {
        return prompt.inputs().stream().anyMatch(input -> input.name().equals(name) && carriesText(input));
    }

    private void tokens(Template template, int limit) {
        StringBuilder text = new StringBuilder();
        for (RenderedMessage message : template.renderLenient(Map.of()).messages()) {
            text.append(message.text()).append('\n');
        }
        String least = text.toString();
        int tokens = estimator == null
                ? least.getBytes(StandardCharsets.UTF_8).length / BYTES_A_TOKEN
                : estimator.estimateTokenCountInText(least);
        if (tokens > limit) {
            String message = "the template without any input is estimated at " + tokens + " tokens, its limit is "
                    + limit + "; shorten it or raise limits.maxInputTokens";
            findings.add(
                    estimator == null
                            ? LintFinding.warning(Rule.OVER_TOKEN_LIMIT, 0, message)
                            : LintFinding.error(Rule.OVER_TOKEN_LIMIT, 0, message));
        }
    }
}
