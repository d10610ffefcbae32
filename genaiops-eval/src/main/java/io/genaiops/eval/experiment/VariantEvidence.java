package io.genaiops.eval.experiment;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.trial.Trial;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.prompt.PromptIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what a variant shows about the one prompt version that gave all its answers, in the terms of gates. */
final class VariantEvidence {

    private static final double LEVEL = 0.95;

    private VariantEvidence() {}

    /** Returns evidence if every answered trial came from one prompt digest and one model; otherwise there is none. */
    static Optional<Evidence> of(VariantResult variant, Digest dataset, Instant at) {
        List<Sample> answered = variant.items().stream()
                .flatMap(item -> item.trials().stream())
                .filter(Trial::isAnswered)
                .map(trial -> trial.evaluation().sample())
                .toList();
        Set<Optional<Digest>> digests = answered.stream()
                .map(sample -> sample.prompt().map(PromptIdentity::digest))
                .collect(Collectors.toSet());
        Set<Optional<String>> models = answered.stream().map(Sample::model).collect(Collectors.toSet());
        if (digests.size() != 1 || models.size() != 1) {
            return Optional.empty();
        }
        Optional<String> model = answered.get(0).model();
        return answered.get(0)
                .prompt()
                .flatMap(prompt -> model.map(name -> new Evidence(
                        AssetId.prompt(prompt.name()),
                        prompt.version(),
                        prompt.digest(),
                        dataset,
                        name,
                        figures(variant),
                        at)));
    }

    private static List<Figure> figures(VariantResult variant) {
        int items = variant.items().size();
        List<Figure> figures = new ArrayList<>();
        for (Measurement measurement : variant.measurements()) {
            mean(measurement, items).ifPresent(figures::add);
            passRate(measurement, items).ifPresent(figures::add);
        }
        return figures;
    }

    /** Where the scores give no interval, because all are equal, the whole scale stands in for it. */
    private static Optional<Figure> mean(Measurement measurement, int items) {
        return measurement
                .mean()
                .flatMap(mean -> measurement
                        .interval()
                        .or(() -> whole(measurement.scale()))
                        .map(interval -> figure(
                                measurement,
                                Figure.Kind.MEAN,
                                mean.value(),
                                interval,
                                items,
                                measurement.scoredItems())));
    }

    private static Optional<Figure> passRate(Measurement measurement, int items) {
        return measurement
                .passRate()
                .map(rate ->
                        figure(measurement, Figure.Kind.PASS_RATE, rate.rate(), rate.interval(), items, rate.items()));
    }

    private static Figure figure(
            Measurement measurement, Figure.Kind kind, double value, Interval interval, int items, int scored) {
        return new Figure(
                measurement.evaluator().name(),
                measurement.evaluator().configuration(),
                kind,
                value,
                Math.min(value, interval.low()),
                Math.max(value, interval.high()),
                interval.level(),
                items,
                scored);
    }

    private static Optional<Interval> whole(Scale scale) {
        return Double.isFinite(scale.min()) && Double.isFinite(scale.max())
                ? Optional.of(new Interval(scale.min(), scale.max(), LEVEL))
                : Optional.empty();
    }
}
