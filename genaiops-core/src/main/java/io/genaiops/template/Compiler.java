package io.genaiops.template;

import io.genaiops.template.Scanner.Kind;
import io.genaiops.template.Scanner.Token;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns tokens into a {@link Program} and checks structure: sections close in order, names are well formed, and every text
 * belongs to exactly one message whatever the data.
 *
 * <p>The last check rests on one rule: a section that opens messages holds nothing before its first role marker, and what
 * follows it needs a marker of its own. So the role of a text is the last marker before it in the source.
 */
final class Compiler {

    static final String HISTORY = "history";

    private final Program program;
    private final List<Token> tokens;
    private final Map<String, Integer> names;
    private final int maxDepth;
    private final boolean hasRoles;
    private final Deque<Section> sections = new ArrayDeque<>();
    /** Why text may not stand here, or null where it may. */
    private @Nullable String homeless;

    private boolean usesHistory;
    private int pc;

    private Compiler(String partial, String source, List<Token> tokens, Map<String, Integer> names, int maxDepth) {
        this.tokens = tokens;
        this.names = names;
        this.maxDepth = maxDepth;
        program = new Program(partial, source, tokens.size());
        hasRoles = tokens.stream().anyMatch(token -> token.kind() == Kind.ROLE);
        homeless = hasRoles ? "stands before the first role marker" : null;
    }

    /** Compiles a source; {@code names} numbers the first parts of names and grows, {@code indent} is for partials. */
    static Program compile(
            String partial, String source, String indent, Map<String, Integer> names, TemplateOptions options) {
        List<Token> tokens = new Scanner(partial, source, indent).scan();
        return new Compiler(partial, source, tokens, names, options.maxDepth()).compile();
    }

    private Program compile() {
        for (Token token : tokens) {
            program.offsets[pc] = token.offset();
            program.strings[pc] = "";
            program.indents[pc] = token.indent();
            switch (token.kind()) {
                case TEXT -> text(token);
                case VARIABLE -> variable(token);
                case SECTION, INVERTED -> open(token);
                case CLOSE -> close(token);
                case PARTIAL -> partial(token);
                case ROLE -> role(token);
            }
            pc++;
        }
        if (!sections.isEmpty()) {
            Section section = sections.pop();
            throw error(
                    section.token,
                    "expected '" + section.closing() + "', found the end of the template; close the section");
        }
        return program;
    }

    private void text(Token token) {
        program.ops[pc] = Program.TEXT;
        boolean blank = token.text().isBlank();
        if (!blank) {
            emits(token, "text");
        }
        program.strings[pc] = blank && homeless != null ? "" : token.text();
    }

    private void variable(Token token) {
        if (token.text().equals(HISTORY)) {
            history(token);
            return;
        }
        program.ops[pc] = Program.VARIABLE;
        name(token);
        emits(token, "the tag of '" + token.text() + "'");
    }

    private void history(Token token) {
        if (!program.partial.isEmpty()) {
            throw error(
                    token, "expected text, found {{history}}: a partial splices no messages; move it to the template");
        }
        if (!hasRoles) {
            throw error(
                    token,
                    "expected role markers in a template with {{history}}, found none; "
                            + "write 'system:' or 'user:' alone on a line before the text of each message");
        }
        if (usesHistory) {
            throw error(token, "expected one {{history}}, found a second; keep one");
        }
        usesHistory = true;
        program.ops[pc] = Program.HISTORY;
        opensMessage();
        homeless = "follows {{history}}";
    }

    private void role(Token token) {
        program.ops[pc] = Program.ROLE;
        program.strings[pc] = token.text();
        opensMessage();
        homeless = null;
    }

    private void opensMessage() {
        for (Section section : sections) {
            if (section.opensMessages) {
                return;
            }
            if (section.emits != null) {
                throw error(
                        section.emits,
                        "expected a role marker first in section '" + section.token.text()
                                + "', which opens messages further down, found other content; "
                                + "move it into a message or out of the section");
            }
            section.opensMessages = true;
        }
    }

    private void emits(Token token, String what) {
        if (homeless != null) {
            throw error(
                    token,
                    "expected a role marker, found " + what + ", which " + homeless
                            + " and so belongs to no message; write 'user:' (or system:, assistant:, tool:) "
                            + "alone on a line before it");
        }
        for (Section section : sections) {
            if (section.emits != null) {
                return;
            }
            section.emits = token;
        }
    }

    private void open(Token token) {
        if (sections.size() == maxDepth) {
            throw error(
                    token,
                    "expected at most " + maxDepth + " nested sections, found more; flatten the data or use partials");
        }
        program.ops[pc] = token.kind() == Kind.SECTION ? Program.SECTION : Program.INVERTED;
        name(token);
        sections.push(new Section(pc, token));
    }

    private void close(Token token) {
        Section section = sections.peek();
        if (section == null || !section.token.text().equals(token.text())) {
            String expected = section == null
                    ? "no closing tag, as no section is open"
                    : "'" + section.closing() + "' for the section opened in line "
                            + program.place(section.token.offset()).line();
            throw error(token, "expected " + expected + ", found '/" + token.text() + "'; close sections in order");
        }
        sections.pop();
        boolean loops = section.token.kind() == Kind.SECTION;
        program.ops[pc] = loops ? Program.END : Program.TEXT;
        program.jumps[pc] = section.pc;
        program.jumps[section.pc] = pc + 1;
        if (section.opensMessages) {
            homeless = "comes after section '" + token.text() + "' with its own messages";
        }
    }

    private void partial(Token token) {
        requireName(token);
        program.ops[pc] = Program.PARTIAL;
        program.strings[pc] = token.text();
        emits(token, "the partial '" + token.text() + "'");
    }

    private void name(Token token) {
        String name = requireName(token);
        if (name.equals(".")) {
            program.strings[pc] = name;
            program.names[pc] = Program.CURRENT;
            return;
        }
        String[] parts = name.split("\\.", -1);
        for (String part : parts) {
            if (part.isEmpty()) {
                throw error(token, "expected a name between dots, found '" + name + "'; remove the extra dot");
            }
        }
        if (parts.length > maxDepth) {
            throw error(token, "expected a name of at most " + maxDepth + " parts, found " + parts.length);
        }
        if (parts[0].equals(HISTORY)) {
            throw error(
                    token,
                    "expected {{history}} alone, found '" + name + "' in another tag: the name is reserved for "
                            + "the caller's chat messages; rename the input");
        }
        program.strings[pc] = parts[0];
        program.names[pc] = names.computeIfAbsent(parts[0], key -> names.size());
        program.tails[pc] = parts.length == 1 ? null : Arrays.copyOfRange(parts, 1, parts.length);
    }

    private String requireName(Token token) {
        String name = token.text();
        if (name.isEmpty()) {
            throw error(token, "expected a name in the tag, found none; name an input, or remove the tag");
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw error(
                    token,
                    "expected one name without blanks in the tag, found several words; templates hold data only, no "
                            + "expressions; for literal braces change the delimiters with {{=<% %>=}}");
        }
        return name;
    }

    private TemplateException error(Token token, String message) {
        return new TemplateException(program.place(token.offset()), message, null);
    }

    /** A section that is open where the compiler stands. */
    private static final class Section {
        final int pc;
        final Token token;
        /** The first content that would belong to the message before the section. */
        @Nullable
        Token emits;

        boolean opensMessages;

        Section(int pc, Token token) {
            this.pc = pc;
            this.token = token;
        }

        String closing() {
            return "/" + token.text();
        }
    }
}
