package io.genaiops.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.ChatMessage;
import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.schema.JsonSchema;
import io.genaiops.template.RenderedTemplate;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One version of a prompt: a template with typed inputs that renders to chat messages. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Prompt implements Asset {

    private final PromptDefinition definition;
    private final PromptIdentity identity;
    private final Set<String> missingPartials;
    private final Map<AssetRef, ToolDefinition> toolDefinitions;

    private Prompt(
            PromptDefinition definition,
            Resolution resolution,
            Set<String> missingPartials,
            Map<AssetRef, ToolDefinition> toolDefinitions) {
        this.definition = definition;
        this.toolDefinitions = toolDefinitions;
        this.identity = new PromptIdentity(definition.id().name(), definition.version(), resolution);
        this.missingPartials = missingPartials;
    }

    /**
     * Begins a prompt in code. In files prompts are read by {@code AssetFile}, from stores by {@code AssetRegistry}.
     *
     * @param body the template; its line ends become LF
     */
    public static PromptBuilder builder(String name, Version version, String body) {
        return new PromptBuilder(name, version, body);
    }

    static Prompt of(PromptDefinition definition) {
        Digest digest = Digest.resolved(definition.sourceDigest(), new TreeMap<>());
        return of(definition, digest);
    }

    static Prompt of(PromptDefinition definition, Digest digest) {
        Set<String> missing = definition.template().missingPartials();
        return new Prompt(definition, Resolution.fresh(digest, null), missing, Map.of());
    }

    /** Returns this prompt as delivered in another way. */
    public Prompt deliveredBy(Resolution resolution) {
        return new Prompt(definition, resolution, missingPartials, toolDefinitions);
    }

    /**
     * Returns this prompt with the partials that its body includes, those of partials too. A prompt from a registry has
     * them already.
     *
     * @param partials finds a partial by its reference as written
     * @throws io.genaiops.AssetNotFoundException if one is missing; the message names it
     * @throws io.genaiops.InvalidAssetException if partials form a cycle, nest more than 8 deep, or use an input that the
     *     prompt does not declare
     */
    public Prompt withPartials(Function<AssetRef, Optional<Partial>> partials) {
        boolean includes = references().stream().anyMatch(reference -> reference.kind() == AssetKind.PARTIAL);
        return includes ? PromptPartials.link(definition, partials).withTools(toolDefinitions) : this;
    }

    /**
     * Returns this prompt with the definitions of its tools, those that there are: the model is told what they say. A
     * prompt from a registry has them already. Its digest covers them.
     *
     * @param definitions the definitions, by the references as written; others than of its tools are left out
     */
    public Prompt withTools(Map<AssetRef, ToolDefinition> definitions) {
        Map<AssetRef, ToolDefinition> own = new HashMap<>();
        SortedMap<String, Digest> lock = new TreeMap<>();
        for (AssetRef tool : tools()) {
            ToolDefinition found = definitions.get(tool);
            if (found != null) {
                own.put(tool, found);
                lock.put(new AssetReference(AssetKind.TOOL, tool).toString(), found.sourceDigest());
            }
        }
        if (own.equals(toolDefinitions)) {
            return this;
        }
        lock.put(identity.toString(), identity.digest());
        Digest digest = Digest.resolved(definition.sourceDigest(), lock);
        return new Prompt(definition, Resolution.fresh(digest, null), missingPartials, Map.copyOf(own));
    }

    /**
     * Returns this prompt with other parameters: those given, and its own where none is given. Its digests are others too,
     * so that what is found out about it is never taken for a fact about this version as it is published; an experiment
     * tries parameters in this way before a new version fixes them.
     */
    public Prompt withParameters(ModelParameters given) {
        ModelParameters all = parameters().overriddenBy(given);
        if (all.equals(parameters())) {
            return this;
        }
        PromptDefinition changed = definition.with(all);
        SortedMap<String, Digest> from = new TreeMap<>(Map.of(identity.toString(), identity.digest()));
        Digest digest = Digest.resolved(changed.sourceDigest(), from);
        return new Prompt(changed, Resolution.fresh(digest, null), missingPartials, toolDefinitions);
    }

    @Override
    public AssetId id() {
        return definition.id();
    }

    /** Returns the name. */
    public String name() {
        return definition.id().name();
    }

    @Override
    public Version version() {
        return definition.version();
    }

    @Override
    public Digest sourceDigest() {
        return definition.sourceDigest();
    }

    @Override
    public Metadata metadata() {
        return definition.metadata();
    }

    @Override
    public JsonNode spec() {
        return definition.spec().deepCopy();
    }

    /**
     * Returns the model, its fallbacks, the tools and the partials. The data set of the tests is not among them: what a
     * prompt is tested on does not change what it does.
     */
    @Override
    public List<AssetReference> references() {
        return definition.references();
    }

    /** Returns name, version and how it was delivered. */
    public PromptIdentity identity() {
        return identity;
    }

    /** Returns how it was delivered; a prompt made in code counts as fresh. */
    public Resolution resolution() {
        return identity.resolution();
    }

    /** Returns the template. */
    public Template template() {
        return definition.template();
    }

    /** Returns the declared inputs, in the order of the file. */
    public List<PromptInput> inputs() {
        return List.copyOf(definition.inputs().values());
    }

    /** Returns the model that the prompt asks for, if it names one. */
    public Optional<AssetRef> model() {
        return Optional.ofNullable(definition.uses().model());
    }

    /** Returns the models to ask, in this order, when the first one fails. */
    public List<AssetRef> fallback() {
        return definition.uses().fallback();
    }

    /** Returns the tools that the model may call. */
    public List<AssetRef> tools() {
        return definition.uses().tools();
    }

    /**
     * Returns the published definition of one of its tools, in the version that this prompt was published with; empty for a
     * tool that only the host's code defines.
     */
    public Optional<ToolDefinition> tool(AssetRef reference) {
        return Optional.ofNullable(toolDefinitions.get(reference));
    }

    /** Returns what the prompt is tested on, if it says so. */
    public Optional<PromptTests> tests() {
        return Optional.ofNullable(definition.uses().tests());
    }

    /** Returns the parameters that the prompt fixes. */
    public ModelParameters parameters() {
        return definition.parameters();
    }

    /** Returns the schema that the answer must fit, if the answer is not plain text. */
    public Optional<JsonSchema> output() {
        return Optional.ofNullable(definition.output());
    }

    /** Returns what one call may use at most. */
    public PromptLimits limits() {
        return definition.limits();
    }

    /** Gives the value of one input. */
    public PromptInputs with(String input, Object value) {
        return new PromptInputs(this, definition.inputs().size()).with(input, value);
    }

    /** Gives the values of several inputs. */
    public PromptInputs with(Map<String, ?> inputs) {
        return new PromptInputs(this, definition.inputs().size()).with(inputs);
    }

    /** Renders a prompt that needs no input. */
    public RenderedPrompt render() {
        return render(Map.of(), List.of());
    }

    RenderedPrompt render(Map<String, ?> given, List<ChatMessage> history) {
        if (!missingPartials.isEmpty()) {
            throw new AssetNotFoundException(this + " includes the partials " + missingPartials
                    + ", which are not at hand; take the prompt from an AssetRegistry, or call withPartials(…)");
        }
        Map<String, ?> values = definition.check(given, !history.isEmpty());
        RenderedTemplate rendered = rendered(values);
        List<ChatMessage> messages = ChatMessages.of(identity, rendered, history);
        return new RenderedPrompt(this, messages, rendered.messages());
    }

    private RenderedTemplate rendered(Map<String, ?> values) {
        try {
            return definition.template().render(values, definition.optional());
        } catch (TemplateException e) {
            String message = this + ", template " + e.getMessage();
            throw e.missing().isPresent()
                    ? new IllegalArgumentException(message, e)
                    : new GenAiOpsException(message, e);
        }
    }

    /** Returns name and version, for example {@code prompt 'trail-guide' 1.1.0}. */
    @Override
    public String toString() {
        return id() + " " + version();
    }
}
