package io.genaiops.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes price lists as JSON. A reader goes on after a problem, so that its error lists all of them. */
final class PriceFile {

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String[] PRICE_KEYS = {
        "provider",
        "models",
        "currency",
        "from",
        "until",
        "source",
        "checked",
        "batch",
        "knownUpToInputTokens",
        "perMillion",
        "tiers"
    };
    private static final String DAY_MEANING = "a day such as 2026-01-31";
    private static final String MODEL_MEANING = "a text that names a model, with * at most at its end";

    private final List<String> problems = new ArrayList<>();

    private PriceFile() {}

    static PriceList parse(String source, String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new GenAiOpsException(
                    "price list '" + source + "' must be one JSON object; found: " + e.getOriginalMessage()
                            + " at line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                    e);
        }
        PriceFile file = new PriceFile();
        PriceList list = file.list(root);
        if (!file.problems.isEmpty()) {
            throw new GenAiOpsException("price list '" + source + "' has " + file.problems.size()
                    + (file.problems.size() == 1 ? " problem:\n  " : " problems:\n  ")
                    + String.join("\n  ", file.problems));
        }
        return list;
    }

    private PriceList list(JsonNode root) {
        if (!object("the file", root, "format", "date", "prices", "defaults")) {
            return PriceList.of();
        }
        if (!root.path("format").isInt() || root.path("format").intValue() != FORMAT) {
            expected("format", "the number " + FORMAT, root.get("format"));
        }
        LocalDate date = optional(root, "", "date", PriceFile::day, DAY_MEANING);
        return new PriceList(date, prices(root, "prices"), prices(root, "defaults"));
    }

    private List<Price> prices(JsonNode root, String key) {
        List<Price> prices = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        JsonNode array = root.get(key);
        if (array == null) {
            return prices;
        }
        if (!array.isArray()) {
            expected(key, "an array of prices", array);
            return prices;
        }
        for (int i = 0; i < array.size(); i++) {
            String at = key + "[" + i + "]";
            Price price = price(at, array.get(i));
            if (price != null) {
                prices.add(price);
                refuseTwins(at, price, places);
            }
        }
        return prices;
    }

    private void refuseTwins(String at, Price price, Map<String, String> places) {
        for (String model : price.models()) {
            String key = ModelName.provider(price.provider()) + " " + ModelPattern.parse(model) + " " + price.from();
            String other = places.putIfAbsent(key, at);
            if (other != null) {
                problems.add(at + ": expected one price of a provider, model and 'from'; found model '" + model
                        + "' in " + other + " too");
            }
        }
    }

    private @Nullable Price price(String at, JsonNode node) {
        int before = problems.size();
        if (!object(at, node, PRICE_KEYS)) {
            return null;
        }
        String provider = required(node, at, "provider", PriceFile::provider, "a text that names who sells the model");
        List<String> models = models(at + ".models", node.get("models"));
        Currency currency = required(
                node, at, "currency", text -> Currency.getInstance(text.textValue()), "an ISO 4217 code such as USD");
        LocalDate from = optional(node, at, "from", PriceFile::day, DAY_MEANING);
        LocalDate until = optional(node, at, "until", PriceFile::day, DAY_MEANING);
        String source = optional(node, at, "source", PriceFile::text, "a text");
        Currency known = currency == null ? Currency.getInstance("XXX") : currency;
        Rates rates = rates(at + ".perMillion", node.get("perMillion"), known);
        List<Price.Tier> tiers = tiers(at + ".tiers", node.get("tiers"), known);
        if (from != null && until != null && !from.isBefore(until)) {
            problems.add(at + ".until: expected a day after 'from', " + from + "; found: " + until);
        }
        if (problems.size() > before || provider == null) {
            return null;
        }
        Price price = Price.of(provider, models.get(0), rates).alsoNamed(models.toArray(new String[0]));
        for (Price.Tier tier : tiers) {
            price = price.above(tier.aboveInputTokens(), tier.rates());
        }
        price = from == null ? price : price.from(from);
        price = until == null ? price : price.until(until);
        price = source == null ? price : price.source(source);
        return refined(at, node, price, before);
    }

    /** Adds what few prices say; returns nothing if one of it is wrong. */
    private @Nullable Price refined(String at, JsonNode node, Price price, int problemsBefore) {
        LocalDate checked = optional(node, at, "checked", PriceFile::day, DAY_MEANING);
        Price refined = checked == null ? price : price.checked(checked);
        Price plain = refined;
        Price batched = optional(
                node, at, "batch", share -> plain.batch(decimal(share)), "a decimal number above 0 and at most 1");
        refined = batched == null ? refined : batched;
        Price open = refined;
        Price ended = optional(
                node,
                at,
                "knownUpToInputTokens",
                size -> open.knownUpTo(count(size)),
                "a whole number of at least 1 token");
        return problems.size() > problemsBefore ? null : ended == null ? refined : ended;
    }

    private List<String> models(String at, @Nullable JsonNode node) {
        List<String> models = new ArrayList<>();
        if (node == null || !node.isArray() || node.isEmpty()) {
            expected(at, "an array of at least one model", node);
            return models;
        }
        for (int i = 0; i < node.size(); i++) {
            String model = read(at + "[" + i + "]", node.get(i), PriceFile::model, MODEL_MEANING);
            if (model != null) {
                models.add(model);
            }
        }
        return models;
    }

    private Rates rates(String at, @Nullable JsonNode node, Currency currency) {
        Rates rates = Rates.in(currency);
        String[] keys = Arrays.stream(TokenKind.values()).map(TokenKind::key).toArray(String[]::new);
        if (node == null || !object(at, node, keys)) {
            if (node == null) {
                expected(at, "an object with a price of input", null);
            }
            return rates;
        }
        for (TokenKind kind : TokenKind.values()) {
            Rates before = rates;
            Rates after = optional(
                    node,
                    at,
                    kind.key(),
                    value -> before.with(kind, decimal(value)),
                    "a decimal number of at least 0 with at most 18 digits before and after the point");
            rates = after == null ? rates : after;
        }
        if (!node.has(TokenKind.INPUT.key())) {
            expected(at + ".input", "a price, since every call has input", null);
        }
        return rates;
    }

    private List<Price.Tier> tiers(String at, @Nullable JsonNode node, Currency currency) {
        List<Price.Tier> tiers = new ArrayList<>();
        if (node == null) {
            return tiers;
        }
        if (!node.isArray()) {
            expected(at, "an array of tiers", node);
            return tiers;
        }
        Set<Long> sizes = new TreeSet<>();
        for (int i = 0; i < node.size(); i++) {
            String place = at + "[" + i + "]";
            JsonNode tier = node.get(i);
            if (object(place, tier, "aboveInputTokens", "perMillion")) {
                Long above = required(
                        tier, place, "aboveInputTokens", PriceFile::count, "a whole number of at least 0 tokens");
                Rates rates = rates(place + ".perMillion", tier.get("perMillion"), currency);
                if (above != null && !sizes.add(above)) {
                    problems.add(place + ".aboveInputTokens: expected a size of its own; found " + above + " twice");
                } else if (above != null) {
                    tiers.add(new Price.Tier(above, rates));
                }
            }
        }
        return tiers;
    }

    /** Returns whether the node is an object, and reports keys that are neither known nor start with {@code x-}. */
    private boolean object(String at, JsonNode node, String... keys) {
        if (!node.isObject()) {
            expected(at, "an object", node);
            return false;
        }
        List<String> known = List.of(keys);
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key) && !key.startsWith("x-")) {
                problems.add(at + ": expected the keys " + known + " or one that starts with x-; found: '" + key + "'");
            }
        });
        return true;
    }

    private <T> @Nullable T required(
            JsonNode node, String at, String key, Function<JsonNode, T> reader, String meaning) {
        JsonNode value = node.get(key);
        String place = at + "." + key;
        if (value == null) {
            expected(place, meaning, null);
            return null;
        }
        return read(place, value, reader, meaning);
    }

    private <T> @Nullable T optional(
            JsonNode node, String at, String key, Function<JsonNode, T> reader, String meaning) {
        JsonNode value = node.get(key);
        return value == null ? null : read(at.isEmpty() ? key : at + "." + key, value, reader, meaning);
    }

    private <T> @Nullable T read(String place, JsonNode value, Function<JsonNode, T> reader, String meaning) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException | DateTimeException unfit) {
            expected(place, meaning, value);
            return null;
        }
    }

    private void expected(String place, String meaning, @Nullable JsonNode found) {
        String shown = found == null ? "nothing" : found.toString();
        problems.add(place + ": expected " + meaning + "; found: "
                + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("not a text");
        }
        return node.textValue();
    }

    private static String provider(JsonNode node) {
        ModelName.provider(text(node));
        return node.textValue();
    }

    private static String model(JsonNode node) {
        ModelPattern.parse(text(node));
        return node.textValue();
    }

    private static LocalDate day(JsonNode node) {
        return LocalDate.parse(text(node));
    }

    private static BigDecimal decimal(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : Cost.decimal("price", text(node));
    }

    private static long count(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new IllegalArgumentException("not a count");
        }
        return node.longValue();
    }

    static ObjectNode write(PriceList list) {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        list.date().ifPresent(date -> root.put("date", date.toString()));
        list.prices().forEach(price -> write(price, root.withArray("/prices").addObject()));
        list.defaults()
                .forEach(price -> write(price, root.withArray("/defaults").addObject()));
        return root;
    }

    private static void write(Price price, ObjectNode node) {
        node.put("provider", price.provider());
        ArrayNode models = node.putArray("models");
        price.models().forEach(models::add);
        node.put("currency", price.rates().currency().getCurrencyCode());
        price.from().ifPresent(day -> node.put("from", day.toString()));
        price.until().ifPresent(day -> node.put("until", day.toString()));
        price.source().ifPresent(source -> node.put("source", source));
        price.checked().ifPresent(day -> node.put("checked", day.toString()));
        price.batchShare().ifPresent(share -> node.put("batch", share));
        price.knownUpTo().ifPresent(size -> node.put("knownUpToInputTokens", size));
        write(price.rates(), node.putObject("perMillion"));
        for (Price.Tier tier : price.tiers()) {
            ObjectNode child = node.withArray("/tiers").addObject();
            child.put("aboveInputTokens", tier.aboveInputTokens());
            write(tier.rates(), child.putObject("perMillion"));
        }
    }

    private static void write(Rates rates, ObjectNode node) {
        rates.own().forEach((kind, price) -> node.put(kind.key(), price));
    }
}
