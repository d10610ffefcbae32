package io.genaiops.cost;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class PriceTest {

    private static final Rates PLAIN = Rates.usd().input("3").output("15");
    private static final Rates CACHING = PLAIN.cachedInput("0.30").cacheWrite("3.75");
    private static final Rates SPEAKING =
            CACHING.with(TokenKind.AUDIO_INPUT, "40").with(TokenKind.AUDIO_OUTPUT, "80");

    @Test
    void input_and_output_are_charged_exactly() {
        assertThat(price(PLAIN).cost(Usage.of(1_000, 1))).isEqualTo(usd("0.003015"));
        assertThat(price(Rates.usd().input("0.075").output("0.3")).cost(Usage.of(1, 1)))
                .isEqualTo(usd("0.000000375"));
        assertThat(price(PLAIN).cost(Usage.of(0, 0))).isEqualTo(usd("0"));
    }

    @Test
    void cached_input_is_taken_out_of_the_input() {
        // 1,000 in all: 600 plain x 3 + 300 read x 0.30 + 100 written x 3.75 = 2,265 millionths; 10 x 15 = 150.
        Usage usage = new Usage(1_000L, 10L, 300L, 100L, null);

        assertThat(price(CACHING).cost(usage)).isEqualTo(usd("0.002415"));
    }

    @Test
    void a_part_without_a_price_is_charged_at_its_fallback_and_the_cost_says_so() {
        Usage usage = new Usage(1_000L, 10L, 300L, 100L, 5L).with(TokenKind.IMAGE_INPUT, 50);
        Cost cost = price(PLAIN).cost(usage);

        assertThat(cost).isEqualTo(price(PLAIN).cost(Usage.of(1_000, 10)));
        assertThat(cost.assumptions())
                .containsExactly(
                        "cached input is charged at the price of input",
                        "cache write is charged at the price of input",
                        "image input is charged at the price of input",
                        "reasoning is charged at the price of output");
        assertThat(PLAIN.fallbacks())
                .containsExactly(
                        TokenKind.CACHED_INPUT, TokenKind.CACHE_WRITE, TokenKind.IMAGE_INPUT, TokenKind.REASONING);
        assertThat(CACHING.fallbacks()).containsExactly(TokenKind.IMAGE_INPUT, TokenKind.REASONING);
        assertThat(PLAIN.perMillion(TokenKind.CACHED_INPUT)).contains(new BigDecimal("3"));
        assertThat(PLAIN.perMillion(TokenKind.AUDIO_INPUT)).isEmpty();
    }

    @Test
    void a_part_that_was_not_reported_counts_as_none_and_the_cost_says_so() {
        assertThat(price(CACHING).cost(Usage.of(10, 10)).assumptions())
                .containsExactly(
                        "cached input was not reported and counts as none",
                        "cache write was not reported and counts as none");
        assertThat(price(PLAIN).cost(Usage.of(10, 10)).assumptions()).isEmpty();
        assertThat(price(CACHING).cost(new Usage(10L, 10L, 0L, 0L, 0L)).assumptions())
                .isEmpty();
    }

    @Test
    void reasoning_is_part_of_the_output() {
        Usage usage = new Usage(0L, 100L, 0L, 0L, 60L);

        assertThat(price(PLAIN).cost(usage)).isEqualTo(usd("0.0015"));
        assertThat(price(PLAIN.with(TokenKind.REASONING, "20")).cost(usage)).isEqualTo(usd("0.0018"));
    }

    @Test
    void audio_has_a_price_of_its_own_or_none() {
        Usage usage = Usage.of(100, 100).with(TokenKind.AUDIO_INPUT, 40).with(TokenKind.AUDIO_OUTPUT, 90);

        assertThat(price(SPEAKING).cost(usage)).isEqualTo(usd("0.00913")); // 60x3 + 40x40 + 10x15 + 90x80
        assertThat(price(PLAIN).cost(usage).reason()).contains("40 tokens of audio input have no price");
        assertThat(price(PLAIN)
                        .cost(Usage.of(1, 9).with(TokenKind.IMAGE_OUTPUT, 9))
                        .reason())
                .contains("9 tokens of image output have no price");
    }

    @Test
    void cached_audio_is_unpriced_unless_it_costs_the_same() {
        Usage usage = new Usage(100L, 0L, 40L, 0L, 0L).with(TokenKind.AUDIO_INPUT, 80);

        assertThat(price(SPEAKING).cost(usage).reason())
                .contains("cached input and audio input have prices of their own, and how many tokens are both was not"
                        + " reported");
        assertThat(price(CACHING.with(TokenKind.AUDIO_INPUT, "3")).cost(usage)).isEqualTo(usd("0.000192"));
        assertThat(price(PLAIN.with(TokenKind.AUDIO_INPUT, "40")).cost(usage)).isEqualTo(usd("0.00326"));
    }

    @Test
    void unknown_counts_are_unpriced_with_the_reason() {
        assertThat(price(PLAIN).cost(Usage.UNKNOWN).reason()).contains("input was not reported");
        assertThat(price(PLAIN).cost(new Usage(null, 5L, null, null, null)).reason())
                .contains("input was not reported");
        assertThat(price(PLAIN).cost(new Usage(5L, null, null, null, null)).reason())
                .contains("output was not reported");
        assertThat(price(PLAIN).cost(new Usage(5L, null, null, null, null)).isPriced())
                .isFalse();
    }

    @Test
    void an_embedding_has_no_output_to_report() {
        Price embedding = price(Rates.usd().input("0.02"));

        assertThat(embedding.cost(new Usage(1_000L, null, null, null, null))).isEqualTo(usd("0.00002"));
        assertThat(embedding.cost(Usage.of(1_000, 0))).isEqualTo(usd("0.00002"));
        assertThat(embedding.cost(Usage.of(1_000, 3)).reason()).contains("3 tokens of output have no price");
        assertThat(price(Rates.usd().input("1").with(TokenKind.IMAGE_OUTPUT, "40"))
                        .cost(new Usage(1_000L, null, null, null, null))
                        .reason())
                .contains("output was not reported");
    }

    @Test
    void counts_that_contradict_each_other_are_unpriced_with_the_reason() {
        assertThat(price(CACHING).cost(new Usage(100L, 1L, 120L, null, null)).reason())
                .contains("120 tokens of cached input exceed the 100 of input, which includes them");
        assertThat(price(PLAIN).cost(new Usage(100L, 1L, 60L, 50L, null)).reason())
                .contains("60 tokens of cached input and 50 tokens of cache write exceed the 100 of input, which"
                        + " includes them");
        assertThat(price(PLAIN).cost(new Usage(1L, 10L, null, null, 11L)).reason())
                .contains("11 tokens of reasoning exceed the 10 of output, which includes them");
        assertThat(price(PLAIN)
                        .cost(new Usage(5L, 1L, Long.MAX_VALUE, Long.MAX_VALUE, null))
                        .isPriced())
                .isFalse();
        assertThat(price(SPEAKING.with(TokenKind.REASONING, "20"))
                        .cost(new Usage(1L, 10L, 0L, 0L, 6L).with(TokenKind.AUDIO_OUTPUT, 6))
                        .reason())
                .contains("the parts of output exceed its 10 tokens by 2");
    }

    @Test
    void a_passed_tier_holds_for_all_tokens() {
        Price tiered = price(PLAIN)
                .above(200_000, Rates.usd().input("6").output("22.50"))
                .above(128_000, Rates.usd().input("4").output("18"));

        assertThat(tiered.cost(Usage.of(128_000, 1_000))).isEqualTo(usd("0.399"));
        assertThat(tiered.cost(Usage.of(128_001, 1_000))).isEqualTo(usd("0.530004"));
        assertThat(tiered.cost(Usage.of(200_000, 1_000))).isEqualTo(usd("0.818"));
        assertThat(tiered.cost(Usage.of(200_001, 1_000))).isEqualTo(usd("1.222506"));
        assertThat(tiered.tiers()).extracting(Price.Tier::aboveInputTokens).containsExactly(128_000L, 200_000L);
    }

    @Test
    void cached_tokens_count_for_the_tier() {
        Price tiered = price(CACHING)
                .above(1_000, Rates.usd().input("6").output("22.50").cachedInput("0.60"));

        assertThat(tiered.cost(new Usage(1_001L, 0L, 1_001L, 0L, 0L))).isEqualTo(usd("0.0006006"));
    }

    @Test
    void it_is_in_force_from_the_start_of_a_day_in_utc_until_another() {
        Price price = price(PLAIN).from(LocalDate.of(2025, 1, 1)).until(LocalDate.of(2025, 2, 1));

        assertThat(price.isInForceAt(Instant.parse("2024-12-31T23:59:59.999Z"))).isFalse();
        assertThat(price.isInForceAt(Instant.parse("2025-01-01T00:00:00Z"))).isTrue();
        assertThat(price.isInForceAt(Instant.parse("2025-01-31T23:59:59.999Z"))).isTrue();
        assertThat(price.isInForceAt(Instant.parse("2025-02-01T00:00:00Z"))).isFalse();
        assertThat(price(PLAIN).isInForceAt(Instant.MIN)).isTrue();
        assertThat(price(PLAIN).isInForceAt(Instant.MAX)).isTrue();
    }

    @Test
    void what_costs_more_input_than_the_price_is_known_for_is_unpriced() {
        Price known = price(PLAIN).knownUpTo(100);

        assertThat(known.cost(Usage.of(100, 1)).isPriced()).isTrue();
        assertThat(known.cost(Usage.of(101, 1)).reason())
                .contains("the price of m is known up to 100 input tokens; the call has 101");
        assertThat(known.atMost(101, 1).isPriced()).isFalse();
        assertThat(price(PLAIN).knownUpTo()).isEmpty();
    }

    @Test
    void the_most_that_a_call_costs_takes_every_token_at_the_highest_price_of_its_side() {
        Rates rates = Rates.usd()
                .input("2")
                .cachedInput("1")
                .cacheWrite("3")
                .output("10")
                .with(TokenKind.REASONING, "12");

        assertThat(price(rates).atMost(1_000_000, 1_000_000)).isEqualTo(Cost.usd("15"));
        assertThat(price(rates).atMost(0, 0)).isEqualTo(Cost.usd("0"));
        assertThat(price(Rates.usd().input("2")).atMost(1_000_000, 0)).isEqualTo(Cost.usd("2"));
        assertThat(price(Rates.usd().input("2")).atMost(1, 1).reason()).contains("1 tokens of output have no price");
    }

    @Test
    void a_lower_tier_may_be_the_dearest() {
        Price odd = price(Rates.usd().input("5").output("5"))
                .above(100, Rates.usd().input("1").output("1"));

        assertThat(odd.atMost(1_000_000, 0)).isEqualTo(Cost.usd("5"));
    }

    @Test
    void a_batch_is_charged_a_share_of_every_rate_and_tier() {
        Price price = price(Rates.usd().input("3").cachedInput("0.3").output("15"))
                .above(100, Rates.usd().input("6").output("30"))
                .batch("0.5");
        Price batch = price.ofBatch().orElseThrow();

        assertThat(batch.rates())
                .isEqualTo(Rates.usd().input("1.5").cachedInput("0.15").output("7.5"));
        assertThat(batch.tiers())
                .containsExactly(new Price.Tier(100, Rates.usd().input("3").output("15")));
        assertThat(price(PLAIN).ofBatch()).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> price(PLAIN).batch("0")).hasMessage("batch must be above 0 and at most 1; found: 0");
        assertThatThrownBy(() -> price(PLAIN).batch("1.1")).hasMessageContaining("found: 1.1");
        assertThatThrownBy(() -> price(PLAIN).knownUpTo(0)).hasMessageContaining("at least 1 token; found: 0");
        assertThatThrownBy(() -> price(PLAIN).atMost(-1, 0)).hasMessageContaining("found: -1");
        assertThatThrownBy(() -> price(Rates.usd().output("1"))).hasMessageContaining("must have a price of input");
        assertThatThrownBy(() -> Price.of(" ", "m", PLAIN)).hasMessageStartingWith("provider must have 1 to 256");
        assertThatThrownBy(() -> price(PLAIN).alsoNamed("x*y")).hasMessageContaining("'x*y'");
        assertThatThrownBy(() -> price(PLAIN).above(1, PLAIN).above(1, PLAIN)).hasMessageContaining("two above 1");
        assertThatThrownBy(() -> price(PLAIN).above(-1, PLAIN)).hasMessageContaining("found: -1");
        assertThatThrownBy(() -> price(PLAIN)
                        .above(1, Rates.in(Currency.getInstance("EUR")).input("1")))
                .hasMessage("a tier must be in the currency of its price, USD; found: EUR");
        assertThatThrownBy(() -> price(PLAIN).from(LocalDate.EPOCH).until(LocalDate.EPOCH))
                .hasMessage("from must be before until; found: 1970-01-01 and 1970-01-01");
        assertThatThrownBy(() -> Rates.usd().input("-1")).hasMessage("price of input must be at least 0; found: -1");
        assertThatThrownBy(() -> Rates.usd().input("1e99")).hasMessageContaining("at most 18 digits");
        assertThatThrownBy(() -> Rates.usd().input("cheap")).hasMessageContaining("found: 'cheap'");
    }

    @Test
    void it_reads_as_a_sentence() {
        assertThat(price(PLAIN).from(LocalDate.of(2025, 1, 1)))
                .hasToString("acme [m] from 2025-01-01: USD per million {input=3, output=15}");
    }

    private static Price price(Rates rates) {
        return Price.of("acme", "m", rates);
    }
}
