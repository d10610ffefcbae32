package io.genaiops.rollout;

/** MurmurHash3_x86_32 by Austin Appleby, as published with SMHasher (MurmurHash3.cpp, public domain). */
final class Murmur3 {

    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {}

    static int hash(byte[] bytes, int seed) {
        int hash = seed;
        int blocks = bytes.length & ~3;
        for (int i = 0; i < blocks; i += 4) {
            int word = (bytes[i] & 0xff)
                    | (bytes[i + 1] & 0xff) << 8
                    | (bytes[i + 2] & 0xff) << 16
                    | (bytes[i + 3] & 0xff) << 24;
            hash = Integer.rotateLeft(hash ^ scrambled(word), 13) * 5 + 0xe6546b64;
        }
        int tail = 0;
        for (int i = bytes.length - 1; i >= blocks; i--) {
            tail = tail << 8 | (bytes[i] & 0xff);
        }
        return mixed(hash ^ scrambled(tail) ^ bytes.length);
    }

    private static int scrambled(int word) {
        return Integer.rotateLeft(word * C1, 15) * C2;
    }

    private static int mixed(int hash) {
        int h = (hash ^ hash >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
