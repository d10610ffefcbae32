package io.genaiops.tracing.agent;

import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.agentic.planner.AgentInstance;
import dev.langchain4j.agentic.scope.AgenticScope;
import dev.langchain4j.agentic.workflow.impl.ParallelMapperPlanner;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.FinishReasons;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.genaiops.tracing.span.InferenceSpan.Enclosing;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.OperationCall;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of an agent or of a workflow. LangChain4j gives it no id, but starts and ends it on one thread, with the
 * same scope, agent and inputs, and nests what a thread invokes; together they tell it from every other.
 */
final class AgenticRun implements Enclosing, OperationCall.Ending {

    private static final Pattern ITEM = Pattern.compile("_\\d+$");

    private final Spans spans;
    private final OpenRuns runs;
    private final AgenticScope scope;
    private final AgentInstance agent;
    private final WeakReference<Object> inputs;
    private final Context outer;
    private final Context parent;
    private final long thread = Thread.currentThread().getId();
    private final @Nullable Object conversation;
    private final boolean workflow;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger tools = new AtomicInteger();
    private @Nullable Long input;
    private @Nullable Long output;
    private @Nullable List<String> finishReasons;
    private volatile @Nullable Map<?, ?> managed;
    private volatile @Nullable OperationCall span;

    AgenticRun(OpenRuns runs, AgenticScope scope, AgentInstance agent, Map<String, Object> inputs, Above above) {
        this.spans = runs.spans();
        this.runs = runs;
        this.scope = scope;
        this.agent = agent;
        this.inputs = new WeakReference<>(inputs);
        this.outer = Context.current();
        this.parent = above.context();
        this.workflow = agent.plannerType() != null || !agent.leaf();
        Object memory = scope.memoryId();
        boolean given = memory != null && inputs != null && inputs.containsValue(memory);
        this.conversation = above.run() == null ? given ? memory : null : above.run().conversation;
    }

    /** Starts the span, which ends as abandoned when the inputs can no longer be reached. */
    void start() {
        OperationCall started = spans.start(
                        parent,
                        this::operation,
                        () -> KnownAttributes.of(AgentKeys.AGENT_DESCRIPTION, workflow ? null : description())
                                .and(
                                        AgentKeys.TOPOLOGY,
                                        workflow ? agent.topology().name().toLowerCase(Locale.ROOT) : null)
                                .build()
                                .toBuilder()
                                .putAll(spans.caller(parent, CallContext.NONE, conversation))
                                .build())
                .ending(this);
        span = started;
        Object observed = inputs.get();
        if (observed != null) {
            started.watch(observed);
        }
    }

    AgenticScope scope() {
        return scope;
    }

    long thread() {
        return thread;
    }

    boolean is(AgentInstance other, @Nullable Object itsInputs) {
        return agent == other && inputs.refersTo(itsInputs);
    }

    boolean is(AgentInstance other) {
        return agent.agentId().equals(other.agentId());
    }

    /** Returns whether it is sure to be told of its end, so that it goes on for as long as it is open. */
    boolean isSure() {
        return !workflow || agent.parent() != null;
    }

    /** Returns whether the current thread, which started it, is within it and in no context further in. */
    boolean surrounds(@Nullable Map<?, ?> current) {
        boolean told = current != null && current.containsValue(scope);
        if (told) {
            managed = current;
        }
        return (told || isSure()) && isInnermost();
    }

    /** Returns whether what LangChain4j manages for an invocation of a service is what it managed within this. */
    boolean manages(Map<?, ?> parameters) {
        return managed == parameters;
    }

    boolean isInnermost() {
        return thread != Thread.currentThread().getId() || Context.current() == outer;
    }

    @Override
    public Context context() {
        OperationCall started = span;
        return started == null ? parent : started.context();
    }

    @Override
    public @Nullable String agent() {
        return workflow ? null : name();
    }

    @Override
    public void asked() {
        requests.incrementAndGet();
    }

    @Override
    public synchronized void answered(Usage usage, @Nullable List<String> reasons) {
        input = sum(input, usage.input());
        output = sum(output, usage.output());
        finishReasons = reasons;
    }

    void executed() {
        tools.incrementAndGet();
    }

    void completed() {
        OperationCall started = span;
        if (started != null) {
            started.complete(Attributes::empty, Attributes::empty);
        }
    }

    void failed(Throwable error) {
        OperationCall started = span;
        if (started != null) {
            started.fail(cause(error));
        }
    }

    void abandoned() {
        OperationCall started = span;
        if (started != null) {
            started.fail("abandoned", Attributes::empty);
        }
    }

    /** A stream that is cancelled is a step of the agent, which goes on. */
    @Override
    public void cancelled() {}

    @Override
    public synchronized Attributes describe(@Nullable String errorType, Context context) {
        runs.forget(this);
        if (workflow || requests.get() == 0) {
            return Attributes.empty();
        }
        runs.series().ended(name(), requests.get(), tools.get(), context);
        return KnownAttributes.of(GenAiKeys.INPUT_TOKENS, input)
                .and(GenAiKeys.OUTPUT_TOKENS, output)
                .and(GenAiKeys.FINISH_REASONS, errorType == null ? finishReasons : FinishReasons.NONE_CAME)
                .build();
    }

    private Operation operation() {
        return workflow ? Operation.workflow(name()) : Operation.agent(name());
    }

    /** Without the number of the item that it works on, of which there may be any number. */
    private String name() {
        AgentInstance above = agent.parent();
        boolean numbered = above != null && above.plannerType() == ParallelMapperPlanner.class;
        return numbered ? ITEM.matcher(agent.name()).replaceFirst("") : agent.name();
    }

    private @Nullable String description() {
        String description = agent.description();
        return description == null || description.isBlank() ? null : description;
    }

    /** Returns what was thrown within an agent, of which LangChain4j throws on what wraps it several times. */
    private static Throwable cause(Throwable error) {
        Throwable known = error;
        for (Throwable next = known.getCause(); next != null && wraps(known, next); next = known.getCause()) {
            known = next;
        }
        return known;
    }

    private static boolean wraps(Throwable error, Throwable cause) {
        return error instanceof AgentInvocationException
                || error instanceof InvocationTargetException
                || error instanceof UndeclaredThrowableException
                || error instanceof CompletionException
                || error instanceof ExecutionException
                || (error.getClass() == RuntimeException.class && cause instanceof ExecutionException);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }

    /** Where an invocation belongs: below that of the workflow that it is a step of, if there is one. */
    record Above(@Nullable AgenticRun run, Context context) {}
}
