package io.genaiops.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the house as it is drawn in {@link FloorPlan}. */
class ArchitectureTest {

    /** Raised as the house grows; a scan that sees fewer classes has looked in the wrong place. */
    private static final int FEWEST_CLASSES = 150;

    private static House house;
    private static HouseRules rules;

    @BeforeAll
    static void look_at_the_house() {
        house = House.of(FloorPlan.GENAIOPS, House.repository());
        rules = new HouseRules(house);
    }

    @Test
    void the_scan_sees_the_classes() {
        assertThat(house.classes()).hasSizeGreaterThanOrEqualTo(FEWEST_CLASSES);
        assertThat(house.classes().stream().map(JavaClass::getName))
                .contains("io.genaiops.GenAiOpsException", "io.genaiops.asset.package-info");
        assertThat(rules.unseenClasses()).isEmpty();
    }

    @Test
    void every_arrow_of_the_plan_goes_to_a_room_drawn_above() {
        assertThat(FloorPlan.GENAIOPS.flaws()).isEmpty();
    }

    @Test
    void every_package_is_a_room_of_the_plan_in_its_jar() {
        assertThat(rules.unknownRooms()).isEmpty();
        assertThat(rules.roomsInTheWrongJar()).isEmpty();
    }

    @Test
    void rooms_import_only_what_the_plan_allows() {
        assertThat(rules.forbiddenArrows()).isEmpty();
    }

    @Test
    void imports_have_no_cycle() {
        assertThat(rules.cycles()).isEmpty();
    }

    @Test
    void libraries_stay_in_their_rooms() {
        assertThat(rules.forbiddenLibraries()).isEmpty();
    }

    @Test
    void nothing_of_ours_opens_a_connection() {
        assertThat(rules.networks()).isEmpty();
    }

    @Test
    void every_package_is_null_marked() {
        assertThat(rules.unmarkedPackages()).isEmpty();
    }

    @Test
    void public_concrete_classes_are_final_or_sealed() {
        assertThat(rules.openClasses()).isEmpty();
    }

    @Test
    void rooms_and_public_types_are_named_for_their_use() {
        assertThat(rules.badRoomNames()).isEmpty();
        assertThat(rules.badTypeNames()).isEmpty();
    }

    @Test
    void files_and_rooms_keep_their_size() {
        assertThat(Stream.of(rules.longFiles(), rules.crowdedRooms(), rules.smallRooms())
                        .flatMap(List::stream))
                .isEmpty();
    }

    @Test
    void no_package_lies_in_two_jars() {
        assertThat(rules.splitPackages()).isEmpty();
    }

    @Test
    void every_public_type_is_three_dots_from_a_door_at_most() {
        assertThat(new Reach(house).findings()).isEmpty();
    }

    @Test
    void the_readme_names_every_door_that_is_built() throws IOException {
        Path readme = House.repository().resolve("README.md");
        assumeThat(readme).exists();
        List<String> doors = new Reach(house)
                .doors().stream()
                        .map(door -> door.substring(door.lastIndexOf('.') + 1))
                        .toList();
        assertThat(Files.readString(readme)).contains(doors);
    }
}
