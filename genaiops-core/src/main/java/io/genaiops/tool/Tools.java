package io.genaiops.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallThreads;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's tools by the names that prompts use. What a model is told of them says the definition that was published with
 * the prompt, otherwise the specification that the host gives. Immutable, and as thread-safe as the tools.
 *
 * @since 0.1
 */
public final class Tools {

    /** No tool. */
    public static final Tools NONE = new Tools(Map.of(), ToolFailures.TELL_MODEL);

    private static final Logger LOG = LoggerFactory.getLogger(Tools.class);

    /** Each version is warned of once; there are as many as versions of tools. */
    private static final Set<Digest> DIFFERING = ConcurrentHashMap.newKeySet();

    private final Map<String, Entry> entries;
    private final ToolFailures failures;

    /** A tool; the model knows it by its specification, which is still to come from a definition if there is none. */
    private record Entry(@Nullable ToolSpecification specification, HostTool tool) {}

    private Tools(Map<String, Entry> entries, ToolFailures failures) {
        this.entries = Collections.unmodifiableMap(entries);
        this.failures = failures;
    }

    /**
     * Returns these tools and one more, by the name of its specification.
     *
     * @throws IllegalArgumentException if its name is blank or taken
     */
    public Tools and(ToolSpecification specification, HostTool tool) {
        return and(specification.name(), new Entry(specification, Objects.requireNonNull(tool, "tool")));
    }

    /**
     * Returns these tools and one more, whose published definition says what models are told of it.
     *
     * @param name the name of the definition, as prompts use it
     * @throws IllegalArgumentException if its name is blank or taken
     */
    public Tools and(String name, HostTool tool) {
        return and(name, new Entry(null, Objects.requireNonNull(tool, "tool")));
    }

    private Tools and(@Nullable String name, Entry entry) {
        if (name == null || name.isBlank() || entries.containsKey(name)) {
            throw new IllegalArgumentException(
                    "the name of a tool must be new and not blank; found '" + name + "', taken are " + names());
        }
        Map<String, Entry> more = new LinkedHashMap<>(entries);
        more.put(name, entry);
        return new Tools(more, failures);
    }

    /** Returns these tools with another answer to failures. */
    public Tools onFailure(ToolFailures answer) {
        return new Tools(entries, Objects.requireNonNull(answer, "answer"));
    }

    /**
     * Returns the tools that a prompt names, in its order, by the names that models call them by.
     *
     * @throws RefusedException if one of them is not here, or nothing says what a model is told of it; the message names
     *     each
     */
    public Tools of(Prompt prompt) {
        if (prompt.tools().isEmpty()) {
            return NONE;
        }
        Map<String, Entry> offered = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (AssetRef reference : prompt.tools()) {
            Entry entry = offered(reference, prompt.tool(reference).orElse(null));
            if (entry == null) {
                missing.add(missing(reference));
            } else {
                offered.put(Objects.requireNonNull(entry.specification).name(), entry);
            }
        }
        if (!missing.isEmpty()) {
            throw new RefusedException(prompt + " asks for tools that are not there: " + String.join("; ", missing)
                    + "; or take them out of the front matter");
        }
        return new Tools(offered, failures);
    }

    private @Nullable Entry offered(AssetRef reference, @Nullable ToolDefinition definition) {
        if (definition == null) {
            Entry own = entries.get(reference.name());
            return own == null || own.specification == null ? null : own;
        }
        Entry own = entries.getOrDefault(reference.name(), entries.get(definition.function()));
        if (own == null) {
            return null;
        }
        if (own.specification != null
                && !own.specification.equals(definition.specification())
                && DIFFERING.add(definition.sourceDigest())) {
            LOG.warn(
                    "{} is not what the host's specification of it says; models are told what was published. Publish"
                            + " ToolDefinition.builder(name, version).specification(…), or give the tool by its name alone",
                    definition);
        }
        return new Entry(definition.specification(), own.tool);
    }

    private String missing(AssetRef reference) {
        return entries.containsKey(reference.name())
                ? "'" + reference + "', which was given by its name alone and has no published definition: publish one"
                        + " before the prompt, or give its ToolSpecification"
                : "'" + reference + "', which needs PromptCalls.builder(…).tool(…)";
    }

    /** Returns the names. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** Returns what a model is told of the tools, as far as that is known without a prompt. */
    public List<ToolSpecification> specifications() {
        return entries.values().stream()
                .map(Entry::specification)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Runs what a model called and returns what it is told: the result, that there is no such tool, or the kind of the
     * failure.
     *
     * @throws GenAiOpsException if the tool fails and failures abort, or the thread is interrupted
     */
    public ToolExecutionResultMessage run(ToolExecutionRequest request, CallContext context) {
        Entry entry = entries.get(request.name());
        if (entry == null) {
            return error(request, "error: there is no tool '" + request.name() + "'; the tools are " + names());
        }
        try {
            String result = entry.tool.run(request, context);
            return result == null
                    ? error(request, "error: tool '" + request.name() + "' gave no result")
                    : ToolExecutionResultMessage.from(request, result);
        } catch (Exception e) {
            if (CallThreads.wasInterrupted(e)) {
                throw new GenAiOpsException("tool '" + request.name() + "' was interrupted; the call ends", e);
            }
            return failed(request, e);
        }
    }

    private ToolExecutionResultMessage failed(ToolExecutionRequest request, Exception failure) {
        String kind = failure.getClass().getSimpleName();
        if (failures == ToolFailures.ABORT) {
            throw new GenAiOpsException(
                    "tool '" + request.name() + "' failed (" + kind
                            + ") and the call with it; ToolFailures.TELL_MODEL lets the model go on",
                    failure);
        }
        return error(request, "error: tool '" + request.name() + "' failed: " + kind);
    }

    private static ToolExecutionResultMessage error(ToolExecutionRequest request, String text) {
        return ToolExecutionResultMessage.builder()
                .id(request.id())
                .toolName(request.name())
                .text(text)
                .isError(true)
                .build();
    }

    @Override
    public String toString() {
        return "Tools" + names();
    }
}
