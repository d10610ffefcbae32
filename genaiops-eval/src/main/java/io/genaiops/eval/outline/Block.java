package io.genaiops.eval.outline;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A part of a section, which every format lays out in its own way.
 *
 * @since 0.1
 */
public sealed interface Block {

    /** What a point is about, so that a reader finds the bad ones first. */
    enum Tone {
        /** Good news. */
        GOOD(0),
        /** Neither good nor bad. */
        NEUTRAL(1),
        /** Something that is not known. */
        UNKNOWN(2),
        /** Bad news. */
        BAD(3);

        private final int severity;

        Tone(int severity) {
            this.severity = severity;
        }

        /** Returns how soon a reader should see it, from 0 on; what is less severe is cut first. */
        public int severity() {
            return severity;
        }
    }

    /**
     * A heading within the section.
     *
     * @param text what it says
     */
    record Heading(String text) implements Block {}

    /**
     * A paragraph.
     *
     * @param text what it says
     */
    record Words(String text) implements Block {}

    /**
     * A list of sentences.
     *
     * @param points the sentences
     */
    record Points(List<Point> points) implements Block {
        /** Copies the points. */
        public Points {
            points = List.copyOf(points);
        }
    }

    /**
     * A sentence of a list.
     *
     * @param tone good or bad news
     * @param text what it says
     * @param details what is to be said below it
     */
    record Point(Tone tone, String text, List<String> details) {
        /** Copies the details. */
        public Point {
            details = List.copyOf(details);
        }

        /** Returns a sentence that is neither good nor bad. */
        public static Point of(String text, String... details) {
            return new Point(Tone.NEUTRAL, text, List.of(details));
        }
    }

    /**
     * A table.
     *
     * @param columns the titles
     * @param lines the rows
     */
    record Table(List<Column> columns, List<Line> lines) implements Block {
        /** Requires a cell for each column. */
        public Table {
            columns = List.copyOf(columns);
            lines = List.copyOf(lines);
            for (Line line : lines) {
                if (line.cells().size() != columns.size()) {
                    throw new IllegalArgumentException("a line needs a cell for each of the columns " + columns
                            + "; found: " + line.cells().size() + " cells");
                }
            }
        }
    }

    /**
     * A column of a table.
     *
     * @param title what its cells hold
     * @param numeric whether they hold figures
     */
    record Column(String title, boolean numeric) {}

    /**
     * A row of a table.
     *
     * @param tone good or bad news
     * @param cells its texts; a missing figure is a dash
     */
    record Line(Tone tone, List<String> cells) {
        /** Copies the cells. */
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A plot of figures along a line. Formats without plots leave it out, so what it shows stands in a table as well.
     *
     * @param title what is plotted
     * @param across what the figures stand along
     * @param ticks what to write at 0, 1, 2 and so on across; empty if the places are numbers
     * @param series the lines
     */
    record Curves(String title, String across, List<String> ticks, List<Series> series) implements Block {
        /** Copies the lists. */
        public Curves {
            ticks = List.copyOf(ticks);
            series = List.copyOf(series);
        }
    }

    /**
     * Figures that a line joins. Two series of one name look alike and are not joined to one another.
     *
     * @param name what the figures are of
     * @param spots the figures, from left to right
     */
    record Series(String name, List<Spot> spots) {
        /** Copies the spots. */
        public Series {
            spots = List.copyOf(spots);
        }
    }

    /**
     * A figure of a plot.
     *
     * @param across where it stands
     * @param value how high it is
     * @param low the lower end of its interval, if it has one
     * @param high the upper end of its interval, if it has one
     */
    record Spot(double across, double value, OptionalDouble low, OptionalDouble high) {}
}
