package io.genaiops.gate;

import io.genaiops.gate.Explanation.State;
import java.util.List;

/** Asks several gates; all of them are asked, so that the explanation is whole. */
record CombinedGate(boolean all, List<Gate> gates) implements Gate {

    @Override
    public Verdict decide(Candidate candidate) {
        List<Verdict> verdicts =
                gates.stream().map(gate -> gate.decide(candidate)).toList();
        return (all ? Verdict.all(verdicts) : any(verdicts)).named(all ? "all of" : "any of");
    }

    /** One that had nothing to check by does not stand in for one that passed. */
    private static Verdict any(List<Verdict> verdicts) {
        List<Explanation> parts = verdicts.stream().map(Verdict::explanation).toList();
        State best = parts.stream()
                .map(Explanation::state)
                .filter(state -> state != State.NOT_CHECKED)
                .reduce((one, other) -> one.compareTo(other) <= 0 ? one : other)
                .orElse(State.NOT_CHECKED);
        return Verdict.of(new Explanation("", best, List.of(), parts));
    }
}
