package io.genaiops.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.database.TestDatabases;
import io.genaiops.disk.DurableFiles;
import io.genaiops.ledger.EntryKind;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerDraft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PseudonymsTest {

    private enum Kept {
        MEMORY,
        FILE,
        H2,
        POSTGRES
    }

    /** The end of the process at a step. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @TempDir
    private Path temp;

    private Path file() {
        return temp.resolve("persons/table.jsonl");
    }

    private Pseudonyms open(Kept kept) {
        String name = "pseudonyms_" + temp.getFileName();
        return switch (kept) {
            case MEMORY -> Pseudonyms.memory();
            case FILE -> Pseudonyms.file(file());
            case H2 -> jdbc(TestDatabases.pooled(TestDatabases.memory(name)));
            case POSTGRES -> jdbc(TestDatabases.pooled(TestDatabases.postgres(name)));
        };
    }

    private static Pseudonyms jdbc(DataSource source) {
        Pseudonyms.migrate(source);
        return Pseudonyms.jdbc(source);
    }

    @ParameterizedTest
    @EnumSource
    void a_person_keeps_one_pseudonym_and_two_persons_never_share_one(Kept kept) {
        Pseudonyms pseudonyms = open(kept);
        Pseudonym ada = pseudonyms.of("ada@example.org");
        assertThat(pseudonyms.find("bob")).isEmpty();
        Pseudonym bob = pseudonyms.of("bob\u0000\n\"é");

        assertThat(pseudonyms.of("ada@example.org")).isEqualTo(ada).isNotEqualTo(bob);
        assertThat(pseudonyms.find("ada@example.org")).contains(ada);
        assertThat(pseudonyms.reveal(ada)).contains("ada@example.org");
        assertThat(pseudonyms.reveal(bob)).contains("bob\u0000\n\"é");
        assertThat(pseudonyms.reveal(Pseudonym.random())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_pseudonym_is_drawn_and_not_computed_from_the_id(Kept kept) {
        Pseudonyms pseudonyms = open(kept);
        Set<Pseudonym> drawn = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            drawn.add(pseudonyms.of("ada"));
            pseudonyms.erase("ada");
        }
        assertThat(drawn).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void after_erasure_nobody_tells_who_it_was(Kept kept) {
        Pseudonyms pseudonyms = open(kept);
        Pseudonym ada = pseudonyms.of("ada");
        Pseudonym bob = pseudonyms.of("bob");

        assertThat(pseudonyms.erase("ada")).contains(ada);

        assertThat(pseudonyms.reveal(ada)).isEmpty();
        assertThat(pseudonyms.find("ada")).isEmpty();
        assertThat(pseudonyms.erase("ada")).isEmpty();
        assertThat(pseudonyms.reveal(bob)).contains("bob");
        assertThat(pseudonyms.of("ada")).isNotEqualTo(ada);
    }

    @ParameterizedTest
    @EnumSource
    void threads_that_ask_at_once_get_one_pseudonym(Kept kept) throws Exception {
        Pseudonyms pseudonyms = open(kept);
        Set<Pseudonym> got = ConcurrentHashMap.newKeySet();
        List<Thread> threads = Stream.generate(() -> new Thread(() -> got.add(pseudonyms.of("ada"))))
                .limit(6)
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(got).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void an_id_that_cannot_be_kept_is_refused_without_being_quoted(Kept kept) {
        Pseudonyms pseudonyms = open(kept);
        for (String id : List.of("", " ", "secret".repeat(200), "secret\ud83d")) {
            assertThatThrownBy(() -> pseudonyms.of(id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the id of a person must")
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> Pseudonym.parse("ada@example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found a text of 15 characters")
                .hasMessageNotContaining("ada");
    }

    @Test
    void no_file_holds_an_erased_id_not_even_one_that_a_crash_left() throws IOException {
        Pseudonyms.file(file()).of("bob");
        for (int last = 0; last < 30; last++) {
            int[] steps = {last};
            Pseudonyms crashing = new FilePseudonyms(file(), new DurableFiles(step -> {
                if (steps[0]-- <= 0) {
                    throw new Crash();
                }
            }));
            try {
                crashing.of("ada-" + last);
            } catch (Crash e) {
                assertThat(e).isNotNull();
            }
            Pseudonyms.file(file()).erase("ada-" + last);
            try (Stream<Path> files = Files.list(file().getParent())) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file, StandardCharsets.UTF_8))
                            .as("%s", file)
                            .doesNotContain("ada");
                }
            }
        }
        assertThat(Pseudonyms.file(file()).find("bob")).isPresent();
    }

    @Test
    void only_the_owner_reads_the_file() throws IOException {
        Pseudonyms.file(file()).of("ada");
        assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
    }

    @Test
    void a_file_that_was_edited_is_named_with_its_line_and_no_id() throws IOException {
        Pseudonyms pseudonyms = Pseudonyms.file(file());
        pseudonyms.of("ada");
        String row = Files.readString(file());
        for (String edit :
                List.of("ada\n", row + row, row.replace("p-", "q-"), row.replace("}", ",\"x\":1}"), "{}\n")) {
            Files.writeString(file(), edit);
            assertThatThrownBy(() -> pseudonyms.find("ada"))
                    .isExactlyInstanceOf(GenAiOpsException.class)
                    .hasMessageStartingWith("the table of pseudonyms ")
                    .hasMessageContaining("was edited on line ")
                    .hasMessageNotContaining("ada");
        }
        Files.write(file(), new byte[] {(byte) 0xff, '\n'});
        assertThatThrownBy(() -> pseudonyms.find("ada")).hasMessageContaining("must be UTF-8");
    }

    @Test
    void after_erasure_the_chain_still_verifies_and_the_id_is_nowhere() throws IOException {
        Pseudonyms pseudonyms = Pseudonyms.file(file());
        try (Ledger ledger = Ledger.directory(temp.resolve("ledger"))) {
            Pseudonym ada = pseudonyms.of("ada@example.org");
            ledger.append(LedgerDraft.of(EntryKind.APPROVAL).by(ada).digest("evidence", Digest.ofText("e")));
            String anchor = ledger.checkpoint().line();

            Pseudonym erased = pseudonyms.erase("ada@example.org").orElseThrow();
            ledger.append(LedgerDraft.of(EntryKind.ERASURE).with("pseudonym", erased.value()));

            assertThat(ledger.verify(anchor).firstBreak()).isEmpty();
            assertThat(ledger.entries(EntryKind.APPROVAL).get(0).actor()).contains(ada);
            assertThat(pseudonyms.reveal(ada)).isEmpty();
        }
        try (Stream<Path> files = Files.walk(temp)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("ada@");
            }
        }
    }
}
