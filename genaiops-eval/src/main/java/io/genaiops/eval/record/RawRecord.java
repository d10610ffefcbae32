package io.genaiops.eval.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * One record of a file: where it begins and what its fields are. Immutable.
 *
 * @since 0.1
 */
public final class RawRecord {

    static final int CHECKSUM_BITS = 24;

    private final long offset;
    private final int line;
    private final int number;
    private final byte[] bytes;
    private final Function<RawRecord, ObjectNode> decoding;

    RawRecord(long offset, int line, byte[] bytes, Function<RawRecord, ObjectNode> decoding) {
        this(offset, line, 0, bytes, decoding);
    }

    private RawRecord(long offset, int line, int number, byte[] bytes, Function<RawRecord, ObjectNode> decoding) {
        this.offset = offset;
        this.line = line;
        this.number = number;
        this.bytes = bytes;
        this.decoding = decoding;
    }

    RawRecord numbered(int place) {
        return new RawRecord(offset, line, place, bytes, decoding);
    }

    /** Returns the fields, in the order of the file; each call parses them anew. A fault says what is wrong. */
    public ObjectNode fields() {
        try {
            return decoding.apply(this);
        } catch (RecordFault fault) {
            throw fault.at(line);
        }
    }

    /** Returns the line on which the record begins, from 1. */
    public int line() {
        return line;
    }

    /** Returns what to call a record that has no id: its line in JSON Lines, elsewhere its place among the records. */
    public int number() {
        return number == 0 ? line : number;
    }

    long offset() {
        return offset;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns a checksum of the bytes, in {@link #CHECKSUM_BITS} bits. */
    int checksum() {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length);
        return (int) (crc.getValue() >>> (32 - CHECKSUM_BITS));
    }
}
