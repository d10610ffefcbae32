package io.genaiops.eval.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.baseline.Baseline.PromptVersion;
import io.genaiops.eval.baseline.Measured.Cell;
import io.genaiops.eval.baseline.Measured.Texts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads a baseline strictly: what the writer would not have written is an error of its line. Used once. */
final class BaselineReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{12}");
    private static final Pattern CONFLICT = Pattern.compile("(<{7}|={7}|>{7}|\\|{7})( .*)?");
    private static final int LONGEST_SHOWN = 120;

    private final Path file;
    private final List<Measured.Evaluator> evaluators = new ArrayList<>();
    private final List<Integer> linesOfEvaluators = new ArrayList<>();
    private final List<Double> coverage = new ArrayList<>();
    private final List<Measured.Row> samples = new ArrayList<>();
    private int number;

    BaselineReader(Path file) {
        this.file = file;
    }

    Baseline read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()))) {
            return read(lines);
        } catch (NoSuchFileException e) {
            throw new GenAiOpsException("baseline must be a file; found: nothing at " + file, e);
        } catch (CharacterCodingException e) {
            throw fault("text in UTF-8 after this line", "other bytes");
        } catch (IOException e) {
            throw new GenAiOpsException("baseline cannot be read from " + file + ": " + e, e);
        }
    }

    private Baseline read(BufferedReader lines) throws IOException {
        schema(next(lines));
        Fields names = next(lines);
        String experiment = names.text("experiment");
        String variant = names.text("variant");
        names.end();
        Fields dataset = next(lines);
        String datasetName = dataset.text("dataset");
        Digest digest = dataset.parsed("digest", Digest::parse);
        int size = dataset.count("samples", 1);
        dataset.end();
        Fields run = next(lines);
        int repetitions = run.count("repetitions", 1);
        long seed = run.whole("seed");
        run.end();
        Fields end = next(lines);
        Instant finished = end.parsed("finished", Instant::parse);
        end.end();
        Fields line = next(lines);
        SortedSet<PromptVersion> prompts = new TreeSet<>();
        for (; line.has("prompt"); line = next(lines)) {
            addInOrder(prompt(line), prompts);
        }
        SortedSet<String> models = new TreeSet<>();
        for (; line.has("model"); line = next(lines)) {
            addInOrder(line.text("model"), models);
            line.end();
        }
        for (; line.has("evaluator"); line = next(lines)) {
            evaluator(line);
        }
        Baseline.Facts facts = new Baseline.Facts(
                experiment, variant, datasetName, digest, repetitions, seed, finished, prompts, models);
        samples(line, lines, size, repetitions);
        return checked(Baseline.read(facts, evaluators, samples));
    }

    private void schema(Fields line) {
        String schema = line.text("schema");
        if (!schema.equals(BaselineWriter.SCHEMA)) {
            throw fault(
                    "the schema " + BaselineWriter.SCHEMA, schema + "; a higher number is that of a newer genaiops");
        }
        line.end();
    }

    private static PromptVersion prompt(Fields line) {
        PromptVersion prompt = new PromptVersion(
                line.text("prompt"), line.parsed("version", Version::parse), line.parsed("digest", Digest::parse));
        line.end();
        return prompt;
    }

    private <T extends Comparable<T>> void addInOrder(T each, SortedSet<T> all) {
        if (!all.isEmpty() && all.last().compareTo(each) >= 0) {
            throw fault("lines in order, each once", "'" + each + "' after '" + all.last() + "'");
        }
        all.add(each);
    }

    private void evaluator(Fields line) {
        EvaluatorId id = line.made(() -> new EvaluatorId(
                line.text("evaluator"), line.text("version"), line.parsed("configuration", Digest::parse)));
        Fields ends = line.object("scale");
        Scale scale = ends.made(() ->
                new Scale(ends.number("min", Double.NEGATIVE_INFINITY), ends.number("max", Double.POSITIVE_INFINITY)));
        ends.end();
        Direction direction = line.constant("direction", Direction.class);
        Optional<Threshold> threshold =
                line.has("threshold") ? Optional.of(threshold(line.object("threshold"))) : Optional.empty();
        evaluators.add(new Measured.Evaluator(id, scale, direction, threshold));
        linesOfEvaluators.add(number);
        coverage.add(line.number("coverage"));
        line.end();
    }

    private static Threshold threshold(Fields ends) {
        boolean above = ends.has("above");
        boolean below = ends.has("below");
        double from = ends.number(above ? "above" : "at_least", Double.NEGATIVE_INFINITY);
        double to = ends.number(below ? "below" : "at_most", Double.POSITIVE_INFINITY);
        ends.end();
        return ends.made(() -> new Threshold(from, Double.isFinite(from) && !above, to, Double.isFinite(to) && !below));
    }

    private void samples(Fields first, BufferedReader lines, int size, int repetitions) throws IOException {
        List<String> names = first.made(() -> Measured.Evaluator.names(evaluators));
        if (names.isEmpty()) {
            throw fault("a line of an evaluator", first.toString());
        }
        sample(first, names, repetitions);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            sample(fields(line), names, repetitions);
        }
        if (samples.size() != size) {
            throw fault("the end of the file after " + size + " samples, as line 3 says", samples.size() + " samples");
        }
    }

    private void sample(Fields line, List<String> names, int repetitions) {
        String id = line.text("id");
        if (!samples.isEmpty() && samples.get(samples.size() - 1).id().compareTo(id) >= 0) {
            throw fault(
                    "samples in the order of their ids, each once",
                    "'" + id + "' after '" + samples.get(samples.size() - 1).id() + "'");
        }
        String row = line.digits("row");
        String answer = line.digits("answer");
        SortedSet<String> tags = new TreeSet<>();
        for (Fields tag : line.has("tags") ? line.array("tags") : List.<Fields>of()) {
            addInOrder(tag.text(), tags);
        }
        Fields scores = line.object("scores");
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            cells.add(cell(scores.object(names.get(i)), evaluators.get(i), repetitions));
        }
        scores.end();
        Optional<Texts> texts = line.has("input") ? Optional.of(texts(line, repetitions)) : Optional.empty();
        line.end();
        samples.add(new Measured.Row(id, row, answer, tags, cells, texts));
    }

    private Texts texts(Fields line, int repetitions) {
        String input = line.text("input");
        List<Optional<String>> answers = new ArrayList<>();
        line.array("answers")
                .forEach(answer -> answers.add(answer.isNull() ? Optional.empty() : Optional.of(answer.text())));
        if (answers.size() != repetitions) {
            throw fault("an answer for each of " + repetitions + " repetitions", answers.size() + " answers");
        }
        return new Texts(input, answers);
    }

    private Cell cell(Fields json, Measured.Evaluator evaluator, int repetitions) {
        Map<Outcome.Kind, Integer> missing = new EnumMap<>(Outcome.Kind.class);
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            String word = BaselineWriter.word(kind);
            if (kind != Outcome.Kind.SCORED && json.has(word)) {
                missing.put(kind, json.count(word, 1));
            }
        }
        OptionalDouble score = json.optional("score");
        OptionalDouble passes = json.optional("passes");
        json.end();
        Cell cell = new Cell(score, passes, missing.isEmpty() ? Map.of() : missing);
        requireSound(cell, evaluator, repetitions);
        return cell;
    }

    private void requireSound(Cell cell, Measured.Evaluator evaluator, int repetitions) {
        int scored = repetitions - cell.withoutScore();
        boolean judged = scored > 0 && evaluator.threshold().isPresent();
        if (scored < 0
                || cell.score().isPresent() != scored > 0
                || cell.passes().isPresent() != judged) {
            throw fault(
                    "of '" + evaluator.id().name() + "' " + repetitions
                            + " outcomes, with a score if one of them is a score and with passes if there is a threshold",
                    cell.toString());
        }
        if (scored > 0 && !evaluator.scale().contains(cell.score().orElseThrow())) {
            throw fault("a score on " + evaluator.scale(), cell.toString());
        }
        double passed = cell.passes().orElse(0) * scored;
        boolean counts = Math.abs(passed - Math.rint(passed)) < 1e-9 && passed >= 0 && passed <= scored;
        boolean agrees = scored != 1
                || !judged
                || evaluator.threshold().orElseThrow().passes(cell.score().orElseThrow()) == (passed == 1);
        if (!counts || !agrees) {
            throw fault("a share of passes that " + scored + " scores can give", cell.toString());
        }
    }

    /** Holds what the lines of the evaluators say against the lines of the samples. */
    private Baseline checked(Baseline baseline) {
        for (int i = 0; i < evaluators.size(); i++) {
            double found = baseline.coverage(i, Set.of());
            if (found != coverage.get(i)) {
                number = linesOfEvaluators.get(i);
                throw fault("coverage " + found + ", as the lines of the samples have it", "" + coverage.get(i));
            }
        }
        return baseline;
    }

    private Fields next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        number++;
        if (line == null) {
            throw fault("a further line", "the end of the file");
        }
        return fields(line);
    }

    private Fields fields(String line) {
        if (CONFLICT.matcher(line).matches()) {
            throw fault("one JSON object", "a mark of a merge conflict: " + line);
        }
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.isObject()) {
                throw fault("one JSON object", json.isMissingNode() ? "an empty line" : line);
            }
            return new Fields("", json);
        } catch (JsonProcessingException e) {
            throw fault("one JSON object", e.getOriginalMessage());
        }
    }

    private GenAiOpsException fault(String expected, String found) {
        String shown = found.length() <= LONGEST_SHOWN ? found : found.substring(0, LONGEST_SHOWN) + "…";
        return new GenAiOpsException("baseline " + file + ":" + number + ": expected " + expected + "; found: " + shown
                + ". Restore the file, or write it anew");
    }

    /** The fields of a JSON object, of which none may be left over. */
    private final class Fields {

        private final String path;
        private final JsonNode json;
        private final Set<String> read = new HashSet<>();

        Fields(String path, JsonNode json) {
            this.path = path;
            this.json = json;
        }

        boolean has(String name) {
            return json.has(name);
        }

        boolean isNull() {
            return json.isNull();
        }

        private JsonNode field(String name) {
            read.add(name);
            JsonNode value = json.get(name);
            if (value == null) {
                throw fault("the field '" + path + name + "'", json.toString());
            }
            return value;
        }

        private GenAiOpsException wrong(String name, String what) {
            return fault(what + " in '" + path + name + "'", json.get(name).toString());
        }

        String text(String name) {
            JsonNode value = field(name);
            if (!value.isTextual()) {
                throw wrong(name, "a text");
            }
            return value.textValue();
        }

        String text() {
            if (!json.isTextual()) {
                throw fault("a text in '" + path + "'", json.toString());
            }
            return json.textValue();
        }

        String digits(String name) {
            String text = text(name);
            if (!DIGITS.matcher(text).matches()) {
                throw wrong(name, "twelve hexadecimal digits");
            }
            return text;
        }

        <T> T parsed(String name, Function<String, T> parser) {
            String text = text(name);
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw fault("a value of '" + path + name + "' that can be parsed", String.valueOf(e.getMessage()));
            }
        }

        <E extends Enum<E>> E constant(String name, Class<E> type) {
            String word = text(name);
            for (E constant : type.getEnumConstants()) {
                if (BaselineWriter.word(constant).equals(word)) {
                    return constant;
                }
            }
            throw wrong(name, "a word for a " + type.getSimpleName());
        }

        long whole(String name) {
            JsonNode value = field(name);
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(name, "a whole number");
            }
            return value.longValue();
        }

        int count(String name, int fewest) {
            long count = whole(name);
            if (count < fewest || count > Integer.MAX_VALUE) {
                throw wrong(name, "a whole number from " + fewest + " on");
            }
            return (int) count;
        }

        double number(String name) {
            JsonNode value = field(name);
            if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                throw wrong(name, "a finite number");
            }
            return value.doubleValue();
        }

        double number(String name, double ifAbsent) {
            return has(name) ? number(name) : ifAbsent;
        }

        OptionalDouble optional(String name) {
            return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
        }

        Fields object(String name) {
            JsonNode value = field(name);
            if (!value.isObject()) {
                throw wrong(name, "an object");
            }
            return new Fields(path + name + ".", value);
        }

        List<Fields> array(String name) {
            JsonNode value = field(name);
            if (!value.isArray() || value.isEmpty()) {
                throw wrong(name, "an array with something in it");
            }
            List<Fields> elements = new ArrayList<>();
            value.forEach(element -> elements.add(new Fields(path + name, element)));
            return elements;
        }

        /** Makes a value of what was read, whose refusal is a fault of the line. */
        <T> T made(Supplier<T> maker) {
            try {
                return maker.get();
            } catch (IllegalArgumentException e) {
                throw fault("a sound line", String.valueOf(e.getMessage()));
            }
        }

        void end() {
            json.fieldNames().forEachRemaining(name -> {
                if (!read.contains(name)) {
                    throw fault("no further field than " + new TreeSet<>(read), "'" + path + name + "'");
                }
            });
        }

        @Override
        public String toString() {
            return json.toString();
        }
    }
}
