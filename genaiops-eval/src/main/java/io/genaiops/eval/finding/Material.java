package io.genaiops.eval.finding;

import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Comparisons;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.outline.Names;
import io.genaiops.eval.outline.Taken;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A result and what several findings need of it, each computed once. */
final class Material {

    /** The smallest difference that matters, as a share. */
    static final double RELEVANT = 0.05;

    /** How many items times pairs are resampled for a report, which somebody waits for. */
    private static final long MOST_WORK = 2_000_000;

    /** With how many variants a report goes into detail. */
    private static final int MOST_VARIANTS = 12;

    private final ExperimentResult result;
    private final Taken taken;
    private final Names names;
    private final List<Comparison> pairs;

    Material(ExperimentResult result, Taken taken) {
        this.result = result;
        this.taken = taken;
        this.names = Names.of(result);
        this.pairs = compared();
    }

    private List<Comparison> compared() {
        List<VariantResult> variants = result.variants();
        if (variants.size() < 2) {
            return List.of();
        }
        if (isEveryPairCompared()) {
            Map<String, List<ScoreColumn>> columns = new LinkedHashMap<>();
            variants.forEach(variant -> columns.put(variant.name(), variant.columns()));
            return Comparisons.of(columns, RELEVANT, result.seed())
                    .corrected(Correction.HOLM)
                    .with(caveats())
                    .pairs();
        }
        List<Comparison> withFirst = variants.subList(1, variants.size()).stream()
                .map(other -> result.compare(variants.get(0).name(), other.name(), RELEVANT)
                        .with(caveats()))
                .toList();
        return Comparisons.together(withFirst, Correction.HOLM);
    }

    ExperimentResult result() {
        return result;
    }

    Taken taken() {
        return taken;
    }

    Names names() {
        return names;
    }

    /** Tells whether each pair is compared, and not only each variant with the first, which would take too long. */
    boolean isEveryPairCompared() {
        int variants = result.variants().size();
        long pairs = variants * (variants - 1L) / 2;
        return variants == 2
                || (variants <= MOST_VARIANTS && pairs * result.dataset().size() <= MOST_WORK);
    }

    /** Returns the comparisons, their p-values corrected together by Holm. */
    List<Comparison> pairs() {
        return pairs;
    }

    /** Returns the comparisons with the first variant. */
    List<Comparison> withFirst() {
        return pairs.stream()
                .filter(pair -> pair.first().equals(result.variants().get(0).name()))
                .toList();
    }

    /** Returns those of the comparisons with the first variant that are looked into. */
    List<Comparison> detailed() {
        List<Comparison> all = withFirst();
        return all.subList(0, Math.min(all.size(), MOST_VARIANTS - 1));
    }

    /** Returns the blocks and, if not all variants were looked into, what is missing. */
    List<Block> marked(List<Block> blocks) {
        int left = withFirst().size() - detailed().size();
        if (left == 0 || blocks.isEmpty()) {
            return blocks;
        }
        List<Block> all = new ArrayList<>(blocks);
        all.add(new Block.Words(left + " more variants are not looked into here."));
        return all;
    }

    /** Returns what has to be known beside every sentence. */
    List<Caveat> caveats() {
        return result.stopped()
                .map(why -> List.of(new Caveat("stopped early", "the experiment ended before all was run: " + why)))
                .orElse(List.of());
    }

    /** Returns the evaluators whose scores are held against a threshold or, if there is none, the first. */
    List<Measurement> judged() {
        List<Measurement> all = result.variants().get(0).measurements();
        List<Measurement> judged = all.stream()
                .filter(measurement -> measurement.threshold().isPresent())
                .toList();
        return judged.isEmpty() ? all.subList(0, Math.min(1, all.size())) : judged;
    }

    static Tone tone(Verdict verdict) {
        return switch (verdict.conclusion()) {
            case BETTER -> Tone.GOOD;
            case WORSE -> Tone.BAD;
            case NO_DIFFERENCE -> Tone.NEUTRAL;
            case CANNOT_TELL -> Tone.UNKNOWN;
        };
    }
}
