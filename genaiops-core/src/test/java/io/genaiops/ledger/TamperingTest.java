package io.genaiops.ledger;

import static io.genaiops.ledger.Entries.append;
import static io.genaiops.ledger.Entries.draft;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody may do to the files of a ledger, and what is found of it: from the file alone, only against a checkpoint that
 * was kept elsewhere, or not at all. The table of docs/ledger.md says the same.
 */
class TamperingTest {

    private static final int EARLY = 14;

    @TempDir
    private static Path written;

    private static String early = "";
    private static String late = "";

    @TempDir
    private Path temp;

    private Path folder;

    @BeforeAll
    static void write() {
        try (Ledger ledger = TamperingCases.ledger(written.resolve("ledger"))) {
            append(ledger, EARLY);
            early = ledger.checkpoint().line();
            append(ledger, 20);
            late = ledger.checkpoint().line();
            append(ledger, 3);
            assertThat(ledger.verify(early, late).firstBreak()).isEmpty();
        }
        try (Ledger other = TamperingCases.ledger(written.resolve("other"))) {
            append(other, 45);
        }
    }

    @BeforeEach
    void copy() throws IOException {
        folder = temp.resolve("ledger");
        for (String name : List.of("ledger", "other")) {
            Files.createDirectories(temp.resolve(name));
            try (Stream<Path> files = Files.list(written.resolve(name))) {
                for (Path file : files.toList()) {
                    Files.copy(file, temp.resolve(name).resolve(file.getFileName()));
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.genaiops.ledger.TamperingCases#foundFromTheFileAlone")
    void foundFromTheFileAlone(String name, TamperingCases.Deed deed, TamperingCases.Where where) throws IOException {
        long expected = where.in(new Forgery(folder));
        forge(deed);
        try (Ledger ledger = TamperingCases.ledger(folder)) {
            Verification verification = ledger.verify();
            assertThat(verification.firstBreak()).as(name).hasValueSatisfying(found -> {
                assertThat(found.sequence()).as("%s", found).isEqualTo(expected);
                assertThat(found.problem()).isNotBlank();
                assertThat(found.place()).contains(name.startsWith("delete the") ? "" : ".jsonl");
            });
        }
    }

    private void forge(TamperingCases.Deed deed) throws IOException {
        Forgery forgery = new Forgery(folder);
        deed.on(forgery);
        forgery.save();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.genaiops.ledger.TamperingCases#foundAgainstAnAnchorOnly")
    void foundAgainstAnAnchorOnly(String name, TamperingCases.Deed deed) throws IOException {
        forge(deed);
        try (Ledger ledger = TamperingCases.ledger(folder)) {
            assertThat(ledger.verify().firstBreak())
                    .as("%s is not found from the file alone", name)
                    .isEmpty();
            assertThat(ledger.verify(early, late).firstBreak())
                    .as(name)
                    .hasValueSatisfying(found -> assertThat(found.problem()).contains("checkpoint"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.genaiops.ledger.TamperingCases#notFindable")
    void notFindable(String name, TamperingCases.Deed deed) throws IOException {
        forge(deed);
        try (Ledger ledger = TamperingCases.ledger(folder)) {
            assertThat(ledger.verify(early, late).firstBreak())
                    .as("%s: docs/ledger.md says that it is not found", name)
                    .isEmpty();
        }
    }

    @Test
    void the_corpus_has_at_least_sixty_cases_that_are_found() {
        assertThat(TamperingCases.foundFromTheFileAlone().count()
                        + TamperingCases.foundAgainstAnAnchorOnly().count())
                .isGreaterThanOrEqualTo(60);
        assertThat(TamperingCases.foundFromTheFileAlone()
                        .map(one -> one.get()[0])
                        .distinct()
                        .count())
                .isEqualTo(TamperingCases.foundFromTheFileAlone().count());
    }

    @Test
    void an_anchor_that_was_edited_is_found_and_one_of_another_ledger_is_named() throws IOException {
        try (Ledger ledger = TamperingCases.ledger(folder);
                Ledger other = TamperingCases.ledger(temp.resolve("other"))) {
            String edited = early.charAt(early.length() - 3) == 'A' ? "Q" : "A";
            assertThat(ledger.verify(early.substring(0, early.length() - 3)
                                    + edited
                                    + early.substring(early.length() - 2))
                            .firstBreak()
                            .orElseThrow()
                            .problem())
                    .contains("is not by key 'key-1'");
            assertThat(ledger.verify(other.checkpoint().line()).firstBreak()).isPresent();
        }
    }

    @Test
    void nothing_is_appended_to_a_ledger_whose_end_was_edited() throws IOException {
        forge(f -> f.edit(f.last(), Forgery.EDITS.get("value")));
        try (Ledger ledger = TamperingCases.ledger(folder)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> ledger.append(draft(1)))
                    .isExactlyInstanceOf(io.genaiops.GenAiOpsException.class)
                    .hasMessageStartingWith("nothing is written to a ledger whose last file was edited: ")
                    .hasMessageContaining("Call verify(…)");
        }
    }
}
