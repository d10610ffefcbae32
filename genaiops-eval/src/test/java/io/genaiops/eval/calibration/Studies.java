package io.genaiops.eval.calibration;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Items whose response is the score that the judge will give, from 1 to 5. */
final class Studies {

    static final Scale GRADES = Scale.of(1, 5);
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    static final Evaluator READING = Evaluator.builder("reading")
            .scale(GRADES)
            .scoring(sample -> Double.parseDouble(sample.response().orElseThrow()));

    private Studies() {}

    static LabelledItem item(String id, double judged, Map<String, Double> labels) {
        return LabelledItem.of(Sample.of("question of " + id).withId(id).answered(Double.toString(judged)), labels);
    }

    static List<LabelledItem> scored(double[] judged, double[] human) {
        List<LabelledItem> items = new ArrayList<>();
        for (int i = 0; i < judged.length; i++) {
            items.add(item("s" + i, judged[i], Map.of("ada", human[i])));
        }
        return items;
    }

    /** Items of a table of pass and fail: 5 passes, 1 fails. */
    static List<LabelledItem> table(int passedRightly, int failedWrongly, int failedRightly, int passedWrongly) {
        List<LabelledItem> items = new ArrayList<>();
        add(items, "tp", passedRightly, 5, 5);
        add(items, "fn", failedWrongly, 1, 5);
        add(items, "tn", failedRightly, 1, 1);
        add(items, "fp", passedWrongly, 5, 1);
        return items;
    }

    private static void add(List<LabelledItem> items, String name, int count, double judged, double human) {
        for (int i = 0; i < count; i++) {
            items.add(item(name + i, judged, Map.of("ada", human)));
        }
    }
}
