package io.genaiops.eval.calibration;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import java.util.Map;
import java.util.Optional;

/** How a study was set up; with its rows it determines every figure. */
record StudyPlan(
        Yardstick judge, Yardstick humans, Adjudication adjudication, int repetitions, long seed, TrustRule rule) {

    /** A scale with the threshold that makes pass and fail of its values. */
    record Yardstick(Scale scale, Direction direction, Threshold threshold) {

        boolean passes(double value) {
            return threshold.judge(Outcome.scored(value, scale, direction, "")) == Judgement.PASSED;
        }
    }

    Optional<Adjudication.Truth> truth(Map<String, Double> labels) {
        return adjudication.truth(labels, humans::passes);
    }

    boolean sameScale() {
        return judge.scale().equals(humans.scale());
    }
}
