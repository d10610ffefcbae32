package io.genaiops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachTest {

    @TempDir
    private Path folder;

    private PlantedHouse planted;

    @BeforeEach
    void plant_a_door() throws IOException {
        planted = new PlantedHouse(folder);
        type(
                "Door",
                "public final class Door extends Above { public static java.util.List<? extends One> a(Taken t)"
                        + " { return null; } One[] hidden(Hidden h) { return null; } public static final Constant C = null; }");
        type("Above", "public class Above implements Face { public static final class Nested {} }");
        type("Face", "public interface Face { record Leaf(Twig twig) implements Face { public record Twig() {} } }");
        type("Taken", "public final class Taken {}");
        type("Constant", "public enum Constant { A }");
        type("Hidden", "public final class Hidden {}");
        type("One", "public record One(java.util.Map<String, Two[]> more) {}");
        type("Two", "public final class Two { public <T extends Three> void third(T three) {} }");
        type("Three", "public final class Three { public Three(Four four) {} }");
        type("Four", "public final class Four {}");
        type("Inner", "final class Inner {}");
        type("Broken", "public final class Broken extends RuntimeException {}");
    }

    @Test
    void the_walk_counts_dots_by_signatures_and_type_arguments() throws IOException {
        assertThat(new Reach(planted.build(plan(Map.of(), "Door"))).dots())
                .containsEntry("planted.Door", 0)
                .containsEntry("planted.Above", 0)
                .containsEntry("planted.Face", 0)
                .containsEntry("planted.Above$Nested", 1)
                .containsEntry("planted.Face$Leaf", 0)
                .containsEntry("planted.Face$Leaf$Twig", 1)
                .containsEntry("planted.One", 1)
                .containsEntry("planted.Taken", 1)
                .containsEntry("planted.Constant", 1)
                .containsEntry("planted.Two", 2)
                .containsEntry("planted.Three", 3)
                .containsEntry("planted.Four", 4)
                .doesNotContainKeys("planted.Hidden", "planted.Inner", "planted.Broken");
    }

    @Test
    void types_too_far_away_or_without_a_way_are_named() throws IOException {
        assertThat(new Reach(planted.build(plan(Map.of(), "Door"))).findings())
                .containsExactly(
                        "public type planted.Four is 4 dots from a door; at most 3 dots: give it a way, or make it"
                                + " package-private",
                        "public type planted.Hidden is not reached from a door; at most 3 dots: give it a way, or make"
                                + " it package-private");
    }

    @Test
    void an_excuse_holds_while_another_room_uses_the_type() throws IOException {
        planted.type("jar", "planted.other", "User", "final class User { planted.Four four; }");
        Map<String, String> excused =
                Map.of("planted.Four", "planted", "planted.Hidden", "planted", "planted.One", "planted");

        assertThat(new Reach(planted.build(plan(excused, "Door"))).findings())
                .containsExactly(
                        "public type planted.Hidden is excused for other rooms that use it, and none does: make it"
                                + " package-private",
                        "no type needs the excuse planted.One: take it off the list of unreached types");
    }

    @Test
    void an_excuse_may_name_a_whole_room() throws IOException {
        planted.type("jar", "planted.other", "User", "final class User { planted.Four four; planted.Hidden hidden; }");

        assertThat(new Reach(planted.build(plan(Map.of("planted", "planted"), "Door"))).findings())
                .isEmpty();
    }

    @Test
    void a_street_is_judged_when_all_its_doors_are_built() throws IOException {
        assertThat(new Reach(planted.build(plan(Map.of(), "Door", "NotYet"))).findings())
                .isEmpty();
    }

    private static Plan plan(Map<String, String> unreached, String... doors) {
        return new Plan(
                "planted",
                List.of(Street.of("jar", "street", List.of(doors), Room.of("", "Door"))),
                List.of(),
                Map.of(),
                Map.of(),
                unreached);
    }

    private void type(String name, String text) throws IOException {
        planted.type("jar", "planted", name, text);
    }
}
