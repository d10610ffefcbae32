package io.genaiops.eval.dataset;

import io.genaiops.eval.Sample;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A dataset without its duplicates, and which those were.
 *
 * @param dataset what was kept, in order
 * @param dropped what was dropped, in order
 * @since 0.1
 */
public record Deduplication(Dataset dataset, List<Dropped> dropped) {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

    /**
     * A sample that was dropped.
     *
     * @param id its id
     * @param kept the id of the one before it, which it is too much like
     * @param similarity how much, 1 if equal
     */
    public record Dropped(String id, String kept, double similarity) {}

    /** Copies the list. */
    public Deduplication {
        dropped = List.copyOf(dropped);
    }

    static Deduplication exact(Dataset dataset) {
        int[] kept = new int[dataset.size()];
        UniqueIds inputs = new UniqueIds(i -> normal(dataset.get(kept[i]).input()));
        List<Dropped> dropped = new ArrayList<>();
        int count = 0;
        int index = 0;
        for (Sample sample : dataset) {
            int earlier = inputs.add(normal(sample.input()));
            if (earlier < 0) {
                kept[count++] = index;
            } else {
                dropped.add(new Dropped(sample.id(), dataset.get(kept[earlier]).id(), 1));
            }
            index++;
        }
        return new Deduplication(dataset.select(Arrays.copyOf(kept, count)), dropped);
    }

    static Deduplication near(Dataset dataset, double similarity) {
        NearDuplicates earlier = new NearDuplicates(similarity);
        int[] kept = new int[dataset.size()];
        List<Dropped> dropped = new ArrayList<>();
        int index = 0;
        for (Sample sample : dataset) {
            NearDuplicates.Nearest nearest = earlier.add(sample.input());
            if (nearest.similarity() < similarity) {
                kept[earlier.size() - 1] = index;
            } else {
                String other = dataset.get(kept[nearest.place()]).id();
                dropped.add(new Dropped(sample.id(), other, nearest.similarity()));
            }
            index++;
        }
        return new Deduplication(dataset.select(Arrays.copyOf(kept, earlier.size())), dropped);
    }

    private static String normal(String input) {
        String folded = Normalizer.normalize(input, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return SPACE.matcher(folded).replaceAll(" ").strip();
    }
}
