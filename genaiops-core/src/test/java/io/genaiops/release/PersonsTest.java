package io.genaiops.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.pseudonym.Pseudonyms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of persons in what a pack says. */
class PersonsTest {

    private final Pseudonyms table = Pseudonyms.memory();

    @Test
    void ids_are_pseudonyms_where_they_stand_as_whole_words_also_if_one_is_a_part_of_another() {
        Persons persons = new Persons(table, List.of("p", "7", "ada", "ada@example.org", "$1"));

        assertThat(persons.text("ada@example.org and ada, not adam: p-7 by $1, 70 p"))
                .isEqualTo(name("ada@example.org") + " and " + name("ada") + ", not adam: " + name("p") + "-"
                        + name("7") + " by " + name("$1") + ", 70 " + name("p"));
    }

    @Test
    void without_a_table_everybody_is_somebody_and_a_pseudonym_stays_one() {
        String erased = "p-" + "0".repeat(32);
        Persons persons = new Persons(null, List.of("ada", erased));

        assertThat(persons.of("ada")).isEqualTo("somebody");
        assertThat(persons.of(erased)).isEqualTo(erased);
        assertThat(persons.text("ada and " + erased)).isEqualTo("somebody and " + erased);
        assertThat(new Persons(table, List.of()).text("ada")).isEqualTo("ada");
    }

    private String name(String id) {
        return table.of(id).value();
    }
}
