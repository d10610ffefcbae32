package io.genaiops.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.genaiops.architecture.House.SourceFile;
import io.genaiops.architecture.House.Use;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of the house. Each returns what breaks it, one sentence a finding; nothing found is an empty list. */
final class HouseRules {

    static final int MOST_FILES = 14;
    static final int FEWEST_FILES = 3;
    static final int MOST_LINES = 500;

    private static final Set<String> FORBIDDEN_ROOMS =
            Set.of("util", "utils", "common", "commons", "impl", "helper", "helpers", "internal", "misc", "shared");
    private static final Pattern FORBIDDEN_TYPES =
            Pattern.compile("(?:Abstract|Base)[A-Z].*|.*(?:Impl|Manager|Helper|Helpers|Util|Utils)");

    private static final Pattern CONNECTIONS =
            Pattern.compile("java\\.net\\.(?!URI|URL|JarURL).*|java\\.net\\.http\\..*|javax\\.net\\..*"
                    + "|java\\.rmi\\..*|com\\.sun\\.net\\..*|dev\\.langchain4j\\.http\\..*"
                    + "|java\\.nio\\.channels\\.\\w*(?:Socket|Datagram|Network)\\w*");
    private static final Pattern ADDRESSES = Pattern.compile("java\\.net\\.(?:Jar)?URL(?:Connection|StreamHandler.*)?");
    private static final String READS_THE_CLASS_PATH = "store";
    private static final String HEARS_THE_HOSTS_CLIENTS = "http";
    private static final Pattern CLIENTS = Pattern.compile(
            "java\\.net\\.http\\.(?!HttpRequest[.$]).*"
                    + "|java\\.net\\.(?:Authenticator|CookieHandler|ProxySelector)|javax\\.net\\.ssl\\.SSL(?:Context|Parameters)");

    private final House house;
    private final Plan plan;

    HouseRules(House house) {
        this.house = house;
        this.plan = house.plan();
    }

    List<String> unknownRooms() {
        return house.packages().stream()
                .filter(name ->
                        !plan.owns(name) || plan.room(plan.roomName(name)).isEmpty())
                .map(name -> "package " + name + " is no room of the plan: draw it, or move its types")
                .toList();
    }

    List<String> badRoomNames() {
        return house.packages().stream()
                .filter(name -> Arrays.stream(name.split("\\.")).anyMatch(FORBIDDEN_ROOMS::contains))
                .map(name -> "package " + name + " says nothing: name it for what its types are about")
                .toList();
    }

    List<String> forbiddenArrows() {
        List<String> findings = new ArrayList<>();
        for (Use use : house.uses()) {
            if (plan.owns(use.fromPackage()) && plan.owns(use.toPackage())) {
                String to = plan.roomName(use.toPackage());
                plan.room(plan.roomName(use.fromPackage()))
                        .filter(room -> !room.mayImport(to))
                        .ifPresent(room -> findings.add("room " + Plan.shown(room.name()) + " must not import "
                                + Plan.shown(to) + ": " + use + "; allowed: " + room.arrows()));
            }
        }
        return findings;
    }

    List<String> forbiddenLibraries() {
        List<String> findings = new ArrayList<>();
        for (Use use : house.uses()) {
            if (!plan.owns(use.toPackage()) && plan.owns(use.fromPackage())) {
                String room = plan.roomName(use.fromPackage());
                plan.library(use.toPackage())
                        .ifPresentOrElse(
                                library -> {
                                    if (!library.isOpenTo(room)) {
                                        findings.add("room " + Plan.shown(room) + " must not import the library "
                                                + library.packages() + ": " + use + "; allowed in: "
                                                + library.rooms());
                                    }
                                },
                                () -> findings.add("room " + Plan.shown(room)
                                        + " imports a library that the plan does not know: " + use));
            }
        }
        return findings;
    }

    /**
     * Returns what could open a connection. An exception opens none; an address of the class path is opened in one room,
     * which takes no other; and one room names the types of the host's own client, which it is given.
     */
    List<String> networks() {
        List<String> findings = new ArrayList<>();
        for (Use use : house.uses()) {
            String room = plan.owns(use.fromPackage()) ? plan.roomName(use.fromPackage()) : "";
            boolean reads = room.equals(READS_THE_CLASS_PATH);
            boolean isHarmless = use.to().endsWith("Exception")
                    || (room.equals(HEARS_THE_HOSTS_CLIENTS)
                            && CLIENTS.matcher(use.to()).matches());
            if ((CONNECTIONS.matcher(use.to()).matches() && !isHarmless)
                    || (ADDRESSES.matcher(use.to()).matches() && !reads)) {
                findings.add(use + ", and the library opens no connection: only models that the host gives it do");
            }
        }
        return findings;
    }

    /** Returns one cycle of imports for each room that a walk comes back to. */
    List<String> cycles() {
        Map<String, Set<String>> graph = new TreeMap<>();
        for (Use use : house.uses()) {
            if (plan.owns(use.fromPackage())
                    && plan.owns(use.toPackage())
                    && !use.fromPackage().equals(use.toPackage())) {
                graph.computeIfAbsent(plan.roomName(use.fromPackage()), room -> new TreeSet<>())
                        .add(plan.roomName(use.toPackage()));
            }
        }
        List<String> found = new ArrayList<>();
        Set<String> done = new HashSet<>();
        graph.keySet().forEach(room -> walk(room, graph, new ArrayDeque<>(), done, found));
        return found;
    }

    private static void walk(
            String room, Map<String, Set<String>> graph, Deque<String> path, Set<String> done, List<String> found) {
        if (path.contains(room)) {
            List<String> cycle = new ArrayList<>(path);
            found.add("cycle of imports: " + String.join(" -> ", cycle.subList(cycle.indexOf(room), cycle.size()))
                    + " -> " + room);
            return;
        }
        if (done.add(room)) {
            path.addLast(room);
            graph.getOrDefault(room, Set.of()).forEach(next -> walk(next, graph, path, done, found));
            path.removeLast();
        }
    }

    List<String> unmarkedPackages() {
        Set<String> marked = house.classes().stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(toCollection(TreeSet::new));
        return house.packages().stream()
                .filter(name -> !marked.contains(name))
                .map(name -> "package " + name + " has no package-info with @NullMarked")
                .toList();
    }

    List<String> openClasses() {
        return types().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.isInterface() && !type.isEnum())
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                .filter(type -> !plan.extensible().containsKey(type.getName()))
                .filter(type -> !type.reflect().isSealed())
                .map(type -> "public class " + type.getName() + " is neither final nor sealed")
                .toList();
    }

    List<String> badTypeNames() {
        return types().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> FORBIDDEN_TYPES.matcher(type.getSimpleName()).matches())
                .map(type -> "public type " + type.getName() + " is named for its place in the code, not for its use")
                .toList();
    }

    List<String> longFiles() {
        return house.sources().stream()
                .filter(source -> source.lines().size() > MOST_LINES)
                .map(source -> source.className() + " has " + source.lines().size() + " lines; at most " + MOST_LINES)
                .toList();
    }

    List<String> crowdedRooms() {
        return filesByPackage().entrySet().stream()
                .filter(room -> room.getValue() > MOST_FILES)
                .map(room -> "package " + room.getKey() + " has " + room.getValue() + " files; at most " + MOST_FILES)
                .toList();
    }

    /** Returns rooms of too few files, and excuses for rooms that are no longer small. */
    List<String> smallRooms() {
        List<String> findings = new ArrayList<>();
        filesByPackage().forEach((name, files) -> {
            String room = plan.owns(name) ? plan.roomName(name) : name;
            boolean excused = plan.smallRooms().containsKey(room);
            if (files < FEWEST_FILES && !excused) {
                findings.add("room " + Plan.shown(room) + " has " + files + " files: a room is created when its first "
                        + FEWEST_FILES + " exist");
            }
            if (files >= FEWEST_FILES && excused) {
                findings.add("room " + Plan.shown(room) + " has " + files
                        + " files: take it off the list of small rooms in the plan");
            }
        });
        return findings;
    }

    List<String> splitPackages() {
        Map<String, Set<String>> jars = house.sources().stream()
                .collect(groupingBy(
                        SourceFile::packageName, TreeMap::new, mapping(SourceFile::jar, toCollection(TreeSet::new))));
        List<String> findings = new ArrayList<>();
        jars.forEach((name, in) -> {
            if (in.size() > 1) {
                findings.add("package " + name + " lies in more than one jar: " + in);
            }
        });
        return findings;
    }

    List<String> roomsInTheWrongJar() {
        return house.sources().stream()
                .filter(source -> plan.owns(source.packageName()))
                .flatMap(source -> plan.streets().stream()
                        .filter(street -> !street.jar().equals(source.jar()))
                        .filter(street -> street.rooms().stream()
                                .anyMatch(room -> room.name().equals(plan.roomName(source.packageName()))))
                        .map(street -> source.className() + " lies in " + source.jar() + "; its room is drawn in "
                                + street.jar()))
                .toList();
    }

    /** Returns source files whose class was not seen, so that a scan of nothing does not pass. */
    List<String> unseenClasses() {
        Set<String> seen = house.classes().stream().map(JavaClass::getName).collect(toCollection(TreeSet::new));
        return house.sources().stream()
                .filter(source -> !source.isPackageInfo() && !seen.contains(source.className()))
                .map(source -> source.className() + " has a source file and no class file: compile it first")
                .toList();
    }

    private Stream<JavaClass> types() {
        return house.classes().stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
                .sorted((one, other) -> one.getName().compareTo(other.getName()));
    }

    private Map<String, Long> filesByPackage() {
        return house.sources().stream()
                .filter(source -> !source.isPackageInfo())
                .collect(groupingBy(SourceFile::packageName, TreeMap::new, counting()));
    }
}
