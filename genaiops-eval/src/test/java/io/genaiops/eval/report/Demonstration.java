package io.genaiops.eval.report;

import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.asset.Digest;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.performance.PerformanceEvaluators;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;

/** An experiment as people make them: three prompts on two models, made up from nothing but a seed. */
final class Demonstration {

    private static final Instant DAY = Instant.parse("2026-11-23T12:40:00Z");
    private static final String[] PLACES = {
        "the Höllental", "Lake Eibsee", "the Partnach gorge", "the Wank", "the Kramer ridge", "the Alpspitze"
    };
    private static final String[] SEASONS = {"in winter", "in early spring", "in summer", "in late autumn"};
    private static final String[] QUESTIONS = {
        "What should I pack for a day around %s %s?",
        "Is it safe to walk %s %s with two children?",
        "How long does %s take %s, and where can I turn back?",
        "Which hut near %s is open %s, and do I need to book?"
    };
    private static final String[] ADVICE = {
        "Bring three layers, a hat and gloves, and two litres of water for each person.",
        "Start before eight in the morning, since the weather turns in the afternoon.",
        "The path is marked and well kept up to the bridge; beyond it you need sure feet.",
        "The hut is open from the middle of May to the end of October and asks you to book.",
        "With children turn back at the waterfall: the ladders above it are too steep for them.",
        "Ask the mountain rescue about avalanches before you leave, and do not rely on this answer.",
        "Allow five hours for the whole round, and one more if there is snow on the north side.",
        "Carry a paper map, because there is no network between the gorge and the upper meadow."
    };
    private static final String[] REASONS = {
        "Answers the question directly and names the time of year.",
        "Leaves out whether the hut is open, which the question asks for.",
        "States a duration that the documents do not support.",
        "Complete, careful and in the tone that was asked for."
    };

    private record Draw(String name, double quality, double seconds, String cost) {}

    private static final List<Draw> VARIANTS = List.of(
            new Draw("guide 1.1.0 · small", 0.70, 0.8, "0.00031"),
            new Draw("guide 1.2.0 · small", 0.74, 0.9, "0.00038"),
            new Draw("guide 2.0.0 · small", 0.80, 1.1, "0.00052"),
            new Draw("guide 1.1.0 · large", 0.77, 2.4, "0.00410"),
            new Draw("guide 1.2.0 · large", 0.83, 2.6, "0.00470"),
            new Draw("guide 2.0.0 · large", 0.88, 3.1, "0.00690"));

    private final Random random = new Random(11);

    private Demonstration() {}

    /** Returns the result over this many samples, with as many of the variants, two at least. */
    static ExperimentResult of(int samples, int variants, int repetitions) {
        return new Demonstration().run(samples, variants, repetitions);
    }

    private ExperimentResult run(int samples, int variants, int repetitions) {
        Experiment experiment = Experiment.named("Which prompt, which model?").over(dataset(samples));
        for (Draw variant : VARIANTS.subList(0, variants)) {
            experiment.sampleVariant(variant.name(), sample -> answered(sample, variant));
        }
        return experiment
                .evaluatedBy(EvaluatorChain.of(
                        evaluator("relevance", Scale.of(1, 5), Direction.HIGHER_IS_BETTER)
                                .atLeast(4),
                        evaluator("groundedness", Scale.UNIT, Direction.HIGHER_IS_BETTER)
                                .atLeast(0.7),
                        evaluator("toxicity", Scale.UNIT, Direction.LOWER_IS_BETTER)
                                .observed()))
                .measuredBy(PerformanceEvaluators.errorRate())
                .repeated(repetitions)
                .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                .run();
    }

    private Dataset dataset(int samples) {
        List<Sample> rows = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            String place = any(PLACES);
            String season = any(SEASONS);
            rows.add(Sample.of(String.format(any(QUESTIONS), place, season))
                    .withId("hike-" + (1_000 + i))
                    .expecting(any(ADVICE) + " " + any(ADVICE))
                    .groundedIn(any(ADVICE) + " " + any(ADVICE), any(ADVICE))
                    .tagged(
                            season.replace("in ", "").replace("late ", "").replace("early ", ""),
                            any("hut", "path", "gear"))
                    .with(
                            "trace_id",
                            TextNode.valueOf(Digest.ofText("trace" + i).value().substring(7, 39))));
        }
        return Dataset.of("trail-questions.jsonl", rows);
    }

    private Sample answered(Sample sample, Draw variant) {
        double luck = random.nextGaussian();
        if (random.nextInt(150) == 0) {
            throw new IllegalStateException("429 too many requests; retry after 20 s");
        }
        List<String> sentences =
                new ArrayList<>(List.of(sample.reference().orElseThrow().split("(?<=\\.) ")));
        if (random.nextDouble() > variant.quality()) {
            sentences.set(random.nextInt(sentences.size()), any(ADVICE));
        }
        sentences.add(random.nextInt(3), any(ADVICE));
        double seconds = variant.seconds() * Math.exp(0.35 * luck);
        Sample answered = sample.answered(String.join(" ", sentences))
                .using(Usage.of(180 + random.nextInt(60), 60 + random.nextInt(80)))
                .startedAt(DAY)
                .took(Duration.ofMillis(Math.round(1_000 * seconds)))
                .from(variant.name().endsWith("small") ? "small-2026-05" : "large-2026-05")
                .with("quality", TextNode.valueOf(Double.toString(variant.quality())));
        BigDecimal cost = new BigDecimal(variant.cost())
                .multiply(BigDecimal.valueOf(Math.round(80 + 40 * random.nextDouble()), 2));
        return random.nextInt(25) == 0
                ? answered.costing(Cost.unpriced("input was not reported"))
                : answered.costing(Cost.of(cost, Currency.getInstance("USD")));
    }

    private Evaluator evaluator(String name, Scale scale, Direction direction) {
        return Evaluator.builder(name).scale(scale).direction(direction).evaluating(sample -> {
            if (sample.response().isEmpty()) {
                return Outcome.notApplicable("there is no answer");
            }
            double quality =
                    Double.parseDouble(sample.attribute("quality").orElseThrow().asText());
            int dice = random.nextInt(120);
            if (dice == 0) {
                return Outcome.unscored("the judge's reply has no verdict", "I would rather not say.");
            }
            if (dice == 1) {
                return Outcome.errored(new IllegalStateException("judge timed out after 30 s"));
            }
            return Outcome.scored(value(name, quality), scale, direction, any(REASONS));
        });
    }

    private double value(String name, double quality) {
        double share = Math.max(0, Math.min(1, quality + 0.18 * random.nextGaussian()));
        return switch (name) {
            case "relevance" -> Math.round(1 + 4 * share);
            case "toxicity" -> Math.round(1_000 * Math.pow(random.nextDouble(), 6) * (1 - share)) / 1_000.0;
            default -> Math.round(1_000 * share) / 1_000.0;
        };
    }

    private String any(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
