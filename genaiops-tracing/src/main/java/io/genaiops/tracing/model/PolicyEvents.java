package io.genaiops.tracing.model;

import io.genaiops.policy.PolicyDecision;
import io.genaiops.policy.PolicyDecision.Reason;
import io.genaiops.policy.PolicyListener;
import io.genaiops.policy.PolicyRequest;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.genaiops.tracing.semconv.PolicyKeys;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.Objects;

/**
 * Notes decisions of policies as events of the span that is current: that of the model where a traced model decorates the
 * policy's, otherwise the host's. No facts are noted, for they may be about people. Thread-safe.
 *
 * @since 0.1
 */
public final class PolicyEvents implements PolicyListener {

    @Override
    public void decided(PolicyRequest request, PolicyDecision decision) {
        Span span = Span.current();
        if (!span.isRecording()) {
            return;
        }
        List<String> rules = decision.reasons().stream().map(Reason::rule).toList();
        span.addEvent(
                PolicyKeys.EVENT,
                KnownAttributes.of(PolicyKeys.NAME, decision.policy().name())
                        .and(
                                PolicyKeys.VERSION,
                                Objects.toString(decision.policy().version(), null))
                        .and(PolicyKeys.DECISION, decision.outcome())
                        .and(PolicyKeys.MOMENT, decision.moment().toString())
                        .and(PolicyKeys.RULES, rules.isEmpty() ? null : rules)
                        .build());
    }
}
