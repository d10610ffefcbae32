package io.genaiops.architecture;

import java.util.List;

/** A package of the floor plan: the type that a user types first and the rooms that it may import. */
record Room(String name, String door, List<String> arrows) {

    static Room of(String name, String door, String... arrows) {
        return new Room(name, door, List.of(arrows));
    }

    boolean mayImport(String other) {
        return other.isEmpty() || other.equals(name) || arrows.contains(other);
    }
}
