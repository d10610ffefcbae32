package io.genaiops.tracing.semconv;

import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The attributes of decisions of policies, which the conventions do not know.
 *
 * @since 0.1
 */
public final class PolicyKeys {

    /** The name of the event of a decision. */
    public static final String EVENT = "genaiops.policy.decided";

    /** The name of the policy. */
    public static final AttributeKey<String> NAME = stringKey("genaiops.policy.name");
    /** The version that decided; not there if none could be loaded. */
    public static final AttributeKey<String> VERSION = stringKey("genaiops.policy.version");
    /** One of {@code allowed}, {@code refused} and {@code would-refuse}. */
    public static final AttributeKey<String> DECISION = stringKey("genaiops.policy.decision");
    /** What was about to happen: {@code call}, {@code tool} or {@code promotion}. */
    public static final AttributeKey<String> MOMENT = stringKey("genaiops.policy.moment");
    /** The ids of the rules that were not kept. */
    public static final AttributeKey<List<String>> RULES = stringArrayKey("genaiops.policy.rules");

    private PolicyKeys() {}
}
