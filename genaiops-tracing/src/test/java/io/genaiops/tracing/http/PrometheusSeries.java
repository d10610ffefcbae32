package io.genaiops.tracing.http;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The series that Prometheus makes of metrics, with their labels. The rule is OpenTelemetry's "Prometheus and OpenMetrics
 * Compatibility", translation with suffixes, which is what Prometheus and the collector do unless told otherwise: what is
 * no letter, digit or underscore becomes an underscore; the unit is appended in words, one in braces is left out; a counter
 * ends in {@code _total}; a histogram is three series, and its buckets have the label {@code le}.
 */
final class PrometheusSeries {

    private static final Map<String, String> UNITS = Map.of("s", "_seconds", "By", "_bytes", "1", "");

    private final Map<String, Set<String>> labels = new TreeMap<>();

    static PrometheusSeries of(Collection<MetricData> metrics) {
        PrometheusSeries series = new PrometheusSeries();
        metrics.forEach(series::add);
        return series;
    }

    /** Returns the labels of each series. */
    Map<String, Set<String>> labels() {
        return labels;
    }

    private void add(MetricData metric) {
        Set<String> names = new TreeSet<>();
        metric.getData()
                .getPoints()
                .forEach(point -> point.getAttributes().forEach((key, value) -> names.add(escaped(key.getKey()))));
        String name = escaped(metric.getName()) + unit(metric);
        if (metric.getType() == MetricDataType.HISTOGRAM) {
            List.of("_count", "_sum").forEach(suffix -> labels.put(name + suffix, names));
            Set<String> withBound = new TreeSet<>(names);
            withBound.add("le");
            labels.put(name + "_bucket", withBound);
        } else {
            labels.put(name + "_total", names);
        }
    }

    private static String unit(MetricData metric) {
        if (metric.getUnit().startsWith("{")) {
            return "";
        }
        String words = UNITS.get(metric.getUnit());
        if (words == null) {
            throw new AssertionError("say how Prometheus writes the unit of " + metric);
        }
        return words;
    }

    private static String escaped(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }
}
