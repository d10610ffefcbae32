package io.genaiops.cache.veto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pairs that embeddings take for the same and that must not get one answer, and pairs that may. English unless it says so. */
class VetoesTest {

    private static final String HOSTILE = """
            NEGATION | Is the hut open in winter?                     | Is the hut not open in winter?
            NEGATION | Why does the build work?                       | Why doesn't the build work?
            NEGATION | Can I enter with a dog?                        | Can I enter without a dog?
            NEGATION | What can I take on the plane?                  | What can't I take on the plane?
            NEGATION | Which foods should I eat with gout?            | Which foods should I avoid with gout?
            NEGATION | What is covered by the policy?                 | What is not covered by the policy?
            NEGATION | Do all plans include support?                  | Do all plans except basic include support?
            NEGATION | Will the parcel arrive?                        | The parcel will never arrive, will it?
            NEGATION | What happens if I pay the fee?                 | What happens if I cannot pay the fee?
            OPPOSITE | How do I enable two-factor login?              | How do I disable two-factor login?
            OPPOSITE | How do I open an account?                      | How do I close an account?
            OPPOSITE | Is this mushroom safe?                         | Is this mushroom unsafe?
            OPPOSITE | Is the spray harmful to bees?                  | Is the spray harmless to bees?
            OPPOSITE | How do I increase the limit?                   | How do I decrease the limit?
            OPPOSITE | What is the maximum dose?                      | What is the minimum dose?
            OPPOSITE | What is the highest peak here?                 | What is the lowest peak here?
            OPPOSITE | Is it legal to park here?                      | Is it illegal to park here?
            OPPOSITE | What are the advantages of a loan?             | What are the disadvantages of a loan?
            OPPOSITE | How do I subscribe to the letter?              | How do I unsubscribe from the letter?
            OPPOSITE | How do I sort a list in ascending order?       | How do I sort a list in descending order?
            OPPOSITE | Is the trail easy for children?                | Is the trail difficult for children?
            OPPOSITE | Can I eat it before the operation?             | Can I eat it after the operation?
            NUMBER   | What is 12 times 7?                            | What is 12 times 8?
            NUMBER   | Is 5 mg of it too much?                        | Is 50 mg of it too much?
            NUMBER   | Is 5 mg of it too much?                        | Is 5 g of it too much?
            NUMBER   | How far is 10 km in steps?                     | How far is 10 miles in steps?
            NUMBER   | What do I get for $100?                        | What do I get for €100?
            NUMBER   | What happened on 2024-01-05?                   | What happened on 2024-05-01?
            NUMBER   | Is the shop open at 10:30?                     | Is the shop open at 10:00?
            NUMBER   | How do I count from 5 to 3?                    | How do I count from 3 to 5?
            NUMBER   | Can I cancel within two weeks?                 | Can I cancel within three weeks?
            NUMBER   | What is the first step of the plan?            | What is the second step of the plan?
            NUMBER   | Is -5 degrees too cold for it?                 | Is 5 degrees too cold for it?
            NUMBER   | Is a rate of 1.5 % good?                       | Is a rate of 15 % good?
            NUMBER   | How do I upgrade to version 3.1?               | How do I upgrade to version 3.2?
            TIME     | Is the pool open on Monday?                    | Is the pool open on Tuesday?
            TIME     | What is the weather like today?                | What is the weather like tomorrow?
            TIME     | Who is the head of the office?                 | Who was the head of the office?
            TIME     | Is the pass open in summer?                    | Is the pass open in winter?
            TIME     | What did the last report say?                  | What did the next report say?
            TIME     | Does the bus run daily?                        | Does the bus run weekly?
            NAME     | What is the capital of France?                 | What is the capital of Italy?
            NAME     | How do I get to Paris?                         | How do I get to Lyon?
            NAME     | Who is the author of Faust?                    | Who is the author of Hamlet?
            NAME     | What is the tax rate in the US?                | What is the tax rate for us?
            NAME     | How old is Anna Kern?                          | How old is Anna Kerr?
            NAME     | Is there a flight with Lufthansa?              | Is there a flight?
            LITERAL  | What does "carpe diem" mean?                   | What does "carpe noctem" mean?
            LITERAL  | What is on https://example.com/a?              | What is on https://example.com/b?
            LITERAL  | Who has the address ann@example.com?           | Who has the address ben@example.com?
            LITERAL  | What does the flag max_rows do?                | What does the flag min_rows do?
            LITERAL  | What does getName do?                          | What does setName do?
            LITERAL  | How do I write a loop in C++?                  | How do I write a loop in C#?
            LITERAL  | Is a < b in this list?                         | Is a > b in this list?
            LITERAL  | How do I read the file a.txt?                  | How do I read the file b.txt?
            LITERAL  | What is the status of order A17?               | What is the status of order A18?
            QUESTION | When was the bridge built?                     | Where was the bridge built?
            QUESTION | Who signs the report?                          | Why is the report signed?
            QUESTION | Is the hut open?                               | When is the hut open?
            QUESTION | How many people live there?                    | How do people live there?
            QUESTION | How long is the tunnel?                        | How old is the tunnel?
            QUESTION | Tell me about the bridge.                      | Where is the bridge?
            MODALITY | Can I wear a helmet here?                      | Must I wear a helmet here?
            MODALITY | Do I pay a fee for the lake?                   | Do I have to pay a fee for the lake?
            QUANTITY | Are all rooms heated?                          | Are most rooms heated?
            QUANTITY | Is breakfast served to guests?                 | Is breakfast served only to guests?
            QUANTITY | Are both doors locked?                         | Are the doors locked?
            ORDER    | How do I drive from Rome to Milan?             | How do I drive from Milan to Rome?
            ORDER    | Is tea better than coffee?                     | Is coffee better than tea?
            ORDER    | Is Java faster than Python?                    | Is Python faster than Java?
            ORDER    | Does the dog chase the cat?                    | Does the cat chase the dog?
            ORDER    | Convert celsius to fahrenheit for me.          | Convert fahrenheit to celsius for me.
            ORDER    | Did Alice call Bob?                            | Did Bob call Alice?
            ORDER    | How can I change dollars into euros?           | How can I turn euros into dollars, or change them?
            ORDER    | Can I see your data?                           | Can you see my data?
            ORDER    | Is he older than her?                          | Is she older than him?
            ORDER    | Which came from the egg, the hen?              | Which hen came from the egg?
            DETAIL   | How do I install python?                       | How do I install ruby?
            DETAIL   | How do I reset my password?                    | How do I reset my username?
            DETAIL   | How do I reset my password?                    | How do I reset my router password?
            DETAIL   | What is the price of the red tent?             | What is the price of the green tent?
            DETAIL   | Summarize the report for the board.            | Translate the report for the board.
            DETAIL   | What are the symptoms of flu in children?      | What are the symptoms of measles in children?
            LANGUAGE | Wo ist die Hütte im Winter?                    | Wo ist die Hütte im Sommer?
            LANGUAGE | Comment installer le chauffage dans la cabane? | Comment réparer le chauffage dans la cabane?
            LANGUAGE | ¿Dónde está el refugio?                        | ¿Dónde está el lago?
            LANGUAGE | 山小屋はどこですか                                 | 湖はどこですか
            LANGUAGE | Где находится хижина?                          | Где находится озеро?
            LANGUAGE | Where is the hut?                              | Wo ist die Hütte?
            LANGUAGE | hut winter price                               | hut summer price
            """;

    private static final String FRIENDLY = """
            Where is the hut?                              | where is the hut
            Where is the hut?                              | Where can I find the hut?
            How do I reset my password?                    | How can I reset my password?
            How do I reset my password?                    | how do i reset the password please
            How do I install Python?                       | how can i install python
            What is the capital of France?                 | Tell me the capital of France.
            What is the capital of France?                 | What's the capital of France?
            How much does a 10 km run burn?                | How much does a 10 kilometre run burn?
            What do I get for 1,000 dollars?               | What do I get for $1000?
            Why doesn't it start?                          | Why does it not start?
            Can I cancel within two weeks?                 | Can I cancel within 2 weeks?
            How do I drive from Rome to Milan?             | How can I drive from Rome to Milan?
            Who wrote Faust?                               | who wrote faust?
            Which rooms are heated?                        | Which of the rooms are heated?
            How do I delete my account?                    | I want to delete my account, how do I do that?
            Explain the warranty for my bike.              | What is the warranty on my bike?
            """;

    /** Pairs that mean the same and are refused even so, each of which costs a call. */
    private static final String STRICT = """
            Is the hut open in winter?                     | Is it open in winter, the hut?
            How do I reset my password?                    | What is the way to reset my password?
            Is tea better than coffee?                     | Is tea better than coffee or not better?
            What are the opening hours of the museum?      | What is the museum's opening hour?
            How do I buy a ticket?                         | How do I purchase a ticket?
            When does the hut close for winter?            | What is the last day before the hut closes?
            """;

    record Pair(String expected, String one, String other) {

        @Override
        public String toString() {
            return expected + ": " + one + " / " + other;
        }
    }

    private static Stream<List<String>> rows(String table) {
        return table.lines()
                .map(line -> Arrays.stream(line.split(" \\| ", -1))
                        .map(String::strip)
                        .toList());
    }

    static Stream<Pair> hostile() {
        return rows(HOSTILE).map(row -> new Pair(row.get(0), row.get(1), row.get(2)));
    }

    static Stream<Pair> friendly() {
        return rows(FRIENDLY).map(row -> new Pair("none", row.get(0), row.get(1)));
    }

    static Stream<Pair> strict() {
        return rows(STRICT).map(row -> new Pair("some", row.get(0), row.get(1)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_pair_is_refused_for_its_reason(Pair pair) {
        assertThat(Vetoes.english().between(pair.one(), pair.other())).contains(Veto.valueOf(pair.expected()));
        assertThat(Vetoes.english().between(pair.other(), pair.one())).contains(Veto.valueOf(pair.expected()));
    }

    @ParameterizedTest
    @MethodSource("friendly")
    void a_pair_that_means_the_same_passes(Pair pair) {
        assertThat(Vetoes.english().between(pair.one(), pair.other())).isEmpty();
        assertThat(Vetoes.english().between(pair.other(), pair.one())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("strict")
    void the_rules_refuse_too_often_rather_than_too_seldom(Pair pair) {
        assertThat(Vetoes.english().between(pair.one(), pair.other())).isPresent();
        assertThat(Vetoes.english().between(pair.other(), pair.one())).isPresent();
    }

    @Test
    void every_veto_has_pairs() {
        assertThat(hostile().map(Pair::expected))
                .hasSizeGreaterThan(60)
                .contains(Arrays.stream(Veto.values()).map(Enum::name).toArray(String[]::new));
        assertThat(Veto.values()).allSatisfy(veto -> assertThat(veto.reason()).isNotBlank());
    }

    @Test
    void the_same_text_passes_whatever_it_is() {
        assertThat(Vetoes.english().between("山小屋はどこですか", "山小屋はどこですか")).isEmpty();
    }

    @Test
    void texts_too_long_to_read_are_refused() {
        String text = "Where is the hut? ".repeat(400);
        assertThat(Vetoes.english().between(text, text + "Now?")).contains(Veto.DETAIL);
    }

    @Test
    void odd_texts_are_read_in_time_that_grows_with_their_length() {
        for (String part : List.of("\"", "'", "a'", "1.", "a.", "@", "https://", "-", "a-", "…", "€", "\ud83d")) {
            String text = "Where is the hut? " + part.repeat(3_900 / part.length());
            assertThat(Vetoes.english().between(text, text + "x")).as(part).isPresent();
        }
    }
}
