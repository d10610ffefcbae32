package io.genaiops.tracing;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collection;
import java.util.List;

/** Checks an export against the conventions. */
final class SemconvValidator {

    SemconvValidator(SemconvSpec spec) {}

    List<String> findings(List<SpanData> spans, Collection<MetricData> metrics) {
        return List.of();
    }
}
