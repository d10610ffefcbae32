package io.genaiops.architecture;

import java.util.List;

/** Rooms of one jar that belong together, and the doors by which the README enters them. */
record Street(String jar, String name, List<String> doors, List<Room> rooms) {

    static Street of(String jar, String name, List<String> doors, Room... rooms) {
        return new Street(jar, name, doors, List.of(rooms));
    }
}
