package io.genaiops.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was built: the class files and the sources of every jar of a plan. */
record House(Plan plan, List<JavaClass> classes, List<SourceFile> sources) {

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+?)\\.([A-Z][\\w.]*)");

    /** A file below {@code src/main/java}, its path in the manner of a package. */
    record SourceFile(String jar, String packageName, String fileName, List<String> lines) {

        String className() {
            return packageName + "." + fileName.substring(0, fileName.length() - ".java".length());
        }

        boolean isPackageInfo() {
            return fileName.equals("package-info.java");
        }
    }

    /** A type that uses another: seen in the class file, or imported in the source, constants and javadoc included. */
    record Use(String from, String fromPackage, String to, String toPackage) implements Comparable<Use> {

        @Override
        public int compareTo(Use other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return from + " uses " + to;
        }
    }

    /** Reads the jars of the plan below the folder that holds one folder a module. */
    static House of(Plan plan, Path repository) {
        List<Path> compiled = plan.jars().stream()
                .map(jar -> repository.resolve(jar).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        List<JavaClass> classes =
                new ClassFileImporter().importPaths(compiled).stream().toList();
        List<SourceFile> sources = new ArrayList<>();
        for (String jar : plan.jars()) {
            sources.addAll(sources(jar, repository.resolve(jar).resolve("src/main/java")));
        }
        return new House(plan, classes, List.copyOf(sources));
    }

    /** Returns the folder of the repository that the tests run in. */
    static Path repository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("genaiops-bom/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds genaiops-bom");
    }

    Set<String> packages() {
        return Stream.concat(
                        classes.stream().map(JavaClass::getPackageName),
                        sources.stream().map(SourceFile::packageName))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<Use> uses() {
        Set<Use> uses = new TreeSet<>();
        for (JavaClass type : classes) {
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> !target.isPrimitive())
                    .forEach(target -> uses.add(
                            new Use(type.getName(), type.getPackageName(), target.getName(), target.getPackageName())));
        }
        for (SourceFile source : sources) {
            Matcher imported = IMPORT.matcher(String.join("\n", source.lines()));
            while (imported.find()) {
                uses.add(new Use(
                        source.className(),
                        source.packageName(),
                        imported.group(1) + "." + imported.group(2),
                        imported.group(1)));
            }
        }
        return uses;
    }

    private static List<SourceFile> sources(String jar, Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(file -> source(jar, folder, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceFile source(String jar, Path folder, Path file) {
        try {
            String packageName = folder.relativize(file.getParent())
                    .toString()
                    .replace(file.getFileSystem().getSeparator(), ".");
            return new SourceFile(jar, packageName, file.getFileName().toString(), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
