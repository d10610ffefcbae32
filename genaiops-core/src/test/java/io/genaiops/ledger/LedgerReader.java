package io.genaiops.ledger;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Reads and verifies a whole ledger. The main class of another process. */
final class LedgerReader {

    private LedgerReader() {}

    public static void main(String[] arguments) {
        try (Ledger ledger = Ledger.directory(Path.of(arguments[0]));
                Stream<LedgerEntry> entries = ledger.entries(LedgerQuery.all())) {
            Verification verification = ledger.verify();
            System.out.println(entries.count() + " " + verification.entries() + " " + verification.isIntact());
        }
    }
}
