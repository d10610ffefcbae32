package io.genaiops.cost;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a model's name apart, from the outside in: path, dotted prefixes, revision, region, date, punctuation. */
final class ModelNameParser {

    /** Spellings of providers without punctuation, and what they are compared as. */
    private static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry("azureopenai", "azure"),
            Map.entry("azureaiopenai", "azure"),
            Map.entry("gemini", "google"),
            Map.entry("gcpgemini", "google"),
            Map.entry("googleai", "google"),
            Map.entry("googleaigemini", "google"),
            Map.entry("googlegenai", "google"),
            Map.entry("vertexai", "vertex"),
            Map.entry("gcpvertexai", "vertex"),
            Map.entry("googlevertexai", "vertex"),
            Map.entry("googlevertexaigemini", "vertex"),
            Map.entry("googlevertexaianthropic", "vertex"),
            Map.entry("aws", "bedrock"),
            Map.entry("awsbedrock", "bedrock"),
            Map.entry("amazonbedrock", "bedrock"),
            Map.entry("bedrockconverse", "bedrock"),
            Map.entry("mistralai", "mistral"),
            Map.entry("ibmwatsonxai", "watsonx"));

    /** Words of a path that only announce what follows. */
    private static final Set<String> ANNOUNCEMENTS =
            Set.of("models", "publishers", "accounts", "deployments", "engines", "locations", "providers");

    private static final String AREA =
            "(?:us|eu|ap|ca|sa|me|af|il|mx|asia|europe|northamerica|southamerica|australia|africa)"
                    + "(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)+-?\\d{1,2}";

    /** Regions of Azure, which have no common form. */
    private static final String AZURE_AREA = Arrays.stream(
                    ("eastus2? westus[23]? centralus (?:north|south|west)centralus"
                                    + " (?:north|west)europe uk(?:south|west) (?:france|sweden|poland|korea|qatar|spain)central"
                                    + " germanywestcentral switzerland(?:north|west) norwayeast australiaeast japan(?:east|west)"
                                    + " canada(?:east|central) brazilsouth southindia southafricanorth uaenorth italynorth")
                            .split(" "))
            .collect(Collectors.joining("|"));

    private static final Pattern PLACE = Pattern.compile("us|eu|global|" + AREA + "|" + AZURE_AREA);
    private static final Pattern PLACE_AFTER = Pattern.compile("(.+)[-@](" + AREA + "|" + AZURE_AREA + ")");
    private static final Pattern DOTTED = Pattern.compile("(?:(us|us-gov|eu|apac|ap|jp|au|ca|sa|global)\\.)?"
            + "(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|stability|openai|qwen|writer|google|moonshot"
            + "|minimax|nvidia|zai|luma|twelvelabs)\\.(.+)");
    private static final Pattern REVISION = Pattern.compile("(.+?)(?:-(v\\d{1,2}))?(:\\d)");
    private static final Pattern DATE =
            Pattern.compile("(.+)[-@](\\d{4})(?:-(\\d{2})-(\\d{2})|(\\d{2})(\\d{2}))(?:-(v\\d{1,2}))?");
    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("(?<=\\d)\\.(?=\\d)");
    private static final Pattern PUNCTUATION = Pattern.compile("[._\\-\\s]");

    private final String text;
    private final List<String> providers = new ArrayList<>();
    private String rest;
    private @Nullable String region;
    private @Nullable LocalDate date;
    private @Nullable String revision;

    ModelNameParser(String text) {
        this.text = text;
        this.rest = checked("model", text);
    }

    static String provider(String name) {
        String plain = PUNCTUATION.matcher(checked("provider", name)).replaceAll("");
        return PROVIDERS.getOrDefault(plain, plain);
    }

    ModelName parse() {
        path();
        Matcher dotted = DOTTED.matcher(rest);
        if (dotted.matches()) {
            region = dotted.group(1) == null ? region : dotted.group(1);
            providers.add(provider(dotted.group(2)));
            rest = dotted.group(3);
        }
        Matcher numbered = REVISION.matcher(rest);
        if (numbered.matches()) {
            revision = numbered.group(2) == null ? numbered.group(3) : numbered.group(2) + numbered.group(3);
            rest = numbered.group(1);
        }
        Matcher placed = PLACE_AFTER.matcher(rest);
        if (placed.matches()) {
            region = placed.group(2);
            rest = placed.group(1);
        }
        dated();
        return new ModelName(family(), providers, region, date, revision);
    }

    private static String checked(String what, String text) {
        if (text.length() > ModelName.MOST_CHARACTERS || text.isBlank()) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + ModelName.MOST_CHARACTERS + " characters that are not blank; found "
                            + (text.isBlank() ? "a blank text" : text.length() + " characters"));
        }
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private void path() {
        String[] segments = rest.split("/", -1);
        rest = segments[segments.length - 1];
        if (rest.isBlank()) {
            throw new IllegalArgumentException("model must end with its name, not with a slash; found: '" + text + "'");
        }
        for (int i = 0; i < segments.length - 1; i++) {
            String segment = segments[i];
            if (segment.equals("projects")) {
                i++;
            } else if (segment.startsWith("arn:aws")) {
                providers.add("bedrock");
            } else if (PLACE.matcher(segment).matches()) {
                region = segment;
            } else if (!segment.isBlank() && !ANNOUNCEMENTS.contains(segment)) {
                providers.add(provider(segment));
            }
        }
    }

    private void dated() {
        Matcher dated = DATE.matcher(rest);
        if (!dated.matches()) {
            return;
        }
        String month = dated.group(3) == null ? dated.group(5) : dated.group(3);
        String day = dated.group(4) == null ? dated.group(6) : dated.group(4);
        LocalDate found = day(Integer.parseInt(dated.group(2)), Integer.parseInt(month), Integer.parseInt(day));
        if (found != null) {
            date = found;
            revision = dated.group(7) == null ? revision : dated.group(7) + (revision == null ? "" : revision);
            rest = dated.group(1);
        }
    }

    private static @Nullable LocalDate day(int year, int month, int day) {
        try {
            return year < 2018 || year > 2099 ? null : LocalDate.of(year, month, day);
        } catch (DateTimeException notOfTheCalendar) {
            return null;
        }
    }

    private String family() {
        String dashed = rest.replace('_', '-').replace(' ', '-').replace('@', '-');
        return BETWEEN_NUMBERS.matcher(dashed).replaceAll("-");
    }
}
