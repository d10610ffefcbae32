package io.genaiops.eval.dataset;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Goes through a file once, finds everything that is wrong with it, and its digest. Used once. */
final class OpeningPass {

    private final RowMapper mapper;
    private final Faults faults;
    private final Digest.JsonArray digest = Digest.ofJsonArray();
    private int rows;

    OpeningPass(JsonLines format, String source) {
        this.mapper = new RowMapper(format);
        this.faults = new Faults(source);
    }

    /** Returns the dataset with its rows in memory. */
    Dataset hold(String name, InputStream stream) throws IOException {
        List<Sample> samples = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        UniqueIds ids = new UniqueIds(i -> samples.get(i).id());
        go(stream, ids, lines::get, (raw, sample) -> {
            samples.add(sample);
            lines.add(raw.line());
        });
        return new Dataset(name, new Rows.Held(samples), digest.digest());
    }

    Dataset hold(String name, FileState state) throws IOException {
        try (InputStream stream = Files.newInputStream(state.file())) {
            return hold(name, stream);
        }
    }

    /** Returns the dataset with its rows on disk. */
    Dataset index(String name, FileState state) throws IOException {
        RecordIndex.requireAddressable(state);
        RecordIndex index = new RecordIndex();
        FileRows file = new FileRows(state, index, LineSplitter::new, this::sample);
        UniqueIds ids = new UniqueIds(i -> file.get(i).id());
        try (InputStream stream = Files.newInputStream(state.file())) {
            go(stream, ids, index::line, (raw, sample) -> index.add(raw));
        }
        state.requireUnchanged();
        index.trim();
        return new Dataset(name, file, digest.digest());
    }

    private void go(InputStream stream, UniqueIds ids, IntUnaryOperator lines, BiConsumer<RawRecord, Sample> rowSink)
            throws IOException {
        RecordSplitter splitter = new LineSplitter(ByteScanner.of(stream));
        boolean more = true;
        while (more) {
            try {
                @Nullable RawRecord raw = splitter.next();
                more = raw != null;
                if (raw != null) {
                    check(raw, ids, lines, rowSink);
                }
            } catch (Fault fault) {
                faults.add(fault);
            }
        }
        faults.throwIfAny();
    }

    private void check(RawRecord raw, UniqueIds ids, IntUnaryOperator lines, BiConsumer<RawRecord, Sample> rowSink) {
        try {
            Sample sample = sample(raw);
            digest.add(DatasetRow.of(sample));
            if (rows == JsonLines.MOST_ROWS) {
                throw Fault.of("at most " + JsonLines.MOST_ROWS + " rows", "one more");
            }
            int earlier = ids.add(sample.id());
            if (earlier >= 0) {
                String first = "'" + sample.id() + "' again, first on line " + lines.applyAsInt(earlier);
                throw Fault.of("a unique id", first);
            }
            rowSink.accept(raw, sample);
            rows++;
        } catch (Fault fault) {
            throw fault.at(raw.line());
        } catch (IllegalArgumentException e) {
            throw Fault.of("a row that has a digest", String.valueOf(e.getMessage()))
                    .at(raw.line());
        }
    }

    private Sample sample(RawRecord raw) {
        return mapper.sample(JsonRecords.object(raw), raw.line());
    }
}
