package io.genaiops.eval.dataset;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import io.genaiops.eval.record.RawRecord;
import io.genaiops.eval.record.RecordFault;
import io.genaiops.eval.record.RecordFile;
import io.genaiops.eval.record.RecordFormat;
import io.genaiops.eval.record.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Goes through the records once, finds everything that is wrong with them, and their digest. Used once. */
final class OpeningPass {

    /** Sees the names of the fields of each row. */
    @FunctionalInterface
    interface FieldCheck {
        void see(Iterable<String> names);
    }

    /** Takes the rows that are right. */
    private interface Sink {
        void accept(RawRecord raw, Sample sample);
    }

    private final RowMapper mapper;
    private final InvalidDatasetException.Faults faults;
    private final FieldCheck fields;
    private final Digest.JsonArray digest = Digest.ofJsonArray();
    private int rows;

    OpeningPass(FieldMapping mapping, String source, FieldCheck fields) {
        this.mapper = new RowMapper(mapping);
        this.faults = new InvalidDatasetException.Faults(source);
        this.fields = fields;
    }

    /** Returns the dataset with its rows in memory. */
    Dataset hold(String name, RecordReader reader) throws IOException {
        List<Sample> samples = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        UniqueIds ids = new UniqueIds(i -> samples.get(i).id());
        go(reader, ids, lines::get, (raw, sample) -> {
            samples.add(sample);
            lines.add(raw.line());
        });
        return new Dataset(name, new Rows.Held(samples), digest.digest());
    }

    /** Returns the dataset with its rows on disk. */
    Dataset index(String name, Path path, RecordFormat format) throws IOException {
        RecordFile file = RecordFile.of(path, format);
        Rows.Filed filed = new Rows.Filed(file, mapper);
        UniqueIds ids = new UniqueIds(i -> filed.get(i).id());
        file.scan(keepingIn(file, ids));
        return new Dataset(name, filed, digest.digest());
    }

    private RecordFile.Pass keepingIn(RecordFile file, UniqueIds ids) {
        return reader -> go(reader, ids, file::line, (raw, sample) -> file.keep(raw));
    }

    private void go(RecordReader reader, UniqueIds ids, IntUnaryOperator lines, Sink sink) throws IOException {
        boolean more = true;
        while (more) {
            try {
                @Nullable RawRecord raw = reader.next();
                more = raw != null;
                if (raw != null) {
                    check(raw, ids, lines, sink);
                }
            } catch (RecordFault fault) {
                faults.add(fault);
            }
        }
        faults.throwIfAny();
    }

    private void check(RawRecord raw, UniqueIds ids, IntUnaryOperator lines, Sink sink) {
        try {
            Sample sample = mapper.sample(raw, fields);
            digest.add(RowMapper.row(sample));
            if (rows == DatasetReader.MOST_ROWS) {
                throw RecordFault.of("at most " + DatasetReader.MOST_ROWS + " rows", "one more");
            }
            int earlier = ids.add(sample.id());
            if (earlier >= 0) {
                String first = "'" + sample.id() + "' again, first on line " + lines.applyAsInt(earlier);
                throw RecordFault.of("a unique id", first);
            }
            sink.accept(raw, sample);
            rows++;
        } catch (RecordFault fault) {
            throw fault.at(raw.line());
        } catch (IllegalArgumentException e) {
            throw RecordFault.of("a row that has a digest", String.valueOf(e.getMessage()))
                    .at(raw.line());
        }
    }
}
