package io.genaiops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.database.TestDatabases;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.signature.SigningKey;
import io.genaiops.signature.TrustedKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples of docs/ledger.md. */
class LedgerPageTest {

    @TempDir
    private Path temp;

    @Test
    void write_verify_erase_drop_and_export() throws Exception {
        Path folder = temp.resolve("ledger");
        Path elsewhere = temp.resolve("elsewhere");
        Digest evidence = Digest.ofText("evidence");
        KeyPair keyPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SigningKey key = SigningKey.of("governance-2026", keyPair); // Ed25519, from your key store
        Pseudonyms persons = Pseudonyms.file(elsewhere.resolve("persons.jsonl"));
        Ledger ledger =
                Ledger.directory(folder, LedgerSettings.builder().signedBy(key).build());

        ledger.append(LedgerDraft.of(EntryKind.APPROVAL)
                .by(persons.of("ada@example.org")) // written as a random pseudonym
                .about(AssetId.prompt("trail-guide"), Version.of(2, 0, 0))
                .digest("evidence", evidence)
                .with("why", "beats 1.1.0 on 400 questions"));

        String anchor = ledger.checkpoint().line(); // keep it where the ledger's writers cannot reach
        Verification verification = ledger.verify(anchor);
        verification.isIntact();
        verification.firstBreak(); // entry, file, line, what is wrong

        assertThat(verification.firstBreak()).isEmpty();
        assertThat(verification.anchors()).isEqualTo(1);

        Optional<Pseudonym> erased = persons.erase("ada@example.org");
        erased.ifPresent(
                pseudonym -> ledger.append(LedgerDraft.of(EntryKind.ERASURE).with("pseudonym", pseudonym.value())));

        assertThat(ledger.entries(EntryKind.ERASURE)).hasSize(1);
        assertThat(persons.reveal(erased.orElseThrow())).isEmpty();

        long lastOfLastYear = 2;
        ledger.drop(lastOfLastYear, persons.of("ada@example.org"), "kept for one year");

        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        ledger.export(stream);
        InputStream export = new ByteArrayInputStream(stream.toByteArray());
        PublicKey publicKey = keyPair.getPublic();
        LedgerSettings publicKeys = LedgerSettings.builder()
                .trusting(TrustedKeys.of("governance-2026", publicKey))
                .build();
        Verification audit = Ledger.verifyExport(export, publicKeys, anchor);

        assertThat(audit.firstBreak()).isEmpty();
        assertThat(audit.first()).isEqualTo(3);
        assertThat(audit.anchors()).as("the cut was made at the anchor").isEqualTo(1);
        ledger.close();
    }

    @Test
    void append_in_a_transaction() throws Exception {
        DataSource dataSource = TestDatabases.at(TestDatabases.memory("page_" + temp.getFileName()));
        LedgerSettings settings = LedgerSettings.builder().build();
        LedgerDraft draft = Entries.draft(1);
        Ledger.migrate(dataSource);
        JdbcLedger ledger = Ledger.jdbc(dataSource, settings);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            move(connection); // your own statements
            ledger.append(connection, draft); // last: others wait until you commit
            connection.commit();
        }
        assertThat(ledger.verify().last()).isEqualTo(2);
    }

    private static void move(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }
}
