package io.genaiops.gate;

import io.genaiops.definition.ModelDefinition;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Refuses a version one of whose models is retired, or will be soon. Days are of UTC. */
record ModelGate(Duration ahead) implements Gate {

    ModelGate {
        if (ahead.isNegative()) {
            throw new IllegalArgumentException("the time ahead must not be negative; found: " + ahead);
        }
    }

    @Override
    public Verdict decide(Candidate candidate) {
        SortedMap<String, Optional<ModelDefinition>> models =
                candidate.contents().models();
        if (models.isEmpty()) {
            return Verdict.notChecked(candidate + " names no model, so nobody knows whether it is still served");
        }
        List<Verdict> verdicts = new ArrayList<>();
        models.forEach((name, definition) -> verdicts.add(definition
                .map(found -> decide(found, candidate))
                .orElseGet(() -> Verdict.notChecked(
                        "no asset defines model '" + name + "', so nobody knows whether it is still served"))));
        return Verdict.all(verdicts);
    }

    private Verdict decide(ModelDefinition model, Candidate candidate) {
        LocalDate day = candidate.at().plus(ahead).atOffset(ZoneOffset.UTC).toLocalDate();
        String when = model.retirementDate().map(date -> "retires on " + date).orElse("has no announced retirement");
        return model.isRetiredOn(day)
                ? Verdict.fail(model + " " + when + "; it must be served on " + day)
                : Verdict.pass(model + " " + when + "; it is served on " + day);
    }
}
