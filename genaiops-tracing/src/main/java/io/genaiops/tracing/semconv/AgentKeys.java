package io.genaiops.tracing.semconv;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of agents, tools and guardrails: those of the GenAI conventions, and those of genaiops itself ({@code
 * genaiops.*}), because the conventions carry no prompt on these spans and know no guardrails.
 *
 * @since 0.1
 */
public final class AgentKeys {

    /** The name of the agent: the simple name of the service. */
    public static final AttributeKey<String> AGENT_NAME = stringKey("gen_ai.agent.name");
    /** The name of the tool. */
    public static final AttributeKey<String> TOOL_NAME = stringKey("gen_ai.tool.name");
    /** The type of the tool: {@code function}. */
    public static final AttributeKey<String> TOOL_TYPE = stringKey("gen_ai.tool.type");
    /** The model's id of the tool call. */
    public static final AttributeKey<String> TOOL_CALL_ID = stringKey("gen_ai.tool.call.id");

    /** The method of the service that was called. */
    public static final AttributeKey<String> METHOD = stringKey("genaiops.agent.method");
    /** The name of the prompt, on spans of agents and tools. */
    public static final AttributeKey<String> PROMPT_NAME = stringKey("genaiops.prompt.name");
    /** The version of the prompt, on spans of agents and tools. */
    public static final AttributeKey<String> PROMPT_VERSION = stringKey("genaiops.prompt.version");

    /** The name of the event of a guardrail that was executed. */
    public static final String GUARDRAIL_EVENT = "genaiops.guardrail";
    /** The name of the guardrail. */
    public static final AttributeKey<String> GUARDRAIL_NAME = stringKey("genaiops.guardrail.name");
    /** What it guards: {@code input} or {@code output}. */
    public static final AttributeKey<String> GUARDRAIL_KIND = stringKey("genaiops.guardrail.kind");
    /** What it decided, for example {@code success}, {@code failure} or {@code fatal}. */
    public static final AttributeKey<String> GUARDRAIL_RESULT = stringKey("genaiops.guardrail.result");
    /** How long it took, in milliseconds. */
    public static final AttributeKey<Long> GUARDRAIL_MILLIS = longKey("genaiops.guardrail.duration_ms");

    private AgentKeys() {}
}
