package io.genaiops.examples;

import io.genaiops.audit.MoveRecord;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.ledger.Verification;
import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.signature.SigningKey;
import io.genaiops.signature.TrustedKeys;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** The ledger of what was decided, in files that outlast the process: a later run goes on where this one ends. */
final class ReleaseRecord implements AutoCloseable {

    private final Path folder;
    private final Path persons;
    private final SigningKey key;
    private final Ledger ledger;

    ReleaseRecord(Workspace workspace) {
        this.folder = workspace.ledger();
        this.persons = workspace.persons();
        this.key = KeyFile.read(workspace.signingKey());
        this.ledger =
                Ledger.directory(folder, LedgerSettings.builder().signedBy(key).build());
    }

    /** Returns what is broken since an earlier run, if anything is: then it is no record to decide by. */
    Optional<Verification.Break> broken() {
        return ledger.verify().firstBreak();
    }

    /** Returns the record that governance keeps. */
    MoveRecord moves() {
        return MoveRecord.ledger(ledger, Pseudonyms.file(persons));
    }

    /** Signs and verifies what is there, and shows what would be found if somebody changed it. */
    void prove(PrintStream out) {
        out.println("  ledger: " + folder + ", who is behind its pseudonyms: " + persons);
        String anchor = ledger.checkpoint().line();
        out.println("  anchor, for a place that its writers cannot reach: " + anchor);
        Verification verification = ledger.verify(anchor);
        out.println("  verified: " + (verification.isIntact() ? "intact, " : "") + verification);
        if (verification.isIntact()) {
            new Tampering(ledger, folder, verifier()).print(out, anchor);
        }
    }

    /** Returns what somebody needs who only verifies: the public key. */
    private LedgerSettings verifier() {
        return LedgerSettings.builder()
                .trusting(TrustedKeys.of(key.id(), key.publicKey()))
                .build();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
