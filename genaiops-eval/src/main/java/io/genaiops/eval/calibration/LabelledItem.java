package io.genaiops.eval.calibration;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.rating.Ratings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answered sample with what people said of the answer.
 *
 * @param sample the sample with its response
 * @param system which variant or model answered; empty if it is not known or does not matter
 * @param labels the score that each rater gave, by name; empty if nobody rated it
 * @since 0.1
 */
public record LabelledItem(Sample sample, String system, Map<String, Double> labels) {

    /** Copies the labels and refuses ones that are not finite. */
    public LabelledItem {
        requireNonNull(sample, "sample");
        requireNonNull(system, "system");
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        labels.forEach((rater, label) -> {
            if (!Double.isFinite(label)) {
                throw new IllegalArgumentException("label of rater '" + rater + "' on sample '" + sample.id()
                        + "' must be finite; found: " + label);
            }
        });
    }

    /** Returns an item with the label of one person, called {@code human}. */
    public static LabelledItem of(Sample answered, double label) {
        return new LabelledItem(answered, "", Map.of("human", label));
    }

    /** Returns an item with a label of each rater, by name. */
    public static LabelledItem of(Sample answered, Map<String, Double> labels) {
        return new LabelledItem(answered, "", labels);
    }

    /** Returns the same item as the answer of a system. */
    public LabelledItem by(String answering) {
        return new LabelledItem(sample, answering, labels);
    }

    /**
     * Returns the rows of a dataset whose responses were labelled: the attribute is a number, true or false, or an object
     * with one of these for each rater. A row without the attribute has no labels and is counted as such. The attribute
     * {@code system}, if it is text, says who answered.
     *
     * @throws GenAiOpsException if a label is anything else; the message names the samples
     */
    public static List<LabelledItem> from(Dataset dataset, String attribute) {
        List<LabelledItem> items = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Sample sample : dataset) {
            Map<String, Double> labels = new LinkedHashMap<>();
            sample.attribute(attribute).ifPresent(json -> {
                if (json.isObject()) {
                    json.properties().forEach(field -> add(field.getKey(), field.getValue(), labels, sample, wrong));
                } else if (!json.isNull()) {
                    add("human", json, labels, sample, wrong);
                }
            });
            String system = sample.attribute("system")
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .orElse("");
            items.add(new LabelledItem(sample, system, labels));
        }
        if (!wrong.isEmpty()) {
            throw new GenAiOpsException("labels in '" + attribute + "' of dataset '" + dataset.name()
                    + "' must be numbers, true or false, or an object of them by rater; found: "
                    + String.join(", ", wrong.subList(0, Math.min(20, wrong.size())))
                    + (wrong.size() > 20 ? " and " + (wrong.size() - 20) + " more" : ""));
        }
        return List.copyOf(items);
    }

    /**
     * Returns answered samples with what the sheets say of them.
     *
     * @param answered the samples that were on the sheets, with their responses; in those of an experiment, of one variant
     *     after the other
     * @param raters the sheets read back
     * @param criterion the criterion that the judge is asked about too
     */
    public static List<LabelledItem> rated(List<Sample> answered, List<Ratings> raters, String criterion) {
        return answered.stream()
                .map(sample -> {
                    Map<String, Double> labels = new LinkedHashMap<>();
                    raters.forEach(ratings -> ratings.evaluator(criterion)
                            .evaluate(sample)
                            .score()
                            .ifPresent(score -> labels.put(ratings.rater(), score)));
                    return of(sample, labels);
                })
                .toList();
    }

    private static void add(
            String rater, JsonNode json, Map<String, Double> labels, Sample sample, List<String> wrong) {
        if (json.isNumber() && Double.isFinite(json.doubleValue())) {
            labels.put(rater, json.doubleValue());
        } else if (json.isBoolean()) {
            labels.put(rater, json.booleanValue() ? 1.0 : 0.0);
        } else if (!json.isNull()) {
            wrong.add("'" + sample.id() + "' " + json.getNodeType());
        }
    }

    /** Returns the id of the sample, who answered and the labels, without any text. */
    @Override
    public String toString() {
        return "LabelledItem[" + sample.id() + (system.isEmpty() ? "" : ", " + system) + ", " + labels + "]";
    }
}
