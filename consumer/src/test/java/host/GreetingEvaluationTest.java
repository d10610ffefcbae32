package host;

import static io.genaiops.eval.junit.GenAiAssertions.assertThatAnswer;

import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Sample;
import io.genaiops.eval.junit.GenAiOps;
import io.genaiops.eval.junit.GenAiTest;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An evaluation as a host writes it: two of three greetings are right, and that is enough. */
class GreetingEvaluationTest {

    @RegisterExtension
    static final GenAiOps genai = GenAiOps.testing()
            .registry(AssetRegistry.classpath("host-assets"))
            .models(Models.of("greeter", new Greeter()))
            .build();

    @GenAiTest(dataset = "classpath:greetings.jsonl", passRate = 0.6)
    void greets_as_expected(Sample sample, PromptCalls calls) {
        assertThatAnswer(calls.prompt("greeting:1.0.0").with("name", sample.input()).send())
                .to(sample)
                .isEqualTo(sample.reference().orElseThrow());
    }
}
