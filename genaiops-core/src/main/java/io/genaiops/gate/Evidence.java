package io.genaiops.gate;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an evaluation found of exactly one version on exactly one dataset. It says nothing of any other digest.
 *
 * @param id the asset
 * @param version the version that was evaluated
 * @param digest its resolved digest then
 * @param dataset the digest of the rows
 * @param model the model that answered, by the host's name
 * @param figures what was computed
 * @param at when
 * @since 0.1
 */
public record Evidence(
        AssetId id, Version version, Digest digest, Digest dataset, String model, List<Figure> figures, Instant at) {

    /** Requires every part and copies the figures. */
    public Evidence {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(at, "at");
        figures = List.copyOf(figures);
    }

    /** Returns the figure of an evaluator, if the evaluation computed it. */
    public Optional<Figure> figure(String evaluator, Figure.Kind kind) {
        return figures.stream()
                .filter(figure -> figure.name().equals(evaluator) && figure.kind() == kind)
                .findFirst();
    }
}
