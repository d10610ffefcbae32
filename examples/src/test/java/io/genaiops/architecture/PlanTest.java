package io.genaiops.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void an_arrow_to_a_room_drawn_below_is_a_flaw() {
        Plan plan = plan(Map.of(), Room.of("a", "A", "b"), Room.of("b", "B", "a"));

        assertThat(plan.flaws()).containsExactly("arrow 'a' -> 'b' must go to a room drawn above; drawn above: []");
    }

    @Test
    void an_arrow_to_itself_or_to_no_room_is_a_flaw() {
        Plan plan = plan(Map.of(), Room.of("a", "A", "a"), Room.of("b", "B", "nowhere"));

        assertThat(plan.flaws())
                .anyMatch(flaw -> flaw.startsWith("arrow 'a' -> 'a' must"))
                .anyMatch(flaw -> flaw.startsWith("arrow 'b' -> 'nowhere' must"));
    }

    @Test
    void a_room_drawn_twice_and_an_excuse_for_no_room_are_flaws() {
        Plan plan = plan(Map.of("c", "because"), Room.of("a", "A"), Room.of("a", "A"));

        assertThat(plan.flaws()).containsExactly("room 'a' is drawn twice", "excused as small: 'c', which is no room");
    }

    @Test
    void a_library_for_no_room_is_a_flaw() {
        Plan plan = new Plan(
                "root", List.of(), List.of(Library.only("org.lib", List.of("a"))), Map.of(), Map.of(), Map.of());

        assertThat(plan.flaws()).containsExactly("library org.lib is for 'a', which is no room");
    }

    @Test
    void the_longest_prefix_of_whole_names_decides_on_a_library() {
        Plan plan = FloorPlan.GENAIOPS;

        assertThat(plan.library("java.sql").orElseThrow().rooms())
                .containsExactly("database", "pseudonym", "store", "rollout", "quota", "budget", "cache", "ledger");
        assertThat(plan.library("java.sqlite").orElseThrow().packages()).isEqualTo("java");
        assertThat(plan.library("dev.langchain4j.service.tool").orElseThrow().rooms())
                .containsExactly("agent", "tracing.agent");
        assertThat(plan.library("dev.langchain4j.model.chat").orElseThrow().rooms())
                .isEmpty();
        assertThat(plan.library("javafx.scene")).isEmpty();
    }

    @Test
    void a_library_for_nobody_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Library.only("org.lib", List.of()))
                .withMessageContaining("org.lib");
    }

    private static Plan plan(Map<String, String> small, Room... rooms) {
        return new Plan(
                "root", List.of(Street.of("jar", "street", List.of(), rooms)), List.of(), small, Map.of(), Map.of());
    }
}
