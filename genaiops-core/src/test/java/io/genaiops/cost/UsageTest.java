package io.genaiops.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageTest {

    @Test
    void what_was_not_reported_is_absent_and_never_0() {
        assertThat(Usage.UNKNOWN.inputTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.outputTokens()).isEmpty();
        assertThat(Usage.UNKNOWN.totalTokens()).isEmpty();
        assertThat(new Usage(5L, null, null, null, null).totalTokens()).isEmpty();
        assertThat(Usage.of(0, 0).totalTokens()).hasValue(0);
    }

    @Test
    void the_total_is_input_and_output_and_counts_cached_and_reasoning_tokens_once() {
        Usage usage = new Usage(100L, 40L, 80L, 10L, 30L);
        assertThat(usage.inputTokens()).hasValue(100);
        assertThat(usage.outputTokens()).hasValue(40);
        assertThat(usage.totalTokens()).hasValue(140);
    }

    @Test
    void a_negative_count_is_refused_with_its_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Usage(null, null, null, -1L, null))
                .withMessage("cacheWrite must be at least 0 tokens; found: -1");
    }

    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void each_count_is_read_as_it_was_set(TokenKind kind) {
        Usage usage = Usage.UNKNOWN.with(kind, 5);

        for (TokenKind other : TokenKind.values()) {
            assertThat(usage.tokens(other).isPresent()).isEqualTo(other == kind);
        }
        assertThat(usage.tokens(kind)).hasValue(5);
        assertThat(usage.with(kind, 6).tokens(kind)).hasValue(6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usage.with(kind, -1))
                .withMessage(kind.key() + " must be at least 0 tokens; found: -1");
    }
}
