package io.genaiops.template;

import io.genaiops.template.TemplateException.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiled template: Mustache as its specification describes it, over data alone, without HTML escaping.
 *
 * <p><b>Values</b> are strings, numbers and booleans of the JDK, lists (any {@link java.util.Collection} or
 * {@code Object[]}), maps with string keys, and null. Anything else is an error when a tag reaches it: no method or field
 * of an object is called. Values are appended as they are and never read as template text. A section skips null, false, an
 * empty string and an empty list; every number and every map counts as true.
 *
 * <p><b>Roles.</b> {@code system:}, {@code user:}, {@code assistant:} and {@code tool:}, each alone on a line of the
 * source and at its very start, open a message, inside sections too; a backslash before one makes it literal text. A body
 * without markers is one user message. Nothing but blanks may stand before the first marker, nor between
 * <code>{{history}}</code>, or a section that opens messages, and the next marker. Blank lines that the template puts at the
 * start or end of a message are dropped; what a value brings is kept. A message is there even if its text is empty.
 *
 * <p>A partial is text: it opens no message and splices no history. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Template {

    private static final int MOST_PIECES_EXPECTED = 1 << 12;
    private static final String THIS = ".";

    private final TemplateOptions options;
    private final Program program;
    private final String[] names;
    /** Pieces of the latest rendering, only to size the next one. */
    private int expectedPieces;

    private Template(TemplateOptions options, Program program, String[] names) {
        this.options = options;
        this.program = program;
        this.names = names;
        this.expectedPieces = Math.min(program.size(), MOST_PIECES_EXPECTED);
    }

    /**
     * Compiles a template without partials.
     *
     * @throws TemplateException if the structure is wrong or a bound is passed; it tells line and column
     */
    public static Template compile(String source) {
        return compile(source, TemplateOptions.defaults());
    }

    /**
     * Compiles a template and the partials that it includes, as found now.
     *
     * @throws TemplateException if the structure is wrong, partials form a cycle, or a bound is passed
     */
    public static Template compile(String source, TemplateOptions options) {
        if (source.length() > options.maxSource()) {
            throw new TemplateException(
                    new Place("", 1, 1),
                    "expected at most " + options.maxSource() + " characters, found " + source.length()
                            + "; shorten the template or raise maxSource",
                    null);
        }
        Map<String, Integer> names = new LinkedHashMap<>();
        names.put(THIS, Program.CURRENT);
        Program program = Compiler.compile("", source, "", names, options);
        new Partials(options, names).link(program);
        return new Template(options, program, names.keySet().toArray(String[]::new));
    }

    /**
     * Renders strictly: every value that a tag asks for must be there.
     *
     * @throws TemplateException if a value is missing or of a class that is not data, or a bound is passed
     */
    public RenderedTemplate render(Map<String, ?> values) {
        return render(values, Set.of());
    }

    /**
     * Renders strictly, except for names that may be missing or null and then render empty.
     *
     * @param optional names as written in tags, such as {@code tone} or {@code person.nickname}; a name inside sections may
     *     be led by the names of these, such as {@code documents.url}. If the first part of a dotted name is optional, all
     *     of it may be missing together.
     * @throws TemplateException if a value is missing or of a class that is not data, or a bound is passed
     */
    public RenderedTemplate render(Map<String, ?> values, Set<String> optional) {
        Objects.requireNonNull(optional, "optional");
        return run(Objects.requireNonNull(values, "values"), optional);
    }

    /**
     * Renders as the Mustache specification says: a missing value or partial renders empty.
     *
     * @param values a map as a rule; any other value is the current item <code>{{.}}</code>
     * @throws TemplateException if a value is of a class that is not data, or a bound is passed
     */
    public RenderedTemplate renderLenient(Object values) {
        return run(Objects.requireNonNull(values, "values"), null);
    }

    private RenderedTemplate run(Object values, @Nullable Set<String> optional) {
        RenderedTemplate rendered = new Renderer(options, names, optional, expectedPieces).render(program, values);
        expectedPieces = Math.min(rendered.pieces(), MOST_PIECES_EXPECTED);
        return rendered;
    }

    /** Returns the source as given. */
    public String source() {
        return program.source;
    }

    /** Tells whether the template has role markers. */
    public boolean hasRoles() {
        return contains(Program.ROLE);
    }

    /** Tells whether the template has a place for the caller's chat messages. */
    public boolean usesHistory() {
        return contains(Program.HISTORY);
    }

    private boolean contains(byte op) {
        for (byte found : program.ops) {
            if (found == op) {
                return true;
            }
        }
        return false;
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 1 ? path : path.substring(0, dot);
    }

    /** Returns every name that a variable or section uses, partials included, in order; {@code .} is left out. */
    public List<Variable> variables() {
        return new Usage().read(program).variables;
    }

    /**
     * Returns the top-level names whose values may become text of messages of a role: those of its variables and of the
     * sections around these. Names of fields inside sections are among them.
     */
    public Set<String> names(Role role) {
        return Collections.unmodifiableSet(
                new Usage().read(program).names.getOrDefault(Objects.requireNonNull(role, "role"), Set.of()));
    }

    /**
     * Returns the template piece by piece in the order of its text, partials in their place: text of the author, and the
     * tags where something else comes in. What is inside a section is there only sometimes.
     */
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        new Pieces(pieces).read(program, false);
        return List.copyOf(pieces);
    }

    /** Returns the names of all partials, those of partials included, found or not. */
    public Set<String> partials() {
        return Collections.unmodifiableSet(new Usage().read(program).partials);
    }

    /** Returns the names of the partials that the source of partials did not know. */
    public Set<String> missingPartials() {
        return Collections.unmodifiableSet(new Usage().read(program).missing);
    }

    /** Tells what the template is without its text, which may be confidential. */
    @Override
    public String toString() {
        return "Template[" + program.source.length() + " characters]";
    }

    /**
     * Holds one use of a name by a tag.
     *
     * @param path the name as written, such as {@code person.name}
     * @param sections the names of the sections around the tag, outermost first; if there are any, the name may be a field
     *     of theirs instead of an input. Inverted sections bring no fields and are left out.
     * @param partial the partial that holds the tag, empty for the template itself
     * @param line the line in the template or partial, from 1
     * @param column the column, from 1
     */
    public record Variable(String path, List<String> sections, String partial, int line, int column) {

        /** Copies the sections. */
        public Variable {
            sections = List.copyOf(sections);
        }

        /** Returns the first part of the name, which names an input or a field. */
        public String name() {
            return first(path);
        }

        /** Tells whether the name can only be an input. */
        public boolean isTopLevel() {
            return sections.isEmpty();
        }
    }

    /**
     * Holds text of the template, or a tag in it.
     *
     * @param role who speaks
     * @param text the text as written; empty for a tag
     * @param tag the name as written in a tag that brings a value, opens a section or inserts the history; {@code null} for
     *     text
     * @param conditional whether it stands inside a section
     * @param partial the partial that holds it, empty for the template itself
     * @param line the line in the template or partial, from 1
     */
    public record Piece(Role role, String text, @Nullable String tag, boolean conditional, String partial, int line) {}

    /** Reads a program as pieces; a partial that includes itself is read once. */
    private static final class Pieces {
        private final List<Piece> pieces;
        private final Set<Program> open = new HashSet<>();
        private Role role = Role.USER;

        Pieces(List<Piece> pieces) {
            this.pieces = pieces;
        }

        void read(Program program, boolean conditional) {
            if (!open.add(program)) {
                return;
            }
            Place[] places = program.places();
            int end = 0;
            for (int pc = 0; pc < program.size(); pc++) {
                int line = places[pc].line();
                boolean inside = conditional || pc < end;
                switch (program.ops[pc]) {
                    case Program.ROLE -> role = Role.valueOf(program.strings[pc]);
                    case Program.TEXT -> add(program, line, inside, program.strings[pc], null);
                    case Program.PARTIAL -> {
                        Program included = program.partials[pc];
                        if (included != null) {
                            read(included, inside);
                        }
                    }
                    case Program.END -> {}
                    case Program.HISTORY -> add(program, line, inside, "", "history");
                    case Program.VARIABLE -> add(program, line, inside, "", program.path(pc));
                    default -> {
                        add(program, line, inside, "", program.path(pc));
                        end = Math.max(end, program.jumps[pc]);
                    }
                }
            }
            open.remove(program);
        }

        private void add(
                Program program, int line, boolean conditional, @Nullable String written, @Nullable String tag) {
            String text = written == null ? "" : written;
            if (tag != null || !text.isEmpty()) {
                pieces.add(new Piece(role, text, tag, conditional, program.partial, line));
            }
        }
    }

    /** What a template uses; every partial is read once for each role and once inside and outside of sections. */
    private static final class Usage {
        private record Visit(Program program, Role role, boolean topLevel) {}

        final List<Variable> variables = new ArrayList<>();
        final Map<Role, Set<String>> names = new EnumMap<>(Role.class);
        final Set<String> partials = new LinkedHashSet<>();
        final Set<String> missing = new LinkedHashSet<>();
        private final Set<Variable> seen = new HashSet<>();
        private final Set<Visit> visited = new HashSet<>();

        Usage read(Program program) {
            read(program, Role.USER, List.of());
            return this;
        }

        private void read(Program program, Role outer, List<String> around) {
            if (!visited.add(new Visit(program, outer, around.isEmpty()))) {
                return;
            }
            Role role = outer;
            Place[] places = program.places();
            Deque<List<String>> sections = new ArrayDeque<>(List.of(around));
            for (int pc = 0; pc < program.size(); pc++) {
                switch (program.ops[pc]) {
                    case Program.ROLE -> role = Role.valueOf(program.strings[pc]);
                    case Program.VARIABLE -> {
                        use(program, pc, places[pc], sections.element());
                        reaches(role, program.strings[pc], sections.element());
                    }
                    case Program.INVERTED -> use(program, pc, places[pc], sections.element());
                    case Program.SECTION -> {
                        use(program, pc, places[pc], sections.element());
                        List<String> inner = new ArrayList<>(sections.element());
                        inner.add(program.path(pc));
                        sections.push(List.copyOf(inner));
                    }
                    case Program.END -> sections.pop();
                    case Program.PARTIAL -> partial(program, pc, role, sections.element());
                    default -> {}
                }
            }
        }

        private void use(Program program, int pc, Place place, List<String> sections) {
            if (program.names[pc] != Program.CURRENT) {
                Variable variable =
                        new Variable(program.path(pc), sections, program.partial, place.line(), place.column());
                if (seen.add(variable)) {
                    variables.add(variable);
                }
            }
        }

        private void reaches(Role role, String name, List<String> sections) {
            Set<String> reached = names.computeIfAbsent(role, key -> new LinkedHashSet<>());
            reached.add(name);
            for (String section : sections) {
                reached.add(first(section));
            }
            reached.remove(THIS);
        }

        private void partial(Program program, int pc, Role role, List<String> sections) {
            String name = program.strings[pc];
            Program included = program.partials[pc];
            partials.add(name);
            if (included == null) {
                missing.add(name);
                return;
            }
            reaches(role, THIS, sections);
            read(included, role, sections);
        }
    }
}
