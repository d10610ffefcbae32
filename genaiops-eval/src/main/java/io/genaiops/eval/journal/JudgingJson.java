package io.genaiops.eval.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.cost.Usage;
import io.genaiops.eval.judge.JudgeCall;
import io.genaiops.eval.judge.JudgeMeter;
import java.time.Duration;

/** Writes down what a request to a judge used, and reads it back as a total of one. */
final class JudgingJson {

    private JudgingJson() {}

    static ObjectNode write(JudgeCall call, Cost price) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("evaluator", call.evaluator()).put("attempt", call.attempt());
        json.put("latency", call.latency().toString());
        json.set("usage", SampleJson.usage(call.usage()));
        json.set("cost", SampleJson.cost(price));
        call.failed().ifPresent(failure -> json.put("failure", failure));
        return json;
    }

    static JudgeMeter.Total read(JsonNode json) {
        Usage usage = SampleJson.usage(json.path("usage"));
        return new JudgeMeter.Total(
                1,
                json.has("failure") ? 1 : 0,
                json.path("attempt").intValue() > 1 ? 1 : 0,
                usage.inputTokens().orElse(0),
                usage.outputTokens().orElse(0),
                usage.totalTokens().isPresent() ? 0 : 1,
                Duration.parse(json.path("latency").textValue()),
                CostTotal.NONE.plus(SampleJson.cost(json.path("cost")), usage));
    }
}
