package io.genaiops.eval.rating;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Sample;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects the answers of a {@link RatingSheet}. Not thread-safe.
 *
 * @since 0.1
 */
public final class RatingSheetBuilder {

    /** An answered sample and who answered it. */
    record Answered(String variant, Sample sample) {

        String text() {
            return sample.response().orElseThrow();
        }
    }

    private final long seed;
    private final List<Criterion> criteria;
    private final Map<String, Function<? super Sample, String>> columns = new LinkedHashMap<>();
    private final Map<String, List<Answered>> bySample = new LinkedHashMap<>();
    private final List<String> unanswered = new ArrayList<>();

    RatingSheetBuilder(long seed, Criterion... criteria) {
        this.seed = seed;
        this.criteria = List.copyOf(Arrays.asList(criteria));
        Set<String> names = new HashSet<>();
        this.criteria.forEach(criterion -> {
            if (!names.add(criterion.name())) {
                throw new IllegalArgumentException(
                        "criteria need different names; found twice: '" + criterion.name() + "'");
            }
        });
        if (this.criteria.isEmpty()) {
            throw new IllegalArgumentException("a rating sheet needs at least one criterion; found none");
        }
    }

    /** Shows raters one more column between question and answer, such as context or reference. */
    public RatingSheetBuilder showing(String column, Function<? super Sample, String> text) {
        boolean taken = criteria.stream().anyMatch(c -> c.header().equals(column)) || columns.containsKey(column);
        if (column.isBlank()
                || taken
                || Set.of("row", "question", "answer", "comment").contains(column)) {
            throw new IllegalArgumentException(
                    "a column needs a name that no other column has; found: '" + column + "'");
        }
        columns.put(column, requireNonNull(text, "text"));
        return this;
    }

    /**
     * Adds an answer to rate.
     *
     * @param variant who answered; raters do not see it
     * @param answered the sample with its response
     * @throws IllegalArgumentException if the sample has no response, or this variant's answer to it is there already
     */
    public RatingSheetBuilder answer(String variant, Sample answered) {
        if (variant.isBlank() || answered.response().isEmpty()) {
            throw new IllegalArgumentException("a sheet needs answers of named variants; found variant '" + variant
                    + "', sample '" + answered.id() + "' "
                    + (answered.response().isEmpty() ? "without" : "with")
                    + " response");
        }
        List<Answered> answers = bySample.computeIfAbsent(answered.id(), id -> new ArrayList<>());
        if (answers.stream().anyMatch(other -> other.variant().equals(variant))) {
            throw new IllegalArgumentException("variant '" + variant + "' answered sample '" + answered.id()
                    + "' twice; a sheet takes one answer of a variant to a sample");
        }
        answers.add(new Answered(variant, answered));
        return this;
    }

    /**
     * Adds the first answer of every variant to every sample. Where a variant failed, there is nothing to rate; the sheet
     * lists such answers as {@link RatingSheet#unanswered}.
     */
    public RatingSheetBuilder answers(ExperimentResult result) {
        for (VariantResult variant : result.variants()) {
            for (ItemResult item : variant.items()) {
                Trial trial = item.trials().get(0);
                if (trial.isAnswered()) {
                    answer(variant.name(), trial.evaluation().sample());
                } else {
                    unanswered.add(variant.name() + " to " + item.sample().id() + ": " + trial.error());
                }
            }
        }
        return this;
    }

    /**
     * Returns the sheet: samples in the order they came, the answers to each in an order that the seed draws anew.
     *
     * @throws IllegalStateException if there is no answer
     */
    public RatingSheet build() {
        if (bySample.isEmpty()) {
            throw new IllegalStateException(
                    "a rating sheet has no answers; add some with answers(result) or answer(…)");
        }
        Random random = new Random(seed);
        Map<String, Answered> rows = new LinkedHashMap<>();
        int item = 0;
        for (List<Answered> answers : bySample.values()) {
            item++;
            List<Answered> shuffled = new ArrayList<>(answers);
            Collections.shuffle(shuffled, random);
            for (int i = 0; i < shuffled.size(); i++) {
                rows.put("r" + item + "-" + letter(i), shuffled.get(i));
            }
        }
        return new RatingSheet(
                SheetKey.of(seed, criteria, List.copyOf(columns.keySet()), rows), columns, rows, unanswered);
    }

    /** A to Z, then AA, AB and so on. */
    private static String letter(int index) {
        String last = String.valueOf((char) ('A' + index % 26));
        return index < 26 ? last : letter(index / 26 - 1) + last;
    }
}
