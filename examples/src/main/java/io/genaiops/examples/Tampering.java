package io.genaiops.examples;

import io.genaiops.ledger.EntryKind;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerEntry;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.ledger.Verification;
import io.genaiops.ledger.Verification.Break;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Changes copies of a ledger as somebody would who wants another past, and prints what is found. */
final class Tampering {

    private static final String NOTHING = "nothing is found";

    private final Path original;
    private final LedgerSettings verifier;
    private final LedgerEntry target;

    /** Aims at the last decision about a version; there is one as soon as governance has begun. */
    Tampering(Ledger ledger, Path original, LedgerSettings verifier) {
        List<LedgerEntry> decisions =
                ledger.entries(EntryKind.PROMOTION, EntryKind.ROLLBACK, EntryKind.REFUSAL, "governed");
        this.original = original;
        this.verifier = verifier;
        this.target = decisions.get(decisions.size() - 1);
    }

    void print(PrintStream out, String anchor) {
        try {
            Path copies = Files.createTempDirectory("ledger-copies");
            try {
                printEdited(out, copies.resolve("edited"));
                printCut(out, copies.resolve("cut"), anchor);
            } finally {
                Workspace.deleteAll(copies);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change a copy of the ledger in " + original, e);
        }
    }

    private void printEdited(PrintStream out, Path copy) throws IOException {
        String name = target.data().containsKey("why") ? "why" : target.data().firstKey();
        String before = "\"" + name + "\":\"";
        Path file = copied(copy);
        Files.writeString(
                file,
                Files.readString(file).replace(target.line(), target.line().replace(before, before + "thoroughly ")));
        out.println("  a copy with '" + name + "' edited in one entry: "
                + verify(copy).firstBreak().map(found -> "broken at " + found).orElse(NOTHING));
    }

    private void printCut(PrintStream out, Path copy, String anchor) throws IOException {
        Path file = copied(copy);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.indexOf(target.line())));
        out.println("  a copy without entry " + target.sequence() + " and what follows: "
                + verify(copy).firstBreak().map(Break::problem).orElse(NOTHING)
                + " from the file alone; against the anchor: "
                + verify(copy, anchor).firstBreak().map(Break::problem).orElse(NOTHING));
    }

    /** Copies the ledger up to the file with the entry, and returns that one. */
    private Path copied(Path copy) throws IOException {
        Files.createDirectories(copy);
        List<Path> files;
        try (Stream<Path> all = Files.list(original)) {
            files = all.filter(each -> each.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Path copied = Files.copy(file, copy.resolve(original.relativize(file)));
            if (Files.readString(copied).contains(target.line())) {
                return copied;
            }
        }
        throw new IOException("expected entry " + target.sequence() + " in " + files + ", found it in none");
    }

    private Verification verify(Path copy, String... anchors) {
        try (Ledger ledger = Ledger.directory(copy, verifier)) {
            return ledger.verify(anchors);
        }
    }
}
