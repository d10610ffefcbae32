package io.genaiops.tracing.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in an expression: series, the labels that each is selected by, and the labels that results are grouped by. */
final class PromQl {

    private static final Set<String> WORDS = Set.of(
            "sum",
            "rate",
            "increase",
            "histogram_quantile",
            "by",
            "or",
            "vector",
            "offset",
            "label_values",
            "count",
            "max");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_]\\w*)\\s*\\{([^}]*)\\}");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Pattern GROUPING = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
    private static final Pattern DURATION = Pattern.compile("\\[[^]]*\\]|offset \\d+[smhdw]");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_]\\w*");

    private final List<String> findings = new ArrayList<>();
    private final Set<String> series = new TreeSet<>();
    private final Set<String> groupedBy = new TreeSet<>();
    private final PrometheusSeries known;

    private PromQl(PrometheusSeries known) {
        this.known = known;
    }

    /** Returns what in an expression is no series that is known, or no label of it. */
    static List<String> findings(String expression, PrometheusSeries known) {
        PromQl names = new PromQl(known);
        names.read(expression);
        return names.findings;
    }

    /** Returns the labels that the results of an expression have. */
    static Set<String> grouping(String expression) {
        Set<String> labels = new TreeSet<>();
        GROUPING.matcher(expression).results().forEach(group -> labels.addAll(list(group.group(1))));
        return labels;
    }

    private void read(String expression) {
        groupedBy.addAll(grouping(expression));
        String rest = DURATION.matcher(expression).replaceAll(" ");
        rest = GROUPING.matcher(rest).replaceAll(" ");
        Matcher selectors = SELECTOR.matcher(rest);
        rest = selectors.replaceAll(this::selector);
        NAME.matcher(rest).results().map(MatchResult::group).forEach(this::name);
        if (series.isEmpty()) {
            findings.add("no series in " + expression);
        }
        for (String name : series) {
            groupedBy.stream()
                    .filter(label -> !label.equals("le") || name.endsWith("_bucket"))
                    .forEach(label -> label(name, label));
        }
    }

    private String selector(MatchResult selector) {
        String inner = MATCHER.matcher(selector.group(2)).replaceAll(matcher -> {
            label(selector.group(1), matcher.group(1));
            return "";
        });
        if (!inner.replaceAll("[\\s,]", "").isEmpty()) {
            findings.add("cannot be read: " + selector.group());
        }
        return selector.group(1);
    }

    private void name(String name) {
        if (WORDS.contains(name)) {
            return;
        }
        series.add(name);
        if (!known.labels().containsKey(name)) {
            findings.add("no run exported the series " + name);
        }
    }

    private void label(String name, String label) {
        if (known.labels().containsKey(name) && !known.labels().get(name).contains(label)) {
            findings.add("the series " + name + " has no label " + label);
        }
    }

    private static List<String> list(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }
}
