package io.genaiops.evidence;

import io.genaiops.asset.Digest;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What counts now. Evidence about anything else is void.
 *
 * @param asset the resolved digest of the version
 * @param datasets the digests of the rows that count; empty if any do
 * @param evaluators the digests of the evaluators that count, by name; others count as they are
 * @param models the models that may answer, by the host's name, with the resolved digest where an asset defines one; empty
 *     if any may
 * @since 0.1
 */
public record Bindings(
        Digest asset,
        Set<Digest> datasets,
        SortedMap<String, Digest> evaluators,
        SortedMap<String, Optional<Digest>> models) {

    /** Copies the collections. */
    public Bindings {
        Objects.requireNonNull(asset, "asset");
        datasets = Set.copyOf(datasets);
        evaluators = Collections.unmodifiableSortedMap(new TreeMap<>(evaluators));
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    }

    /** Returns bindings to a version alone. */
    public static Bindings of(Digest asset) {
        return new Bindings(asset, Set.of(), new TreeMap<>(), new TreeMap<>());
    }
}
