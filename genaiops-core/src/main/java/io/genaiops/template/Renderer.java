package io.genaiops.template;

import io.genaiops.template.RenderedMessage.Provenance;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a {@link Program} once. Values go to the output as they are; nothing that was written is read again. */
final class Renderer {

    private static final Object[] NOTHING = {};

    private final TemplateOptions options;
    private final String[] names;
    /** Names that may be missing; absent in lenient mode, where all may. */
    private final @Nullable Set<String> optional;

    private final RenderedTemplate.Output out;
    private final Provenance provenance;
    private Frame top;
    private RenderedTemplate.@Nullable Messages messages;
    private long steps;
    /** The number of the name that the value found last came from. */
    private int origin;

    Renderer(TemplateOptions options, String[] names, @Nullable Set<String> optional, int expectedPieces) {
        this.options = options;
        this.names = names;
        this.optional = optional;
        this.out = new RenderedTemplate.Output(expectedPieces);
        this.provenance = new Provenance(names, expectedPieces);
        this.top = new Frame(null, NOTHING, Program.CURRENT);
    }

    RenderedTemplate render(Program program, Object values) {
        top.context = values;
        top.program = program;
        run(program, 0);
        return messages == null ? RenderedTemplate.plain(out, provenance) : messages.rendered(out, provenance);
    }

    private void run(Program program, int depth) {
        byte[] ops = program.ops;
        int pc = 0;
        while (pc < ops.length) {
            switch (ops[pc]) {
                case Program.TEXT -> text(program, pc);
                case Program.VARIABLE -> variable(program, pc);
                case Program.SECTION -> {
                    if (!enters(program, pc)) {
                        pc = program.jumps[pc];
                        continue;
                    }
                }
                case Program.INVERTED -> {
                    Object value = find(program, pc);
                    check(program, pc, value);
                    if (isTrue(value)) {
                        pc = program.jumps[pc];
                        continue;
                    }
                }
                case Program.END -> {
                    int start = program.jumps[pc];
                    charge(program, pc, pc - start);
                    if (top.advance()) {
                        check(program, start, top.context);
                        pc = start;
                    } else {
                        top = top.outer();
                    }
                }
                case Program.PARTIAL -> partial(program, pc, depth);
                case Program.ROLE -> messages().open(Role.valueOf(program.strings[pc]), out, provenance);
                default -> history(program, pc);
            }
            pc++;
        }
    }

    private void text(Program program, int pc) {
        String text = program.strings[pc];
        if (!text.isEmpty()) {
            append(program, pc, text);
            provenance.template(out.length());
        }
    }

    private void variable(Program program, int pc) {
        Object value = find(program, pc);
        if (value == null) {
            return;
        }
        String text = value instanceof String string ? string : text(program, pc, value);
        if (!text.isEmpty()) {
            append(program, pc, text);
            provenance.input(out.length(), origin);
        }
    }

    private void append(Program program, int pc, String text) {
        if (text.length() > options.maxOutput() - out.length()) {
            throw program.error(
                    pc,
                    "expected at most " + options.maxOutput() + " characters of output, found more here; "
                            + "shorten the values or raise maxOutput");
        }
        out.append(text);
    }

    /** Opens the section at {@code pc} if its value is there; the first item becomes the current one. */
    private boolean enters(Program program, int pc) {
        Object value = find(program, pc);
        if (!isTrue(value)) {
            return false;
        }
        Object[] items = value instanceof Object[] array ? array : NOTHING;
        if (value instanceof Collection<?> collection) {
            items = collection.toArray();
            if (items.length == 0) {
                return false;
            }
        }
        Frame frame = new Frame(top, items, origin);
        frame.context = items.length == 0 ? value : items[0];
        frame.program = program;
        frame.pc = pc;
        check(program, pc, frame.context);
        top = frame;
        return true;
    }

    private void partial(Program program, int pc, int depth) {
        String name = program.strings[pc];
        if (depth == TemplateOptions.MAX_PARTIAL_DEPTH) {
            throw program.error(
                    pc,
                    "expected partials at most " + TemplateOptions.MAX_PARTIAL_DEPTH + " deep, found '" + name
                            + "' below; flatten them, or end the recursion in the data");
        }
        Program included = program.partials[pc];
        if (included != null) {
            charge(program, pc, included.size());
            run(included, depth + 1);
        } else if (optional != null) {
            throw program.error(
                    pc, "expected the partial '" + name + "', found none of this name; add it or remove the tag");
        }
    }

    private void history(Program program, int pc) {
        if (!messages().history(out, provenance)) {
            throw program.error(pc, "expected one {{history}}, found it again in a loop; move it out of the section");
        }
    }

    private RenderedTemplate.Messages messages() {
        RenderedTemplate.Messages known = messages;
        if (known == null) {
            known = new RenderedTemplate.Messages();
            messages = known;
        }
        return known;
    }

    private void charge(Program program, int pc, int instructions) {
        steps += instructions + 1;
        if (steps > options.maxSteps()) {
            throw program.error(
                    pc,
                    "expected at most " + options.maxSteps() + " steps, found more: sections nest and loop without "
                            + "producing text; flatten them or shorten the lists");
        }
    }

    /** Finds the value of the name at {@code pc} and leaves where it came from in {@link #origin}; null if missing. */
    private @Nullable Object find(Program program, int pc) {
        int name = program.names[pc];
        Object value;
        if (name == Program.CURRENT) {
            origin = top.origin;
            value = top.context;
        } else {
            value = named(program, pc, program.strings[pc], name);
        }
        if (value == null && optional != null) {
            requireOptional(program, pc, optional);
        }
        return value;
    }

    private @Nullable Object named(Program program, int pc, String first, int name) {
        try {
            for (Frame frame = top; frame != null; frame = frame.outer) {
                steps++;
                if (frame.context instanceof Map<?, ?> map) {
                    Object value = map.get(first);
                    if (value != null || map.containsKey(first)) {
                        origin = frame.outer == null ? name : frame.origin;
                        String[] tail = program.tails[pc];
                        return tail == null ? value : descend(program, pc, value, tail);
                    }
                }
            }
            return null;
        } catch (ClassCastException e) {
            throw program.error(
                    pc,
                    "expected maps with string keys around '" + program.path(pc) + "', found other keys; convert them");
        }
    }

    private @Nullable Object descend(Program program, int pc, @Nullable Object value, String[] tail) {
        Object found = value;
        for (String part : tail) {
            if (!(found instanceof Map<?, ?> map)) {
                check(program, pc, found);
                return null;
            }
            found = map.get(part);
        }
        return found;
    }

    private void requireOptional(Program program, int pc, Set<String> optional) {
        String path = program.path(pc);
        String qualified = path;
        boolean allowed = optional.contains(path) || (isAbsent(program, pc) && optional.contains(program.strings[pc]));
        for (Frame frame = top; !allowed && frame.outer != null; frame = frame.outer) {
            qualified = frame.path() + "." + qualified;
            allowed = optional.contains(qualified);
        }
        if (!allowed) {
            throw new TemplateException(
                    program.place(program.offsets[pc]),
                    "expected a value for '" + path + "'" + around() + ", found none; given: " + given()
                            + "; give it one or declare it optional",
                    path);
        }
    }

    /** Tells whether already the first part of a dotted name has no value. */
    private boolean isAbsent(Program program, int pc) {
        for (Frame frame = top; frame != null; frame = frame.outer) {
            if (frame.context instanceof Map<?, ?> map && map.containsKey(program.strings[pc])) {
                return map.get(program.strings[pc]) == null;
            }
        }
        return true;
    }

    private String around() {
        Deque<String> sections = new ArrayDeque<>();
        for (Frame frame = top; frame.outer != null; frame = frame.outer) {
            sections.push(frame.items.length == 0 ? frame.path() : frame.path() + "[" + frame.index + "]");
        }
        return sections.isEmpty() ? "" : " in section " + String.join(" > ", sections);
    }

    private List<String> given() {
        Frame root = top;
        while (root.outer != null) {
            root = root.outer;
        }
        List<String> keys = new ArrayList<>();
        if (root.context instanceof Map<?, ?> map) {
            for (Object key : map.keySet()) {
                if (key instanceof String name && keys.size() < 20) {
                    keys.add(name);
                }
            }
        }
        return keys;
    }

    private static boolean isTrue(@Nullable Object value) {
        if (value instanceof String string) {
            return !string.isEmpty();
        }
        if (value instanceof Collection<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Object[] array) {
            return array.length > 0;
        }
        return value instanceof Boolean flag ? flag : value != null;
    }

    private String text(Program program, int pc, Object value) {
        check(program, pc, value);
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw program.error(pc, "expected a finite number for " + tag(program, pc) + ", found " + number);
            }
            return decimal(new BigDecimal(value.toString()).stripTrailingZeros());
        }
        if (value instanceof BigDecimal number) {
            return decimal(number);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        String kind = value instanceof Map ? "a map" : "a list";
        throw program.error(
                pc,
                "expected text, a number or a boolean for " + tag(program, pc) + ", found " + kind
                        + "; open it with a section, or name one of its values");
    }

    /** Writes digits alone where that stays short, as JSON does from 1e-6 up to 1e21. */
    private static String decimal(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        return exponent >= -6 && exponent < 21 ? number.toPlainString() : number.toString();
    }

    /** Refuses what is not data. Classes are compared exactly where a subclass could bring code of its own. */
    private void check(Program program, int pc, @Nullable Object value) {
        if (value == null) {
            return;
        }
        boolean isData = value instanceof String
                || value instanceof Map
                || value instanceof Collection
                || value instanceof Object[]
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte
                || value.getClass() == BigDecimal.class
                || value.getClass() == BigInteger.class;
        if (!isData) {
            throw program.error(
                    pc,
                    "expected a string, number, boolean, list or map for " + tag(program, pc) + ", found "
                            + value.getClass().getName()
                            + "; convert it first (a record to a map, other types to text)");
        }
    }

    private String tag(Program program, int pc) {
        String input = names[origin];
        String path = program.path(pc);
        return "'" + path + "'" + (path.startsWith(input) ? "" : " of input '" + input + "'");
    }

    /** A section that is open, and the item that is current in it; the outermost holds the values given. */
    private static final class Frame {
        final @Nullable Frame outer;
        final Object[] items;
        final int origin;

        @Nullable
        Object context;

        @Nullable
        Program program;

        int pc;
        int index;

        Frame(@Nullable Frame outer, Object[] items, int origin) {
            this.outer = outer;
            this.items = items;
            this.origin = origin;
        }

        boolean advance() {
            index++;
            if (index >= items.length) {
                return false;
            }
            context = items[index];
            return true;
        }

        Frame outer() {
            return Objects.requireNonNull(outer);
        }

        String path() {
            return Objects.requireNonNull(program).path(pc);
        }
    }
}
