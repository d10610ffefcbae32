package io.genaiops.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds, compiles and links the partials of a template, each once per indentation, level by level. So a partial that was
 * compiled at the deepest level is never reached above it.
 */
final class Partials {

    private record Key(String name, String indent) {}

    private final TemplateOptions options;
    private final Map<String, Integer> names;
    private final Map<Key, Program> compiled = new HashMap<>();
    private final Map<String, Optional<String>> sources = new HashMap<>();
    private final Map<String, Set<String>> includes = new LinkedHashMap<>();
    private final Map<String, Integer> heights = new HashMap<>();
    private long characters;

    Partials(TemplateOptions options, Map<String, Integer> names) {
        this.options = options;
        this.names = names;
    }

    /** Links the template's program to its partials. */
    void link(Program root) {
        characters = root.source.length();
        List<Program> frontier = List.of(root);
        for (int depth = 0; depth <= TemplateOptions.MAX_PARTIAL_DEPTH; depth++) {
            List<Program> next = new ArrayList<>();
            for (Program program : frontier) {
                link(program, depth < TemplateOptions.MAX_PARTIAL_DEPTH, next);
            }
            frontier = next;
        }
        if (!options.recursivePartials()) {
            refuseCycles(root);
        }
    }

    private void link(Program program, boolean deeper, List<Program> next) {
        for (int pc = 0; pc < program.size(); pc++) {
            if (program.ops[pc] == Program.PARTIAL) {
                Key key = new Key(program.strings[pc], program.indents[pc]);
                includes.computeIfAbsent(program.partial, name -> new LinkedHashSet<>())
                        .add(key.name);
                Program known = compiled.get(key);
                program.partials[pc] = known != null || !deeper ? known : compile(program, pc, key, next);
            }
        }
    }

    private @Nullable Program compile(Program from, int pc, Key key, List<Program> next) {
        Optional<String> source = sources.computeIfAbsent(key.name, options.partials()::source);
        if (source.isEmpty()) {
            return null;
        }
        String text = source.get();
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        characters += text.length() + lines * key.indent.length();
        if (characters > options.maxSource()) {
            throw from.error(
                    pc,
                    "expected at most " + options.maxSource()
                            + " characters in the template and its partials together, " + "found more with partial '"
                            + key.name + "'; shorten them or raise maxSource");
        }
        Program program = Compiler.compile(key.name, text, key.indent, names, options);
        compiled.put(key, program);
        next.add(program);
        return program;
    }

    private void refuseCycles(Program root) {
        for (int pc = 0; pc < root.size(); pc++) {
            if (root.ops[pc] == Program.PARTIAL) {
                height(root, pc, root.strings[pc], new ArrayList<>());
            }
        }
    }

    /** Returns how many levels of partials the named one spans, itself included. */
    private int height(Program root, int pc, String name, List<String> path) {
        if (path.contains(name)) {
            throw root.error(
                    pc,
                    "expected partials without a cycle, found " + chain(path, name)
                            + "; remove one of these inclusions");
        }
        Integer known = heights.get(name);
        if (path.size() + (known == null ? 1 : known) > TemplateOptions.MAX_PARTIAL_DEPTH) {
            throw root.error(
                    pc,
                    "expected partials at most " + TemplateOptions.MAX_PARTIAL_DEPTH + " deep, found more along "
                            + chain(path, name) + "; flatten them");
        }
        if (known != null) {
            return known;
        }
        path.add(name);
        int height = 1;
        for (String child : includes.getOrDefault(name, Set.of())) {
            height = Math.max(height, 1 + height(root, pc, child, path));
        }
        path.remove(path.size() - 1);
        heights.put(name, height);
        return height;
    }

    private static String chain(List<String> path, String name) {
        return String.join(" -> ", path) + " -> " + name;
    }
}
