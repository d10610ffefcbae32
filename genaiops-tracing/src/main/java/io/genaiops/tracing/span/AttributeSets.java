package io.genaiops.tracing.span;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The attribute sets that one instrument has used. Once the limit is reached, every further set is replaced by one whose
 * prompt is {@value #OTHER}, which keeps only what is of low cardinality by itself.
 */
final class AttributeSets {

    static final String OTHER = "_other";

    private final int limit;
    private final Set<Attributes> admitted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AttributeKey<String> kept;

    AttributeSets(int limit, AttributeKey<String> kept) {
        this.limit = limit;
        this.kept = kept;
    }

    Attributes admit(Attributes wanted) {
        if (admitted.contains(wanted)) {
            return wanted;
        }
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return other(wanted);
        }
        if (!admitted.add(wanted)) {
            count.decrementAndGet();
        }
        return wanted;
    }

    static boolean isOther(Attributes attributes) {
        return OTHER.equals(attributes.get(GenAiKeys.PROMPT_NAME));
    }

    private Attributes other(Attributes wanted) {
        var builder = Attributes.builder().put(GenAiKeys.PROMPT_NAME, OTHER);
        String value = wanted.get(kept);
        if (value != null) {
            builder.put(kept, value);
        }
        return builder.build();
    }
}
