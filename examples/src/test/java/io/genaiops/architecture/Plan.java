package io.genaiops.architecture;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rooms there are, what each may import, and the few things that are excused, each with its reason.
 *
 * @param root the package that every room lies in
 * @param streets the rooms in the order in which they are drawn
 * @param libraries what may be imported from outside; the longest prefix decides
 * @param smallRooms rooms of fewer than three files
 * @param extensible public concrete classes that may be extended
 * @param unreached public types, or packages of them, that no door leads to: other rooms use them
 */
record Plan(
        String root,
        List<Street> streets,
        List<Library> libraries,
        Map<String, String> smallRooms,
        Map<String, String> extensible,
        Map<String, String> unreached) {

    List<Room> rooms() {
        return streets.stream().flatMap(street -> street.rooms().stream()).toList();
    }

    List<String> jars() {
        return streets.stream().map(Street::jar).distinct().toList();
    }

    Optional<Room> room(String name) {
        return rooms().stream().filter(room -> room.name().equals(name)).findFirst();
    }

    boolean owns(String packageName) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    /** Returns the name of the room that the package is, drawn or not. */
    String roomName(String packageName) {
        return packageName.equals(root) ? "" : packageName.substring(root.length() + 1);
    }

    Optional<Library> library(String packageName) {
        return libraries.stream()
                .filter(library -> library.holds(packageName))
                .max(comparingInt(library -> library.packages().length()));
    }

    /** Returns what is wrong with the plan itself: every arrow goes to a room drawn above, so it has no cycle. */
    List<String> flaws() {
        List<String> flaws = new ArrayList<>();
        Set<String> above = new HashSet<>();
        for (Room room : rooms()) {
            for (String arrow : room.arrows()) {
                if (!above.contains(arrow)) {
                    flaws.add("arrow " + shown(room.name()) + " -> " + shown(arrow)
                            + " must go to a room drawn above; drawn above: " + above);
                }
            }
            if (!above.add(room.name())) {
                flaws.add("room " + shown(room.name()) + " is drawn twice");
            }
        }
        for (Library library : libraries) {
            library.rooms().stream()
                    .filter(name -> !above.contains(name))
                    .forEach(name -> flaws.add(
                            "library " + library.packages() + " is for " + shown(name) + ", which is no room"));
        }
        smallRooms.keySet().stream()
                .filter(name -> !above.contains(name))
                .forEach(name -> flaws.add("excused as small: " + shown(name) + ", which is no room"));
        return flaws;
    }

    static String shown(String room) {
        return room.isEmpty() ? "the root room" : "'" + room + "'";
    }
}
