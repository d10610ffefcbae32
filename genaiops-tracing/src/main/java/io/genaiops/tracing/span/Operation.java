package io.genaiops.tracing.span;

import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * What is known before an operation starts that is no inference: the name and kind of its span, what samplers see, and
 * what its duration is measured by. Built once and used for many calls. Immutable.
 *
 * @since 0.1
 */
public final class Operation {

    /** Stands for an operation that threw when it was asked what it is. */
    static final Operation UNDESCRIBED =
            new Operation("undescribed", SpanKind.INTERNAL, Attributes.empty(), Attributes.empty(), Measure.NONE);

    final String spanName;
    final SpanKind kind;
    final Attributes start;
    final Attributes measured;
    final Measure measure;

    private Operation(String spanName, SpanKind kind, Attributes start, Attributes measured, Measure measure) {
        this.spanName = spanName;
        this.kind = kind;
        this.start = start;
        this.measured = measured;
        this.measure = measure;
    }

    /** Returns the making of embeddings, of kind INTERNAL if the model runs in this process. */
    public static Operation embeddings(String provider, @Nullable String model, boolean inProcess) {
        Attributes known = KnownAttributes.of(GenAiKeys.OPERATION, "embeddings")
                .and(GenAiKeys.PROVIDER, provider)
                .and(GenAiKeys.REQUEST_MODEL, model)
                .build();
        return new Operation(name("embeddings", model), client(inProcess), known, known, Measure.EMBEDDINGS);
    }

    /** Returns a search in the data source that the host names, of kind INTERNAL if it runs in this process. */
    public static Operation retrieval(@Nullable String dataSource, boolean inProcess) {
        Attributes measured = Attributes.of(GenAiKeys.OPERATION, "retrieval");
        Attributes start = KnownAttributes.of(GenAiKeys.OPERATION, "retrieval")
                .and(GenAiKeys.DATA_SOURCE, dataSource)
                .build();
        return new Operation(name("retrieval", dataSource), client(inProcess), start, measured, Measure.RETRIEVAL);
    }

    /** Returns the execution of a tool, with what the host says that it does. */
    public static Operation tool(String tool, @Nullable String description) {
        Attributes measured = Attributes.of(GenAiKeys.TOOL_NAME, tool, GenAiKeys.TOOL_TYPE, "function");
        Attributes start = KnownAttributes.of(GenAiKeys.OPERATION, "execute_tool")
                .and(GenAiKeys.TOOL_NAME, tool)
                .and(GenAiKeys.TOOL_TYPE, "function")
                .and(GenAiKeys.TOOL_DESCRIPTION, description)
                .build();
        return new Operation(name("execute_tool", tool), SpanKind.INTERNAL, start, measured, Measure.TOOL);
    }

    /** Returns the invocation of an agent. */
    public static Operation agent(String agent) {
        Attributes measured = Attributes.of(AgentKeys.AGENT_NAME, agent);
        Attributes start = Attributes.of(GenAiKeys.OPERATION, "invoke_agent", AgentKeys.AGENT_NAME, agent);
        return new Operation(name("invoke_agent", agent), SpanKind.INTERNAL, start, measured, Measure.AGENT);
    }

    /** Returns the invocation of a workflow, which is composed of agents. */
    public static Operation workflow(String workflow) {
        Attributes measured = Attributes.of(AgentKeys.WORKFLOW_NAME, workflow);
        Attributes start = Attributes.of(GenAiKeys.OPERATION, "invoke_workflow", AgentKeys.WORKFLOW_NAME, workflow);
        return new Operation(name("invoke_workflow", workflow), SpanKind.INTERNAL, start, measured, Measure.WORKFLOW);
    }

    /** Returns the same operation as a step of this agent. */
    public Operation within(String agent) {
        Attributes own = Attributes.of(AgentKeys.AGENT_NAME, agent);
        return new Operation(
                spanName,
                kind,
                start.toBuilder().putAll(own).build(),
                measured.toBuilder().putAll(own).build(),
                measure);
    }

    /** Returns the moderation of texts, which the conventions do not know. */
    public static Operation moderation(String provider, @Nullable String model, boolean inProcess) {
        Attributes known = KnownAttributes.of(GenAiKeys.OWN_OPERATION, "moderation")
                .and(GenAiKeys.OWN_PROVIDER, provider)
                .and(GenAiKeys.PROMPT_MODEL, model)
                .build();
        return new Operation(name("moderation", model), client(inProcess), known, known, Measure.OWN);
    }

    /** Returns the ranking of documents against a query, which the conventions do not know. */
    public static Operation rerank(boolean inProcess) {
        Attributes known = Attributes.of(GenAiKeys.OWN_OPERATION, "rerank");
        return new Operation("rerank", client(inProcess), known, known, Measure.OWN);
    }

    /** Returns the decision of a guardrail on the {@code input} or the {@code output}, which the conventions do not know. */
    public static Operation guardrail(String guardrail, String stage) {
        Attributes known = Attributes.of(
                GenAiKeys.OWN_OPERATION,
                "guardrail",
                GenAiKeys.GUARDRAIL_NAME,
                guardrail,
                GenAiKeys.GUARDRAIL_STAGE,
                stage);
        return new Operation(name("guardrail", guardrail), SpanKind.INTERNAL, known, known, Measure.OWN);
    }

    /** Returns a part of an experiment, of which the conventions know nothing: {@code experiment}, {@code variant}, {@code sample}. */
    public static Operation experiment(String part, @Nullable String subject, Attributes facts) {
        Attributes known = facts.toBuilder().put(GenAiKeys.OWN_OPERATION, part).build();
        return new Operation(name(part, subject), SpanKind.INTERNAL, known, Attributes.empty(), Measure.NONE);
    }

    /** Whether the conventions count it among the operations of a client. */
    boolean isOfClient() {
        return measure == Measure.EMBEDDINGS || measure == Measure.RETRIEVAL;
    }

    private static String name(String operation, @Nullable String subject) {
        return subject == null ? operation : operation + " " + subject;
    }

    private static SpanKind client(boolean inProcess) {
        return inProcess ? SpanKind.INTERNAL : SpanKind.CLIENT;
    }

    /** By which instrument an operation is measured. */
    enum Measure {
        EMBEDDINGS,
        RETRIEVAL,
        TOOL,
        AGENT,
        WORKFLOW,
        OWN,
        NONE
    }
}
