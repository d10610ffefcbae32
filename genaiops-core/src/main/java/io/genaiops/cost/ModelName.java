package io.genaiops.cost;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a model's name, however a provider or gateway spells it: {@code gpt-4o-2024-08-06},
 * {@code openai/gpt-4o}, {@code us.anthropic.claude-3-5-sonnet-20241022-v2:0}, {@code claude-3.5-sonnet@20240620} and
 * {@code models/gemini-1.5-pro} all tell a family from who offers it, where, and which state of it. What is not known to
 * be such a part stays in the family, so that {@code gpt-4o-mini}, {@code mistral-large-2411}, {@code deepseek-r1:free}
 * and {@code ft:gpt-4o:acme::1} are families of their own. Immutable.
 *
 * @since 0.1
 */
public final class ModelName {

    /** Characters of the longest name that is read. */
    static final int MOST_CHARACTERS = 256;

    private final String family;
    private final List<String> providers;
    private final @Nullable String region;
    private final @Nullable LocalDate date;
    private final @Nullable String revision;

    ModelName(
            String family,
            List<String> providers,
            @Nullable String region,
            @Nullable LocalDate date,
            @Nullable String revision) {
        this.family = family;
        this.providers = List.copyOf(providers);
        this.region = region;
        this.date = date;
        this.revision = revision;
    }

    /**
     * Parses a name.
     *
     * @throws IllegalArgumentException if the text is blank, has over 256 characters or ends with a slash
     */
    public static ModelName parse(String text) {
        return new ModelNameParser(text).parse();
    }

    /**
     * Returns the one spelling of a provider that is compared: {@code MISTRAL_AI} and {@code mistral} are one,
     * {@code openai} and {@code azure} are two, since each has its own prices.
     *
     * @throws IllegalArgumentException if the name is blank or has over 256 characters
     */
    public static String provider(String name) {
        return ModelNameParser.provider(name);
    }

    /** Returns the name without the other parts, in lower case, with {@code -} between the numbers of a version. */
    public String family() {
        return family;
    }

    /** Returns the providers that the name says, outermost first, as in {@code openrouter/openai/gpt-4o}. */
    public List<String> providers() {
        return providers;
    }

    /** Returns the region that the name says, such as {@code us} or {@code eu-west-1}. */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /** Returns the day that the name dates the model to; years with months alone, as in {@code -2411}, are none. */
    public Optional<LocalDate> date() {
        return Optional.ofNullable(date);
    }

    /** Returns the revision that the name says, such as {@code v2:0}. */
    public Optional<String> revision() {
        return Optional.ofNullable(revision);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelName name
                && family.equals(name.family)
                && providers.equals(name.providers)
                && Objects.equals(region, name.region)
                && Objects.equals(date, name.date)
                && Objects.equals(revision, name.revision);
    }

    @Override
    public int hashCode() {
        return Objects.hash(family, providers, region, date, revision);
    }

    /** Returns the parts in one spelling, for example {@code anthropic/claude-3-5-sonnet@2024-10-22 v2:0 in us}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        providers.forEach(provider -> text.append(provider).append('/'));
        text.append(family);
        date().ifPresent(day -> text.append('@').append(day));
        revision().ifPresent(number -> text.append(' ').append(number));
        region().ifPresent(place -> text.append(" in ").append(place));
        return text.toString();
    }
}
