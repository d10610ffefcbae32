package io.genaiops.eval.dataset;

import io.genaiops.eval.Sample;
import io.genaiops.eval.record.RawRecord;
import io.genaiops.eval.record.RecordFault;
import io.genaiops.eval.record.RecordFile;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/** The samples of a dataset, in memory or on disk. Immutable and thread-safe. */
sealed interface Rows permits Rows.Held, Rows.Filed, Rows.Selected {

    int size();

    Sample get(int index);

    /** Returns what reads samples by their index, fast where indexes ascend. Not thread-safe. */
    IntFunction<Sample> cursor();

    /** Returns the rows at these indexes, in this order. The caller leaves the array alone. */
    Rows select(int[] indexes);

    /** Returns all of them as a list, which reads on demand what is on disk. */
    List<Sample> list();

    /** Samples in memory. */
    record Held(List<Sample> list) implements Rows {

        public Held {
            list = List.copyOf(list);
        }

        @Override
        public int size() {
            return list.size();
        }

        @Override
        public Sample get(int index) {
            return list.get(index);
        }

        @Override
        public IntFunction<Sample> cursor() {
            return list::get;
        }

        @Override
        public Rows select(int[] indexes) {
            return new Held(Arrays.stream(indexes).mapToObj(list::get).toList());
        }
    }

    /** The rows of a file, read again whenever they are needed. */
    record Filed(RecordFile file, RowMapper mapper) implements Rows {

        @Override
        public int size() {
            return file.size();
        }

        @Override
        public Sample get(int index) {
            return cursor().apply(index);
        }

        @Override
        public IntFunction<Sample> cursor() {
            IntFunction<RawRecord> records = file.cursor();
            return index -> {
                try {
                    return mapper.sample(records.apply(index));
                } catch (RecordFault e) {
                    throw file.changed(index);
                }
            };
        }

        @Override
        public Rows select(int[] indexes) {
            return new Selected(this, indexes);
        }

        @Override
        public List<Sample> list() {
            return new View(this);
        }
    }

    /** Some rows of others, in an order of their own. */
    final class Selected implements Rows {

        private final Rows all;
        private final int[] indexes;

        Selected(Rows all, int[] indexes) {
            this.all = all;
            this.indexes = indexes;
        }

        @Override
        public int size() {
            return indexes.length;
        }

        @Override
        public Sample get(int index) {
            return all.get(indexes[index]);
        }

        @Override
        public IntFunction<Sample> cursor() {
            IntFunction<Sample> cursor = all.cursor();
            return index -> cursor.apply(indexes[index]);
        }

        @Override
        public Rows select(int[] some) {
            return new Selected(all, Arrays.stream(some).map(i -> indexes[i]).toArray());
        }

        @Override
        public List<Sample> list() {
            return new View(this);
        }
    }

    /** A list that reads a row when it is asked for, and many at once when it is gone through. */
    final class View extends AbstractList<Sample> {

        private final Rows rows;

        View(Rows rows) {
            this.rows = rows;
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public Sample get(int index) {
            return rows.get(index);
        }

        @Override
        public Iterator<Sample> iterator() {
            IntFunction<Sample> cursor = rows.cursor();
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < size();
                }

                @Override
                public Sample next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return cursor.apply(next++);
                }
            };
        }
    }
}
