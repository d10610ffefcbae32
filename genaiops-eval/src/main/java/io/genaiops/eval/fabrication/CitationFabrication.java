package io.genaiops.eval.fabrication;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The share of the different names in citations that name no document of the context. */
final class CitationFabrication implements Evaluator {

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of("invented_citations", "1.0.0");
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return Evidence.judge(sample, CitationFabrication::judge);
    }

    private static Outcome judge(String response, Evidence evidence) {
        Citations citations = new Citations(evidence.documents());
        Map<String, Boolean> named = new LinkedHashMap<>();
        for (Citations.Marker marker : citations.markers(response)) {
            marker.names()
                    .forEach(name -> named.computeIfAbsent(
                            name, unseen -> citations.find(unseen).isPresent()));
        }
        List<String> invented = named.entrySet().stream()
                .filter(name -> !name.getValue())
                .map(Map.Entry::getKey)
                .toList();
        return Evidence.share("citations", named.size(), invented, "name no document of the context");
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
