package io.genaiops.benchmarks;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.ledger.EntryKind;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerDraft;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.ledger.Verification;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures how many entries a second a ledger in a directory makes durable, with one writer and with eight, beside the floor of
 * the same run: a line of the same length, written and forced. And how many entries a second it verifies. The rounds of the
 * candidates take turns, so that a busy disk hits all of them; what is compared is the median of the rounds.
 *
 * @since 0.1
 */
public final class LedgerThroughput {

    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int WRITERS = 8;
    private static final int VERIFIED = 300_000;
    private static final int TARGET = 200_000;
    private static final LedgerDraft DRAFT = LedgerDraft.of(EntryKind.PROMOTION)
            .by(Pseudonym.random())
            .about(AssetId.prompt("trail-guide"), Version.parse("1.2.0"))
            .digest("evidence", Digest.ofText("evidence"))
            .with("why", "beats 1.1.0");

    private final List<Double> floor = new ArrayList<>();
    private final List<Double> one = new ArrayList<>();
    private final List<Double> eight = new ArrayList<>();

    private LedgerThroughput() {}

    /**
     * Runs it.
     *
     * @param arguments a directory on the disk to measure; none for one among the temporary files
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = arguments.length == 0
                ? Files.createTempDirectory("ledger")
                : Files.createDirectories(Path.of(arguments[0]));
        new LedgerThroughput().run(folder);
    }

    private void run(Path folder) throws IOException, InterruptedException {
        LedgerSettings settings = LedgerSettings.builder()
                .signedBy(SigningKey.generate("benchmark"))
                .build();
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"), settings)) {
            int length = ledger.append(DRAFT).line().length() + 1;
            for (int round = 0; round < ROUNDS; round++) {
                floor.add(floor(folder.resolve("floor"), length));
                one.add(appends(ledger, 1));
                eight.add(appends(ledger, WRITERS));
            }
            print("floor: one line of " + length + " bytes, forced", floor, median(floor));
            print("ledger, one writer (of the floor)", one, median(floor));
            print("ledger, " + WRITERS + " writers (of one writer)", eight, median(one));
            verify(ledger, WRITERS);
        }
    }

    private static void print(String what, List<Double> rounds, double base) {
        System.out.printf(
                Locale.ROOT,
                "%-45s %,9.0f a second, %.2f (rounds %,.0f to %,.0f)%n",
                what,
                median(rounds),
                median(rounds) / base,
                rounds.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                rounds.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }

    private static double median(List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double floor(Path file, int length) throws IOException {
        byte[] line = new byte[length];
        Arrays.fill(line, (byte) 'x');
        try (RandomAccessFile target = new RandomAccessFile(file.toFile(), "rw")) {
            long start = System.nanoTime();
            long written = 0;
            while (System.nanoTime() - start < ROUND_NANOS) {
                target.seek(target.length());
                target.write(line);
                target.getFD().sync();
                written++;
            }
            return written * 1e9 / (System.nanoTime() - start);
        }
    }

    private static double appends(Ledger ledger, int writers) throws InterruptedException {
        long[] written = new long[writers];
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            Thread thread = new Thread(() -> {
                while (System.nanoTime() - start < ROUND_NANOS) {
                    ledger.append(DRAFT);
                    written[writer]++;
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Arrays.stream(written).sum() * 1e9 / (System.nanoTime() - start);
    }

    private static void verify(Ledger ledger, int writers) throws InterruptedException {
        while (ledger.verify().last() < VERIFIED) {
            appends(ledger, writers * WRITERS);
        }
        List<Double> rates = new ArrayList<>();
        List<Double> ofProcessor = new ArrayList<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long processor = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            Verification verification = ledger.verify();
            if (!verification.isIntact()) {
                throw new IllegalStateException("expected an intact ledger; found: " + verification);
            }
            rates.add(verification.entries() * 1e9 / (System.nanoTime() - start));
            ofProcessor.add(verification.entries() * 1e9 / (threads.getCurrentThreadCpuTime() - processor));
        }
        print("verified, a second of the processor", ofProcessor, TARGET);
        print("verified (of " + TARGET + ")", rates, TARGET);
    }
}
