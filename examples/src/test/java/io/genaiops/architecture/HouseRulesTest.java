package io.genaiops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants one fault of each sort: a rule that does not see it would keep nothing. */
class HouseRulesTest {

    private static final Plan PLAN = new Plan(
            "planted",
            List.of(
                    Street.of(
                            "lower",
                            "ground",
                            List.of(),
                            Room.of("", "Fault"),
                            Room.of("cellar", "Cellar"),
                            Room.of("hall", "Hall", "cellar")),
                    Street.of("upper", "first", List.of(), Room.of("attic", "Attic", "hall"))),
            List.of(
                    Library.everywhere("java"),
                    Library.everywhere("org.jspecify"),
                    Library.only("java.sql", List.of("cellar")),
                    Library.only("org.snakeyaml", List.of("cellar"))),
            Map.of("", "planted", "cellar", "planted", "attic", "planted"),
            Map.of("planted.Fault", "planted"),
            Map.of());

    @TempDir
    private Path folder;

    private PlantedHouse planted;

    @BeforeEach
    void build_a_sound_house() throws IOException {
        planted = new PlantedHouse(folder)
                .marked("lower", "planted")
                .type("lower", "planted", "Fault", "public class Fault extends RuntimeException {}")
                .marked("lower", "planted.cellar")
                .type("lower", "planted.cellar", "Cellar", "public final class Cellar { java.sql.Connection c; }")
                .marked("lower", "planted.hall")
                .type("lower", "planted.hall", "Hall", "public record Hall(planted.cellar.Cellar below) {}")
                .type("lower", "planted.hall", "Door", "public sealed class Door permits Gate {}")
                .type("lower", "planted.hall", "Gate", "public final class Gate extends Door {}")
                .marked("upper", "planted.attic");
    }

    @Test
    void a_sound_house_has_no_findings() throws Exception {
        House house = planted.build(PLAN);
        HouseRules rules = new HouseRules(house);

        assertThat(PLAN.flaws()).isEmpty();
        assertThat(house.classes()).hasSize(9);
        assertThat(rules.unseenClasses()).isEmpty();
        assertThat(rules.unknownRooms()).isEmpty();
        assertThat(rules.roomsInTheWrongJar()).isEmpty();
        assertThat(rules.forbiddenArrows()).isEmpty();
        assertThat(rules.forbiddenLibraries()).isEmpty();
        assertThat(rules.cycles()).isEmpty();
        assertThat(rules.networks()).isEmpty();
        assertThat(rules.unmarkedPackages()).isEmpty();
        assertThat(openClasses(house)).isEmpty();
        assertThat(rules.badRoomNames()).isEmpty();
        assertThat(rules.badTypeNames()).isEmpty();
        assertThat(rules.longFiles()).isEmpty();
        assertThat(rules.crowdedRooms()).isEmpty();
        assertThat(rules.smallRooms()).isEmpty();
        assertThat(rules.splitPackages()).isEmpty();
    }

    @Test
    void an_arrow_that_turns_back_is_named() throws IOException {
        planted.type(
                "lower",
                "planted.cellar",
                "Stairs",
                "final class Stairs { Object up() { return new planted.hall.Gate(); } }");

        assertThat(rules().forbiddenArrows())
                .contains("room 'cellar' must not import 'hall': planted.cellar.Stairs uses planted.hall.Gate;"
                        + " allowed: []");
    }

    @Test
    void an_import_for_a_constant_or_a_comment_is_an_arrow_too() throws IOException {
        planted.type(
                        "lower",
                        "planted.hall",
                        "Sizes",
                        "public final class Sizes { public static final int WIDTH = 3; }")
                .type(
                        "lower",
                        "planted.cellar",
                        "Shelf",
                        "import planted.hall.Gate;\nimport static planted.hall.Sizes.WIDTH;\n"
                                + "/** See {@link Gate}. */ final class Shelf { int width() { return WIDTH; } }");

        assertThat(rules().forbiddenArrows())
                .anyMatch(finding -> finding.contains("planted.cellar.Shelf uses planted.hall.Gate"))
                .anyMatch(finding -> finding.contains("planted.cellar.Shelf uses planted.hall.Sizes.WIDTH"));
    }

    @Test
    void a_cycle_is_named_room_by_room() throws IOException {
        planted.type("lower", "planted.cellar", "Stairs", "final class Stairs { planted.hall.Hall up; }");

        assertThat(rules().cycles()).containsExactly("cycle of imports: cellar -> hall -> cellar");
    }

    @Test
    void a_library_outside_its_room_is_named() throws IOException {
        planted.type(
                        "lower",
                        "planted.hall",
                        "Reader",
                        "final class Reader { org.snakeyaml.engine.v2.api.LoadSettings settings; }")
                .type(
                        "lower",
                        "planted.hall",
                        "Query",
                        "final class Query { void run() throws java.sql.SQLException {} }")
                .type("lower", "planted.hall", "Log", "final class Log { org.slf4j.Logger log; }");

        assertThat(rules().forbiddenLibraries())
                .containsExactlyInAnyOrder(
                        "room 'hall' must not import the library org.snakeyaml: planted.hall.Reader uses"
                                + " org.snakeyaml.engine.v2.api.LoadSettings; allowed in: [cellar]",
                        "room 'hall' must not import the library java.sql: planted.hall.Query uses"
                                + " java.sql.SQLException; allowed in: [cellar]",
                        "room 'hall' imports a library that the plan does not know: planted.hall.Log uses"
                                + " org.slf4j.Logger");
    }

    @Test
    void whatever_can_open_a_connection_is_named() throws IOException {
        planted.type("lower", "planted.hall", "Caller", "final class Caller { java.net.http.HttpClient client; }")
                .type(
                        "lower",
                        "planted.hall",
                        "Plug",
                        "final class Plug { void in() throws java.io.IOException {"
                                + " java.nio.channels.SocketChannel.open(); new java.net.Socket(\"h\", 1); } }")
                .type(
                        "lower",
                        "planted.hall",
                        "Fetcher",
                        "final class Fetcher { void go(java.net.URL url) throws java.io.IOException {"
                                + " url.openStream(); } }")
                .type("lower", "planted.hall", "Named", "final class Named { java.net.URI uri; }");

        assertThat(rules().networks())
                .extracting(finding -> finding.substring(0, finding.indexOf(',')))
                .contains(
                        "planted.hall.Caller uses java.net.http.HttpClient",
                        "planted.hall.Plug uses java.net.Socket",
                        "planted.hall.Plug uses java.nio.channels.SocketChannel",
                        "planted.hall.Fetcher uses java.net.URL")
                .noneMatch(finding -> finding.contains("Named"));
    }

    @Test
    void a_room_that_is_not_drawn_is_named() throws IOException {
        planted.marked("lower", "planted.hall.shed")
                .type("lower", "planted.hall.shed", "Spade", "final class Spade {}")
                .marked("lower", "elsewhere");

        assertThat(rules().unknownRooms())
                .containsExactly(
                        "package elsewhere is no room of the plan: draw it, or move its types",
                        "package planted.hall.shed is no room of the plan: draw it, or move its types");
    }

    @Test
    void a_room_in_another_jar_is_named() throws IOException {
        planted.type("upper", "planted.hall", "Annex", "final class Annex {}");

        assertThat(rules().roomsInTheWrongJar())
                .containsExactly("planted.hall.Annex lies in upper; its room is drawn in lower");
        assertThat(rules().splitPackages())
                .containsExactly("package planted.hall lies in more than one jar: [lower, upper]");
    }

    @Test
    void a_public_class_that_anyone_may_extend_is_named() throws Exception {
        planted.type(
                "lower",
                "planted.hall",
                "Chair",
                "public class Chair { public static class Leg {} } class Stool {} abstract class Seat {}");

        assertThat(openClasses(planted.build(PLAN)))
                .containsExactly(
                        "public class planted.hall.Chair is neither final nor sealed",
                        "public class planted.hall.Chair$Leg is neither final nor sealed");
    }

    @Test
    void a_package_without_null_marked_is_named() throws IOException {
        planted.type("lower", "planted.garage", "Car", "final class Car {}")
                .type("lower", "planted.yard", "package-info", "@Deprecated\n");

        assertThat(rules().unmarkedPackages())
                .containsExactly(
                        "package planted.garage has no package-info with @NullMarked",
                        "package planted.yard has no package-info with @NullMarked");
    }

    @Test
    void rooms_and_types_that_say_nothing_are_named() throws IOException {
        planted.type("lower", "planted.util", "Things", "final class Things {}")
                .type("lower", "planted.hall", "AbstractChair", "public abstract class AbstractChair {}")
                .type("lower", "planted.hall", "ChairManager", "public final class ChairManager {}")
                .type("lower", "planted.hall", "Baseline", "public final class Baseline {}")
                .type("lower", "planted.hall", "ChairUtils", "final class ChairUtils {}");

        assertThat(rules().badRoomNames())
                .containsExactly("package planted.util says nothing: name it for what its types are about");
        assertThat(rules().badTypeNames())
                .containsExactly(
                        "public type planted.hall.AbstractChair is named for its place in the code, not for its use",
                        "public type planted.hall.ChairManager is named for its place in the code, not for its use");
    }

    @Test
    void files_that_are_too_long_are_named() throws IOException {
        planted.type("lower", "planted.hall", "Long", "final class Long {" + "\n".repeat(499) + "}")
                .type("lower", "planted.hall", "Short", "final class Short {" + "\n".repeat(498) + "}");

        assertThat(rules().longFiles()).containsExactly("planted.hall.Long has 501 lines; at most 500");
    }

    @Test
    void rooms_that_are_crowded_or_empty_are_named() throws IOException {
        for (int i = 0; i < 12; i++) {
            planted.type("lower", "planted.hall", "Chair" + i, "final class Chair" + i + " {}");
        }
        planted.type("lower", "planted.shed", "Spade", "final class Spade {}")
                .type("upper", "planted.attic", "Attic", "final class Attic {}")
                .type("upper", "planted.attic", "Trunk", "final class Trunk {}")
                .type("upper", "planted.attic", "Web", "final class Web {}");

        assertThat(rules().crowdedRooms()).containsExactly("package planted.hall has 15 files; at most 14");
        assertThat(rules().smallRooms())
                .containsExactly(
                        "room 'attic' has 3 files: take it off the list of small rooms in the plan",
                        "room 'shed' has 1 files: a room is created when its first 3 exist");
    }

    @Test
    void sources_that_were_not_compiled_are_named() throws IOException {
        House house = planted.build(PLAN);
        planted.type("lower", "planted.hall", "Late", "final class Late {}");
        House later = House.of(PLAN, folder);

        assertThat(new HouseRules(house).unseenClasses()).isEmpty();
        assertThat(new HouseRules(later).unseenClasses())
                .containsExactly("planted.hall.Late has a source file and no class file: compile it first");
    }

    private HouseRules rules() throws IOException {
        return new HouseRules(planted.build(PLAN));
    }

    /** Whether a class is sealed is asked of the class itself, so its loader has to be at hand. */
    private List<String> openClasses(House house) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL classes = folder.resolve("lower/target/classes").toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, before)) {
            thread.setContextClassLoader(loader);
            return new HouseRules(house).openClasses();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
