package io.genaiops.definition;

import io.genaiops.definition.PolicyRule.Moment;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A fact that a policy decides by. Besides the ones below, a host has facts of its own, whose names begin with {@code x-}.
 *
 * @param name the name in files, for example {@code dataClass} or {@code x-team}
 * @since 0.1
 */
public record PolicyFact(String name) {

    private static final Pattern OWN = Pattern.compile("x-[a-z0-9][a-z0-9-]{0,60}");
    private static final Map<String, Set<Moment>> KNOWN = known();

    /** What the provider calls the model, for example {@code gpt-4.1-mini}. */
    public static final PolicyFact MODEL = new PolicyFact("model");

    /** The host's name of the model, which prompts use. */
    public static final PolicyFact HOST_MODEL = new PolicyFact("hostModel");

    /** Who serves the model. */
    public static final PolicyFact PROVIDER = new PolicyFact("provider");

    /** The name of the tool that is about to run. */
    public static final PolicyFact TOOL = new PolicyFact("tool");

    /** Where data goes. */
    public static final PolicyFact REGION = new PolicyFact("region");

    /** What kind of data goes there, for example {@code personal}. */
    public static final PolicyFact DATA_CLASS = new PolicyFact("dataClass");

    /** Where the host runs, for example {@code production}. */
    public static final PolicyFact ENVIRONMENT = new PolicyFact("environment");

    /** What it is done for. */
    public static final PolicyFact PURPOSE = new PolicyFact("purpose");

    /** For which tenant of the host it is done. */
    public static final PolicyFact TENANT = new PolicyFact("tenant");

    /** The asset in whose name it is done, for example {@code prompt/trail-guide}; at a promotion, what is promoted. */
    public static final PolicyFact ASSET = new PolicyFact("asset");

    /** The label that is about to move. */
    public static final PolicyFact LABEL = new PolicyFact("label");

    /** Refuses a name that is neither known nor the host's own. */
    public PolicyFact {
        if (!KNOWN.containsKey(name) && !OWN.matcher(name).matches()) {
            throw new IllegalArgumentException("a fact must be one of "
                    + KNOWN.keySet().stream().sorted().toList() + " or one of your own that matches " + OWN
                    + "; found: '" + name + "'");
        }
    }

    /** Returns a fact of the host's own, for example {@code own("x-team")}. */
    public static PolicyFact own(String name) {
        PolicyFact fact = new PolicyFact(name);
        if (!fact.isOwn()) {
            throw new IllegalArgumentException(
                    "a fact of your own must match " + OWN + "; found: '" + name + "', which is known");
        }
        return fact;
    }

    /** Returns whether the host invented it. */
    public boolean isOwn() {
        return name.startsWith("x-");
    }

    /** Returns whether a text could be the name of a fact of the host's own. */
    public static boolean isOwnName(String text) {
        return text.startsWith("x-") && OWN.matcher(text).matches();
    }

    /** Returns when it is known. */
    public Set<Moment> moments() {
        return EnumSet.copyOf(KNOWN.getOrDefault(name, EnumSet.allOf(Moment.class)));
    }

    @Override
    public String toString() {
        return name;
    }

    private static Map<String, Set<Moment>> known() {
        Map<String, Set<Moment>> known = Stream.of("region", "dataClass", "environment", "purpose", "tenant", "asset")
                .collect(Collectors.toMap(
                        name -> name, name -> EnumSet.allOf(Moment.class), (a, b) -> a, LinkedHashMap::new));
        Stream.of("model", "hostModel", "provider")
                .forEach(name -> known.put(name, EnumSet.of(Moment.CALL, Moment.PROMOTION)));
        known.put("tool", EnumSet.of(Moment.TOOL));
        known.put("label", EnumSet.of(Moment.PROMOTION));
        return known;
    }
}
