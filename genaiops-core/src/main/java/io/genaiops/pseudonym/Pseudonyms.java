package io.genaiops.pseudonym;

import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The table of persons and the pseudonyms that stand for them, apart from whatever holds the pseudonyms. To erase a person is
 * to delete their row: the pseudonym stays where it was written, and nobody can tell any more who it was. Copies and backups of
 * the table know it as long as the host keeps them. Thread-safe.
 *
 * @since 0.1
 */
public interface Pseudonyms {

    /** Longest id of a person, in characters. */
    int LONGEST_ID = 1_000;

    /** Keeps the table in memory: it is gone with the process. */
    static Pseudonyms memory() {
        return new MemoryPseudonyms();
    }

    /** Keeps the table in a file, which several processes may share. Put it elsewhere than what holds the pseudonyms. */
    static Pseudonyms file(Path file) {
        return new FilePseudonyms(file);
    }

    /** Keeps the table in a database of {@link #migrate}. */
    static Pseudonyms jdbc(DataSource source) {
        return new JdbcPseudonyms(source);
    }

    /** Makes the table in a database of PostgreSQL or H2, where it is not there yet. */
    static void migrate(DataSource source) {
        JdbcPseudonyms.MIGRATIONS.apply(source);
    }

    /**
     * Returns the pseudonym of a person; one is drawn for a person who has none. It is durable when the method returns.
     *
     * @param id what the host calls the person, not blank, at most {@value #LONGEST_ID} characters
     */
    Pseudonym of(String id);

    /** Returns the pseudonym of a person, if they have one. */
    Optional<Pseudonym> find(String id);

    /** Returns who is behind a pseudonym, unless that was erased. */
    Optional<String> reveal(Pseudonym pseudonym);

    /**
     * Erases who is behind the pseudonym of a person. If the person comes again, another pseudonym is drawn.
     *
     * @return the pseudonym that stands for nobody now, if there was one
     */
    Optional<Pseudonym> erase(String id);
}
