package io.genaiops.eval.junit;

import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Datasets for tests of tests. */
final class Rows {

    private Rows() {}

    /** Returns as many samples as there are letters, each with an id q1, q2 and so on and the letter as its input. */
    static Dataset letters(String letters) {
        List<Sample> samples = IntStream.range(0, letters.length())
                .mapToObj(i -> Sample.of(letters.substring(i, i + 1)).withId("q" + (i + 1)))
                .toList();
        return Dataset.of("letters", samples);
    }

    /** Returns so many samples that pass, then so many that fail: their inputs are {@code +} and {@code -}. */
    static Dataset of(int good, int bad) {
        return letters("+".repeat(good) + "-".repeat(bad));
    }

    static GenAiOps given(Dataset... datasets) {
        GenAiOpsBuilder builder = GenAiOps.testing();
        Arrays.stream(datasets).forEach(dataset -> builder.dataset(dataset.name(), dataset));
        return builder.build();
    }
}
