package io.genaiops.eval.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PorterStemmerTest {

    // Porter (1980): the examples of each step, taken through all steps
    @ParameterizedTest
    @CsvSource({
        "caresses,caress",
        "ponies,poni",
        "ties,tie",
        "cats,cat",
        "feed,feed",
        "agreed,agre",
        "plastered,plaster",
        "bled,bled",
        "motoring,motor",
        "sing,sing",
        "conflated,conflat",
        "troubled,troubl",
        "sized,size",
        "hopping,hop",
        "tanned,tan",
        "falling,fall",
        "hissing,hiss",
        "fizzed,fizz",
        "failing,fail",
        "filing,file",
        "happy,happi",
        "relational,relat",
        "conditional,condit",
        "rational,ration",
        "radically,radic",
        "vietnamization,vietnam",
        "operator,oper",
        "feudalism,feudal",
        "decisiveness,decis",
        "hopefulness,hope",
        "sensitivity,sensit",
        "triplicate,triplic",
        "electrical,electr",
        "goodness,good",
        "revival,reviv",
        "allowance,allow",
        "airliner,airlin",
        "adjustable,adjust",
        "replacement,replac",
        "adoption,adopt",
        "effective,effect",
        "probate,probat",
        "rate,rate",
        "cease,ceas",
        "controll,control",
        "roll,roll"
    })
    void examples_of_the_paper(String word, String stem) {
        assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
    }

    // where NLTK departs from the paper
    @ParameterizedTest
    @CsvSource({
        "sky,sky",
        "skies,sky",
        "dying,die",
        "lying,lie",
        "news,news",
        "innings,inning",
        "proceed,proceed",
        "dies,die",
        "died,die",
        "spied,spi",
        "flies,fli",
        "enjoy,enjoy",
        "enjoyment,enjoy",
        "fly,fli",
        "by,by",
        "theology,theolog",
        "geology,geolog"
    })
    void departures_of_nltk(String word, String stem) {
        assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
    }

    // computed with NLTK 3.10.3, PorterStemmer(): words of the literature and 1,500 made of suffixes
    @Test
    void stems_are_those_of_nltk() throws IOException {
        List<String> lines;
        try (InputStream in = getClass().getResourceAsStream("porter-stems.txt")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(lines).hasSizeGreaterThan(1_550);
        assertThat(lines).allSatisfy(line -> {
            String[] pair = line.split(" ", -1);
            assertThat(PorterStemmer.stem(pair[0])).as(pair[0]).isEqualTo(pair[1]);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "s", "ing", "alli", "ational", "e", "ll", "😀", "é"})
    void words_of_one_suffix_repeated_end(String unit) {
        assertThat(PorterStemmer.stem(unit.repeat(20_000)).length()).isLessThanOrEqualTo(20_000 * unit.length());
    }
}
