package io.genaiops.eval.outline;

import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The samples of a result, each beside what all variants made of it. A pass reads every item once, in order, and keeps
 * none of them.
 *
 * @since 0.1
 */
public final class Rows implements Iterable<Row> {

    private final ExperimentResult result;

    private Rows(ExperimentResult result) {
        this.result = result;
    }

    /** Returns the rows of a result. */
    public static Rows of(ExperimentResult result) {
        return new Rows(result);
    }

    @Override
    public Iterator<Row> iterator() {
        return new Pass(result.variants());
    }

    private static final class Pass implements Iterator<Row> {

        private final List<VariantResult> variants;
        private final List<Iterator<ItemResult>> items = new ArrayList<>();
        private int next;

        Pass(List<VariantResult> variants) {
            this.variants = variants;
            variants.forEach(variant -> items.add(variant.items().iterator()));
        }

        @Override
        public boolean hasNext() {
            boolean more = items.get(0).hasNext();
            for (int i = 1; i < items.size(); i++) {
                if (items.get(i).hasNext() != more) {
                    throw misaligned(i, "one has more samples than the other");
                }
            }
            return more;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the result has " + next + " samples");
            }
            List<ItemResult> row = new ArrayList<>();
            for (Iterator<ItemResult> variant : items) {
                row.add(variant.next());
            }
            for (int i = 1; i < row.size(); i++) {
                String expected = row.get(0).sample().id();
                String found = row.get(i).sample().id();
                if (!expected.equals(found)) {
                    throw misaligned(
                            i, "sample " + next + " is '" + expected + "' in one, '" + found + "' in the other");
                }
            }
            return new Row(next++, row.get(0).sample(), row);
        }

        private IllegalStateException misaligned(int other, String what) {
            return new IllegalStateException("variants '" + variants.get(0).name() + "' and '"
                    + variants.get(other).name() + "' must have the same samples in one order; found: " + what);
        }
    }
}
