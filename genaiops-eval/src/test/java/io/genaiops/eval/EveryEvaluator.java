package io.genaiops.eval;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.eval.fabrication.FabricationEvaluators;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeEvaluators;
import io.genaiops.eval.judge.Pairwise;
import io.genaiops.eval.language.LanguageDetector;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.panel.Combined;
import io.genaiops.eval.panel.DecisionTree;
import io.genaiops.eval.panel.Panel;
import io.genaiops.eval.performance.PerformanceEvaluators;
import io.genaiops.eval.ranking.Gain;
import io.genaiops.eval.ranking.RankingEvaluators;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.semantic.SemanticEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.schema.JsonSchema;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds everything that the doors offer, by reflection, with arguments by the type of the parameter. */
final class EveryEvaluator {

    static final List<Class<?>> DOORS = List.of(
            TextEvaluators.class,
            OverlapEvaluators.class,
            SemanticEvaluators.class,
            RankingEvaluators.class,
            FabricationEvaluators.class,
            RetrievalEvaluators.class,
            JudgeEvaluators.class,
            PerformanceEvaluators.class,
            Panel.class,
            Combined.class,
            DecisionTree.class);

    /** What a door returns besides evaluators; the tree is built by hand. */
    private static final Set<String> NO_EVALUATORS =
            Set.of("SemanticEvaluators.cache", "DecisionTree.ask", "DecisionTree.score");

    private static final JsonSchema OBJECT = JsonSchema.parse("{\"type\": \"object\"}");
    private static final JsonSchema ARRAY = JsonSchema.parse("{\"type\": \"array\"}");

    private final Judge judge;
    private final EmbeddingModel embeddings;
    private final boolean other;
    private final Map<Class<?>, BiFunction<String, Integer, Object>> makers;
    private final Map<String, Object> found = new LinkedHashMap<>();

    private EveryEvaluator(ChatModel model, EmbeddingModel embeddings, boolean other) {
        this.judge = Judge.of(other ? "judge b" : "judge a", model);
        this.embeddings = SemanticEvaluators.cache(other ? "embedder b" : "embedder a", embeddings);
        this.other = other;
        this.makers = makers();
    }

    /** Returns each evaluator and run evaluator by the name of what makes it, its options without arguments included. */
    static Map<String, Object> all(ChatModel model, EmbeddingModel embeddings) {
        return new EveryEvaluator(model, embeddings, false).build(true);
    }

    /** Returns the evaluators of the doors, of other arguments, another judge and another embedding model. */
    static Map<String, Object> others(ChatModel model, EmbeddingModel embeddings) {
        return new EveryEvaluator(model, embeddings, true).build(false);
    }

    /** Returns those that are asked sample by sample. */
    static Map<String, Evaluator> bySample(ChatModel model, EmbeddingModel embeddings) {
        Map<String, Evaluator> evaluators = new LinkedHashMap<>();
        all(model, embeddings).forEach((name, made) -> {
            if (made instanceof Evaluator evaluator) {
                evaluators.put(name, evaluator);
            }
        });
        return evaluators;
    }

    static EvaluatorId idOf(Object made) {
        return made instanceof Evaluator evaluator ? evaluator.id() : ((RunEvaluator) made).id();
    }

    static Outcome outcome(Object made, Sample sample) {
        return made instanceof Evaluator evaluator
                ? evaluator.evaluate(sample)
                : ((RunEvaluator) made).evaluate(List.of(sample));
    }

    static String signature(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList();
    }

    static Stream<Method> methods(Class<?> door) {
        return Arrays.stream(door.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.isSynthetic())
                .sorted(Comparator.comparing(EveryEvaluator::signature));
    }

    private Map<String, Object> build(boolean options) {
        DOORS.forEach(door -> methods(door)
                .filter(method -> !NO_EVALUATORS.contains(door.getSimpleName() + "." + method.getName()))
                .forEach(method -> put(signature(method), call(method, this), options)));
        DecisionTree tree = DecisionTree.ask(decision(0).atLeast(1))
                .ifPassed(DecisionTree.score(1))
                .ifFailed(DecisionTree.score(0));
        put("DecisionTree.evaluator", tree.evaluator("tree", Scale.UNIT, Direction.HIGHER_IS_BETTER), options);
        return found;
    }

    private void put(String name, Object made, boolean options) {
        if (made instanceof Pairwise pairwise) {
            put(name, pairwise.againstBaseline(), options);
        } else if (made instanceof Evaluator.Group group) {
            group.members().forEach(member -> found.put(name + " " + member.id().name(), member));
        } else if (made instanceof Evaluator || made instanceof RunEvaluator) {
            found.put(name, made);
            if (options) {
                putOptions(name, made);
            }
        } else {
            throw new AssertionError(name + " returns something that this test does not know: " + made.getClass());
        }
    }

    /** Adds what one call without arguments derives: another setting, or the figure of a run. */
    private void putOptions(String name, Object made) {
        Arrays.stream(made.getClass().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> Modifier.isPublic(made.getClass().getModifiers()))
                .filter(method -> method.getParameterCount() == 0
                        && (method.getReturnType() == made.getClass() || method.getReturnType() == RunEvaluator.class))
                .filter(method ->
                        !(name.contains("contextNoise") && method.getName().equals("emptyIsWorst")))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> found.put(name + "." + method.getName(), call(method, made)));
    }

    private Object call(Method method, Object receiver) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            BiFunction<String, Integer, Object> maker = makers.get(method.getParameterTypes()[i]);
            if (maker == null) {
                throw new AssertionError(signature(method) + " needs an argument that this test cannot make: "
                        + method.getParameterTypes()[i]);
            }
            arguments[i] = maker.apply(method.getName(), i);
        }
        try {
            return method.invoke(receiver, arguments);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(signature(method) + " does not take " + Arrays.toString(arguments), e);
        }
    }

    private Evaluator decision(int index) {
        return JudgeEvaluators.decision(judge, "question_" + index, "Is it " + index + "?");
    }

    private Map<Class<?>, BiFunction<String, Integer, Object>> makers() {
        String[] words = other ? new String[] {"hut"} : new String[] {"hut", "june"};
        Rubric[] rubrics = {Rubric.shipped("judge-coherence"), Rubric.shipped("judge-relevance")};
        Map<Class<?>, BiFunction<String, Integer, Object>> all = new LinkedHashMap<>();
        all.put(Judge.class, (method, i) -> judge);
        all.put(EmbeddingModel.class, (method, i) -> embeddings);
        all.put(int.class, (method, i) -> other ? 3 : 2);
        all.put(double.class, (method, i) -> other ? 0.9 : 0.5);
        all.put(String.class, (method, i) -> (other ? "trail" : "hut") + "-" + i);
        all.put(String[].class, (method, i) -> method.equals("language") ? tags() : words);
        all.put(Pattern.class, (method, i) -> Pattern.compile(other ? "(a+)+$" : "(a|b)+c"));
        all.put(JsonSchema.class, (method, i) -> other ? ARRAY : OBJECT);
        all.put(LanguageDetector.class, (method, i) -> LanguageDetector.of("fixed", text -> Optional.of("en")));
        all.put(Gain.class, (method, i) -> other ? Gain.LINEAR : Gain.EXPONENTIAL);
        all.put(Rubric.class, (method, i) -> rubrics[other ? 0 : 1]);
        all.put(Rubric[].class, (method, i) -> rubrics);
        all.put(Threshold.class, (method, i) -> Threshold.atMost(other ? 0.4 : 0.5));
        all.put(Evaluator.class, (method, i) -> decision(i));
        all.put(Evaluator[].class, (method, i) -> new Evaluator[] {decision(0), decision(1), decision(2)});
        all.put(Check[].class, (method, i) ->
                new Check[] {decision(0).atLeast(1), decision(1).atLeast(1)});
        all.put(Evaluator.Weighted[].class, (method, i) ->
                new Evaluator.Weighted[] {decision(0).weighted(2), decision(1).weighted(1)});
        return all;
    }

    private String[] tags() {
        return other ? new String[] {"de"} : new String[] {"en", "fr"};
    }
}
