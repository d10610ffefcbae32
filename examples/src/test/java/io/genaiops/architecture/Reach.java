package io.genaiops.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Walks from the doors that the README names the way a user does: a dot after a type or value shows its public methods,
 * constructors, constants and nested types; each shows the types that it takes and gives, type arguments included. Super
 * types, enclosing types and the leaves inside a type come along without a dot. Exceptions are thrown at the user and
 * need no way.
 */
final class Reach {

    static final int MOST_DOTS = 3;

    private final Plan plan;
    private final Map<String, JavaClass> types;
    private final Map<String, Integer> dots = new HashMap<>();

    Reach(House house) {
        this.plan = house.plan();
        this.types = house.classes().stream().collect(Collectors.toMap(JavaClass::getName, Function.identity()));
        walk();
    }

    /** Returns the dots that it takes to see each type; types that no way leads to are absent. */
    Map<String, Integer> dots() {
        return new TreeMap<>(dots);
    }

    /** Returns the doors that are built, by their names. */
    List<String> doors() {
        return doors(plan.streets().stream()).filter(types::containsKey).toList();
    }

    /** Returns public types that are too far away, in the streets whose doors are all built. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        List<JavaClass> far = types.values().stream()
                .filter(type -> isPublic(type) && !type.isAssignableTo(Throwable.class) && !type.isAnnotation())
                .filter(type -> dots.getOrDefault(type.getName(), Integer.MAX_VALUE) > MOST_DOTS)
                .sorted(Comparator.comparing(JavaClass::getName))
                .toList();
        for (JavaClass type : far) {
            if (isJudged(type) && !isExcused(type)) {
                findings.add("public type " + type.getName() + " is " + distance(type) + " a door; at most " + MOST_DOTS
                        + " dots: give it a way, or make it package-private");
            }
            if (isExcused(type) && !dots.containsKey(type.getName()) && isUsedOnlyAtHome(type)) {
                findings.add("public type " + type.getName()
                        + " is excused for other rooms that use it, and none does: make it package-private");
            }
        }
        for (String excused : plan.unreached().keySet()) {
            if (far.stream().noneMatch(type -> names(excused, type))) {
                findings.add("no type needs the excuse " + excused + ": take it off the list of unreached types");
            }
        }
        return findings;
    }

    private boolean isExcused(JavaClass type) {
        return plan.unreached().keySet().stream().anyMatch(excused -> names(excused, type));
    }

    private static boolean names(String excused, JavaClass type) {
        return excused.equals(type.getName()) || excused.equals(type.getPackageName());
    }

    private static boolean isUsedOnlyAtHome(JavaClass type) {
        boolean isProgram = type.tryGetMethod("main", String[].class).isPresent();
        return !isProgram
                && type.getDirectDependenciesToSelf().stream()
                        .allMatch(use -> use.getOriginClass().getPackageName().equals(type.getPackageName()));
    }

    private String distance(JavaClass type) {
        Integer far = dots.get(type.getName());
        return far == null ? "not reached from" : far + " dots from";
    }

    private boolean isJudged(JavaClass type) {
        String room = plan.roomName(type.getPackageName());
        return plan.streets().stream()
                .filter(street -> street.rooms().stream().anyMatch(r -> r.name().equals(room)))
                .allMatch(street -> doors(Stream.of(street)).allMatch(types::containsKey));
    }

    private Stream<String> doors(Stream<Street> streets) {
        return streets.flatMap(street -> street.doors().stream()).map(door -> plan.root() + "." + door);
    }

    private void walk() {
        Deque<JavaClass> queue = new ArrayDeque<>();
        doors().forEach(door -> reach(types.get(door), 0, queue));
        while (!queue.isEmpty()) {
            JavaClass type = queue.removeFirst();
            int next = dots.get(type.getName()) + 1;
            shown(type).forEach(seen -> reach(seen, next, queue));
        }
    }

    private void reach(JavaClass type, int distance, Deque<JavaClass> queue) {
        if (!types.containsKey(type.getName()) || !isPublic(type) || dots.containsKey(type.getName())) {
            return;
        }
        dots.put(type.getName(), distance);
        queue.addLast(type);
        type.getAllRawSuperclasses().forEach(above -> reach(above, distance, queue));
        type.getAllRawInterfaces().forEach(above -> reach(above, distance, queue));
        type.getEnclosingClass().ifPresent(around -> reach(around, distance, queue));
        nested(type).filter(leaf -> leaf.isAssignableTo(type.getName())).forEach(leaf -> reach(leaf, distance, queue));
    }

    private Stream<JavaClass> nested(JavaClass type) {
        return types.values().stream()
                .filter(inner -> inner.getEnclosingClass().filter(type::equals).isPresent());
    }

    /** Returns the types that a dot after the type, or after a value of it, shows. */
    private Set<JavaClass> shown(JavaClass type) {
        Set<JavaClass> shown = new LinkedHashSet<>();
        for (JavaMethod method : type.getAllMethods()) {
            if (isPublic(method.getModifiers())) {
                shown.addAll(
                        raw(Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())));
            }
        }
        for (JavaConstructor constructor : type.getConstructors()) {
            if (isPublic(constructor.getModifiers())) {
                shown.addAll(raw(parameters(constructor)));
            }
        }
        for (JavaField field : type.getAllFields()) {
            if (isPublic(field.getModifiers())) {
                shown.addAll(raw(Stream.of(field.getType())));
            }
        }
        types.values().stream()
                .filter(nested ->
                        nested.getEnclosingClass().filter(type::equals).isPresent())
                .forEach(shown::add);
        return shown;
    }

    private static Stream<JavaType> parameters(JavaCodeUnit unit) {
        return unit.getParameterTypes().stream();
    }

    private static Set<JavaClass> raw(Stream<JavaType> types) {
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isPublic(JavaClass type) {
        return isPublic(type.getModifiers())
                && type.getEnclosingClass().map(Reach::isPublic).orElse(true);
    }

    private static boolean isPublic(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC);
    }
}
