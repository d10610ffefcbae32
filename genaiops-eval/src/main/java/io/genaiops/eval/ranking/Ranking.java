package io.genaiops.eval.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The grades of the documents in the order in which they were retrieved, and those of all judged documents. */
final class Ranking {

    private static final double LARGEST_GRADE = 1e6;

    private final double[] grades;
    private final double[] ideal;
    private final double relevantFrom;
    private final int repeats;

    private Ranking(double[] grades, double[] ideal, double relevantFrom, int repeats) {
        this.grades = grades;
        this.ideal = ideal;
        this.relevantFrom = relevantFrom;
        this.repeats = repeats;
    }

    /** Ranks each document where it is first found; a repetition takes no rank of its own. */
    static Ranking of(List<Sample.Document> documents, Map<String, Double> judged, double relevantFrom) {
        Set<String> seen = new LinkedHashSet<>();
        documents.forEach(document -> seen.add(document.id()));
        double[] grades =
                seen.stream().mapToDouble(id -> judged.getOrDefault(id, 0.0)).toArray();
        double[] ideal =
                judged.values().stream().mapToDouble(grade -> -grade).sorted().toArray();
        Arrays.setAll(ideal, i -> -ideal[i]);
        return new Ranking(grades, ideal, relevantFrom, documents.size() - seen.size());
    }

    /** Reads an array of the ids of relevant documents, or an object of grades by id. */
    static Map<String, Double> judgements(String attribute, JsonNode json) {
        Map<String, Double> judged = new HashMap<>();
        if (json.isArray()) {
            json.forEach(id -> judged.put(id(attribute, id), 1.0));
        } else if (json.isObject()) {
            json.properties().forEach(entry -> judged.put(entry.getKey(), grade(attribute, entry)));
        } else {
            throw new GenAiOpsException("attribute '" + attribute
                    + "' must be an array of the ids of relevant documents or an object of grades by id; found: "
                    + json.getNodeType());
        }
        return judged;
    }

    private static String id(String attribute, JsonNode id) {
        if (id.isTextual() || id.isIntegralNumber()) {
            return id.asText();
        }
        throw new GenAiOpsException("attribute '" + attribute
                + "' must list ids, each a text or a whole number; found an element of type " + id.getNodeType());
    }

    private static double grade(String attribute, Map.Entry<String, JsonNode> entry) {
        JsonNode grade = entry.getValue();
        if (grade.isNumber() && Math.abs(grade.doubleValue()) <= LARGEST_GRADE) {
            return grade.doubleValue();
        }
        throw new GenAiOpsException("attribute '" + attribute + "' must grade document '" + entry.getKey()
                + "' with a number from -1000000 to 1000000; found: " + grade);
    }

    int retrieved() {
        return grades.length;
    }

    int relevant() {
        return count(ideal, ideal.length);
    }

    double highestGrade() {
        return ideal.length == 0 ? 0 : ideal[0];
    }

    int relevantWithin(int cut) {
        return count(grades, cut);
    }

    /** Returns the rank of the first relevant document within the cut, 1 and up; 0 if there is none. */
    int firstRelevant(int cut) {
        for (int i = 0; i < Math.min(cut, grades.length); i++) {
            if (isRelevant(grades[i])) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Returns the sum of the precisions at the ranks of the relevant documents within the cut. */
    double sumOfPrecisions(int cut) {
        int found = 0;
        double sum = 0;
        for (int i = 0; i < Math.min(cut, grades.length); i++) {
            if (isRelevant(grades[i])) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        return sum;
    }

    /** Returns the gain, discounted by the logarithm of the rank, as a share of that of the best ranking. */
    double normalizedGain(int cut, Gain gain) {
        return Math.min(1, gain(grades, cut, gain) / gain(ideal, cut, gain));
    }

    private static double gain(double[] grades, int cut, Gain gain) {
        double sum = 0;
        for (int i = 0; i < Math.min(cut, grades.length); i++) {
            sum += gain.of(grades[i]) / (Math.log(i + 2.0) / Math.log(2));
        }
        return sum;
    }

    private int count(double[] some, int cut) {
        int count = 0;
        for (int i = 0; i < Math.min(cut, some.length); i++) {
            count += isRelevant(some[i]) ? 1 : 0;
        }
        return count;
    }

    private boolean isRelevant(double grade) {
        return grade >= relevantFrom;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add(relevantWithin(grades.length) + " of " + relevant() + " relevant documents among " + grades.length
                + " retrieved");
        int first = firstRelevant(grades.length);
        if (first > 0) {
            parts.add("the first at rank " + first);
        }
        if (repeats > 0) {
            parts.add(repeats + " repeated left out");
        }
        return String.join(", ", parts);
    }
}
