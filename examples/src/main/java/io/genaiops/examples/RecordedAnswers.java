package io.genaiops.examples;

import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.report.Report;
import java.io.PrintStream;

/** Scores answers that a dataset brings along; no model is asked. */
final class RecordedAnswers {

    private final PrintStream out;

    RecordedAnswers(PrintStream out) {
        this.out = out;
    }

    void score(Workspace workspace, Dataset questions) {
        out.println("the dataset has recorded answers: they are scored, no model is asked");
        ExperimentResult result = Experiment.named("recorded answers")
                .over(questions)
                .recordedVariant("recorded")
                .evaluatedBy(EvaluatorChain.of(Checks.ofText()))
                .run();
        Figures.print(out, result);
        Figures.printFailures(out, result.variants().get(0));
        Report.markdown(result).writeTo(workspace.report());
        out.println("report: " + workspace.report());
    }
}
