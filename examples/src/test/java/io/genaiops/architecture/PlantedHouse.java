package io.genaiops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Small modules written and compiled in a test, with faults that the rules have to find. */
final class PlantedHouse {

    private final Path repository;
    private final List<Path> sources = new ArrayList<>();

    PlantedHouse(Path repository) {
        this.repository = repository;
    }

    /** Adds a package-info that marks the package. */
    PlantedHouse marked(String jar, String packageName) throws IOException {
        return file(jar, packageName, "package-info", "@org.jspecify.annotations.NullMarked\n");
    }

    /** Adds a type; the text lacks the package clause. */
    PlantedHouse type(String jar, String packageName, String name, String text) throws IOException {
        return file(jar, packageName, name, text);
    }

    /** Compiles what was added and reads it. */
    House build(Plan plan) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            for (String jar : plan.jars()) {
                Path classes = Files.createDirectories(repository.resolve(jar).resolve("target/classes"));
                compile(javac, files, classes, sourcesOf(jar));
            }
        }
        return House.of(plan, repository);
    }

    private void compile(JavaCompiler javac, StandardJavaFileManager files, Path classes, List<Path> of) {
        if (of.isEmpty()) {
            return;
        }
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        StringWriter said = new StringWriter();
        boolean compiled = javac.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(of))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
    }

    private List<Path> sourcesOf(String jar) {
        return sources.stream()
                .filter(source -> source.startsWith(repository.resolve(jar)))
                .toList();
    }

    private PlantedHouse file(String jar, String packageName, String name, String text) throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve(jar).resolve("src/main/java").resolve(packageName.replace('.', '/')));
        String clause = "package " + packageName + ";\n";
        String whole = name.equals("package-info") ? text + clause : clause + text;
        sources.add(Files.writeString(folder.resolve(name + ".java"), whole));
        return this;
    }
}
