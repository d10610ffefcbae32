package io.genaiops.eval.baseline;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds one file of scores against another from the command line, so that a pipeline can stop; no model is asked. It ends
 * with 0 if passed, 1 if regressed, 2 if inconclusive, 64 if it was called wrongly, 65 if a file is missing or faulty, 74 if
 * the verdict cannot be written and 70 for anything else.
 *
 * @since 0.1
 */
public final class BaselineCheck {

    static final int USAGE = 64;
    static final int DATA = 65;
    static final int SOFTWARE = 70;
    static final int OUTPUT = 74;

    private static final String HELP = """
            usage: java -cp <class path> io.genaiops.eval.baseline.BaselineCheck --baseline <file> --candidate <file>
              --baseline <file>            what is committed, as Baseline.writeTo wrote it
              --candidate <file>           the scores of this run, written in the same way
              --markdown <file>            write the verdict for a pull request
              --json <file>                write the verdict as JSON
              --relevant <share>           from which share of a scale on a difference matters; 0.05
              --detecting <share>          inconclusive unless a fall by this share of a scale is detectable
              --coverage <share>           the share of outcomes that must be scores; 0.95
              --excusing <kind>            not_applicable, unscored, errored or skipped outcomes do not count; repeatable
              --critical <evaluator>       no sample may fall from pass to fail; repeatable
              --critical-tag <tag>         the same for the samples with a tag; repeatable
              --critical-fall <share>      nor may a critical sample get worse by more than this share of a scale
              --tolerated-falls <count>    how many critical falls are tolerated; 0
              --allow-other-dataset        compare what is the same of two datasets
              --allow-other-evaluators     compare evaluators of one name, although they changed
            exit codes: 0 passed, 1 regressed, 2 inconclusive, 64 called wrongly, 65 a file is missing or faulty,
              74 the verdict cannot be written, 70 anything else
            """;

    private static final List<String> FILES = List.of("--baseline", "--candidate", "--markdown", "--json");

    /** What was called wrongly. */
    private static final class UsageException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private final Map<String, Path> files = new HashMap<>();
    private RegressionRule rule = RegressionRule.usual();

    private BaselineCheck() {}

    /** Runs the check and ends the process. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** Runs the check and returns what the process ends with: a failure of the check itself is no verdict. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            if (List.of(args).contains("--help")) {
                out.print(HELP);
                return 0;
            }
            BaselineCheck check = new BaselineCheck();
            check.parse(args);
            return check.verdict(out);
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.print(HELP);
            return USAGE;
        } catch (IOException e) {
            err.println("the verdict cannot be written: " + e);
            return OUTPUT;
        } catch (GenAiOpsException e) {
            err.println(e.getMessage());
            return DATA;
        } catch (RuntimeException | Error e) {
            e.printStackTrace(err);
            return SOFTWARE;
        }
    }

    private void parse(String[] args) {
        Deque<String> left = new ArrayDeque<>(List.of(args));
        while (!left.isEmpty()) {
            option(left.removeFirst(), left);
        }
        for (String required : FILES.subList(0, 2)) {
            if (!files.containsKey(required)) {
                throw new UsageException(required + " <file> is required; found: " + List.of(args));
            }
        }
        try {
            rule.requireMeaning();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void option(String option, Deque<String> left) {
        if (FILES.contains(option)) {
            if (files.put(option, Path.of(value(option, left))) != null) {
                throw new UsageException(option + " is given once; found: twice");
            }
            return;
        }
        try {
            rule = switch (option) {
                case "--relevant" -> rule.relevant(number(option, left));
                case "--detecting" -> rule.detecting(number(option, left));
                case "--coverage" -> rule.coverage(number(option, left));
                case "--excusing" -> rule.excusing(kind(value(option, left)));
                case "--critical" -> rule.critical(value(option, left));
                case "--critical-tag" -> rule.criticalTag(value(option, left));
                case "--critical-fall" -> rule.criticalFall(number(option, left));
                case "--tolerated-falls" -> rule.toleratingFalls(Integer.parseInt(value(option, left)));
                case "--allow-other-dataset" -> rule.allowingOtherDataset();
                case "--allow-other-evaluators" -> rule.allowingOtherEvaluators();
                default -> throw new UsageException("no option is called '" + option + "'");
            };
        } catch (NumberFormatException e) {
            throw new UsageException(option + " takes a number; found: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private static String value(String option, Deque<String> left) {
        String value = left.pollFirst();
        if (value == null || value.startsWith("--")) {
            throw new UsageException(option + " takes a value; found: " + (value == null ? "nothing" : value));
        }
        return value;
    }

    private static double number(String option, Deque<String> left) {
        return Double.parseDouble(value(option, left));
    }

    private static Outcome.Kind kind(String word) {
        return Arrays.stream(Outcome.Kind.values())
                .filter(kind -> BaselineWriter.word(kind).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a kind of outcome such as not_applicable is expected;" + " found: " + word));
    }

    private int verdict(PrintStream out) throws IOException {
        Baseline baseline = Baseline.read(file("--baseline"));
        Baseline candidate = Baseline.read(file("--candidate"));
        BaselineVerdict verdict = baseline.check(candidate, rule);
        write("--markdown", verdict.toMarkdown());
        write("--json", verdict.toJson());
        out.println(verdict.describe());
        return verdict.exitCode();
    }

    private Path file(String option) {
        Path file = files.get(option);
        if (file == null) {
            throw new IllegalStateException(option + " was not parsed");
        }
        return file;
    }

    private void write(String option, String text) throws IOException {
        Path file = files.get(option);
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
    }
}
