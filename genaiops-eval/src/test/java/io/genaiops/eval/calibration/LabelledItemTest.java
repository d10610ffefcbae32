package io.genaiops.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.rating.Criterion;
import io.genaiops.eval.rating.RatingSheet;
import io.genaiops.eval.rating.Ratings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledItemTest {

    @Test
    void labels_stand_in_an_attribute_of_a_dataset() {
        List<LabelledItem> items = LabelledItem.from(dataset("""
                        {"id": "a", "input": "q", "response": "r", "human": 4, "system": "small"}
                        {"id": "b", "input": "q", "response": "r", "human": true}
                        {"id": "c", "input": "q", "response": "r", "human": {"ada": 5, "bob": false, "eve": null}}
                        {"id": "d", "input": "q", "response": "r", "human": null}
                        {"id": "e", "input": "q", "response": "r"}
                        """), "human");

        assertThat(items)
                .extracting(LabelledItem::labels)
                .containsExactly(
                        Map.of("human", 4.0), Map.of("human", 1.0), Map.of("ada", 5.0, "bob", 0.0), Map.of(), Map.of());
        assertThat(items.get(0).system()).isEqualTo("small");
        assertThat(items.get(2)).hasToString("LabelledItem[c, {ada=5.0, bob=0.0}]");
        assertThat(items.get(0).sample().response()).contains("r");
    }

    @Test
    void a_label_that_is_none_names_its_sample() {
        assertThatThrownBy(() -> LabelledItem.from(dataset("""
                                {"id": "a", "input": "q", "human": "good"}
                                {"id": "b", "input": "q", "human": [4]}
                                {"id": "c", "input": "q", "human": {"ada": "4"}}
                                """), "human"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("'a' STRING, 'b' ARRAY, 'c' STRING");
        assertThatThrownBy(() -> LabelledItem.of(Sample.of("q"), Double.NaN)).hasMessageContaining("must be finite");
    }

    @Test
    void rating_sheets_of_several_people_become_labels() {
        Sample first = Sample.of("question one").withId("s1").answered("answer one");
        Sample second = Sample.of("question two").withId("s2").answered("answer two");
        RatingSheet sheet = RatingSheet.builder(1, Criterion.grades("tone", 1, 5))
                .answer("v", first)
                .answer("v", second)
                .build();
        Ratings ada = sheet.key().read("ada", "ada.csv", filled(sheet, "5", "2"));
        Ratings bob = sheet.key().read("bob", "bob.csv", filled(sheet, "4", "n/a"));

        assertThat(LabelledItem.rated(List.of(first, second), List.of(ada, bob), "tone"))
                .extracting(LabelledItem::labels)
                .containsExactly(Map.of("ada", 5.0, "bob", 4.0), Map.of("ada", 2.0));
    }

    @ParameterizedTest
    @CsvSource({
        // labels of three raters; truth under majority, unanimity and with the first as arbiter
        "5, 5, 1, pass 5.0, open, pass 5.0",
        "1, 5, 4, pass 4.0, open, fail 1.0",
        "5, 4, 4, pass 4.0, pass 4.0, pass 5.0",
        "1, 2, 2, fail 2.0, fail 2.0, fail 1.0"
    })
    void several_labels_become_one_truth(
            double one, double two, double three, String majority, String unanimous, String arbiter) {
        Map<String, Double> labels = Map.of("ada", one, "bob", two, "eve", three);

        assertThat(words(Adjudication.majority(), labels)).isEqualTo(majority);
        assertThat(words(Adjudication.unanimous(), labels)).isEqualTo(unanimous);
        assertThat(words(Adjudication.majority().arbiter("ada"), labels)).isEqualTo(arbiter);
    }

    @Test
    void an_even_split_and_no_labels_stay_open() {
        assertThat(words(Adjudication.majority(), Map.of("ada", 5.0, "bob", 1.0)))
                .isEqualTo("open");
        assertThat(words(Adjudication.majority(), Map.of())).isEqualTo("open");
        assertThat(words(Adjudication.unanimous(), Map.of())).isEqualTo("open");
        assertThat(words(Adjudication.majority().arbiter("eve"), Map.of("ada", 5.0)))
                .isEqualTo("pass 5.0");

        StudyResult study = JudgeStudy.of(Studies.READING.atLeast(4))
                .over(List.of(
                        Studies.item("a", 5, Map.of("ada", 5.0, "bob", 1.0)),
                        Studies.item("b", 5, Map.of("ada", 5.0)),
                        Studies.item("c", 5, Map.of())))
                .run();
        assertThat(study.items()).isEqualTo(3);
        assertThat(study.labelled()).isEqualTo(2);
        assertThat(study.open()).isEqualTo(1);
        assertThat(study.raters()).containsExactly("ada", "bob");
    }

    private static String words(Adjudication adjudication, Map<String, Double> labels) {
        Optional<Adjudication.Truth> truth = adjudication.truth(labels, label -> label >= 4);
        return truth.map(t -> (t.passes() ? "pass " : "fail ") + t.score()).orElse("open");
    }

    private static Dataset dataset(String rows) {
        return Dataset.read("labels", new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] filled(RatingSheet sheet, String one, String two) {
        return sheet.text()
                .replace("answer one,,", "answer one," + one + ",")
                .replace("answer two,,", "answer two," + two + ",")
                .getBytes(StandardCharsets.UTF_8);
    }
}
