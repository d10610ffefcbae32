package io.genaiops.eval.finding;

import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Block.Point;
import io.genaiops.eval.outline.Block.Tone;
import io.genaiops.eval.outline.Section;
import io.genaiops.eval.tradeoff.Contender;
import io.genaiops.eval.tradeoff.Option;
import io.genaiops.eval.tradeoff.Ratio;
import io.genaiops.eval.tradeoff.Ratios;
import io.genaiops.eval.tradeoff.Spending;
import io.genaiops.eval.tradeoff.Tradeoff;
import java.util.ArrayList;
import java.util.List;

/** Which variant to take, and what each takes in proportion to the first. */
final class TradeoffFindings {

    private TradeoffFindings() {}

    static Section recommendation(Material material) {
        List<Block> blocks = new ArrayList<>();
        if (material.result().variants().size() > 1 && material.isEveryPairCompared()) {
            List<Measurement> judged = material.judged();
            for (Measurement measurement : judged) {
                blocks.add(new Block.Heading("Quality by " + material.names().of(measurement.evaluator())));
                blocks.addAll(blocks(tradeoff(material, measurement.evaluator())));
            }
        }
        return new Section("recommendation", "Which variant to take", blocks);
    }

    private static Tradeoff tradeoff(Material material, EvaluatorId evaluator) {
        List<Contender> contenders = new ArrayList<>();
        List<VariantResult> variants = material.result().variants();
        for (int i = 0; i < variants.size(); i++) {
            contenders.add(new Contender(
                    variants.get(i).name(),
                    variants.get(i).measurement(evaluator).orElseThrow().column(),
                    material.taken().of(i)));
        }
        return Tradeoff.between(contenders, Material.RELEVANT, material.result().seed())
                .with(material.caveats());
    }

    private static List<Block> blocks(Tradeoff tradeoff) {
        List<String> advice = tradeoff.recommendation().lines().toList();
        List<Point> points = new ArrayList<>();
        points.add(new Point(
                tradeoff.recommended().isPresent() ? Tone.GOOD : Tone.NEUTRAL,
                advice.get(0),
                advice.subList(1, advice.size())));
        for (Option option : tradeoff.options()) {
            points.add(new Point(tone(option), option.words(), List.of()));
        }
        if (!tradeoff.unknowns().isEmpty()) {
            points.add(new Point(Tone.UNKNOWN, "Not known:", tradeoff.unknowns()));
        }
        return List.of(new Block.Points(points));
    }

    private static Tone tone(Option option) {
        return switch (option.standing()) {
            case ON_FRONT -> Tone.GOOD;
            case DOMINATED -> Tone.BAD;
            case CANNOT_TELL -> Tone.UNKNOWN;
        };
    }

    /** Says how many times as much time, tokens and money each variant takes as the first. */
    static Section ratios(Material material) {
        List<Block> blocks = new ArrayList<>();
        List<VariantResult> variants = material.result().variants();
        for (int i = 1; i <= material.detailed().size(); i++) {
            List<Point> points = points(ratios(material, i));
            if (!points.isEmpty()) {
                blocks.add(new Block.Heading(
                        variants.get(i).name() + " against " + variants.get(0).name()));
                blocks.add(new Block.Points(points));
            }
        }
        return new Section("ratios", "Time, tokens and cost", material.marked(blocks));
    }

    private static Ratios ratios(Material material, int other) {
        List<VariantResult> variants = material.result().variants();
        Spending first = new Spending(variants.get(0).name(), material.taken().of(0));
        Spending second =
                new Spending(variants.get(other).name(), material.taken().of(other));
        return Ratios.of(first, second, Material.RELEVANT, material.result().seed())
                .with(material.caveats());
    }

    /** What is not known of any item says nothing, and the table of latency and cost has its dash already. */
    private static List<Point> points(Ratios ratios) {
        return ratios.all().stream()
                .filter(ratio -> ratio.items() > 0)
                .map(ratio -> new Point(tone(ratio), ratio.words(), List.of()))
                .toList();
    }

    private static Tone tone(Ratio ratio) {
        return ratio.verdict().map(Material::tone).orElse(Tone.UNKNOWN);
    }
}
