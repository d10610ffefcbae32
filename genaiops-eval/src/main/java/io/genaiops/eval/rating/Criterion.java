package io.genaiops.eval.rating;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What people are asked to rate, and on which scale.
 *
 * <p>In a cell stands a value of the scale, or {@code n/a} where the criterion does not apply.
 *
 * @param name the name, at most 60 characters on one line
 * @param form how a rating is written
 * @param scale the values that it may have
 * @param direction which end of the scale is the good one
 * @since 0.1
 */
public record Criterion(String name, Form form, Scale scale, Direction direction) {

    /** How a rating is written. */
    public enum Form {
        /** A whole number. */
        GRADE,
        /** {@code yes} or {@code no}, 1 or 0. */
        YES_NO,
        /** Any number of the scale. */
        NUMBER
    }

    /** Signals a cell that holds no rating; its message says what was expected and what was found. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private static final Set<String> TAKEN = Set.of("row", "question", "answer", "comment");
    private static final Set<String> YES = Set.of("yes", "y", "true", "1");
    private static final Set<String> NO = Set.of("no", "n", "false", "0");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}([.,]\\d{1,15})?");

    /** Refuses names that cannot head a column, and scales without ends. */
    public Criterion {
        requireNonNull(form, "form");
        requireNonNull(direction, "direction");
        boolean odd = name.isBlank() || name.length() > 60 || name.chars().anyMatch(Character::isISOControl);
        if (odd || !name.equals(name.strip()) || TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "name of a criterion must be 1 to 60 characters on one line, without blanks"
                            + " at its ends, and none of "
                            + TAKEN.stream().sorted().toList() + "; found: '" + name + "'");
        }
        if (!Double.isFinite(scale.min()) || !Double.isFinite(scale.max())) {
            throw new IllegalArgumentException(
                    "people rate on a scale with two ends; criterion '" + name + "' has " + scale);
        }
    }

    /** Returns a criterion rated with whole numbers, such as 1 to 5. */
    public static Criterion grades(String name, int lowest, int highest) {
        return new Criterion(name, Form.GRADE, Scale.of(lowest, highest), Direction.HIGHER_IS_BETTER);
    }

    /** Returns a criterion answered with yes or no; yes is the good answer and counts 1. */
    public static Criterion yesNo(String name) {
        return new Criterion(name, Form.YES_NO, Scale.UNIT, Direction.HIGHER_IS_BETTER);
    }

    /** Returns a criterion rated with any number between two ends. */
    public static Criterion number(String name, double min, double max) {
        return new Criterion(name, Form.NUMBER, Scale.of(min, max), Direction.HIGHER_IS_BETTER);
    }

    /** Returns the same criterion with the low end, or no, as the good one. */
    public Criterion lowerIsBetter() {
        return new Criterion(name, form, scale, Direction.LOWER_IS_BETTER);
    }

    /** Returns the head of the column, which names the scale. */
    public String header() {
        return name + " (" + allowed() + ", or n/a)";
    }

    String allowed() {
        String ends = shown(scale.min()) + " to " + shown(scale.max());
        return switch (form) {
            case GRADE -> ends;
            case YES_NO -> "yes or no";
            case NUMBER -> "any number from " + ends;
        };
    }

    Outcome read(String cell) throws Unreadable {
        String text = Normalizer.normalize(cell, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            throw new Unreadable("'" + name + "' is missing; expected " + allowed() + ", or n/a");
        }
        if (text.equals("n/a")) {
            return Outcome.notApplicable("the rater says so");
        }
        double value = form == Form.YES_NO ? yesOrNo(text) : number(text);
        boolean whole = form == Form.NUMBER || value == Math.rint(value);
        if (!whole || !scale.contains(value)) {
            throw new Unreadable(
                    "'" + name + "' must be " + allowed() + ", or n/a; found: '" + CellText.shown(cell) + "'");
        }
        return Outcome.scored(value, scale, direction, "");
    }

    private static double yesOrNo(String text) {
        return YES.contains(text) ? 1 : NO.contains(text) ? 0 : Double.NaN;
    }

    /** A comma is taken for a decimal point, as spreadsheets of many countries write it. */
    private static double number(String text) {
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text.replace(',', '.')) : Double.NaN;
    }

    private static String shown(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
