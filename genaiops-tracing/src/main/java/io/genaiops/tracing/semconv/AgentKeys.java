package io.genaiops.tracing.semconv;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What agents and their tools have besides {@link GenAiKeys}: of the GenAI conventions the agent, and of genaiops itself
 * ({@code genaiops.*}) the prompt, which the conventions do not carry on these spans, and guardrails, which they do not know.
 *
 * @since 0.1
 */
public final class AgentKeys {

    /** The name of the agent: of an AI service its simple name. */
    public static final AttributeKey<String> AGENT_NAME = stringKey("gen_ai.agent.name");
    /** What the host says that the agent does. */
    public static final AttributeKey<String> AGENT_DESCRIPTION = stringKey("gen_ai.agent.description");
    /** The name of the workflow. */
    public static final AttributeKey<String> WORKFLOW_NAME = stringKey("gen_ai.workflow.name");
    /** How the steps of a workflow follow each other, for example {@code sequence}, {@code parallel} or {@code loop}. */
    public static final AttributeKey<String> TOPOLOGY = stringKey("genaiops.workflow.topology");
    /** The method of the service that was called. */
    public static final AttributeKey<String> METHOD = stringKey("genaiops.agent.method");
    /** The name of the prompt, on spans of agents and tools. */
    public static final AttributeKey<String> PROMPT_NAME = stringKey("genaiops.prompt.name");
    /** The version of the prompt, on spans of agents and tools. */
    public static final AttributeKey<String> PROMPT_VERSION = stringKey("genaiops.prompt.version");

    /** The name of the event of a guardrail that was executed. */
    public static final String GUARDRAIL_EVENT = "genaiops.guardrail";
    /** How long it took, in milliseconds. */
    public static final AttributeKey<Long> GUARDRAIL_MILLIS = longKey("genaiops.guardrail.duration_ms");

    private AgentKeys() {}
}
