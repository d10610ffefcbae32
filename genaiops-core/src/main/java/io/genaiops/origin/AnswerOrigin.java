package io.genaiops.origin;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Selector;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.catalog.LabelMove;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.RenderedPrompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import io.genaiops.release.Release;
import io.genaiops.release.ReleasedAsset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The assets, versions and messages that made an answer, as the registry has them now. What changed or is gone since is
 * named. Immutable.
 *
 * <pre>{@code
 * AnswerOrigin origin = AnswerOrigin.of(registry, answer);
 * origin.problems();                                     // empty: all that made it is there, unchanged
 * origin.render(Map.of("region", "the Harz")).text();    // what the model was told
 * }</pre>
 *
 * @since 0.1
 */
public final class AnswerOrigin {

    private final AssetId id;
    private final Version version;
    private final List<SentMessage> sent;
    private final List<String> problems = new ArrayList<>();
    private final @Nullable Prompt prompt;
    private final @Nullable Release release;

    private AnswerOrigin(AssetRegistry registry, AnswerTrace trace) {
        this.id = AssetId.prompt(trace.name());
        this.version = trace.version();
        this.sent = trace.sent();
        this.problems.addAll(trace.gaps());
        this.prompt = found(registry, trace);
        this.release = prompt == null ? null : released(registry, prompt, trace);
    }

    /** Finds what made an answer. A model is looked up as its label was when the answer began. */
    public static AnswerOrigin of(AssetRegistry registry, Answer answer) {
        return new AnswerOrigin(registry, AnswerTrace.of(answer));
    }

    /**
     * Finds what made an answer from the attributes of its span: {@code gen_ai.prompt.name}, {@code gen_ai.prompt.version}
     * (or {@code genaiops.prompt.*}), {@code genaiops.prompt.digest} and {@code gen_ai.request.model}, or {@code
     * genaiops.model} with the host's name of the model; and if content was captured, {@code gen_ai.system_instructions} and
     * {@code gen_ai.input.messages}, as JSON text or as lists of maps.
     *
     * @param at when the span began; a model is looked up as its label was then
     * @throws IllegalArgumentException if there is no name or version; the message lists the attributes found
     */
    public static AnswerOrigin of(AssetRegistry registry, Map<String, ?> attributes, Instant at) {
        return new AnswerOrigin(registry, AnswerTrace.of(attributes, at));
    }

    private @Nullable Prompt found(AssetRegistry registry, AnswerTrace trace) {
        AssetRef exact = AssetRef.of(id.name(), version);
        try {
            registry.resolve(id, exact);
            Digest now = registry.digest(id, exact);
            if (trace.digest() == null) {
                problems.add("the digest of " + id + " " + version + " was not recorded, so it may have been another"
                        + " content under that version");
            } else if (!trace.digest().equals(now)) {
                problems.add(id + " " + version + " answered with digest " + trace.digest() + " and has " + now
                        + " now; parameters that are set in code, or a draft that was edited, make another digest");
            }
            return registry.prompt(exact);
        } catch (AssetNotFoundException | InvalidAssetException e) {
            problems.add(id + " " + version + " is not there as it was: " + e.getMessage());
            return null;
        }
    }

    private @Nullable Release released(AssetRegistry registry, Prompt found, AnswerTrace trace) {
        ReleaseSet set = ReleaseSet.of(id, version.toString());
        try {
            Optional<AssetReference> asked = model(registry, found, trace);
            if (asked.isPresent()) {
                Version then = modelThen(registry, asked.get(), trace);
                set = then == null ? set : set.and(asked.get().id(), then.toString());
            }
            return Release.of(registry, set);
        } catch (AssetNotFoundException | InvalidAssetException e) {
            problems.add("a part of " + id + " " + version + " is not there as it was: " + e.getMessage());
            return null;
        }
    }

    private Optional<AssetReference> model(AssetRegistry registry, Prompt found, AnswerTrace trace) {
        String name = trace.model();
        if (name == null && trace.served() == null) {
            problems.add("which model answered was not recorded");
            return Optional.empty();
        }
        List<AssetReference> asked = found.references().stream()
                .filter(reference -> reference.kind() == AssetKind.MODEL)
                .filter(reference -> name == null
                        ? isServed(registry, reference, trace)
                        : reference.id().name().equals(name))
                .toList();
        if (asked.size() == 1) {
            return Optional.of(asked.get(0));
        }
        problems.add(
                asked.size() > 1
                        ? "the provider's model '" + trace.served() + "' answered, which is that of " + asked
                                + ": which of them it was, was not recorded"
                        : "model '" + (name == null ? trace.served() : name) + "' answered, which " + id + " " + version
                                + " does not name: the host chose it, and no asset of this origin defines it");
        return Optional.empty();
    }

    /** Returns whether the definition of a model, as it was then, is of the model that the provider was asked for. */
    private static boolean isServed(AssetRegistry registry, AssetReference reference, AnswerTrace trace) {
        try {
            Version then = then(registry, reference, trace)
                    .orElseGet(() ->
                            registry.resolve(reference.id(), reference.ref()).version());
            return registry.version(reference.id(), then) instanceof ModelDefinition model
                    && model.model().equals(trace.served());
        } catch (AssetNotFoundException | InvalidAssetException e) {
            // Nothing is known of it, so it cannot be the one; what is found in the end says what is missing.
            return false;
        }
    }

    private static Optional<Label> label(AssetRegistry registry, AssetReference reference) {
        return reference.ref().selector() instanceof Selector.ByLabel leaf
                        && !leaf.label().isComputed()
                ? Optional.of(registry.here(leaf.label()))
                : Optional.empty();
    }

    /** Returns where the label was that a reference follows; empty if it follows none or has no history so far back. */
    private static Optional<Version> then(AssetRegistry registry, AssetReference reference, AnswerTrace trace) {
        Optional<Label> label = label(registry, reference);
        if (label.isEmpty()) {
            return Optional.empty();
        }
        Version then = null;
        for (LabelMove move : registry.describe(reference.id()).history()) {
            if (move.label().equals(label.get()) && !move.at().isAfter(trace.at())) {
                then = move.to();
            }
        }
        return Optional.ofNullable(then);
    }

    /** Returns the version that the label of the model was on then, or null if the reference does not follow a label. */
    private @Nullable Version modelThen(AssetRegistry registry, AssetReference asked, AnswerTrace trace) {
        if (!registry.assets(AssetKind.MODEL).contains(asked.id())) {
            problems.add(
                    "model '" + asked.id().name() + "' is defined by no asset: the host alone knows what answered");
            return null;
        }
        Optional<Label> follows = label(registry, asked);
        if (follows.isEmpty()) {
            return null;
        }
        Label label = follows.get();
        Version then = then(registry, asked, trace).orElse(null);
        Optional<Version> now = registry.describe(asked.id()).label(label).map(state -> state.version());
        if (then == null) {
            problems.add(asked.id() + " had no version under the label '" + label + "' at " + trace.at()
                    + ", as far as its history goes");
        } else if (!now.equals(Optional.of(then))) {
            problems.add(asked.id() + " was " + then + " then, and '" + label + "' is on "
                    + now.map(Version::toString).orElse("no version") + " now");
        }
        return then;
    }

    /** Returns what changed or is gone since, or was never known, one sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Returns whether all that made the answer is there, unchanged. */
    public boolean isComplete() {
        return problems.isEmpty();
    }

    /** Returns the versions that made it, the model as it was then; empty if one of them is gone. */
    public List<ReleasedAsset> assets() {
        return release == null ? List.of() : release.assets();
    }

    /** Returns the version of the prompt with its partials, if it is there. */
    public Optional<Prompt> prompt() {
        return Optional.ofNullable(prompt);
    }

    /**
     * Returns what the model was sent, those of the system first; empty if the trace captured none. Of an answer they are the
     * messages of its last request.
     */
    public List<SentMessage> sent() {
        return sent;
    }

    /**
     * Returns how what the model was sent differs from what the prompt makes of these inputs, one sentence each; empty if it
     * is the same. It quotes both.
     *
     * @param inputs those that the host kept of the call
     * @throws IllegalStateException if the version is gone, or nothing that was sent was captured
     * @throws IllegalArgumentException if they do not fit
     */
    public List<String> differences(Map<String, ?> inputs) {
        if (sent.isEmpty()) {
            throw new IllegalStateException("there must be messages to compare with; the trace of " + id + " " + version
                    + " captured none. Capture the content of calls, or take the answer itself");
        }
        List<SentMessage> rendered = SentMessage.of(render(inputs).messages());
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(rendered.size(), sent.size()); i++) {
            if (!rendered.get(i).equals(sent.get(i))) {
                differences.add("message " + (i + 1) + " was " + shown(sent.get(i)) + " and is "
                        + shown(rendered.get(i)) + " with these inputs");
            }
        }
        if (rendered.size() != sent.size()) {
            differences.add(sent.size() + " messages were sent, and the prompt makes " + rendered.size()
                    + "; a conversation, tools and guardrails add messages");
        }
        return List.copyOf(differences);
    }

    private static String shown(SentMessage message) {
        return message.role() + " '" + message.text() + "'";
    }

    /**
     * Renders the prompt again.
     *
     * @param inputs those of the call, which only the host can have kept; see {@link #differences}
     * @throws IllegalStateException if the version is gone
     * @throws IllegalArgumentException if they do not fit
     */
    public RenderedPrompt render(Map<String, ?> inputs) {
        if (prompt == null) {
            throw new IllegalStateException("the prompt must be there to be rendered again; found: " + problems);
        }
        return prompt.with(inputs).render();
    }

    @Override
    public String toString() {
        return "AnswerOrigin[" + id + " " + version + (problems.isEmpty() ? "" : ", " + problems) + "]";
    }
}
