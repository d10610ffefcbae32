package io.genaiops.cache.semantic;

/**
 * The score interval of a proportion (E. B. Wilson, Probable inference, the law of succession, and statistical inference,
 * Journal of the American Statistical Association 22, 1927, 209-212; method 3 of R. G. Newcombe, Two-sided confidence
 * intervals for the single proportion, Statistics in Medicine 17, 1998, 857-872).
 */
final class Wilson {

    /** Quantile 0.975 of the normal distribution (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1: 1.96). */
    private static final double Z = 1.959963984540054;

    private Wilson() {}

    /** Returns the upper limit of the 95 % interval; 1 of no trials. */
    static double upper(int successes, int trials) {
        return trials == 0 ? 1 : (centre(successes, trials) + spread(successes, trials)) / scale(trials);
    }

    /** Returns the lower limit of the 95 % interval; 0 of no trials. */
    static double lower(int successes, int trials) {
        return trials == 0 ? 0 : Math.max(0, (centre(successes, trials) - spread(successes, trials)) / scale(trials));
    }

    private static double centre(int successes, int trials) {
        return (double) successes / trials + Z * Z / (2.0 * trials);
    }

    private static double spread(int successes, int trials) {
        double share = (double) successes / trials;
        return Z * Math.sqrt((share * (1 - share) + Z * Z / (4.0 * trials)) / trials);
    }

    private static double scale(int trials) {
        return 1 + Z * Z / trials;
    }
}
