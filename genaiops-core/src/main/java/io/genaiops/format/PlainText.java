package io.genaiops.format;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text without front matter as the body of a prompt. */
final class PlainText {

    /** What templates and chats of other makers write; every part has a bound, so that a search is linear. */
    private enum Foreign {
        PLACEHOLDER(
                "(?<![{$#%])\\{[A-Za-z_][A-Za-z0-9_.]{0,62}}(?!})|[$#]\\{[^{}]{1,80}}",
                "if it stands for an input, write {{name}}"),
        STATEMENT("\\{%.{0,80}?%}|<%.{0,80}?%>", "templates hold data only; write a section or leave it out"),
        CHAT(
                "<\\|[a-z_]{1,30}\\|>|\\[/?INST]|<</?SYS>>|<(?:start|end)_of_turn>",
                "a role is a line such as 'user:' alone"),
        ROLE(
                "^(?:#{1,6} ?)?(?:System|User|Human|Assistant|AI|Tool|Instruction|Response) ?:(?=[ \\t]*$)",
                "a role is a line such as 'user:' alone, in lower case");

        private final Pattern pattern;
        private final String advice;

        Foreign(String pattern, String advice) {
            this.pattern = Pattern.compile(pattern);
            this.advice = advice;
        }
    }

    private PlainText() {}

    static Prompt prompt(String file, String name, Version version, String body) {
        Set<String> inputs = new TreeSet<>();
        try {
            for (Template.Variable variable : Template.compile(body).variables()) {
                if (!variable.isTopLevel() || variable.path().contains(".")) {
                    throw new InvalidAssetException(file + ":" + variable.line()
                            + ": expected tags outside of sections and without dots in a file"
                            + " without front matter, found '" + variable.path() + "'; declare the types of its inputs"
                            + " in front matter");
                }
                inputs.add(variable.path());
            }
        } catch (TemplateException e) {
            throw new InvalidAssetException(file + ":" + e.line() + ": " + e.problem(), e);
        }
        return Prompt.builder(name, version, body)
                .readFrom(file, 1)
                .inputs(inputs.toArray(String[]::new))
                .build();
    }

    /** Returns what stays text and probably meant something where the text comes from, by line. */
    static List<String> notCarriedOver(String body) {
        List<String> found = new ArrayList<>();
        if (body.contains("{{=")) {
            // Whoever sets delimiters writes our templates, and what looks foreign may be a tag.
            return found;
        }
        int line = 1;
        for (String text : body.split("\n", -1)) {
            for (Foreign foreign : Foreign.values()) {
                Matcher matcher = foreign.pattern.matcher(text);
                while (matcher.find()) {
                    found.add("line " + line + ": '" + matcher.group() + "' stays text; " + foreign.advice);
                }
            }
            line++;
        }
        return List.copyOf(found);
    }
}
