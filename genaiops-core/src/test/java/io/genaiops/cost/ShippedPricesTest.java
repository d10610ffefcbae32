package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped list against prices as they were announced, asked for as applications ask. */
class ShippedPricesTest {

    private static final PriceList SHIPPED = PriceList.shipped();

    @ParameterizedTest
    @CsvSource({
        // OpenAI API pricing page and model pages
        "openai, gpt-4o-2024-08-06, 2025-01-01, 2.5, 1.25, 10",
        "openai, gpt-4o-2024-05-13, 2025-01-01, 5, 5, 15",
        "azure.ai.openai, gpt-4o, 2025-01-01, , , ",
        "OPEN_AI, openai/gpt-4o-mini, 2025-01-01, 0.15, 0.075, 0.6",
        "openai, gpt-4.1-nano-2025-04-14, 2025-06-01, 0.1, 0.025, 0.4",
        "openai, gpt-4, 2025-01-01, 30, 30, 60",
        "openai, gpt-4-0613, 2025-01-01, 30, 30, 60",
        "openai, gpt-4-32k, 2025-01-01, , , ",
        "openai, gpt-4o-realtime-preview, 2025-01-01, , , ",
        "openai, ft:gpt-4o-2024-08-06:acme::1, 2025-01-01, , , ",
        "openai, o3, 2025-06-01, 10, 2.5, 40",
        "openai, o3-2025-04-16, 2025-07-01, 2, 0.5, 8",
        "openai, o3, 2025-04-01, , , ",
        "openai, gpt-5, 2025-09-01, 1.25, 0.125, 10",
        "openai, gpt-5-nano-2025-08-07, 2026-11-23, 0.05, 0.005, 0.4",
        "openai, gpt-5.2, 2026-01-01, 1.75, 0.175, 14",
        "openai, gpt-5.5-2026-04-23, 2026-05-01, 5, 0.5, 30",
        "openai, gpt-5.6-luna, 2026-07-29, 1, 0.1, 6",
        "openai, gpt-5.6-luna, 2026-07-30, 0.2, 0.02, 1.2",
        "openai, gpt-5.6-sol, 2026-11-21, 4, 0.4, 20",
        "openai, gpt-5.6-sol, 2026-11-23, , , ",
        "openai, gpt-6-sol, 2026-11-23, 2, 0.2, 10",
        "openai, gpt-6.2-sol, 2026-11-23, 2, 0.1, 10",
        "openai, text-embedding-3-small, 2025-11-01, 0.02, 0.02, ",
        "openai, text-embedding-3-small, 2026-11-23, , , ",
        // Anthropic
        "anthropic, claude-3-5-sonnet-20241022, 2025-01-01, 3, 0.3, 15",
        "anthropic, claude-3.5-haiku, 2025-02-01, 0.8, 0.08, 4",
        "anthropic, claude-3-5-haiku-20241022, 2024-11-10, , , ",
        "anthropic, claude-3-haiku@20240307, 2025-01-01, 0.25, 0.03, 1.25",
        "anthropic, us.anthropic.claude-3-opus-20240229-v1:0, 2025-01-01, 15, 1.5, 75",
        "aws.bedrock, us.anthropic.claude-3-opus-20240229-v1:0, 2025-01-01, , , ",
        "anthropic, claude-opus-4-20250514, 2025-06-01, 15, 1.5, 75",
        "anthropic, claude-opus-4-5-20251101, 2025-12-01, 5, 0.5, 25",
        "anthropic, claude-opus-4.6, 2026-03-01, 5, 0.5, 25",
        "anthropic, claude-opus-5, 2026-08-01, 5, 0.5, 25",
        "anthropic, claude-opus-5-5, 2026-11-23, 4, 0.2, 20",
        "anthropic, claude-sonnet-5, 2026-11-23, 2, 0.2, 10",
        "anthropic, claude-sonnet-5-5, 2026-10-06, 2, 0.2, 10",
        "anthropic, claude-sonnet-5-5, 2026-10-07, 2, 0.1, 10",
        "anthropic, claude-haiku-5-5, 2026-11-23, 0.1, 0.01, 0.5",
        "anthropic, claude-fable-5-2, 2026-11-23, 8, 0.2, 40",
        "anthropic, claude-opus-4-9, 2026-12-01, , , ",
        // Google, Gemini Developer API
        "gcp.gemini, models/gemini-1.5-pro-002, 2025-01-01, 1.25, 0.3125, 5",
        "google, gemini-1.5-flash-8b, 2025-01-01, 0.0375, 0.01, 0.15",
        "google, gemini-1.5-flash-8b, 2026-11-23, , , ",
        "GOOGLE_AI_GEMINI, gemini-2.5-flash, 2025-07-01, 0.3, 0.075, 2.5",
        "google, gemini-2.5-flash, 2025-10-01, , , ",
        "google, gemini-2.5-flash, 2026-11-23, 0.3, 0.03, 2.5",
        "google, gemini-2.5-flash-preview-05-20, 2025-07-01, , , ",
        "google, gemini-3.1-pro-preview, 2026-11-23, 2, 0.2, 12",
        "google, gemini-3.8-flash, 2026-12-31, 0.75, 0.075, 3.75",
        "google, gemini-3.8-flash, 2027-01-01, , , ",
        // Mistral, DeepSeek, Cohere
        "MISTRAL_AI, mistral-large-2411, 2025-01-01, 2, 2, 6",
        "mistral, mistral-large-latest, 2025-01-01, , , ",
        "mistral, mistral-large-2512, 2026-11-23, 0.5, 0.5, 1.5",
        "deepseek, deepseek-chat, 2025-10-01, 0.28, 0.028, 0.42",
        "deepseek, deepseek-chat, 2026-10-01, , , ",
        "cohere, command-r-plus-08-2024, 2025-01-01, 2.5, 2.5, 10",
        "cohere, command-r-plus, 2025-01-01, , , ",
    })
    void well_known_models_have_the_announced_prices(
            String provider, String model, LocalDate day, BigDecimal input, BigDecimal cached, BigDecimal output) {
        Rates rates = SHIPPED.find(provider, model, Instant.parse(day + "T12:00:00Z"))
                .map(Price::rates)
                .orElse(Rates.usd());

        assertThat(rates.perMillion(TokenKind.INPUT).orElse(null)).isEqualTo(input);
        assertThat(rates.perMillion(TokenKind.CACHED_INPUT).orElse(null)).isEqualTo(cached);
        assertThat(rates.perMillion(TokenKind.OUTPUT).orElse(null)).isEqualTo(output);
    }

    @Test
    void long_context_costs_more_for_all_tokens() {
        Price sonnet = SHIPPED.find("anthropic", "claude-sonnet-4-5", Instant.parse("2025-12-01T00:00:00Z"))
                .orElseThrow();

        assertThat(sonnet.cost(new Usage(200_000L, 1_000L, 0L, 0L, 0L))).isEqualTo(Cost.usd("0.615"));
        assertThat(sonnet.cost(new Usage(200_001L, 1_000L, 0L, 0L, 0L))).isEqualTo(Cost.usd("1.222506"));
    }

    @Test
    void every_price_is_a_dated_default_with_a_source_in_dollars() {
        assertThat(SHIPPED.prices()).isEmpty();
        assertThat(SHIPPED.defaults()).hasSizeGreaterThan(100);
        assertThat(SHIPPED.sources()).hasSize(6);
        LocalDate date = SHIPPED.date().orElseThrow();
        for (Price price : SHIPPED.defaults()) {
            assertThat(price.source()).as("source of %s", price).isPresent();
            assertThat(price.from().orElseThrow()).as("from of %s", price).isBeforeOrEqualTo(date);
            assertThat(price.rates().currency().getCurrencyCode()).isEqualTo("USD");
            assertThat(price.models()).as("patterns of %s", price).noneMatch(model -> model.endsWith("*"));
        }
    }

    @Test
    void every_line_was_looked_up_and_one_not_confirmed_again_ends_on_that_day() {
        LocalDate date = SHIPPED.date().orElseThrow();
        for (Price price : SHIPPED.defaults()) {
            LocalDate checked = price.checked().orElseThrow();
            assertThat(checked).as("%s", price).isBeforeOrEqualTo(date);
            if (checked.isBefore(date)) {
                assertThat(price.until().orElseThrow()).as("%s", price).isBeforeOrEqualTo(checked.plusDays(1));
            }
        }
        assertThat(SHIPPED.defaults())
                .filteredOn(price -> price.checked().equals(SHIPPED.date()))
                .hasSizeGreaterThan(70);
    }

    @Test
    void the_shipped_list_is_young_for_90_days() {
        assertThat(SHIPPED.isOldAt(Instant.parse("2027-02-21T00:00:00Z"))).isFalse();
        assertThat(SHIPPED.isOldAt(Instant.parse("2027-02-22T00:00:00Z"))).isTrue();
    }

    @Test
    void a_batch_costs_half_where_the_provider_says_so() {
        Instant now = Instant.parse("2026-11-23T00:00:00Z");
        Usage usage = new Usage(1_000_000L, 1_000_000L, 0L, 0L, 0L);

        assertThat(SHIPPED.batch().cost("anthropic", "claude-opus-5-5", now, usage))
                .isEqualTo(Cost.usd("12"));
        assertThat(SHIPPED.batch().cost("openai", "gpt-6.2-sol", now, usage)).isEqualTo(Cost.usd("9.5"));
        assertThat(SHIPPED.batch()
                        .cost("google", "gemini-2.5-flash", now, usage)
                        .isPriced())
                .isFalse();
    }

    @Test
    void a_price_that_is_known_for_short_input_alone_is_none_for_long_input() {
        Price price = SHIPPED.find("openai", "gpt-5.5", Instant.parse("2026-11-23T00:00:00Z"))
                .orElseThrow();

        assertThat(price.cost(Usage.of(272_000, 1)).isPriced()).isTrue();
        assertThat(price.cost(Usage.of(272_001, 1)).isPriced()).isFalse();
    }

    @Test
    void prices_are_in_proportion() {
        for (Price price : SHIPPED.defaults()) {
            assertProportion(price, price.rates());
            Rates lower = price.rates();
            for (Price.Tier tier : price.tiers()) {
                assertProportion(price, tier.rates());
                assertThat(rate(tier.rates(), TokenKind.INPUT)).isGreaterThan(rate(lower, TokenKind.INPUT));
                assertThat(tier.rates().own().keySet()).isEqualTo(lower.own().keySet());
                lower = tier.rates();
            }
        }
    }

    private static void assertProportion(Price price, Rates rates) {
        BigDecimal input = rate(rates, TokenKind.INPUT);
        assertThat(input).as("input of %s", price).isPositive().isLessThanOrEqualTo(new BigDecimal("150"));
        assertThat(rate(rates, TokenKind.CACHED_INPUT)).as("%s", price).isLessThanOrEqualTo(input);
        assertThat(rate(rates, TokenKind.CACHE_WRITE)).as("%s", price).isGreaterThanOrEqualTo(input);
        rates.perMillion(TokenKind.OUTPUT)
                .ifPresent(output -> assertThat(output).as("%s", price).isGreaterThanOrEqualTo(input));
    }

    private static BigDecimal rate(Rates rates, TokenKind kind) {
        return rates.perMillion(kind).orElseThrow();
    }
}
