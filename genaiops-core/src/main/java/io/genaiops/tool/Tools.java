package io.genaiops.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.genaiops.GenAiOpsException;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallThreads;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The host's tools by the names of their specifications, which are those that prompts use. Immutable, and as thread-safe
 * as the tools.
 *
 * @since 0.1
 */
public final class Tools {

    /** No tool. */
    public static final Tools NONE = new Tools(Map.of(), ToolFailures.TELL_MODEL);

    private final Map<String, Entry> entries;
    private final ToolFailures failures;

    private record Entry(ToolSpecification specification, HostTool tool) {}

    private Tools(Map<String, Entry> entries, ToolFailures failures) {
        this.entries = Collections.unmodifiableMap(entries);
        this.failures = failures;
    }

    /**
     * Returns these tools and one more.
     *
     * @throws IllegalArgumentException if its name is blank or taken
     */
    public Tools and(ToolSpecification specification, HostTool tool) {
        String name = specification.name();
        if (name == null || name.isBlank() || entries.containsKey(name)) {
            throw new IllegalArgumentException(
                    "the name of a tool must be new and not blank; found '" + name + "', taken are " + names());
        }
        Map<String, Entry> more = new LinkedHashMap<>(entries);
        more.put(name, new Entry(specification, Objects.requireNonNull(tool, "tool")));
        return new Tools(more, failures);
    }

    /** Returns these tools with another answer to failures. */
    public Tools onFailure(ToolFailures answer) {
        return new Tools(entries, Objects.requireNonNull(answer, "answer"));
    }

    /** Returns those of these tools that have one of the names, in the order of the names. */
    public Tools only(Collection<String> names) {
        Map<String, Entry> fewer = new LinkedHashMap<>();
        for (String name : names) {
            Entry entry = entries.get(name);
            if (entry != null) {
                fewer.put(name, entry);
            }
        }
        return new Tools(fewer, failures);
    }

    /** Returns the names. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** Returns what a model is told of the tools. */
    public List<ToolSpecification> specifications() {
        return entries.values().stream().map(Entry::specification).toList();
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
