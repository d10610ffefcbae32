package io.genaiops.eval.semantic;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;

/** The angle between vectors. */
final class Cosine {

    private Cosine() {}

    /** Tells whether the vector has a direction: all elements finite, and not all 0. */
    static boolean isDirected(float[] vector) {
        boolean anything = false;
        for (float element : vector) {
            if (!Float.isFinite(element)) {
                return false;
            }
            anything |= element != 0;
        }
        return anything;
    }

    /** Returns the cosine of two vectors that have a direction, -1 to 1. */
    static double of(float[] some, float[] others) {
        return ofUnits(unit(some), unit(others));
    }

    /** Returns the vector of length 1 in the same direction. */
    static double[] unit(float[] vector) {
        double squares = 0;
        for (float element : vector) {
            squares += (double) element * element;
        }
        double length = Math.sqrt(squares);
        double[] unit = new double[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] / length;
        }
        return unit;
    }

    /** Returns the cosine of two vectors of length 1, -1 to 1. */
    static double ofUnits(double[] some, double[] others) {
        if (some.length != others.length) {
            throw new GenAiOpsException("embeddings to compare must have one dimension; found: " + some.length + " and "
                    + others.length + "; the model changed, or does not give vectors of a fixed dimension");
        }
        double product = 0;
        for (int i = 0; i < some.length; i++) {
            product += some[i] * others[i];
        }
        return Math.max(-1, Math.min(1, product));
    }

    /** Returns the outcome where the model gave a vector without a direction. */
    static Outcome undirected(EmbeddingCache embeddings, float[] vector) {
        return Outcome.unscored(
                "embedding model '" + embeddings.modelName()
                        + "' gave a vector without a direction: all 0, or with NaN or an infinity",
                vector.length + " dimensions, the first " + vector[0]);
    }
}
