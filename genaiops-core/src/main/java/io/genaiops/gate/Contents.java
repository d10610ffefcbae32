package io.genaiops.gate;

import io.genaiops.asset.Asset;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.review.LintFinding;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a gate may look at beside digests and evidence. It is the same for the whole decision and is loaded when it is asked
 * for, so that a gate that looks only at figures costs nothing.
 *
 * @since 0.1
 */
public interface Contents {

    /** Nothing to look at. */
    Contents NONE = new Contents() {};

    /** Returns the version that wants the label. */
    default Optional<Asset> candidate() {
        return Optional.empty();
    }

    /** Returns the version that holds it now. */
    default Optional<Asset> holder() {
        return Optional.empty();
    }

    /** Returns what the linter finds in the candidate; empty if nobody looked. */
    default Optional<List<LintFinding>> findings() {
        return Optional.empty();
    }

    /** Returns the models that the candidate may be answered by, by name, each with its definition if it has one. */
    default SortedMap<String, Optional<ModelDefinition>> models() {
        return Collections.unmodifiableSortedMap(new TreeMap<>());
    }

    /** Returns the application that a reference means. */
    default Optional<ApplicationDefinition> application(String reference) {
        return Optional.empty();
    }
}
