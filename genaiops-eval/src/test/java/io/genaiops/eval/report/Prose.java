package io.genaiops.eval.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes text that reads and compresses like English: 5,000 words, the commonest of them the real ones and the others of
 * syllables, drawn as Zipf and Mandelbrot found it, by 1 / (rank + 2.7), in sentences of 6 to 18. Deflate makes 1/2.7 of
 * it, and 1/2.76 of the documentation of this project.
 */
final class Prose {

    private static final int WORDS = 5_000;
    private static final List<String> COMMON =
            List.of(("the of and to a in is it you that he was for on are with as I his"
                            + " they be at one have this from or had by but some what there we can out other were all your when up"
                            + " use word how said an each she which do their time if will way about many then them would write like"
                            + " so these her long make thing see him two has look more day could go come did my no most number who"
                            + " over know")
                    .split(" "));
    private static final String[] STARTS = "b c d f g h l m n p r s t v w st tr pl gr sh ch".split(" ");
    private static final String[] VOWELS = "a e i o u ai ea ou".split(" ");
    private static final String[] ENDS = ", n r s t l nd st ng ly er ed ing".split(" ");

    private final Random random;
    private final List<String> words;
    private final double[] upTo;

    Prose(long seed) {
        this.random = new Random(seed);
        Set<String> all = new LinkedHashSet<>(COMMON);
        while (all.size() < WORDS) {
            all.add(word());
        }
        this.words = new ArrayList<>(all);
        this.upTo = new double[WORDS];
        double sum = 0;
        for (int rank = 0; rank < WORDS; rank++) {
            sum += 1 / (rank + 2.7);
            upTo[rank] = sum;
        }
    }

    /** Returns a text of this many characters. */
    String text(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int start = text.length();
            for (int left = 6 + random.nextInt(13); left > 0; left--) {
                text.append(draw()).append(left == 1 ? ". " : " ");
            }
            text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
        }
        return text.substring(0, length);
    }

    private String draw() {
        double at = random.nextDouble() * upTo[WORDS - 1];
        int low = 0;
        int high = WORDS - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (upTo[middle] < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return words.get(low);
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int syllables = 1 + random.nextInt(3); syllables > 0; syllables--) {
            word.append(STARTS[random.nextInt(STARTS.length)]).append(VOWELS[random.nextInt(VOWELS.length)]);
        }
        return word.append(ENDS[random.nextInt(ENDS.length)].replace(",", ""))
                .append(word.length() < 3 ? "en" : "")
                .toString();
    }
}
