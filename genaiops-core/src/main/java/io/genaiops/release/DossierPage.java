package io.genaiops.release;

import java.util.List;
import java.util.stream.Collectors;

/** One page, written as Markdown and as HTML at once. Every text is text: it makes no link, no markup and no script. */
final class DossierPage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            """;
    private static final String STYLE = """
            <style>
            body { font: 15px/1.5 sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em }
            table { border-collapse: collapse }
            td, th { border: 1px solid #999; padding: .2em .5em; text-align: left; overflow-wrap: anywhere }
            .alarm { border: 3px solid #b00; padding: 0 1em }
            </style>
            """;

    private final StringBuilder markdown = new StringBuilder();
    private final StringBuilder html = new StringBuilder(HEAD);

    DossierPage(String title) {
        html.append("<title>")
                .append(html(title))
                .append("</title>\n")
                .append(STYLE)
                .append("</head>\n<body>\n");
        html.append("<h1>").append(html(title)).append("</h1>\n");
        markdown.append("# ").append(markdown(title)).append("\n");
    }

    DossierPage heading(String text) {
        html.append("<h2>").append(html(text)).append("</h2>\n");
        markdown.append("\n## ").append(markdown(text)).append("\n");
        return this;
    }

    DossierPage paragraph(String text) {
        html.append("<p>").append(html(text)).append("</p>\n");
        markdown.append("\n").append(markdown(text)).append("\n");
        return this;
    }

    /** What must be seen before all else. */
    DossierPage alarm(String heading, List<String> items) {
        html.append("<div class=\"alarm\">\n");
        heading(heading).list(items);
        html.append("</div>\n");
        return this;
    }

    DossierPage list(List<String> items) {
        html.append("<ul>\n");
        markdown.append("\n");
        for (String item : items) {
            html.append("<li>").append(html(item)).append("</li>\n");
            markdown.append("- ").append(markdown(item)).append("\n");
        }
        html.append("</ul>\n");
        return this;
    }

    DossierPage table(List<String> head, List<List<String>> rows) {
        html.append("<table>\n<tr>");
        head.forEach(cell -> html.append("<th>").append(html(cell)).append("</th>"));
        html.append("</tr>\n");
        markdown.append("\n")
                .append(line(head))
                .append("|---".repeat(head.size()))
                .append("|\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(html(cell)).append("</td>"));
            html.append("</tr>\n");
            markdown.append(line(row));
        }
        html.append("</table>\n");
        return this;
    }

    private static String line(List<String> cells) {
        return cells.stream().map(DossierPage::markdown).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    String markdown() {
        return markdown.toString();
    }

    String html() {
        return html + "</body>\n</html>\n";
    }

    private static String html(String text) {
        return visible(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String markdown(String text) {
        String escaped = visible(text)
                .replaceAll("[\\\\`*_\\[\\]#|~&!]", "\\\\$0")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("://", "\\://")
                .replaceAll("(?i)www\\.", "$0\u200b");
        return escaped.matches("(?s)([-+=]|[0-9]+[.)]\\s).*") ? "\\" + escaped : escaped;
    }

    /** One line, without what changes how the rest is shown: control characters and marks of direction. */
    private static String visible(String text) {
        return text.replaceAll("\\s*[\\r\\n\\u0085\\u2028\\u2029]+\\s*", " ")
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}]", "\ufffd");
    }
}
