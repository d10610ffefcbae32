package io.genaiops.eval.finding;

import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.outline.Taken;
import java.util.List;

/**
 * The findings of a result, as sections. A new one is one more {@link Finding} in the list here, and stands in every format.
 *
 * @since 0.1
 */
public final class Findings {

    /** Makes a section, empty if there is nothing to say. */
    @FunctionalInterface
    interface Finding {
        Section section(Material material);
    }

    private static final List<Finding> ALL = List.of(
            RunFindings::stopped,
            RunFindings::silent,
            TradeoffFindings::recommendation,
            PairFindings::comparison,
            PairFindings::matrix,
            TradeoffFindings::ratios,
            SliceFindings::slices,
            SliceFindings::flips,
            RunFindings::wholeRuns,
            RunFindings::costs,
            ThresholdFindings::curves);

    private Findings() {}

    /**
     * Returns the sections that have something to say.
     *
     * @param taken what the answers took, of all rows
     */
    public static List<Section> of(ExperimentResult result, Taken taken) {
        Material material = new Material(result, taken);
        return ALL.stream()
                .map(finding -> finding.section(material))
                .filter(section -> !section.isEmpty())
                .toList();
    }
}
