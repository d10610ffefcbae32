package io.genaiops.benchmarks.load;

import java.time.Duration;

/**
 * How a model server behaves.
 *
 * @param latency from the request to the whole answer
 * @param failing the share of requests that are answered with status 500
 * @param throttled the share that is answered with status 429 and asked to wait a second
 * @param stalling the share of streams that fall silent after their first part
 * @param cut the share of streams whose connection ends after their first part
 * @param talkative the share of answers that use more tokens than any estimate allowed for
 */
record Weather(Duration latency, double failing, double throttled, double stalling, double cut, double talkative) {

    /** Every request is answered, and as expected. */
    static final Weather FAIR = new Weather(Duration.ofMillis(50), 0, 0, 0, 0, 0);

    /** Five of a hundred requests fail in one way or another, and one of a hundred answers is too long. */
    static final Weather ROUGH = new Weather(Duration.ofMillis(50), 0.02, 0.015, 0.005, 0.01, 0.01);

    /** What happens to one request. */
    enum Fate {
        ANSWERED,
        TALKATIVE,
        FAILED,
        THROTTLED,
        STALLED,
        CUT
    }

    /** Returns the fate of a request by a number from 0 to 1; only streams stall and are cut, others fail instead. */
    Fate fate(double number, boolean streams) {
        double left = number;
        if ((left -= failing) < 0) {
            return Fate.FAILED;
        }
        if ((left -= throttled) < 0) {
            return Fate.THROTTLED;
        }
        if ((left -= stalling) < 0) {
            return streams ? Fate.STALLED : Fate.FAILED;
        }
        if ((left -= cut) < 0) {
            return streams ? Fate.CUT : Fate.FAILED;
        }
        return left - talkative < 0 ? Fate.TALKATIVE : Fate.ANSWERED;
    }
}
