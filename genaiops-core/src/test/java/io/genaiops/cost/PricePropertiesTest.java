package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any price and any usage that fits it. */
class PricePropertiesTest {

    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cost_is_additive_over_the_calls_of_one_tier(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Price price = price(random);
            Usage one = usage(random, 1_000);
            Usage other = usage(random, 1_000);

            assertThat(price.cost(one).plus(price.cost(other)))
                    .as("%s for %s and %s", price, one, other)
                    .isEqualTo(price.cost(sum(one, other)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void cost_never_falls_when_there_are_more_tokens(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Price price = price(random).above(1_000, Rates.usd().input("900").output("900"));
            Usage usage = usage(random, 3_000);
            TokenKind side = random.nextBoolean() ? TokenKind.INPUT : TokenKind.OUTPUT;
            Usage more = usage.with(side, usage.tokens(side).orElseThrow() + random.nextInt(2_000));

            assertThat(amount(price.cost(more)))
                    .as("%s for %s and %s", price, usage, more)
                    .isGreaterThanOrEqualTo(amount(price.cost(usage)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void no_token_is_charged_twice_or_left_out(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Rates same = Rates.usd();
            for (TokenKind kind : TokenKind.values()) {
                boolean text = kind == TokenKind.INPUT || kind == TokenKind.OUTPUT;
                same = text || random.nextBoolean() ? same.with(kind, "1") : same;
            }
            Usage usage = usage(random, 10_000);

            assertThat(amount(Price.of("p", "m", same).cost(usage)).movePointRight(6))
                    .as("%s for %s", same, usage)
                    .isEqualByComparingTo(BigDecimal.valueOf(usage.totalTokens().orElseThrow()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12})
    void the_amount_is_what_the_parts_come_to_by_hand(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Price price = price(random);
            Usage usage = usage(random, 1_000_000);
            BigDecimal plain = BigDecimal.valueOf(known(usage, TokenKind.INPUT)
                    - known(usage, TokenKind.CACHED_INPUT)
                    - known(usage, TokenKind.CACHE_WRITE));
            BigDecimal said = BigDecimal.valueOf(known(usage, TokenKind.OUTPUT) - known(usage, TokenKind.REASONING));
            BigDecimal expected = plain.multiply(rate(price, TokenKind.INPUT))
                    .add(part(price, usage, TokenKind.CACHED_INPUT))
                    .add(part(price, usage, TokenKind.CACHE_WRITE))
                    .add(said.multiply(rate(price, TokenKind.OUTPUT)))
                    .add(part(price, usage, TokenKind.REASONING));

            BigDecimal amount = amount(price.cost(usage));
            assertThat(amount).isEqualByComparingTo(expected.movePointLeft(6)).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 14})
    void any_usage_has_an_amount_or_a_reason(long seed) {
        Random random = new Random(seed);
        int unpriced = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Usage usage = Usage.UNKNOWN;
            for (TokenKind kind : TokenKind.values()) {
                usage = random.nextInt(3) == 0
                        ? usage
                        : usage.with(kind, random.nextLong() >>> (1 + random.nextInt(62)));
            }
            Cost cost = price(random).cost(usage);

            assertThat(cost.amount().isPresent()).isNotEqualTo(cost.reason().isPresent());
            cost.amount().ifPresent(amount -> assertThat(amount).isNotNegative());
            unpriced += cost.isPriced() ? 0 : 1;
        }
        assertThat(unpriced).isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 16})
    void a_list_survives_its_file(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            PriceList list = new PriceList(
                    random.nextBoolean() ? LocalDate.ofEpochDay(random.nextInt(30_000)) : null,
                    prices(random, "p"),
                    prices(random, "d"));
            PriceList read = PriceList.parse(list.toJson());

            assertThat(read.date()).isEqualTo(list.date());
            assertThat(read.prices()).isEqualTo(list.prices());
            assertThat(read.defaults()).isEqualTo(list.defaults());
            assertThat(read.toJson()).isEqualTo(list.toJson());
        }
    }

    private static List<Price> prices(Random random, String prefix) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(n -> {
                    Price price = price(random).alsoNamed(prefix + n, prefix + n + "-x.5*");
                    price = random.nextBoolean() ? price.from(LocalDate.ofEpochDay(n)) : price.source("sourcé \"" + n);
                    price = random.nextBoolean() ? price.until(LocalDate.ofEpochDay(10_000)) : price;
                    return random.nextBoolean() ? price.above(n, rates(random)).above(99L << n, rates(random)) : price;
                })
                .toList();
    }

    private static Price price(Random random) {
        return Price.of("acme", "m-" + random.nextInt(1_000_000), rates(random));
    }

    private static Rates rates(Random random) {
        Rates rates = Rates.usd().input(decimal(random)).output(decimal(random));
        for (TokenKind kind : new TokenKind[] {TokenKind.CACHED_INPUT, TokenKind.CACHE_WRITE, TokenKind.REASONING}) {
            rates = random.nextBoolean() ? rates.with(kind, decimal(random)) : rates;
        }
        return rates;
    }

    private static String decimal(Random random) {
        return BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(7))
                .min(new BigDecimal("900"))
                .toString();
    }

    /** Returns a usage of text whose input stays at or below the bound. */
    private static Usage usage(Random random, int bound) {
        long input = random.nextInt(bound + 1);
        long cached = random.nextInt((int) input + 1);
        long written = random.nextInt((int) (input - cached) + 1);
        long output = random.nextInt(bound + 1);
        return new Usage(input, output, cached, written, (long) random.nextInt((int) output + 1));
    }

    private static Usage sum(Usage one, Usage other) {
        Usage sum = Usage.UNKNOWN;
        for (TokenKind kind : TokenKind.values()) {
            if (one.tokens(kind).isPresent()) {
                sum = sum.with(kind, known(one, kind) + known(other, kind));
            }
        }
        return sum;
    }

    private static BigDecimal part(Price price, Usage usage, TokenKind kind) {
        return BigDecimal.valueOf(known(usage, kind)).multiply(rate(price, kind));
    }

    private static BigDecimal rate(Price price, TokenKind kind) {
        return price.rates().perMillion(kind).orElseThrow();
    }

    private static long known(Usage usage, TokenKind kind) {
        return usage.tokens(kind).orElse(0);
    }

    private static BigDecimal amount(Cost cost) {
        return cost.amount().orElseThrow(() -> new AssertionError(cost));
    }
}
