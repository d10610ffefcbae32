package io.genaiops.eval.dataset;

import java.util.zip.CRC32;

/** The bytes of one record of a file, without what separates it from the next, and where they begin. */
final class RawRecord {

    static final int CHECKSUM_BITS = 24;

    private final long offset;
    private final int line;
    private final byte[] bytes;

    RawRecord(long offset, int line, byte[] bytes) {
        this.offset = offset;
        this.line = line;
        this.bytes = bytes;
    }

    long offset() {
        return offset;
    }

    int line() {
        return line;
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
