package io.genaiops.tracing.agent;

import dev.langchain4j.agentic.planner.AgentInstance;
import dev.langchain4j.agentic.scope.AgenticScope;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.LangChain4jManaged;
import io.genaiops.tracing.span.InferenceSpan.Enclosing;
import io.genaiops.tracing.span.Spans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of agents that have not ended, by the thread that started them, innermost last, and by their scope. Holds
 * nothing of an invocation that ended. Thread-safe.
 */
final class OpenRuns implements Spans.Surroundings {

    private final Spans spans;
    private final AgentSeries series;
    private final ConcurrentMap<Long, List<AgenticRun>> byThread = new ConcurrentHashMap<>();
    private final ConcurrentMap<Object, List<AgenticRun>> byScope = new ConcurrentHashMap<>();

    OpenRuns(Spans spans) {
        this.spans = spans;
        this.series = new AgentSeries(spans);
    }

    Spans spans() {
        return spans;
    }

    AgentSeries series() {
        return series;
    }

    void guarded(Runnable telemetry) {
        if (spans.enabled()) {
            spans.guarded(telemetry);
        }
    }

    /** Starts the span of an invocation on the current thread. */
    void start(AgenticScope scope, AgentInstance agent, Map<String, Object> inputs) {
        AgenticRun run = new AgenticRun(this, scope, agent, inputs, above(scope, agent));
        add(byThread, run.thread(), run);
        add(byScope, scope, run);
        run.start();
    }

    /**
     * Returns the invocation that ends on the current thread, if it is one of these. What the thread started within it and
     * was told no end of is over as well.
     */
    List<AgenticRun> end(AgenticScope scope, AgentInstance agent, @Nullable Map<String, Object> inputs) {
        List<AgenticRun> mine = mine();
        for (int i = mine.size() - 1; i >= 0; i--) {
            AgenticRun run = mine.get(i);
            if (run.scope() == scope && run.is(agent, inputs)) {
                mine.subList(i + 1, mine.size()).forEach(AgenticRun::abandoned);
                return List.of(run);
            }
        }
        return List.of();
    }

    /** Returns the invocations that are open in a scope. */
    List<AgenticRun> in(AgenticScope scope) {
        return byScope.getOrDefault(scope, List.of());
    }

    /** Returns the invocation of an agent that a call of its service is part of. */
    Optional<AgenticRun> of(@Nullable InvocationContext service) {
        if (service != null && service.managedParameters() != null) {
            Map<?, ?> managed = service.managedParameters();
            for (Object scope : managed.values()) {
                for (AgenticRun run : byScope.getOrDefault(scope, List.of())) {
                    if (run.manages(managed)) {
                        return Optional.of(run);
                    }
                }
            }
        }
        List<AgenticRun> mine = mine();
        return mine.isEmpty() ? Optional.empty() : Optional.of(mine.get(mine.size() - 1));
    }

    @Override
    public @Nullable Enclosing around(@Nullable InvocationContext service) {
        if (byScope.isEmpty()) {
            return null;
        }
        AgenticRun run = of(service).orElse(null);
        Map<?, ?> managed = service == null ? LangChain4jManaged.current() : service.managedParameters();
        return run != null && run.surrounds(managed) ? run : null;
    }

    /** Returns what is open on the current thread. */
    Mark mark() {
        return new Mark(mine());
    }

    /** Ends what the current thread started since the mark was set, innermost first. */
    void unwind(Mark mark, Consumer<AgenticRun> end) {
        List<AgenticRun> mine = mine();
        for (int i = mine.size() - 1; i >= 0; i--) {
            AgenticRun run = mine.get(i);
            if (!mark.open().contains(run)) {
                guarded(() -> end.accept(run));
            }
        }
    }

    void forget(AgenticRun run) {
        remove(byThread, run.thread(), run);
        remove(byScope, run.scope(), run);
    }

    /** Returns how many invocations are open. */
    int size() {
        return byThread.values().stream().mapToInt(List::size).sum()
                + byScope.values().stream().mapToInt(List::size).sum();
    }

    private List<AgenticRun> mine() {
        return byThread.getOrDefault(Thread.currentThread().getId(), List.of());
    }

    /**
     * Returns what an invocation is a step of: what its thread is within in the same scope; on other threads the one open
     * invocation of the workflow that the agent belongs to. Where that has several at once, the next workflow outwards that
     * has one.
     */
    private AgenticRun.Above above(AgenticScope scope, AgentInstance agent) {
        AgentInstance workflow = agent.parent();
        List<AgenticRun> mine = workflow == null ? List.of() : mine();
        for (int i = mine.size() - 1; i >= 0; i--) {
            AgenticRun run = mine.get(i);
            if (run.scope() == scope && (run.isSure() || run.is(workflow))) {
                return new AgenticRun.Above(run, run.isInnermost() ? run.context() : spans.here());
            }
        }
        for (; workflow != null; workflow = workflow.parent()) {
            Collection<AgenticRun> open = latest(scope, workflow);
            if (open.size() == 1) {
                AgenticRun only = open.iterator().next();
                return new AgenticRun.Above(only, only.context());
            }
        }
        return new AgenticRun.Above(null, spans.here());
    }

    /** Returns the open invocations of a workflow, of each thread the latest: one before it threw, or waits for it. */
    private Collection<AgenticRun> latest(AgenticScope scope, AgentInstance workflow) {
        Map<Long, AgenticRun> latest = new HashMap<>();
        in(scope).stream().filter(run -> run.is(workflow)).forEach(run -> latest.put(run.thread(), run));
        return latest.values();
    }

    private static <K> void add(ConcurrentMap<K, List<AgenticRun>> runs, K key, AgenticRun run) {
        runs.merge(key, List.of(run), OpenRuns::both);
    }

    private static <K> void remove(ConcurrentMap<K, List<AgenticRun>> runs, K key, AgenticRun run) {
        runs.computeIfPresent(key, (same, open) -> {
            List<AgenticRun> rest = open.stream().filter(other -> other != run).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private static List<AgenticRun> both(List<AgenticRun> open, List<AgenticRun> more) {
        List<AgenticRun> all = new ArrayList<>(open);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** What was open when it was set. */
    record Mark(List<AgenticRun> open) {}
}
