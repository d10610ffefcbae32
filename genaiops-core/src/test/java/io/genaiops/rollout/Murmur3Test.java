package io.genaiops.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {

    /** Values in common use as test vectors of MurmurHash3_x86_32. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, 0",
        "'', 1, 514E28B7",
        "'', ffffffff, 81F16F39",
        "hello, 0, 248bfa47",
        "'hello, world', 0, 149bbb7f",
        "The quick brown fox jumps over the lazy dog, 0, 2e4ff723",
    })
    void published_vectors(String text, String seed, String expected) {
        int hash = Murmur3.hash(text.getBytes(StandardCharsets.UTF_8), Integer.parseUnsignedInt(seed, 16));

        assertThat(Integer.toHexString(hash)).isEqualTo(Integer.toHexString(Integer.parseUnsignedInt(expected, 16)));
    }

    @Test
    void an_independent_implementation_agrees_on_every_length_and_seed() {
        Random random = new Random(20261103);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[i % 67];
            random.nextBytes(bytes);
            int seed = random.nextInt();

            assertThat(Murmur3.hash(bytes, seed)).isEqualTo(naive(bytes, seed));
        }
    }

    /** Written from the description of the algorithm with 64-bit arithmetic, apart from the one under test. */
    private static int naive(byte[] bytes, int seed) {
        long mask = 0xffffffffL;
        long h = seed & mask;
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4);
        ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        for (int block = 0; words.remaining() >= 4; block++) {
            long k = words.getInt() & mask;
            k = k * 0xcc9e2d51L & mask;
            k = (k << 15 | k >>> 17) & mask;
            k = k * 0x1b873593L & mask;
            h ^= k;
            if ((block + 1) * 4 <= bytes.length) {
                h = (h << 13 | h >>> 19) & mask;
                h = h * 5 + 0xe6546b64L & mask;
            }
        }
        h ^= bytes.length;
        h = (h ^ h >>> 16) * 0x85ebca6bL & mask;
        h = (h ^ h >>> 13) * 0xc2b2ae35L & mask;
        return (int) (h ^ h >>> 16);
    }
}
