package io.genaiops.ledger;

import io.genaiops.signature.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Appends with several threads until it is killed, or until each has appended so many; says so after each append has returned.
 * The main class of another process.
 */
final class EndlessAppender {

    private EndlessAppender() {}

    /** Takes the address, the file of the key, how many threads, and how many entries each appends; 0 for no end. */
    public static void main(String[] arguments) throws Exception {
        int most = Integer.parseInt(arguments[3]);
        try (AutoCloseable held = LedgerPlace.hold(arguments[0]);
                Ledger ledger = LedgerPlace.at(arguments[0], settings(key(Path.of(arguments[1]))))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[2]) && held != null; i++) {
                Thread thread = new Thread(() -> append(ledger, most));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    static LedgerSettings settings(SigningKey key) {
        return LedgerSettings.builder()
                .signedBy(key)
                .checkpointEvery(16)
                .segmentBytes(20_000)
                .build();
    }

    private static void append(Ledger ledger, int most) {
        for (int i = 0; most == 0 || i < most; i++) {
            LedgerEntry entry = ledger.append(Entries.draft(i));
            System.out.println(entry.sequence() + " " + entry.hash().value());
        }
    }

    static void write(KeyPair pair, Path file) throws Exception {
        Files.writeString(
                file,
                HexFormat.of().formatHex(pair.getPublic().getEncoded()) + "\n"
                        + HexFormat.of().formatHex(pair.getPrivate().getEncoded()));
    }

    static SigningKey key(Path file) throws Exception {
        List<String> lines = Files.readAllLines(file);
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        return SigningKey.of(
                "key-1",
                new KeyPair(
                        factory.generatePublic(
                                new X509EncodedKeySpec(HexFormat.of().parseHex(lines.get(0)))),
                        factory.generatePrivate(
                                new PKCS8EncodedKeySpec(HexFormat.of().parseHex(lines.get(1))))));
    }
}
