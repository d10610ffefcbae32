package io.genaiops.eval.figure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Units of measure and of money by the ways to write them in English, and words for powers of ten. */
final class Units {

    private static final List<String> TABLE = List.of(
            "% percent pct prozent procent",
            "‰ permille",
            "USD $ dollar dollars usd",
            "EUR € euro euros eur",
            "GBP £ gbp",
            "JPY ¥ yen jpy",
            "CHF chf",
            "INR ₹ inr rupees",
            "mm millimetre millimetres millimeter millimeters",
            "cm centimetre centimetres centimeter centimeters",
            "m metre metres meter meters",
            "km kilometre kilometres kilometer kilometers",
            "mi mile miles",
            "ft foot feet",
            "inch inches",
            "mg milligram milligrams",
            "g gram grams",
            "kg kilogram kilograms kilo kilos",
            "t tonne tonnes",
            "lb lbs",
            "oz ounce ounces",
            "ml millilitre millilitres milliliter milliliters",
            "l litre litres liter liters L",
            "ms millisecond milliseconds",
            "s sec secs second seconds",
            "min mins minute minutes",
            "h hr hrs hour hours",
            "day days",
            "week weeks",
            "month months",
            "year years yr yrs",
            "KB kB",
            "MB",
            "GB",
            "TB",
            "W watt watts",
            "kW kilowatt kilowatts",
            "MW megawatt megawatts",
            "GW gigawatt gigawatts",
            "kWh",
            "MWh",
            "V volt volts",
            "Hz hertz",
            "kHz",
            "MHz",
            "GHz",
            "mph",
            "°C celsius",
            "°F fahrenheit",
            "° degree degrees");

    private static final Map<String, String> BY_NAME = new HashMap<>();

    static {
        for (String line : TABLE) {
            String[] names = line.split(" +");
            for (String name : names) {
                BY_NAME.put(name, names[0]);
            }
        }
    }

    private static final Map<String, Integer> POWERS =
            Map.of("thousand", 3, "million", 6, "billion", 9, "trillion", 12);
    private static final Map<String, Integer> ATTACHED_POWERS =
            Map.of("k", 3, "K", 3, "M", 6, "mn", 6, "mio", 6, "bn", 9, "B", 9, "mrd", 9);

    private Units() {}

    /** Returns the unit of that name, empty if it is none. Symbols are read as they are, words in any case. */
    static String unit(String name) {
        String exact = BY_NAME.getOrDefault(name, "");
        return exact.isEmpty() && name.length() > 2 ? BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), "") : exact;
    }

    /** Returns the power of ten that a word means, 0 if none. */
    static int power(String word) {
        return POWERS.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
    }

    /** Returns the power of ten that letters right behind a number mean, 0 if none. */
    static int attachedPower(String letters) {
        return ATTACHED_POWERS.getOrDefault(letters, 0);
    }
}
