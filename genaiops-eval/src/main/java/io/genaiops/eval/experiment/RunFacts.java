package io.genaiops.eval.experiment;

import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.judge.JudgeMeter;
import java.time.Instant;
import java.util.Optional;

/** How a result came to be. */
record RunFacts(
        String name,
        Dataset dataset,
        int repetitions,
        long seed,
        Instant finished,
        Optional<String> stopped,
        int abandoned,
        int reused,
        JudgeMeter.Total judging) {}
