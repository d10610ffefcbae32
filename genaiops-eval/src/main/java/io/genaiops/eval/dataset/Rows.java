package io.genaiops.eval.dataset;

import static java.util.Objects.requireNonNull;

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
import java.util.function.UnaryOperator;

/** The samples of a dataset, in memory or on disk. Immutable and thread-safe. */
sealed interface Rows permits Rows.Held, Rows.OnDisk {

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

    /** Samples that are read whenever they are needed. */
    sealed interface OnDisk extends Rows permits Filed, Selected, Joined, Mapped {

        @Override
        default Sample get(int index) {
            return cursor().apply(index);
        }

        @Override
        default Rows select(int[] indexes) {
            return new Selected(this, indexes);
        }

        @Override
        default List<Sample> list() {
            return new View(this);
        }
    }

    /** The rows of a file. */
    record Filed(RecordFile file, RowMapper mapper) implements OnDisk {

        @Override
        public int size() {
            return file.size();
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
    }

    /** Some rows of others, in an order of their own. */
    final class Selected implements OnDisk {

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
        public IntFunction<Sample> cursor() {
            IntFunction<Sample> cursor = all.cursor();
            return index -> cursor.apply(indexes[index]);
        }

        @Override
        public Rows select(int[] some) {
            return new Selected(all, Arrays.stream(some).map(i -> indexes[i]).toArray());
        }
    }

    /** The rows of several, one after another. */
    final class Joined implements OnDisk {

        private final List<Rows> parts;
        private final int[] starts;

        Joined(List<Rows> parts) {
            this.parts = List.copyOf(parts);
            this.starts = new int[parts.size() + 1];
            for (int i = 0; i < parts.size(); i++) {
                starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
            }
        }

        @Override
        public int size() {
            return starts[parts.size()];
        }

        @Override
        public IntFunction<Sample> cursor() {
            List<IntFunction<Sample>> cursors = parts.stream().map(Rows::cursor).toList();
            return index -> {
                int part = 0;
                while (index >= starts[part + 1]) {
                    part++;
                }
                return cursors.get(part).apply(index - starts[part]);
            };
        }
    }

    /** Rows each of which is changed whenever it is read. */
    record Mapped(Rows rows, UnaryOperator<Sample> change) implements OnDisk {

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        public IntFunction<Sample> cursor() {
            IntFunction<Sample> cursor = rows.cursor();
            return index -> requireNonNull(change.apply(cursor.apply(index)), "the changed sample");
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
