package io.genaiops.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.Version;
import io.genaiops.prompt.Prompt;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrefixReportTest {

    /** A thousand tokens by the rule of thumb. */
    private static final String RULES =
            "Be brief, be kind and be clear in what you say.\n".repeat(100).substring(0, 4_000);

    private static PrefixReport report(String body) {
        return PrefixReport.of("guide:1.0.0", Template.compile(body), null);
    }

    @Test
    void text_counts_up_to_the_first_input() {
        PrefixReport report = report("system:\n" + RULES + "\nuser:\n{{question}}");
        assertThat(report.tokens()).isBetween(1_000, 1_001);
        assertThat(report.characters()).isBetween(4_000, 4_003);
        assertThat(report.fixedTokens()).isEqualTo(report.tokens());
        assertThat(report.endedBy().orElseThrow()).hasToString("'question' in line 87 (user)");
    }

    @Test
    void an_input_at_the_beginning_leaves_nothing_to_cache() {
        PrefixReport report =
                report("system:\nToday is {{date}}.\n" + RULES + RULES + "\nIn {{locale}}.\nuser:\n{{question}}");
        assertThat(report.tokens()).isEqualTo(2);
        assertThat(report.fixedTokens()).isBetween(2_000, 2_010);
        assertThat(report.stops()).extracting(PrefixStop::name).containsExactly("date", "locale", "question");
        assertThat(report.reaches(CacheMinimum.openAi())).isFalse();
        assertThat(report.couldReach(CacheMinimum.openAi())).isTrue();
        assertThat(report.toMove(CacheMinimum.openAi()))
                .extracting(PrefixStop::name)
                .containsExactly("date");
        assertThat(report)
                .hasToString("guide:1.0.0: about 2 of " + report.fixedTokens()
                        + " fixed tokens lead every call, up to 'date' in line 2 (system); too little for OpenAI (1024"
                        + " tokens); it is enough if these come later: 'date' in line 2 (system); too little for Claude"
                        + " Sonnet 4.6 (2048 tokens), wherever the inputs stand; too little for Claude Opus 4.5 (4096"
                        + " tokens), wherever the inputs stand");
    }

    @Test
    void as_few_inputs_as_possible_are_to_move() {
        PrefixReport report = report("{{a}}" + RULES + "{{b.c}}" + RULES + "{{d}}" + RULES + "{{e}}");
        assertThat(report.toMove(new CacheMinimum("host", 1)))
                .extracting(PrefixStop::name)
                .containsExactly("a");
        assertThat(report.toMove(new CacheMinimum("host", 1_500)))
                .extracting(PrefixStop::input)
                .containsExactly("a", "b");
        assertThat(report.toMove(new CacheMinimum("host", 3_000))).hasSize(3);
        assertThat(report.toMove(new CacheMinimum("host", 3_001))).isEmpty();
    }

    @Test
    void sections_end_the_prefix_and_their_text_does_not_count() {
        for (String section : List.of("{{#polite}}" + RULES + "{{/polite}}", "{{^polite}}" + RULES + "{{/polite}}")) {
            PrefixReport report = report("Before. " + section + "After it. {{question}}");
            assertThat(report.tokens()).isEqualTo(2);
            assertThat(report.fixedTokens()).isEqualTo("Before. After it. ".length() / 4);
            assertThat(report.stops()).extracting(PrefixStop::name).containsExactly("polite", "question");
        }
    }

    @Test
    void inputs_within_sections_and_after_nested_ones_are_told_apart() {
        PrefixReport report = report("{{#a}}{{#b}}x{{/b}}{{^c}}y{{/c}}{{d}}{{/a}}text{{e}}");
        assertThat(report.stops()).extracting(PrefixStop::name).containsExactly("a", "e");
        assertThat(report.fixedTokens()).isEqualTo(1);
    }

    @Test
    void the_history_ends_the_prefix() {
        PrefixReport report = report("system:\n" + RULES + "\n{{history}}\nuser:\nNow. {{question}}");
        assertThat(report.endedBy().orElseThrow().name()).isEqualTo("history");
    }

    @Test
    void partials_count_in_their_place() {
        Map<String, String> partials = Map.of("rules", RULES, "date", "Today is {{date}}.");
        Template template = Template.compile(
                "system:\n{{>rules}}\n{{>date}}\nuser:\n{{question}}",
                TemplateOptions.builder()
                        .partials(name -> Optional.ofNullable(partials.get(name)))
                        .build());
        PrefixReport report = PrefixReport.of("guide", template, null);
        assertThat(report.tokens()).isBetween(1_000, 1_004);
        assertThat(report.endedBy().orElseThrow()).hasToString("'date' in line 1 of partial 'date' (system)");
    }

    @Test
    void a_prompt_without_inputs_is_the_same_in_every_call() {
        PrefixReport report = PrefixReport.of(Prompt.builder("guide", Version.of(1, 0, 0), "user:\n" + RULES.repeat(5))
                .build());
        assertThat(report.endedBy()).isEmpty();
        assertThat(report.reaches(CacheMinimum.claudeOpus())).isTrue();
        assertThat(report)
                .hasToString(
                        "guide:1.0.0: about 5000 of 5000 fixed tokens lead every call; enough for OpenAI (1024"
                                + " tokens); enough for Claude Sonnet 4.6 (2048 tokens); enough for Claude Opus 4.5 (4096 tokens)");
    }

    @Test
    void what_is_said_to_lead_every_call_does_lead_it() {
        Template template = Template.compile(
                "system:\nYou guide hikers.\n\n{{#rules}}- {{.}}\n{{/rules}}Be kind.\nuser:\n{{question}}");
        int prefix = PrefixReport.of("guide", template, null).characters();
        String one = template.render(Map.of("rules", List.of("Be brief."), "question", "Where?"))
                .messages()
                .get(0)
                .text();
        String other = template.render(Map.of("rules", List.of(), "question", "When?"))
                .messages()
                .get(0)
                .text();
        assertThat(one.substring(0, prefix))
                .isEqualTo(other.substring(0, prefix))
                .isEqualTo("You guide hikers.\n\n");
    }

    @Test
    void a_minimum_needs_a_name_and_a_number() {
        assertThat(CacheMinimum.claudeSonnet()).hasToString("Claude Sonnet 4.5 (1024 tokens)");
        assertThatThrownBy(() -> new CacheMinimum("host", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a minimum needs a name and at least 1 token; found: 'host', 0");
    }
}
