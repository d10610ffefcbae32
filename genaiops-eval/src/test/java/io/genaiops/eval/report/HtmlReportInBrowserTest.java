package io.genaiops.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.VariantResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportInBrowserTest {

    private static final String ENTER = "\ue007";
    private static final String ESCAPE = "\ue00c";
    private static final String DOWN = "\ue015";
    private static final int ROWS = 400;
    private static final ExperimentResult RESULT = Demonstration.of(ROWS, 3, 1);

    @TempDir
    private static Path folder;

    private static Path page;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start(folder);
        page = folder.resolve("report.html");
        Report.html(RESULT).writeTo(page);
    }

    @AfterEach
    void nothing_was_refused_or_failed() throws IOException {
        assertThat(browser.console()).isEmpty();
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void the_overview_shows_the_figures_of_the_result() throws IOException {
        browser.open(page, "printable");
        assertThat(text("h1")).isEqualTo("Which prompt, which model?");
        assertThat(text(".heading")).contains("2026-11-23 12:40 UTC", "400 samples", "trail-questions.jsonl");
        List<String> means = texts(".quality tbody tr:not(.group) td:nth-of-type(1)");
        List<String> rates = texts(".quality tbody tr:not(.group) td:nth-of-type(4)");
        int next = 0;
        for (int evaluator = 0; evaluator < 3; evaluator++) {
            for (VariantResult variant : RESULT.variants()) {
                Measurement measurement = variant.measurements().get(evaluator);
                assertThat(Double.parseDouble(means.get(next)))
                        .isCloseTo(
                                measurement.mean().orElseThrow().value(),
                                org.assertj.core.data.Percentage.withPercentage(0.6));
                String rate = measurement
                        .passRate()
                        .map(r -> String.format("%.1f %%", 100 * r.rate()))
                        .orElse("—");
                assertThat(rates.get(next)).isEqualTo(rate);
                next++;
            }
        }
        assertThat(text(".finding")).isNotEmpty();
        for (String sentence : RESULT.compare("guide 1.1.0 · small", "guide 2.0.0 · small")
                .describe()
                .lines()
                .toList()) {
            assertThat(text(".overview")).contains(sentence);
        }
        assertThat(count(".drawing svg[role=img][aria-label]")).isEqualTo(6);
        assertThat(count(".drawing rect")).isGreaterThan(50);
    }

    @Test
    void what_is_missing_is_a_dash() throws IOException {
        Path small = folder.resolve("small.html");
        Report.html(Specimens.large(5, 1)).writeTo(small);
        browser.open(small, "printable");
        assertThat(texts("#operations tbody td"))
                .containsExactly("variant 0", "0", "—", "—", "—", "—", "—", "0 %", "—");
    }

    @Test
    void only_rows_in_view_are_in_the_page() throws IOException {
        browser.open(page, "printable");
        browser.press("s");
        browser.until("document.querySelectorAll('.rows .row').length > 0");
        assertThat(count(".rows .row")).isBetween(10, 40);
        assertThat(browser.run("return document.querySelector('.list').getAttribute('aria-rowcount')")
                        .asInt())
                .isEqualTo(ROWS + 1);
        browser.run("document.querySelector('.list').scrollTop = 1e9");
        browser.until("document.querySelector('[data-place=\"399\"] .input')?.textContent.length > 5");
        assertThat(count(".rows .row")).isBetween(10, 40);
        assertThat(text("[data-place='399'] .input"))
                .isEqualTo(RESULT.dataset().samples().get(399).input());
    }

    @Test
    void filters_find_what_the_result_holds() throws IOException {
        browser.open(page, "printable");
        browser.press("s");
        choose("Outcome", "failed");
        assertFound(row ->
                anyVariant(row, item -> judged(item, 0, Judgement.FAILED) || judged(item, 1, Judgement.FAILED)));
        choose("Evaluator", "1");
        assertFound(row -> anyVariant(row, item -> judged(item, 1, Judgement.FAILED)));
        choose("Variant", "2");
        assertFound(row -> judged(item(row, 2), 1, Judgement.FAILED));
        choose("Tag", "0");
        String tag = text("select[aria-label=Tag] option:nth-child(2)");
        assertFound(row -> judged(item(row, 2), 1, Judgement.FAILED)
                && item(row, 2).sample().tags().contains(tag));
        browser.run("[...document.querySelectorAll('.filters .link')].pop().click()");
        assertFound(row -> true);
        choose("Outcome", "unscored");
        assertFound(row -> anyVariant(
                row,
                item -> IntStream.range(0, 3).anyMatch(e -> outcome(item, e).kind() == Outcome.Kind.UNSCORED)));
        choose("Outcome", "no_answer");
        assertFound(row -> anyVariant(row, item -> !item.trials().get(0).isAnswered()));
        choose("Outcome", "inconclusive");
        assertFound(row -> anyVariant(
                row, item -> !outcome(item, 0).isScored() || !outcome(item, 1).isScored()));
        choose("Outcome", "");
        browser.run("document.querySelector('.filters .toggle').click()");
        assertFound(row -> flips(row, 0) || flips(row, 1));
    }

    @Test
    void a_figure_leads_to_the_samples_behind_it() throws IOException {
        browser.open(page, "printable");
        browser.run("document.querySelector('.quality .look .bad').click()");
        browser.drawn();
        assertFound(row -> judged(item(row, 0), 0, Judgement.FAILED));
        assertThat(browser.run("return document.querySelector('.overview').hidden")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void the_search_looks_through_every_text() throws IOException {
        browser.open(page, "printable");
        for (String wanted :
                List.of("Höllental", "turns in the AFTERNOON", "429 too many", "i would rather not", "small-2026-05")) {
            search(wanted);
            assertFound(row -> everything(row).contains(wanted.toLowerCase(java.util.Locale.ROOT)));
        }
        String trace = RESULT.dataset()
                .samples()
                .get(7)
                .attribute("trace_id")
                .orElseThrow()
                .asText();
        search(trace);
        assertThat(text(".status")).isEqualTo("1 of 400 samples");
        search("no such words");
        assertThat(text(".status")).isEqualTo("0 of 400 samples");
        assertThat(text(".nothing")).isEqualTo("No sample fits.");
    }

    @Test
    void keys_do_what_the_list_of_keys_says() throws IOException {
        browser.open(page, "printable");
        browser.press("s");
        browser.press("jj" + DOWN + "k" + ENTER);
        browser.until("document.querySelector('.detail h2')?.textContent === 'hike-1001'");
        assertThat(browser.run("const list = document.querySelector('.list'); return document.getElementById("
                                + "list.getAttribute('aria-activedescendant')).getAttribute('aria-selected')")
                        .asText())
                .isEqualTo("true");
        browser.press("j");
        browser.until("document.querySelector('.detail h2')?.textContent === 'hike-1002'");
        browser.press(ESCAPE);
        assertThat(browser.run("return document.querySelector('.detail').hidden")
                        .asBoolean())
                .isTrue();
        assertThat(focused()).isEqualTo("list");
        browser.press("/");
        assertThat(browser.run("return document.activeElement.id").asText()).isEqualTo("search");
        browser.press("wank" + ENTER);
        assertThat(focused()).isEqualTo("list");
        browser.press("?");
        assertThat(text("dialog")).contains("Search", "Next and previous sample");
        browser.press(ESCAPE);
        assertThat(count("dialog")).isZero();
        browser.press("f");
        assertThat(browser.run("return document.querySelector('.filters .toggle').getAttribute('aria-pressed')")
                        .asText())
                .isEqualTo("true");
        browser.press("o");
        browser.until("!document.querySelector('.overview').hidden");
    }

    @Test
    void a_sample_shows_its_variants_side_by_side_and_their_words_compared() throws IOException {
        browser.open(page, "printable");
        browser.press("s" + "j" + ENTER);
        browser.until("document.querySelectorAll('.answer').length === 3");
        for (int variant = 0; variant < 3; variant++) {
            String answer = ".answer:nth-child(" + (variant + 1) + ")";
            ItemResult item = item(0, variant);
            assertThat(text(answer + " h4"))
                    .isEqualTo(RESULT.variants().get(variant).name());
            assertThat(text(answer + " .text")).isEqualTo(response(item));
            assertThat(text(answer + " .results")).contains(outcome(item, 0).explanation());
        }
        assertThat(text(".detail"))
                .contains(
                        item(0, 0).sample().reference().orElseThrow(),
                        item(0, 0).sample().context().get(1).text(),
                        item(0, 0).sample().attribute("trace_id").orElseThrow().asText());
        for (int row = 0; row < 12; row++) {
            String sample = "hike-" + (1_000 + row);
            browser.until("document.querySelector('.detail h2')?.textContent === '" + sample + "'");
            browser.press(row == 0 ? "d" : "");
            if (item(row, 0).trials().get(0).isAnswered()
                    && item(row, 2).trials().get(0).isAnswered()) {
                assertThat(words("same", "del")).isEqualTo(response(item(row, 0)));
                assertThat(words("same", "ins")).isEqualTo(response(item(row, 2)));
            }
            browser.press("j");
        }
    }

    @Test
    void texts_are_shown_and_never_run() throws IOException {
        Path file = folder.resolve("hostile.html");
        ExperimentResult hostile = Specimens.hostile();
        Report.html(hostile).writeTo(file);
        browser.open(file, "printable");
        int scripts = count("script");
        browser.press("s" + ENTER);
        for (int row = 0; row < Specimens.HOSTILE.size(); row++) {
            String input = hostile.dataset().samples().get(row).input();
            browser.until("document.querySelector('.detail h2')?.textContent.startsWith('" + row + " ')");
            browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
            assertThat(text(".prose .text")).isEqualTo(input);
            assertThat(text(".answer .text")).isEqualTo(input);
            assertThat(text(".answer .error")).endsWith(input);
            assertThat(text(".attributes dd")).isEqualTo(input);
            assertThat(text(".detail .tag")).isEqualTo(input);
            browser.press("j");
        }
        browser.press("o");
        search("<script>");
        assertThat(browser.run("return window.canary === undefined && document.title.length > 100 && location.href")
                        .asText())
                .endsWith("hostile.html#samples");
        assertThat(count("script")).isEqualTo(scripts);
        assertThat(count("img, iframe, object, embed, base, link, form:not(.filters), template, animate"))
                .isZero();
        assertThat(
                        browser.run(
                                "return [...document.querySelectorAll('*')].flatMap((each) => [...each.attributes])"
                                        + ".filter((each) => /^on|^(src|href|style)$/.test(each.name)).map((each) => each.name + each.value)"
                                        + ".filter((each) => !each.startsWith('href#'))"
                                        + ".filter((each) => !/^style(transform: translateY\\(\\d+px\\);|height: \\d+px;|--(variants|evaluators): repeat\\([^;]*\\);( |$))+/.test(each))"))
                .isEmpty();
        assertThat(browser.run("return performance.getEntriesByType('resource').length")
                        .asInt())
                .isZero();
    }

    @Test
    void light_and_dark_follow_the_system_and_the_button_and_can_be_read() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.command(
                    "Emulation.setEmulatedMedia",
                    "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
            browser.open(page, "printable");
            assertThat(contrasts()).allSatisfy(contrast -> assertThat(contrast).isGreaterThan(4.5));
            boolean dark = isDark();
            assertThat(dark).isEqualTo(scheme.equals("dark"));
            browser.press("t");
            assertThat(isDark()).isNotEqualTo(dark);
            assertThat(contrasts()).allSatisfy(contrast -> assertThat(contrast).isGreaterThan(4.5));
        }
        browser.command("Emulation.setEmulatedMedia", "{\"features\":[]}");
    }

    @Test
    void landmarks_names_and_headings_guide_those_who_listen() throws IOException {
        browser.open(page, "printable");
        browser.press("s" + ENTER);
        browser.until("document.querySelectorAll('.answer').length === 3");
        assertThat(
                        count(
                                "header.bar nav[aria-label], main, .skip[href='#main'], [role=search], [role=status], [role=grid]"))
                .isEqualTo(6);
        assertThat(browser.run("return [...document.querySelectorAll('button, select, input, a')]"
                        + ".filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length))"
                        + ".map((each) => each.className)"))
                .isEmpty();
        assertThat(browser.run("return [...document.querySelectorAll('[aria-labelledby]')]"
                        + ".filter((each) => !document.getElementById(each.getAttribute('aria-labelledby')))"
                        + ".map((each) => each.className)"))
                .isEmpty();
        assertThat(browser.run("const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);"
                        + "return ids.filter((id, i) => ids.indexOf(id) !== i)"))
                .isEmpty();
        assertThat(browser.run("return document.documentElement.lang").asText()).isEqualTo("en");
    }

    @Test
    void paper_has_the_figures_and_the_samples_to_look_at() throws IOException {
        browser.open(page, "printable");
        browser.press("s");
        byte[] pdf = browser.print();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        browser.command("Emulation.setEmulatedMedia", "{\"media\":\"print\"}");
        assertThat(browser.run("return ['.overview', '.on-paper', '.samples', '.bar'].map((each) =>"
                                + " getComputedStyle(document.querySelector(each)).display)")
                        .toString())
                .isEqualTo("[\"block\",\"block\",\"none\",\"none\"]");
        assertThat(count(".on-paper article")).isEqualTo(100);
        assertThat(text(".on-paper > p:last-child")).matches("and \\d+ more");
        assertThat(text(".on-paper article dd")).isNotEmpty();
        browser.command("Emulation.setEmulatedMedia", "{\"media\":\"\"}");
    }

    @Test
    void a_file_that_was_cut_off_says_so() throws IOException {
        String whole = Files.readString(page);
        Path file = folder.resolve("cut.html");
        Files.writeString(file, whole.substring(0, whole.indexOf("data-part=\"latencies\"")));
        browser.open(file, "overview|failed");
        browser.until("document.querySelectorAll('[role=alert]').length > 0");
        assertThat(text("[role=alert]")).startsWith("This file is incomplete");
    }

    private static void choose(String filter, String value) throws IOException {
        browser.run(
                "const select = document.querySelector('select[aria-label=' + arguments[0] + ']');"
                        + "select.value = arguments[1]; select.dispatchEvent(new Event('input'));",
                filter,
                value);
    }

    private static void search(String wanted) throws IOException {
        browser.run(
                "location.hash = '#samples'; const search = document.getElementById('search');"
                        + "search.value = arguments[0]; search.dispatchEvent(new Event('input'));",
                wanted);
        browser.until(
                "!document.querySelector('.status').textContent.includes('searching') && !document.querySelector('.samples').hidden");
    }

    private static void assertFound(Predicate<Integer> expected) throws IOException {
        long count = IntStream.range(0, ROWS).filter(expected::test).count();
        assertThat(count).isPositive();
        assertThat(text(".status")).isEqualTo(count == ROWS ? "400 samples" : count + " of 400 samples");
        int first = IntStream.range(0, ROWS).filter(expected::test).findFirst().orElseThrow();
        browser.until("document.querySelector('[data-place=\"0\"]') !== null");
        assertThat(text("[data-place='0'] .index")).isEqualTo(Integer.toString(first + 1));
    }

    private static ItemResult item(int row, int variant) {
        return RESULT.variants().get(variant).items().get(row);
    }

    private static boolean anyVariant(int row, Predicate<ItemResult> test) {
        return IntStream.range(0, 3).anyMatch(variant -> test.test(item(row, variant)));
    }

    private static Outcome outcome(ItemResult item, int evaluator) {
        return item.trials().get(0).evaluation().results().get(evaluator).outcome();
    }

    private static boolean judged(ItemResult item, int evaluator, Judgement judgement) {
        return item.trials().get(0).evaluation().results().get(evaluator).judgement() == judgement;
    }

    private static boolean flips(int row, int evaluator) {
        return anyVariant(row, item -> judged(item, evaluator, Judgement.PASSED))
                && anyVariant(row, item -> judged(item, evaluator, Judgement.FAILED));
    }

    private static String response(ItemResult item) {
        return item.trials().get(0).evaluation().sample().response().orElse("");
    }

    private static String everything(int row) {
        StringBuilder all = new StringBuilder(item(row, 0).sample().input());
        item(row, 0).sample().references().forEach(all::append);
        item(row, 0).sample().context().forEach(document -> all.append('\n').append(document.text()));
        for (int variant = 0; variant < 3; variant++) {
            ItemResult item = item(row, variant);
            all.append('\n')
                    .append(response(item))
                    .append('\n')
                    .append(item.trials().get(0).error());
            all.append('\n')
                    .append(item.trials().get(0).evaluation().sample().model().orElse(""));
            for (int evaluator = 0; evaluator < 3; evaluator++) {
                Outcome outcome = outcome(item, evaluator);
                all.append('\n').append(outcome.explanation());
                all.append('\n').append(outcome instanceof Outcome.Unscored unscored ? unscored.raw() : "");
            }
        }
        return all.toString().toLowerCase(java.util.Locale.ROOT);
    }

    private static String words(String same, String changed) throws IOException {
        return browser.run(
                        "return [...document.querySelector('.answer:nth-child(3) .text').childNodes].filter((each) =>"
                                + " each.nodeType === 3 ? arguments[0] === 'same' : each.localName === arguments[1])"
                                + ".map((each) => each.textContent).join('')",
                        same,
                        changed)
                .asText();
    }

    private static boolean isDark() throws IOException {
        return browser.run("return getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g)[0] < 128")
                .asBoolean();
    }

    /** The contrast of all text colours on the paper, as WCAG 2.2 computes it (relative luminance, 1.4.3). */
    private static List<Double> contrasts() throws IOException {
        JsonNode contrasts = browser.run("const style = getComputedStyle(document.documentElement);"
                + "const light = (name) => { const hex = style.getPropertyValue(name).trim();"
                + " const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)"
                + " .map((c) => (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4)));"
                + " return 0.2126 * r + 0.7152 * g + 0.0722 * b; };"
                + "const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);"
                + "return [['--ink', '--paper'], ['--muted', '--paper'], ['--accent', '--paper'], ['--fail', '--paper'],"
                + " ['--muted', '--surface'], ['--ink', '--new'], ['--ink', '--gone'], ['--accent', '--accent-faint'],"
                + " ['--ink', '--accent-faint']].map(([a, b]) => contrast(light(a), light(b)));");
        return IntStream.range(0, contrasts.size())
                .mapToObj(i -> contrasts.get(i).asDouble())
                .toList();
    }

    private static String focused() throws IOException {
        return browser.run("return document.activeElement.className").asText();
    }

    private static int count(String selector) throws IOException {
        return browser.run("return document.querySelectorAll(arguments[0]).length", selector)
                .asInt();
    }

    private static String text(String selector) throws IOException {
        return browser.run("return document.querySelector(arguments[0]).textContent", selector)
                .asText();
    }

    private static List<String> texts(String selector) throws IOException {
        JsonNode texts = browser.run(
                "return [...document.querySelectorAll(arguments[0])].map((each) => each.textContent)", selector);
        return IntStream.range(0, texts.size())
                .mapToObj(i -> texts.get(i).asText())
                .toList();
    }
}
