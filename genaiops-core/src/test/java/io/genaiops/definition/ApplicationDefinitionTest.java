package io.genaiops.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.Metadata;
import io.genaiops.asset.Target;
import io.genaiops.asset.Version;
import io.genaiops.definition.ApplicationDefinition.Concern;
import io.genaiops.definition.ApplicationDefinition.RiskClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationDefinitionTest {

    private static final Version V1 = Version.of(1, 0, 0);

    private static ApplicationDefinition.Builder full() {
        return ApplicationDefinition.builder("travel-desk", V1)
                .purpose("Answers travellers' questions – quickly.")
                .intendedUsers("travellers", "desk agents")
                .owner("travel desk")
                .riskClass(RiskClass.LIMITED)
                .target(Concern.LATENCY, Target.atMost("p95", "2 s"))
                .target(Concern.QUALITY, Target.atLeast("groundedness", "0.8"))
                .target(Concern.COST, Target.atMost("per call", "0.02 USD"));
    }

    // Computed outside of Java: SHA-256 over JSON with sorted keys and without blanks.
    @Test
    void the_digest_is_the_same_everywhere() {
        assertThat(full().build().sourceDigest())
                .hasToString("sha256:e1235e55350aecb08a7e81988c706eb73835991bfc18d472c1cb500ac6a05c5d");
        assertThat(full().metadata(Metadata.describedAs("x")).build().sourceDigest())
                .isEqualTo(full().build().sourceDigest());
        assertThat(full().owner("other").build().sourceDigest())
                .isNotEqualTo(full().build().sourceDigest());
    }

    @Test
    void targets_are_found_by_their_concern() {
        ApplicationDefinition application = full().build();

        assertThat(application.targets(Concern.QUALITY)).containsExactly(Target.atLeast("groundedness", "0.8"));
        assertThat(application.targets(Concern.COST)).containsExactly(Target.atMost("per call", "0.02 USD"));
        assertThat(application.targets(Concern.LATENCY)).containsExactly(Target.atMost("p95", "2 s"));
        assertThat(application.references()).isEmpty();
        assertThat(application.purpose()).startsWith("Answers");
        assertThat(application.intendedUsers()).containsExactly("travellers", "desk agents");
        assertThat(application.riskClass()).isEqualTo(RiskClass.parse("limited"));
        assertThat(application).hasToString("application 'travel-desk' 1.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "QUALITY,>= 0.8 USD,must have no unit as its unit; found: 'USD'",
        "COST,<= 1,must have a currency such as USD as its unit; found: ''",
        "COST,<= 1 XQZ,must have a currency such as USD as its unit; found: 'XQZ'",
        "COST,>= 1 USD,must be at most ('<=') something above 0; found: '>= 1 USD'",
        "COST,<= 0 USD,must be at most ('<=') something above 0; found: '<= 0 USD'",
        "LATENCY,<= 2,must have ms or s as its unit; found: ''",
        "LATENCY,<= 2 min,must have ms or s as its unit; found: 'min'",
        "LATENCY,>= 2 s,must be at most ('<=') something above 0; found: '>= 2 s'"
    })
    void a_target_that_makes_no_sense_is_refused(Concern concern, String limit, String problem) {
        assertThatThrownBy(() -> full().target(concern, Target.parse("other", limit)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the " + concern + " target")
                .hasMessageEndingWith(problem);
    }

    @Test
    void what_is_missing_doubled_or_blank_is_named() {
        assertThatThrownBy(() -> ApplicationDefinition.builder("a", V1).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("application 'a' 1.0.0 needs purpose; set it before build()");
        assertThatThrownBy(() ->
                        ApplicationDefinition.builder("a", V1).purpose("p").build())
                .hasMessage("application 'a' 1.0.0 needs at least one of intendedUsers; set it before build()");
        assertThatThrownBy(() -> ApplicationDefinition.builder("a", V1)
                        .purpose("p")
                        .intendedUsers("u")
                        .build())
                .hasMessageContaining("needs owner");
        assertThatThrownBy(() -> ApplicationDefinition.builder("a", V1)
                        .purpose("p")
                        .intendedUsers("u")
                        .owner("o")
                        .build())
                .hasMessageContaining("needs riskClass");
        assertThatThrownBy(() -> full().target(Concern.QUALITY, Target.atLeast("groundedness", "0.9")))
                .hasMessageContaining("one quality target of 'groundedness'; found a second");
        assertThatThrownBy(() -> full().purpose(" ")).hasMessageContaining("purpose must be a text");
        assertThatThrownBy(() -> full().owner("o".repeat(4_001))).hasMessageEndingWith("found 4001");
        assertThatThrownBy(() -> RiskClass.parse("unacceptable"))
                .hasMessage("riskClass must be one of [minimal, limited, high]; found: 'unacceptable'");
    }
}
