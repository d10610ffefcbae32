package io.genaiops.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.format.AssetFile;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.erdtman.jcs.JsonCanonicalizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Takes the digest of what a prompt of 4 KB says, and as the floor what the libraries take for the same: canonical form
 * of the text of the same JSON, SHA-256, hexadecimal digits.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DigestBenchmark {

    private static final String SENTENCE =
            "Where the notes on {{hut}} are \"silent\", say so – and send the hiker on.\n";

    private final JsonNode spec = AssetFile.parse(
                    AssetKind.PROMPT,
                    "benchmark",
                    "---\nname: trail-guide\nversion: 1.1.0\ninputs: {hut: string}\n---\n" + SENTENCE.repeat(56))
            .asset()
            .spec();
    private final String text = spec.toString();

    /** Checks that all candidates say the same. */
    @Setup
    public void check() {
        if (text.length() < 4_000 || text.length() > 4_600) {
            throw new IllegalStateException("expected a prompt of about 4 KB, found " + text.length());
        }
        if (!digest().value().equals(floorOfLibraries()) || !digest().value().equals(floorOfLibrariesFromJson())) {
            throw new IllegalStateException("expected the same digest of all candidates, found others");
        }
    }

    /** Takes the digest of the JSON. */
    @Benchmark
    public Digest digest() {
        return Digest.ofJson(spec);
    }

    /** Builds the JSON of a lock and takes its digest, as a resolved digest does. */
    @Benchmark
    public Digest digestOfLock() {
        ObjectNode lock = JsonNodeFactory.instance.objectNode();
        lock.put("model small@production", "sha256:0").put("partial tone", "sha256:1");
        return Digest.ofJson(lock);
    }

    /** Canonicalises the text of the JSON with the library and takes its SHA-256. */
    @Benchmark
    public String floorOfLibraries() {
        return sha256(text);
    }

    /** Writes the JSON, then does what the floor does. */
    @Benchmark
    public String floorOfLibrariesFromJson() {
        return sha256(spec.toString());
    }

    private static String sha256(String json) {
        try {
            byte[] canonical = new JsonCanonicalizer(json).getEncodedUTF8();
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected JSON with a canonical form", e);
        }
    }
}
