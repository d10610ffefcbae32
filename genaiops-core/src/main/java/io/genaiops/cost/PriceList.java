package io.genaiops.cost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What models charge, by provider, name and time, for example {@code PriceList.shipped().with(Price.of("openai", "gpt-4o",
 * Rates.usd().input("2").output("8")))}.
 *
 * <p>Of the prices in force, one of {@link #prices()} wins over one of {@link #defaults()}; then the one whose name says
 * most (an exact name, a longer start, a date); then the later {@link Price#from()}; then the one given last. Prices
 * change and contracts differ: a host adds its own. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PriceList {

    private static final String SHIPPED = "prices.json";
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_DAYS = 90;
    private static final Logger LOG = LoggerFactory.getLogger(PriceList.class);
    private static final PriceList EMPTY = new PriceList(null, List.of(), List.of());

    private final @Nullable LocalDate date;
    private final @Nullable LocalDate oldest;
    private final long oldFromSecond;
    private final List<Price> prices;
    private final List<Price> defaults;
    private final PriceIndex index;
    private final AtomicBoolean ageReported = new AtomicBoolean();

    PriceList(@Nullable LocalDate date, List<Price> prices, List<Price> defaults) {
        this(date, date, prices, defaults);
    }

    private PriceList(@Nullable LocalDate date, @Nullable LocalDate oldest, List<Price> prices, List<Price> defaults) {
        this.date = date;
        this.oldest = oldest;
        this.oldFromSecond = oldest == null
                ? Long.MAX_VALUE
                : oldest.plusDays(MOST_DAYS + 1L).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        this.prices = List.copyOf(prices);
        this.defaults = List.copyOf(defaults);
        this.index = new PriceIndex(this.prices, this.defaults);
    }

    /**
     * Returns list prices of well-known models in US dollars, as defaults: the state of the providers' public price pages
     * at {@link #date()}. Each names its source.
     */
    public static PriceList shipped() {
        return Shipped.LIST;
    }

    /** Returns an empty total, to add the costs of calls to. */
    public static CostTotal total() {
        return CostTotal.NONE;
    }

    /** Returns how a model's name is understood, to see why it has no price. */
    public static ModelName understand(String modelName) {
        return ModelName.parse(modelName);
    }

    /** Returns a list of these prices and nothing else. */
    public static PriceList of(Price... prices) {
        return EMPTY.with(prices);
    }

    /**
     * Reads a price list file (JSON, UTF-8, at most 8 MiB).
     *
     * @throws GenAiOpsException if the file cannot be read, or breaks a rule; the message lists every problem
     */
    public static PriceList read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new GenAiOpsException("price list '" + file + "' cannot be read: " + e, e);
        }
    }

    /**
     * Parses a price list (JSON).
     *
     * @throws GenAiOpsException if the text breaks a rule; the message lists every problem
     */
    public static PriceList parse(String json) {
        return PriceFile.parse("(text)", json);
    }

    /** Returns this list with more prices, which win over the defaults. */
    public PriceList with(Price... more) {
        return with(new PriceList(null, List.of(more), List.of()));
    }

    /** Returns this list with the prices and defaults of another; the date is the later one. */
    public PriceList with(PriceList other) {
        LocalDate later = date == null || (other.date != null && other.date.isAfter(date)) ? other.date : date;
        LocalDate older =
                oldest == null || (other.oldest != null && other.oldest.isBefore(oldest)) ? other.oldest : oldest;
        return new PriceList(
                later,
                older,
                Stream.concat(prices.stream(), other.prices.stream()).toList(),
                Stream.concat(defaults.stream(), other.defaults.stream()).toList());
    }

    /**
     * Returns the price of a model at a time. Nothing is guessed: a name that is not of a price, in the sense of
     * {@link ModelName}, has none. A name that says another provider than the one asked is none of a provider that sells
     * only its own models.
     *
     * @param provider who sells the model, in any of the usual spellings
     * @param model the name of the model, as the provider or the response spells it
     */
    public Optional<Price> find(String provider, String model, Instant at) {
        return index.find(provider, model, at);
    }

    /**
     * Returns what a call at a time cost; unpriced, with the reason, if no price is known or it does not fit the usage. If
     * none is known, {@link Cost#unpricedModel()} says of which model.
     */
    public Cost cost(String provider, String model, Instant at, Usage usage) {
        Optional<Price> price = find(provider, model, at);
        return price.isPresent() ? price.get().cost(usage) : missing(provider, model);
    }

    /**
     * Returns what a call at a time with at most this many tokens costs at most, as {@link Price#atMost} says it; unpriced if
     * no price is known.
     *
     * @throws IllegalArgumentException if input or output is not counted
     */
    public Cost atMost(String provider, String model, Instant at, Usage most) {
        Long input = most.input();
        Long output = most.output();
        if (input == null || output == null) {
            throw new IllegalArgumentException("most must count input and output; found: " + most);
        }
        Optional<Price> price = find(provider, model, at);
        return price.isPresent() ? price.get().atMost(input, output) : missing(provider, model);
    }

    /** Returns what calls in a batch are charged: the prices of this list that say so, see {@link Price#batch}. */
    public PriceList batch() {
        return new PriceList(date, oldest, ofBatch(prices), ofBatch(defaults));
    }

    /** Returns whether the list, or a part that it was joined from, is over 90 days old; one without a date never is. */
    public boolean isOldAt(Instant now) {
        return now.getEpochSecond() >= oldFromSecond;
    }

    /**
     * Logs that the list is old, if it {@linkplain #isOldAt is} and this was not logged before.
     *
     * @return whether a line was logged now
     */
    public boolean reportAge(Instant now) {
        if (!isOldAt(now) || !ageReported.compareAndSet(false, true)) {
            return false;
        }
        LOG.warn(
                "the price list of {} is over {} days old and prices may have changed; look them up and add yours with"
                        + " PriceList.with, or take a newer genaiops",
                oldest,
                MOST_DAYS);
        return true;
    }

    /** Returns the day of which the list is the state, if said. */
    public Optional<LocalDate> date() {
        return Optional.ofNullable(date);
    }

    /** Returns the prices that win over the defaults, in the order given. */
    public List<Price> prices() {
        return prices;
    }

    /** Returns the prices that hold where no other does, in the order given. */
    public List<Price> defaults() {
        return defaults;
    }

    /** Returns where the prices were read, each source once, in alphabetical order. */
    public List<String> sources() {
        return Stream.concat(prices.stream(), defaults.stream())
                .flatMap(price -> price.source().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the list in the form that {@link #parse} reads. */
    public String toJson() {
        ObjectNode root = PriceFile.write(this);
        return root.toPrettyString() + "\n";
    }

    private static PriceList read(String source, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new GenAiOpsException("price list '" + source + "' must have at most " + MOST_BYTES
                    + " bytes; found more: split it and join the parts with PriceList.with");
        }
        return PriceFile.parse(
                source,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
    }

    private static List<Price> ofBatch(List<Price> prices) {
        return prices.stream().flatMap(price -> price.ofBatch().stream()).toList();
    }

    private static Cost missing(String provider, String model) {
        return Cost.unpriced("no price is known of model '" + shortened(model) + "' of provider '" + shortened(provider)
                        + "' at that time; add one with PriceList.with")
                .ofModel(shortened(provider) + " " + shortened(model));
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }

    private static final class Shipped {

        static final PriceList LIST = load();

        private static PriceList load() {
            try (InputStream in = PriceList.class.getResourceAsStream(SHIPPED)) {
                if (in == null) {
                    throw new GenAiOpsException("expected " + SHIPPED + " beside " + PriceList.class.getName()
                            + ", found none: the jar of genaiops-core was repackaged without it");
                }
                return read(SHIPPED, in);
            } catch (IOException e) {
                throw new GenAiOpsException(SHIPPED + " of genaiops-core cannot be read: " + e, e);
            }
        }
    }
}
