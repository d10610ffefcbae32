package io.genaiops.eval.report;

import io.genaiops.eval.outline.Block;
import io.genaiops.eval.outline.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lays out a trend for a pull request: as many of the newest results as fit. */
final class TrendMarkdown {

    private final Trend trend;

    TrendMarkdown(Trend trend) {
        this.trend = trend;
    }

    void write(OutputStream stream) throws IOException {
        stream.write(text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        int newest = trend.size();
        String text = text(newest, Integer.MAX_VALUE);
        while (text.length() > MarkdownReport.MOST_CHARACTERS && newest > 1) {
            newest = newest / 2;
            text = text(newest, Integer.MAX_VALUE);
        }
        return text.length() > MarkdownReport.MOST_CHARACTERS ? text(1, MarkdownReport.MOST_CHARACTERS) : text;
    }

    private String text(int newest, int room) {
        Markdown page = new Markdown();
        page.line(Marker.of(trend.title()));
        page.heading(1, Lines.shortened(trend.title()));
        if (newest < trend.size()) {
            page.paragraph("The newest " + newest + " of " + trend.size() + " results.");
        }
        for (Section section : trend.sections(newest)) {
            if (room - page.length() > MarkdownReport.ROOM_FOR_A_HEADING) {
                page.heading(2, Lines.shortened(section.title()));
                for (Block block : section.blocks()) {
                    Lines.block(block, room - page.length(), page);
                }
            }
        }
        return page.toString();
    }
}
