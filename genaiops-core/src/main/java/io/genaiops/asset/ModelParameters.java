package io.genaiops.asset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a model call that an asset fixes. What is {@code null} is left to the model's own default.
 *
 * @param temperature 0 to 2
 * @param topP above 0, at most 1
 * @param topK at least 1
 * @param frequencyPenalty -2 to 2
 * @param presencePenalty -2 to 2
 * @param maxOutputTokens at least 1
 * @param stopSequences texts at which the model stops; empty for none
 * @since 0.1
 */
public record ModelParameters(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Integer maxOutputTokens,
        List<String> stopSequences) {

    /** Leaves everything to the model's defaults. */
    public static final ModelParameters NONE = new ModelParameters(null, null, null, null, null, null, List.of());

    /** Validates the ranges and copies the list. */
    public ModelParameters {
        between("temperature", temperature, 0, 2);
        between("topP", topP, 0, 1);
        if (topP != null && topP == 0) {
            throw new IllegalArgumentException("topP must be above 0; found: " + topP);
        }
        between("topK", topK, 1, Integer.MAX_VALUE);
        between("frequencyPenalty", frequencyPenalty, -2, 2);
        between("presencePenalty", presencePenalty, -2, 2);
        between("maxOutputTokens", maxOutputTokens, 1, Integer.MAX_VALUE);
        stopSequences = List.copyOf(stopSequences);
        if (stopSequences.contains("")) {
            throw new IllegalArgumentException("stopSequences must not hold an empty text; found: " + stopSequences);
        }
    }

    /** Returns these parameters with this temperature. */
    public ModelParameters withTemperature(double value) {
        return overriddenBy(new ModelParameters(value, null, null, null, null, null, List.of()));
    }

    /** Returns these parameters with this share of the likeliest tokens to draw from. */
    public ModelParameters withTopP(double value) {
        return overriddenBy(new ModelParameters(null, value, null, null, null, null, List.of()));
    }

    /** Returns these parameters with this bound of the answer's tokens. */
    public ModelParameters withMaxOutputTokens(int value) {
        return overriddenBy(new ModelParameters(null, null, null, null, null, value, List.of()));
    }

    /** Returns these parameters with those that the others fix in the place of its own. */
    public ModelParameters overriddenBy(ModelParameters others) {
        return new ModelParameters(
                others.temperature == null ? temperature : others.temperature,
                others.topP == null ? topP : others.topP,
                others.topK == null ? topK : others.topK,
                others.frequencyPenalty == null ? frequencyPenalty : others.frequencyPenalty,
                others.presencePenalty == null ? presencePenalty : others.presencePenalty,
                others.maxOutputTokens == null ? maxOutputTokens : others.maxOutputTokens,
                others.stopSequences.isEmpty() ? stopSequences : others.stopSequences);
    }

    /** Returns whether nothing is fixed. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Returns the parameters that are fixed, as JSON for a digest. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "temperature", temperature);
        put(json, "topP", topP);
        put(json, "topK", topK);
        put(json, "frequencyPenalty", frequencyPenalty);
        put(json, "presencePenalty", presencePenalty);
        put(json, "maxOutputTokens", maxOutputTokens);
        if (!stopSequences.isEmpty()) {
            ArrayNode stops = json.putArray("stopSequences");
            stopSequences.forEach(stops::add);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Number value) {
        if (value instanceof Integer whole) {
            json.put(name, whole.intValue());
        } else if (value != null) {
            json.put(name, value.doubleValue());
        }
    }

    private static void between(String name, @Nullable Number value, double low, double high) {
        if (value != null && !(value.doubleValue() >= low && value.doubleValue() <= high)) {
            throw new IllegalArgumentException(name + " must be from " + low + " to " + high + "; found: " + value);
        }
    }
}
