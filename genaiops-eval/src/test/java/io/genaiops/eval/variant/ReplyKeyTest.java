package io.genaiops.eval.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.asset.Digest;
import io.genaiops.asset.ModelParameters;
import io.genaiops.eval.Sample;
import io.genaiops.model.Models;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyKeyTest {

    private static final Sample ROW = Sample.of("How far?").withId("r1");

    private final TrailGuide guide = new TrailGuide();

    @Test
    void what_a_reply_depends_on_is_in_the_key() throws Exception {
        Digest key = key(variants(guide, ModelParameters.NONE), ROW).orElseThrow();
        assertThat(key(variants(new TrailGuide(), ModelParameters.NONE), ROW)).hasValue(key);
        assertThat(key(variants(guide, ModelParameters.NONE), ROW.withId("r2")))
                .isPresent()
                .get()
                .isNotEqualTo(key);
        assertThat(key(
                                variants(guide, ModelParameters.NONE),
                                Sample.of("How high?").withId("r1"))
                        .orElseThrow())
                .isNotEqualTo(key);
        assertThat(key(variants(guide, ModelParameters.NONE.withTemperature(1)), ROW)
                        .orElseThrow())
                .isNotEqualTo(key);
        Variants remapped = Variants.of(guide.calls(Models.of("small", TrailGuide.model("small-2", "1", 50))))
                .prompts("trail-guide:1.1.0")
                .models("small")
                .asking((call, sample) -> call.with("question", sample.input()));
        assertThat(key(remapped, ROW).orElseThrow())
                .as("another model under the name")
                .isNotEqualTo(key);
    }

    @Test
    void a_mended_reference_changes_no_key_of_a_prompt() throws Exception {
        Variants variants = variants(guide, ModelParameters.NONE);
        assertThat(key(variants, ROW.expecting("12 km").tagged("winter"))).isEqualTo(key(variants, ROW));
    }

    @Test
    void a_function_has_a_key_only_if_the_host_gives_one() throws Exception {
        Approach plain = Approach.of("v", sample -> sample.answered("1"));
        assertThat(plain.prepare(ROW).key()).isEmpty();
        Approach keyed = plain.keyed("v 2026-11");
        Digest key = keyed.prepare(ROW).key().orElseThrow();
        assertThat(keyed.prepare(Sample.of("How far?").withId("r1")).key()).hasValue(key);
        assertThat(plain.keyed("v 2026-12").prepare(ROW).key().orElseThrow()).isNotEqualTo(key);
        for (Sample other : new Sample[] {
            ROW.expecting("12 km"),
            ROW.tagged("winter"),
            ROW.groundedIn("page"),
            ROW.with("season", TextNode.valueOf("winter")),
            ROW.answered("recorded")
        }) {
            assertThat(keyed.prepare(other).key().orElseThrow()).isNotEqualTo(key);
        }
        assertThatThrownBy(() -> keyed.keyed("again")).hasMessageContaining("found: 'again' after 'v 2026-11'");
        assertThatThrownBy(() -> plain.keyed(" ")).hasMessageContaining("needs one key that is not blank");
        Approach prompt = variants(guide, ModelParameters.NONE).approaches().get(0);
        assertThatThrownBy(() -> prompt.keyed("k")).hasMessageContaining("needs no key");
    }

    @Test
    void text_without_a_canonical_form_has_no_key() throws Exception {
        Sample broken = Sample.of("\ud800").withId("r1");
        assertThat(key(variants(guide, ModelParameters.NONE), broken)).isEmpty();
        assertThat(Approach.of("v", sample -> sample).keyed("k").prepare(broken).key())
                .isEmpty();
    }

    private static Variants variants(TrailGuide guide, ModelParameters parameters) {
        return Variants.of(guide.calls())
                .prompts("trail-guide:1.1.0")
                .models("small")
                .parameters("p", parameters)
                .asking((call, sample) -> call.with("question", sample.input()));
    }

    private static Optional<Digest> key(Variants variants, Sample row) throws Exception {
        return variants.approaches().get(0).prepare(row).key();
    }
}
