package io.genaiops.tool;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.genaiops.model.CallContext;

/**
 * What the host does when a model calls a tool. Called on the thread of the call, or of the stream, one call after
 * another.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HostTool {

    /**
     * Does it and returns what the model is told.
     *
     * @param request the name of the tool and the arguments as the model wrote them: check them
     * @param context the prompt, user, tenant and conversation of the call
     * @throws Exception if it fails; see {@link ToolFailures}
     */
    String run(ToolExecutionRequest request, CallContext context) throws Exception;
}
