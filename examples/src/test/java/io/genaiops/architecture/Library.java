package io.genaiops.architecture;

import java.util.List;

/** A library, by the prefix of its packages, and the rooms that may import it; no list means every room. */
record Library(String packages, List<String> rooms) {

    static Library everywhere(String packages) {
        return new Library(packages, List.of());
    }

    static Library only(String packages, List<String> rooms) {
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("a library that no room imports needs no entry; found: " + packages);
        }
        return new Library(packages, rooms);
    }

    boolean holds(String packageName) {
        return packageName.equals(packages) || packageName.startsWith(packages + ".");
    }

    boolean isOpenTo(String room) {
        return rooms.isEmpty() || rooms.contains(room);
    }
}
