package io.genaiops.benchmarks;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.disk.GroupCommit;
import io.genaiops.ledger.EntryKind;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerDraft;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.ledger.Verification;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.signature.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures how many entries a second a ledger in a directory makes durable, with one writer and with eight, beside the floors of
 * the same run: a line of the same length, written and forced, alone and eight at once; and the same by one and by eight threads
 * that share forces and do nothing else. And how many entries a second it verifies. The rounds of the candidates take turns and
 * are short, so that a busy disk hits all of them; what is compared is the median of the ratios within a turn. The first turns
 * are not counted: they run code that is not compiled yet.
 *
 * @since 0.1
 */
public final class LedgerThroughput {

    private static final int ROUNDS = 9;
    private static final int WARM_UP = 8;
    private static final int TURNS = 48;
    private static final long TURN_NANOS = 200_000_000L;
    private static final int WRITERS = 8;
    private static final int VERIFIED = 300_000;
    private static final int TARGET = 200_000;
    private static final LedgerDraft DRAFT = LedgerDraft.of(EntryKind.PROMOTION)
            .by(Pseudonym.random())
            .about(AssetId.prompt("trail-guide"), Version.parse("1.2.0"))
            .digest("evidence", Digest.ofText("evidence"))
            .with("why", "beats 1.1.0");

    private final List<Double> floor = new ArrayList<>();
    private final List<Double> floorOfEight = new ArrayList<>();
    private final List<Double> shared = new ArrayList<>();
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
        try (Ledger ledger = Ledger.directory(folder.resolve("ledger"), settings);
                RandomAccessFile file =
                        new RandomAccessFile(folder.resolve("floor").toFile(), "rw")) {
            byte[] line = new byte[ledger.append(DRAFT).line().length() + 1];
            Arrays.fill(line, (byte) 'x');
            for (int turn = -WARM_UP; turn < TURNS; turn++) {
                turn(ledger, new Floor(file, line));
                if (turn < 0) {
                    List.of(floor, floorOfEight, shared, one, eight).forEach(List::clear);
                }
            }
            print("floor: one line of " + line.length + " bytes, forced", floor, floor);
            print("floor: " + WRITERS + " lines at once (of one)", floorOfEight, floor);
            print("floor: " + WRITERS + " threads that share forces (of one line)", shared, floor);
            print("ledger, one writer (of the floor)", one, floor);
            print("ledger, " + WRITERS + " writers (of one writer)", eight, one);
            print("ledger, " + WRITERS + " writers (of threads that share forces)", eight, shared);
            verify(ledger);
        }
    }

    private void turn(Ledger ledger, Floor lines) throws InterruptedException {
        GroupCommit<Integer, Integer> forces = new GroupCommit<>(256, group -> lines.write(group.get()));
        floor.add(rate(1, () -> lines.write(List.of(1))));
        one.add(rate(1, () -> ledger.append(DRAFT)));
        shared.add(rate(WRITERS, () -> forces.write(1)));
        eight.add(rate(WRITERS, () -> ledger.append(DRAFT)));
        floorOfEight.add(WRITERS * rate(1, () -> lines.write(Collections.nCopies(WRITERS, 1))));
    }

    /** Writes so many lines and forces them: what nobody can do without. */
    private static final class Floor {

        private final RandomAccessFile file;
        private final byte[] line;

        Floor(RandomAccessFile file, byte[] line) {
            this.file = file;
            this.line = line;
        }

        List<Integer> write(List<Integer> lines) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                lines.forEach(each -> bytes.writeBytes(line));
                file.seek(file.length());
                file.write(bytes.toByteArray());
                file.getFD().sync();
                return lines;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Prints the median, what it is of the base in the median turn, and within which bounds half of the turns are. */
    private static void print(String what, List<Double> rates, List<Double> bases) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            ratios.add(rates.get(i) / bases.get(i));
        }
        System.out.printf(
                Locale.ROOT,
                "%-50s %,9.0f a second, %.2f (half of the turns %.2f to %.2f)%n",
                what,
                quantile(rates, 0.5),
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }

    private static double quantile(List<Double> values, double part) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) (sorted.length * part)];
    }

    private static double rate(int writers, Runnable append) throws InterruptedException {
        long[] written = new long[writers];
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            Thread thread = new Thread(() -> {
                while (System.nanoTime() - start < TURN_NANOS) {
                    append.run();
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

    private static void verify(Ledger ledger) throws InterruptedException {
        while (ledger.verify().last() < VERIFIED) {
            rate(WRITERS * WRITERS, () -> ledger.append(DRAFT));
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
        List<Double> target = Collections.nCopies(ROUNDS, (double) TARGET);
        print("verified, a second of the processor", ofProcessor, target);
        print("verified (of " + TARGET + ")", rates, target);
    }
}
