package io.genaiops.policy;

import io.genaiops.policy.PolicyDecision.Reason;
import io.genaiops.policy.PolicyReport.Example;
import io.genaiops.policy.PolicyReport.Line;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts decisions, keeps the first examples of each rule and tells listeners, whose failures end here. Thread-safe. */
final class DecisionBook {

    private static final Logger LOG = LoggerFactory.getLogger(Policy.class);
    private static final int MOST_RULES = 1_000;
    private static final String OTHERS = "(other rules)";

    private final Clock clock;
    private final int mostExamples;
    private final List<PolicyListener> listeners;
    private final AtomicBoolean complained = new AtomicBoolean();
    private final LongAdder allowed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder wouldRefuse = new LongAdder();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    DecisionBook(Clock clock, int mostExamples, List<PolicyListener> listeners) {
        this.clock = clock;
        this.mostExamples = mostExamples;
        this.listeners = List.copyOf(listeners);
    }

    /** One rule. */
    private static final class Page {

        private final String because;
        private final LongAdder refused = new LongAdder();
        private final LongAdder wouldRefuse = new LongAdder();
        private final List<Example> examples = new ArrayList<>();

        private Page(String because) {
            this.because = because;
        }

        private synchronized void add(Example example, int most) {
            if (examples.size() < most) {
                examples.add(example);
            }
        }

        private synchronized boolean isFull(int most) {
            return examples.size() >= most;
        }

        private synchronized Line line(String rule) {
            return new Line(rule, because, refused.sum(), wouldRefuse.sum(), examples);
        }
    }

    void note(PolicyRequest request, PolicyDecision decision) {
        count(decision);
        for (int i = 0; i < listeners.size(); i++) {
            tell(listeners.get(i), request, decision);
        }
    }

    private void count(PolicyDecision decision) {
        if (decision.isAllowed()) {
            allowed.increment();
            return;
        }
        (decision.isRefused() ? refused : wouldRefuse).increment();
        for (Reason reason : decision.reasons()) {
            Page page = page(reason);
            (decision.isRefused() ? page.refused : page.wouldRefuse).increment();
            if (!page.isFull(mostExamples)) {
                String version = Objects.toString(decision.policy().version(), "");
                page.add(
                        new Example(clock.instant(), decision.moment(), version, reason.found(), reason.facts()),
                        mostExamples);
            }
        }
    }

    private Page page(Reason reason) {
        Page known = pages.get(reason.rule());
        if (known != null) {
            return known;
        }
        return pages.size() < MOST_RULES
                ? pages.computeIfAbsent(reason.rule(), rule -> new Page(reason.because()))
                : pages.computeIfAbsent(OTHERS, rule -> new Page("more rules than are counted one by one"));
    }

    private void tell(PolicyListener listener, PolicyRequest request, PolicyDecision decision) {
        try {
            listener.decided(request, decision);
        } catch (RuntimeException e) {
            if (complained.compareAndSet(false, true)) {
                LOG.warn("a listener of policies failed; what it throws from now on is not logged", e);
            }
        }
    }

    PolicyReport report(String policy) {
        List<Line> lines = pages.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().line(entry.getKey()))
                .toList();
        return new PolicyReport(policy, allowed.sum(), refused.sum(), wouldRefuse.sum(), lines);
    }
}
