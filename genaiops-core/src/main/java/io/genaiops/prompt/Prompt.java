package io.genaiops.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.ChatMessage;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import io.genaiops.template.RenderedTemplate;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One version of a prompt: a template with typed inputs that renders to chat messages. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Prompt implements Asset {

    private final PromptDefinition definition;
    private final PromptIdentity identity;

    Prompt(PromptDefinition definition, Resolution resolution) {
        this.definition = definition;
        this.identity = new PromptIdentity(definition.id().name(), definition.version(), resolution);
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
        return new Prompt(definition, Resolution.fresh(digest, null));
    }

    /** Returns this prompt as delivered in another way. */
    public Prompt deliveredBy(Resolution resolution) {
        return new Prompt(definition, resolution);
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
        return Optional.ofNullable(definition.model());
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
        return new PromptInputs(this).with(input, value);
    }

    /** Gives the values of several inputs. */
    public PromptInputs with(Map<String, ?> inputs) {
        return new PromptInputs(this).with(inputs);
    }

    /** Renders a prompt that needs no input. */
    public RenderedPrompt render() {
        return render(Map.of(), List.of());
    }

    RenderedPrompt render(Map<String, ?> given, List<ChatMessage> history) {
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
