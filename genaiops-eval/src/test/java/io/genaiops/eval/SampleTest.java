package io.genaiops.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void a_question_alone_lacks_everything_else() {
        Sample sample = Sample.of("What do I pack?");
        assertThat(sample.input()).isEqualTo("What do I pack?");
        assertThat(sample.references()).isEmpty();
        assertThat(sample.reference()).isEmpty();
        assertThat(sample.context()).isEmpty();
        assertThat(sample.response()).isEmpty();
        assertThat(sample.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(sample.latency()).isEmpty();
        assertThat(sample.model()).isEmpty();
        assertThat(sample.prompt()).isEmpty();
    }

    @Test
    void equal_questions_have_equal_ids() {
        assertThat(Sample.of("a").id())
                .isEqualTo(Sample.of("a").id())
                .isNotEqualTo(Sample.of("b").id());
    }

    @Test
    void an_answer_brings_all_it_knows() {
        Sample sample = Sample.of("q").answered(Answers.saying("boots"));
        assertThat(sample.response()).hasValue("boots");
        assertThat(sample.usage()).isEqualTo(Usage.of(100, 20));
        assertThat(sample.latency()).hasValue(Duration.ofMillis(1500));
        assertThat(sample.model()).hasValue("small");
        assertThat(sample.prompt())
                .hasValueSatisfying(prompt -> assertThat(prompt).hasToString("trail-guide:1.1.0"));
    }

    @Test
    void a_new_answer_forgets_the_old_one() {
        Sample sample = Sample.of("q").answered(Answers.saying("boots")).answered("socks");
        assertThat(sample.response()).hasValue("socks");
        assertThat(sample.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(sample.latency()).isEmpty();
        assertThat(sample.unanswered().response()).isEmpty();
    }

    @Test
    void steps_derive_copies() {
        Sample bare = Sample.of("q");
        List<Sample.Document> documents = new ArrayList<>(List.of(new Sample.Document("d", "text")));
        Sample full = bare.withId("7")
                .groundedIn(documents)
                .expecting("r1", "r2")
                .tagged("winter")
                .tagged("hike")
                .with("level", JsonNodeFactory.instance.numberNode(3))
                .answered("a")
                .using(Usage.of(1, 2))
                .took(Duration.ofSeconds(1))
                .from("large");
        documents.clear();
        assertThat(full.id()).isEqualTo("7");
        assertThat(full.context()).containsExactly(new Sample.Document("d", "text"));
        assertThat(full.references()).containsExactly("r1", "r2");
        assertThat(full.tags()).containsExactly("winter", "hike");
        assertThat(full.attribute("level"))
                .hasValueSatisfying(level -> assertThat(level.intValue()).isEqualTo(3));
        assertThat(full.attribute("other")).isEmpty();
        assertThat(full.usage().totalTokens()).hasValue(3);
        assertThat(full.model()).hasValue("large");
        assertThat(bare).isEqualTo(Sample.of("q")).isNotEqualTo(full);
    }

    @Test
    void changing_an_attribute_that_was_read_changes_no_sample() {
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("a", 1);
        Sample sample = Sample.of("q").with("object", value);
        value.put("a", 2);
        ((ObjectNode) sample.attribute("object").orElseThrow()).put("a", 3);
        ((ObjectNode) sample.attributes().get("object")).put("a", 4);
        assertThat(sample.attribute("object").orElseThrow().get("a").intValue()).isEqualTo(1);
    }

    @Test
    void facts_about_a_response_need_a_response() {
        assertThatThrownBy(() -> Sample.of("q").withId("7").took(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sample '7' has no response to set the latency of; call answered(...) first");
        assertThatThrownBy(() -> Sample.of("q").answered("a").took(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sample.of("q").withId(" ")).hasMessage("sample id must not be blank");
    }

    @Test
    void an_answer_brings_its_cost_and_when_it_was_made() {
        Sample sample = Sample.of("q").answered(Answers.saying("a"));

        assertThat(sample.cost()).contains(Cost.usd("0.002"));
        assertThat(sample.startedAt()).contains(Instant.parse("2026-11-23T12:00:00Z"));
        assertThat(sample.timeToFirstToken()).contains(Duration.ofMillis(500));
        assertThat(sample.unanswered().cost()).isEmpty();
        Sample other = sample.costing(Cost.usd("1"))
                .startedAt(Instant.EPOCH)
                .firstTokenAfter(Duration.ofMillis(1))
                .took(Duration.ofMillis(2))
                .from("large");
        assertThat(other.cost()).contains(Cost.usd("1"));
        assertThat(other.startedAt()).contains(Instant.EPOCH);
        assertThat(other.timeToFirstToken()).contains(Duration.ofMillis(1));
        assertThat(other.latency()).contains(Duration.ofMillis(2));
        assertThat(other.usage()).isEqualTo(sample.usage());
        assertThat(other.prompt()).isEqualTo(sample.prompt());
        assertThat(Sample.of("q").answered("a").cost()).isEmpty();
        assertThatThrownBy(() -> sample.firstTokenAfter(Duration.ofSeconds(-1)))
                .hasMessage("time to the first token must not be negative; found: PT-1S");
        assertThatThrownBy(() -> sample.unanswered().costing(Cost.usd("1"))).hasMessageContaining("has no response");
    }

    @Test
    void no_text_shows_in_the_short_form() {
        assertThat(Sample.of("secret").withId("7").expecting("secret").answered("secret"))
                .hasToString("Sample[id=7, references=1, context=0, answered=true]");
    }
}
