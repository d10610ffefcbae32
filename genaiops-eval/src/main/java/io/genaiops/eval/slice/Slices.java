package io.genaiops.eval.slice;

import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Comparisons;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.statistics.Verdict.Conclusion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two variants compared within each tag, to find where the second is worse although it may be better overall.
 *
 * <p>The p-values of all slices and evaluators are corrected together by Benjamini-Hochberg, so that of the slices that are
 * named at most one in twenty is named by chance on average. Tags with fewer items than the stated fewest are not tested,
 * but listed. An item with several tags is in several slices. Immutable.
 *
 * @since 0.1
 */
public final class Slices {

    /** The fewest items of a slice that is tested, unless another number is stated. */
    public static final int FEWEST = 20;

    private final Comparison overall;
    private final int fewest;
    private final List<Slice> all;
    private final Map<String, Integer> small;

    private Slices(Comparison overall, int fewest, List<Slice> all, Map<String, Integer> small) {
        this.overall = overall;
        this.fewest = fewest;
        this.all = List.copyOf(all);
        this.small = small;
    }

    /**
     * Compares within each tag what was compared over all items.
     *
     * @param overall the comparison over all items
     * @param tags the tags of the same items
     * @param fewest the fewest items of a slice that is tested, 6 or more, since fewer cannot show anything
     */
    public static Slices of(Comparison overall, Tags tags, int fewest) {
        if (fewest < 6) {
            throw new IllegalArgumentException(
                    "a slice of fewer than 6 items cannot show anything; found as the fewest: " + fewest);
        }
        Map<String, Integer> small = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        List<Comparison> family = new ArrayList<>();
        tags.sizes().forEach((tag, size) -> {
            if (size < fewest) {
                small.put(tag, size);
            } else {
                names.add(tag);
                family.add(overall.only(tags.items(tag)));
            }
        });
        List<Comparison> corrected = Comparisons.together(family, Correction.BENJAMINI_HOCHBERG);
        List<Slice> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            all.add(new Slice(names.get(i), tags.items(names.get(i)).length, corrected.get(i)));
        }
        return new Slices(overall, fewest, all, small);
    }

    /** Returns the comparison over all items. */
    public Comparison overall() {
        return overall;
    }

    /** Returns the slices that were tested, by their tags. */
    public List<Slice> all() {
        return all;
    }

    /** Returns the tags with too few items to be tested, each with how many it has. */
    public Map<String, Integer> tooSmall() {
        return Collections.unmodifiableMap(small);
    }

    /** Returns the fewest items of a slice that is tested. */
    public int fewest() {
        return fewest;
    }

    /** Returns the slices in which the second variant is worse beyond chance, those with the largest loss first. */
    public List<SliceFinding> worse() {
        return all.stream()
                .flatMap(this::worse)
                .sorted((one, other) -> Double.compare(loss(other), loss(one)))
                .toList();
    }

    /** Returns the slices in which the second variant is worse, although it is better over all items, beyond chance. */
    public List<SliceFinding> reversals() {
        return worse().stream().filter(SliceFinding::isReversal).toList();
    }

    /** In units of what matters, so that evaluators with different scales can be put in order. */
    private static double loss(SliceFinding finding) {
        return -finding.there().difference() / finding.there().relevant();
    }

    private Stream<SliceFinding> worse(Slice slice) {
        List<SliceFinding> findings = new ArrayList<>();
        List<Comparison.Row> rows = slice.comparison().rows();
        for (int i = 0; i < rows.size(); i++) {
            Comparison.Row whole = overall.rows().get(i);
            worse(slice, rows.get(i), true, rows.get(i).passes(), whole.passes())
                    .ifPresent(findings::add);
            worse(slice, rows.get(i), false, rows.get(i).scores(), whole.scores())
                    .ifPresent(findings::add);
        }
        return findings.stream();
    }

    private static Optional<SliceFinding> worse(
            Slice slice, Comparison.Row row, boolean passRate, Optional<Verdict> there, Optional<Verdict> overall) {
        return there.filter(verdict -> verdict.conclusion() == Conclusion.WORSE)
                .flatMap(verdict ->
                        overall.map(whole -> new SliceFinding(slice, row.evaluator(), passRate, verdict, whole)));
    }

    /** Returns how many p-values were corrected together. */
    public int questions() {
        return all.stream()
                .flatMap(slice -> slice.comparison().rows().stream())
                .mapToInt(row -> row.verdicts().size())
                .sum();
    }

    /** Returns the slices that are worse, each in a sentence, or that none is known to be; and what was not tested. */
    public String describe() {
        List<String> lines =
                new ArrayList<>(worse().stream().map(SliceFinding::words).toList());
        String tested = all.size() + " slices of " + fewest + " items or more, " + questions()
                + " tests corrected together by Benjamini-Hochberg";
        lines.add(Caveat.mark(
                lines.isEmpty()
                        ? "no slice is known in which " + overall.second() + " falls behind " + overall.first() + "; "
                                + tested
                        : tested,
                overall.caveats()));
        if (!small.isEmpty()) {
            lines.add("too few items to be tested: " + small);
        }
        return Caveat.above(overall.caveats(), lines);
    }

    @Override
    public String toString() {
        return describe();
    }
}
