package io.genaiops.eval.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetRef;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.eval.Sample;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantsTest {

    private static final Sample ROW = Sample.of("How far?").withId("r1");

    private final TrailGuide guide = new TrailGuide();

    @Test
    void every_prompt_is_combined_with_every_model() throws Exception {
        List<Approach> approaches = guide.variants().approaches();
        assertThat(approaches)
                .extracting(Approach::name)
                .containsExactly(
                        "trail-guide:1.1.0 small",
                        "trail-guide:1.1.0 large",
                        "trail-guide:2.0.0 small",
                        "trail-guide:2.0.0 large");
        Sample answered = approaches.get(3).prepare(ROW).ask();
        assertThat(answered.response()).hasValue("0");
        assertThat(answered.model()).hasValue("large");
        assertThat(answered.prompt().orElseThrow()).hasToString("trail-guide:2.0.0");
        assertThat(guide.small.requests()).isEmpty();
        assertThat(guide.large.requests()).hasSize(1);
    }

    @Test
    void preparing_asks_no_model() throws Exception {
        Question question = guide.variants().approaches().get(0).prepare(ROW);
        assertThat(question.request().orElseThrow().rendered().text()).isEqualTo("How far?");
        assertThat(guide.small.requests()).isEmpty();
    }

    @Test
    void parameters_and_ways_to_ask_multiply_too() throws Exception {
        List<Approach> approaches = Variants.of(guide.calls())
                .prompts("trail-guide:2.0.0")
                .models("small")
                .parameters("cold", ModelParameters.NONE.withTemperature(0))
                .parameters("warm", ModelParameters.NONE.withTemperature(1))
                .asking("plain", (call, sample) -> call.with("question", sample.input()))
                .asking("shouting", (call, sample) -> call.with("question", sample.input() + "!"))
                .approaches();
        assertThat(approaches)
                .extracting(Approach::name)
                .containsExactly(
                        "trail-guide:2.0.0 small cold plain",
                        "trail-guide:2.0.0 small cold shouting",
                        "trail-guide:2.0.0 small warm plain",
                        "trail-guide:2.0.0 small warm shouting");
        Sample answered = approaches.get(3).prepare(ROW).ask();
        assertThat(guide.small.requests().get(0).parameters().temperature()).isEqualTo(1);
        assertThat(guide.small.requests().get(0).messages().toString()).contains("How far?!");
        assertThat(answered.prompt().orElseThrow().digest())
                .as("a trial with other parameters is no evidence about the published version")
                .isNotEqualTo(
                        guide.registry.prompt("trail-guide:2.0.0").identity().digest());
    }

    @Test
    void without_models_each_prompt_is_asked_on_its_own() {
        Prompt own = Prompt.builder("own", Version.of(1, 0, 0), "{{question}}")
                .inputs("question")
                .model(AssetRef.parse("large"))
                .build();
        List<Approach> approaches = Variants.of(guide.calls())
                .prompts(own)
                .asking((call, sample) -> call.with("question", sample.input()))
                .approaches();
        assertThat(approaches).extracting(Approach::name).containsExactly("own:1.0.0");
        assertThat(((PromptApproach) approaches.get(0)).model()).isEqualTo("large");
    }

    @Test
    void what_is_retrieved_is_shown_and_stays_with_the_answer() throws Exception {
        Question question = Variants.of(guide.calls())
                .prompts("trail-guide:1.1.0")
                .models("small")
                .retrieving((prompt, sample) -> sample.groundedIn("doc for " + prompt.version()))
                .asking((call, sample) ->
                        call.with("question", sample.context().get(0).text()))
                .approaches()
                .get(0)
                .prepare(ROW);
        assertThat(question.request().orElseThrow().rendered().text()).isEqualTo("doc for 1.1.0");
        assertThat(question.ask().context()).extracting(Sample.Document::text).containsExactly("doc for 1.1.0");
    }

    @Test
    void a_way_may_retrieve_for_itself() throws Exception {
        List<Approach> approaches = Variants.of(guide.calls())
                .prompts("trail-guide:1.1.0")
                .models("small")
                .asking("without", (call, sample) -> call.with("question", sample.input()))
                .asking(
                        "with a page",
                        (prompt, sample) -> sample.groundedIn("page"),
                        (call, sample) -> call.with("question", sample.input()))
                .approaches();
        assertThat(approaches.get(0).prepare(ROW).row().context()).isEmpty();
        assertThat(approaches.get(1).prepare(ROW).row().context()).hasSize(1);
    }

    @Test
    void all_that_is_missing_is_listed_before_anybody_is_asked() {
        Prompt tooled = Prompt.builder("tooled", Version.of(1, 0, 0), "hi")
                .tools(AssetRef.parse("weather"))
                .build();
        Variants variants = Variants.of(guide.calls())
                .prompts("trail-guide:1.1.0", "trail-guide:9.9.9", "mountain-guide:1.0.0")
                .prompts(tooled)
                .models("small", "huge", "vast")
                .asking((call, sample) -> call);
        assertThatThrownBy(variants::approaches)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "variants cannot be asked: model 'huge' is not mapped to a chat model; mapped are"
                                + " [small, large], more with Models.of(…).and(name, model); model 'vast' is not mapped")
                .hasMessageContaining("; prompt 'trail-guide:9.9.9': ")
                .hasMessageContaining("; prompt 'mountain-guide:1.0.0': ")
                .hasMessageContaining("prompt 'tooled' 1.0.0 asks for tools [weather@production]")
                .hasMessageEndingWith(". Nobody was asked");
        assertThat(guide.small.requests()).isEmpty();
    }

    @Test
    void nothing_to_ask_is_an_error() {
        assertThatThrownBy(() -> Variants.of(guide.calls()).approaches())
                .hasMessage(
                        "variants cannot be asked: there is no prompt; name them with prompts(…); nothing says what is"
                                + " asked; give the inputs with asking((call, sample) -> …). Nobody was asked");
    }

    @Test
    void one_unnamed_model_is_not_taken_for_two() {
        Variants variants = Variants.of(guide.calls(Models.of(guide.small)))
                .prompts("trail-guide:1.1.0")
                .models("small", "large")
                .asking((call, sample) -> call.with("question", sample.input()));
        assertThatThrownBy(variants::approaches).hasMessageContaining("mapped are [default]");
    }

    @Test
    void a_prompt_that_names_no_model_needs_one_of_several() {
        Variants variants = Variants.of(guide.calls())
                .prompts("trail-guide:1.1.0")
                .asking((call, sample) -> call.with("question", sample.input()));
        assertThatThrownBy(variants::approaches)
                .hasMessageContaining("prompt 'trail-guide:1.1.0': ")
                .hasMessageContaining("names no model and several are mapped");
    }

    @Test
    void two_references_to_one_version_are_no_two_variants() {
        guide.registry.label("trail-guide", "beta").moveTo("2.0.0", "ada", "try");
        Variants variants = Variants.of(guide.calls())
                .prompts("trail-guide:2.0.0", "trail-guide@beta")
                .models("small")
                .asking((call, sample) -> call);
        assertThatThrownBy(variants::approaches)
                .hasMessageContaining("two variants would be called 'trail-guide:2.0.0 small'");
    }

    @Test
    void a_label_that_moves_meanwhile_changes_no_variant() throws Exception {
        guide.registry.label("trail-guide", "beta").moveTo("1.1.0", "ada", "try");
        Approach approach = Variants.of(guide.calls())
                .prompts("trail-guide@beta")
                .models("small")
                .asking((call, sample) -> call.with("question", sample.input()))
                .approaches()
                .get(0);
        guide.registry.label("trail-guide", "beta").moveTo("2.0.0", "ada", "better");
        assertThat(approach.prepare(ROW).ask().prompt().orElseThrow()).hasToString("trail-guide:1.1.0");
    }

    @Test
    void a_way_that_calls_something_else_is_found_out() {
        Approach elsewhere = Variants.of(guide.calls())
                .prompts("trail-guide:1.1.0")
                .models("small")
                .asking((call, sample) -> call.with("question", "q").onModel("large"))
                .approaches()
                .get(0);
        assertThatThrownBy(() -> elsewhere.prepare(ROW))
                .hasMessageContaining(
                        "variant 'trail-guide:1.1.0 small' must call what it is named for; found a call of"
                                + " trail-guide:1.1.0 on model 'large'");
        Approach nothing = Variants.of(guide.calls())
                .prompts("trail-guide:1.1.0")
                .models("small")
                .asking((call, sample) -> null)
                .approaches()
                .get(0);
        assertThatThrownBy(() -> nothing.prepare(ROW))
                .hasMessageContaining("was given no call by what asks; found: null");
    }

    @Test
    void equal_names_are_refused_where_they_are_given() {
        Variants variants =
                Variants.of(guide.calls()).prompts("trail-guide:1.1.0").models("small");
        assertThatThrownBy(() -> variants.prompts("trail-guide:1.1.0"))
                .hasMessage("prompts must differ; found twice: 'trail-guide:1.1.0'");
        assertThatThrownBy(() -> variants.models("small")).hasMessage("models must differ; found twice: 'small'");
        variants.parameters("cold", ModelParameters.NONE);
        assertThatThrownBy(() -> variants.parameters("cold", ModelParameters.NONE))
                .hasMessageContaining("found: 'cold' beside [cold]");
        variants.asking((call, sample) -> call);
        assertThatThrownBy(() -> variants.asking("named", (call, sample) -> call))
                .hasMessageContaining("found: 'named' beside []");
    }

    @Test
    void prompts_of_a_registry_may_be_handed_in() {
        guide.registry.publish(
                AssetFile.of(Prompt.builder("other", Version.of(1, 0, 0), "{{question}}")
                        .inputs("question")
                        .build()),
                "ada");
        assertThat(Variants.of(guide.calls())
                        .prompts(guide.registry.prompt("other:1.0.0"))
                        .models("small")
                        .asking((call, sample) -> call)
                        .approaches())
                .extracting(Approach::name)
                .containsExactly("other:1.0.0 small");
    }
}
