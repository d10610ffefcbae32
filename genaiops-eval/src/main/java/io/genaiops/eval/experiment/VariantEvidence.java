package io.genaiops.eval.experiment;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Resolution;
import io.genaiops.eval.Sample;
import io.genaiops.eval.attestation.AmountFigures;
import io.genaiops.eval.attestation.ComparisonFigures;
import io.genaiops.eval.attestation.MeasurementFigures;
import io.genaiops.eval.trial.Trial;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.prompt.PromptIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what a result shows about the prompt versions that gave its answers, in the terms of gates. Two variants that are two
 * versions of one prompt on one model are compared item by item, each with the other.
 */
final class VariantEvidence {

    /** Which one version of a prompt, on which one model, gave all answers of a variant. */
    private record Origin(PromptIdentity prompt, String model) {

        boolean isOtherVersionOf(Origin other) {
            return prompt.name().equals(other.prompt.name())
                    && model.equals(other.model)
                    && !prompt.digest().equals(other.prompt.digest());
        }
    }

    private final ExperimentResult result;
    private final Map<VariantResult, Origin> origins = new LinkedHashMap<>();

    private VariantEvidence(ExperimentResult result) {
        this.result = result;
        result.variants().forEach(variant -> origin(variant).ifPresent(found -> origins.put(variant, found)));
    }

    static List<Evidence> of(ExperimentResult result) {
        VariantEvidence all = new VariantEvidence(result);
        return all.origins.keySet().stream().map(all::evidence).toList();
    }

    /** Returns the origin if every answered trial came from one prompt digest and one model. */
    private static Optional<Origin> origin(VariantResult variant) {
        List<Optional<Origin>> different = variant.items().stream()
                .flatMap(item -> item.trials().stream())
                .filter(Trial::isAnswered)
                .map(trial -> origin(trial.evaluation().sample()))
                .distinct()
                .limit(2)
                .toList();
        return different.size() == 1 ? different.get(0) : Optional.empty();
    }

    /** How an answer was delivered is no part of where it came from: what counts are name, version and digest. */
    private static Optional<Origin> origin(Sample sample) {
        return sample.prompt().flatMap(prompt -> sample.model().map(model -> new Origin(plain(prompt), model)));
    }

    private static PromptIdentity plain(PromptIdentity prompt) {
        return new PromptIdentity(prompt.name(), prompt.version(), Resolution.fresh(prompt.digest(), null));
    }

    private Evidence evidence(VariantResult variant) {
        Origin origin = origin(variant, origins);
        int items = variant.items().size();
        List<Figure> figures = new ArrayList<>(MeasurementFigures.of(variant.measurements(), items));
        figures.addAll(AmountFigures.of(variant.quantities(), items));
        origins.forEach((other, otherOrigin) -> {
            if (origin.isOtherVersionOf(otherOrigin)) {
                figures.addAll(ComparisonFigures.of(
                        result.compare(other.name(), variant.name()),
                        result.ratios(other.name(), variant.name()),
                        otherOrigin.prompt.digest(),
                        items));
            }
        });
        return new Evidence(
                AssetId.prompt(origin.prompt.name()),
                origin.prompt.version(),
                origin.prompt.digest(),
                result.datasetDigest(),
                origin.model,
                figures,
                result.finished());
    }

    private static Origin origin(VariantResult variant, Map<VariantResult, Origin> origins) {
        return Optional.ofNullable(origins.get(variant)).orElseThrow();
    }
}
