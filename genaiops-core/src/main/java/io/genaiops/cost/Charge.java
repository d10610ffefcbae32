package io.genaiops.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Charges a usage at rates. Input and output are totals: the kinds with another price than the total are taken out of it
 * before the rest is charged, so that no token is charged twice.
 */
final class Charge {

    private static final List<TokenKind> INPUT_PARTS =
            List.of(TokenKind.CACHED_INPUT, TokenKind.CACHE_WRITE, TokenKind.AUDIO_INPUT, TokenKind.IMAGE_INPUT);
    private static final List<TokenKind> OUTPUT_PARTS =
            List.of(TokenKind.REASONING, TokenKind.AUDIO_OUTPUT, TokenKind.IMAGE_OUTPUT);

    private final Rates rates;
    private final Usage usage;
    private final List<String> assumptions = new ArrayList<>();
    private BigDecimal millionths = BigDecimal.ZERO;

    private Charge(Rates rates, Usage usage) {
        this.rates = rates;
        this.usage = usage;
    }

    static Cost of(Rates rates, Usage usage) {
        return new Charge(rates, usage).cost();
    }

    /** Charges every token at the highest price that a part of its total may have. */
    static Cost atMost(Rates rates, Usage most) {
        BigDecimal millionths = BigDecimal.ZERO;
        for (TokenKind total : List.of(TokenKind.INPUT, TokenKind.OUTPUT)) {
            List<TokenKind> parts = total == TokenKind.INPUT ? INPUT_PARTS : OUTPUT_PARTS;
            Optional<BigDecimal> highest = Stream.concat(Stream.of(total), parts.stream())
                    .flatMap(kind -> rates.perMillion(kind).stream())
                    .max(Comparator.naturalOrder());
            Long tokens = most.count(total);
            if (tokens == null || (tokens > 0 && highest.isEmpty())) {
                return Cost.unpriced(tokens + " tokens of " + total + " have no price");
            }
            millionths = millionths.add(highest.orElse(BigDecimal.ZERO).multiply(BigDecimal.valueOf(tokens)));
        }
        return Cost.of(millionths.movePointLeft(6), rates.currency());
    }

    /** Returns the higher one of two costs in one currency; unpriced if one is. */
    static Cost higher(Cost one, Cost other) {
        if (one.amount().isEmpty() || other.amount().isEmpty()) {
            return one.isPriced() ? other : one;
        }
        return one.amount().get().compareTo(other.amount().get()) >= 0 ? one : other;
    }

    private Cost cost() {
        String refusal = inconsistency();
        if (refusal == null) {
            refusal = side(TokenKind.INPUT, INPUT_PARTS);
        }
        if (refusal == null) {
            refusal = side(TokenKind.OUTPUT, OUTPUT_PARTS);
        }
        return refusal == null
                ? Cost.of(millionths.movePointLeft(6), rates.currency(), assumptions)
                : Cost.unpriced(refusal);
    }

    /** Charges one side; returns why it cannot be charged, if so. */
    private @Nullable String side(TokenKind total, List<TokenKind> parts) {
        Long all = usage.count(total);
        if (all == null) {
            return isPriced(total, parts) ? total + " was not reported" : null;
        }
        BigDecimal usual = rates.own().get(total);
        long rest = all;
        for (TokenKind part : parts) {
            long tokens = known(part);
            BigDecimal price = rates.own().get(part);
            if (price == null && tokens > 0 && part.fallback().isEmpty()) {
                return tokens + " tokens of " + part + " have no price";
            }
            if (price == null && tokens > 0) {
                assumptions.add(part.atFallback());
            }
            if (price != null && differs(price, usual)) {
                rest -= tokens;
                add(price, tokens);
                noteUnreported(part);
            }
        }
        if (rest < 0) {
            return "the parts of " + total + " exceed its " + all + " tokens by " + -rest;
        }
        if (usual == null) {
            return rest > 0 ? rest + " tokens of " + total + " have no price" : null;
        }
        add(usual, rest);
        return null;
    }

    private void noteUnreported(TokenKind part) {
        if (usage.count(part) == null) {
            assumptions.add(part.unreported());
        }
    }

    private boolean isPriced(TokenKind total, List<TokenKind> parts) {
        return rates.own().containsKey(total) || parts.stream().anyMatch(rates.own()::containsKey);
    }

    private void add(BigDecimal price, long tokens) {
        millionths = millionths.add(price.multiply(BigDecimal.valueOf(tokens)));
    }

    private @Nullable String inconsistency() {
        String found = exceeding(TokenKind.INPUT, TokenKind.CACHED_INPUT, TokenKind.CACHE_WRITE);
        if (found == null) {
            found = exceeding(TokenKind.INPUT, TokenKind.AUDIO_INPUT, TokenKind.IMAGE_INPUT);
        }
        if (found == null) {
            found = exceeding(TokenKind.OUTPUT, TokenKind.REASONING);
        }
        if (found == null) {
            found = exceeding(TokenKind.OUTPUT, TokenKind.AUDIO_OUTPUT, TokenKind.IMAGE_OUTPUT);
        }
        return found == null ? mixture() : found;
    }

    /** Returns that parts which never overlap are larger than the total that holds them. */
    private @Nullable String exceeding(TokenKind total, TokenKind... parts) {
        Long all = usage.count(total);
        if (all == null) {
            return null;
        }
        long rest = all;
        for (int i = 0; i < parts.length; i++) {
            long tokens = known(parts[i]);
            rest = tokens > rest ? -1 : rest - tokens;
            if (rest < 0) {
                return Stream.of(parts)
                                .limit(i + 1L)
                                .map(part -> known(part) + " tokens of " + part)
                                .collect(Collectors.joining(" and "))
                        + " exceed the " + all + " of " + total + ", which includes them";
            }
        }
        return null;
    }

    /** Returns that cached tokens may be audio or image tokens, where both are taken out of the input. */
    private @Nullable String mixture() {
        TokenKind cached = takenOut(TokenKind.CACHED_INPUT, TokenKind.CACHE_WRITE);
        TokenKind medium = takenOut(TokenKind.AUDIO_INPUT, TokenKind.IMAGE_INPUT);
        return cached == null || medium == null
                ? null
                : cached + " and " + medium
                        + " have prices of their own, and how many tokens are both was not reported";
    }

    private @Nullable TokenKind takenOut(TokenKind one, TokenKind other) {
        if (isTakenOut(one)) {
            return one;
        }
        return isTakenOut(other) ? other : null;
    }

    private boolean isTakenOut(TokenKind part) {
        BigDecimal price = rates.own().get(part);
        return known(part) > 0 && price != null && differs(price, rates.own().get(TokenKind.INPUT));
    }

    private static boolean differs(BigDecimal price, @Nullable BigDecimal usual) {
        return usual == null || price.compareTo(usual) != 0;
    }

    private long known(TokenKind kind) {
        Long count = usage.count(kind);
        return count == null ? 0 : count;
    }
}
