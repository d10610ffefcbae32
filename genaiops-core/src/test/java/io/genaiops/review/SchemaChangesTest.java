package io.genaiops.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.review.SchemaChanges.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChangesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static List<Kind> kinds(String before, String after) throws JsonProcessingException {
        return SchemaChanges.between(json(before), json(after)).stream()
                .map(SchemaChanges.Change::kind)
                .toList();
    }

    /** Each narrowing is tested both ways: read backwards it is a widening. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'number'}|{'type':'integer'}",
                "{}|{'type':'string'}",
                "{'type':['string','null']}|{'type':'string'}",
                "{'enum':['a','b']}|{'enum':['a']}",
                "{'enum':['a','b']}|{'const':'a'}",
                "{}|{'enum':['a']}",
                "{}|{'const':1}",
                "{'minimum':1}|{'minimum':2}",
                "{}|{'minimum':1}",
                "{'exclusiveMinimum':1}|{'exclusiveMinimum':1.5}",
                "{'maximum':2}|{'maximum':1}",
                "{}|{'maximum':2}",
                "{}|{'minLength':1}",
                "{'maxLength':9}|{'maxLength':8}",
                "{'minItems':1}|{'minItems':2}",
                "{}|{'maxItems':3}",
                "{}|{'maxProperties':3}",
                "{}|{'pattern':'a'}",
                "{}|{'format':'date'}",
                "{}|{'uniqueItems':true}",
                "{'uniqueItems':false}|{'uniqueItems':true}",
                "{}|{'multipleOf':5}",
                "{}|{'additionalProperties':false}",
                "{'additionalProperties':true}|{'additionalProperties':{'type':'string'}}",
                "{'items':{}}|{'items':{'type':'string'}}",
                "{}|{'items':{'enum':[1]}}",
                "{'properties':{'a':{}}}|{'properties':{'a':{'type':'string'}}}",
                "{'properties':{'a':{'properties':{'b':{}}}}}|{'properties':{'a':{'properties':{'b':{'minimum':1}}}}}",
                "{'properties':{'a':{}}}|{'properties':{'a':{}},'required':['a']}",
                "{'properties':{'a':true}}|{'properties':{'a':false}}"
            })
    void less_is_narrowed_and_backwards_it_is_widened(String wide, String narrow) throws JsonProcessingException {
        assertThat(kinds(wide, narrow)).containsExactly(Kind.NARROWED);
        assertThat(kinds(narrow, wide)).containsExactly(Kind.WIDENED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'type':'string'}|{'type':'integer'}",
                "{'type':['string','null']}|{'type':['string','integer']}",
                "{'pattern':'a'}|{'pattern':'b'}",
                "{}|{'not':{'type':'string'}}",
                "{'anyOf':[{'type':'string'}]}|{'anyOf':[{'type':'integer'}]}",
                "{'$defs':{'a':{}},'$ref':'#/$defs/a'}|{'$defs':{'a':{'minimum':1}},'$ref':'#/$defs/a'}",
                "{}|{'something-new':1}",
                "{'properties':{'a':{'type':'string'}}}|{'properties':{'a':{'type':'integer'}}}"
            })
    void what_cannot_be_ordered_is_different_both_ways(String one, String other) throws JsonProcessingException {
        assertThat(kinds(one, other)).containsExactly(Kind.DIFFERENT);
        assertThat(kinds(other, one)).containsExactly(Kind.DIFFERENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'title':'a','description':'b','examples':[1],'default':1}|{'$comment':'c'}",
                "{'enum':['a','b']}|{'enum':['b','a']}",
                "{'minimum':1}|{'minimum':1.0}",
                "{'type':['number','integer']}|{'type':'number'}",
                "{'additionalProperties':true}|{}",
                "{'items':true}|{'items':{}}",
                "{'uniqueItems':false}|{}",
                "{'const':'a'}|{'enum':['a']}"
            })
    void what_accepts_the_same_has_not_changed(String one, String other) throws JsonProcessingException {
        assertThat(kinds(one, other)).isEmpty();
        assertThat(kinds(other, one)).isEmpty();
    }

    @Test
    void properties_come_and_go() throws JsonProcessingException {
        String one = "{'properties':{'a':{}}}";
        String two = "{'properties':{'a':{},'b':{}}}";
        String closed = "{'properties':{'a':{}},'additionalProperties':false}";
        String closedTwo = "{'properties':{'a':{},'b':{}},'additionalProperties':false}";

        assertThat(kinds(one, two)).containsExactly(Kind.PROPERTY_ADDED);
        assertThat(kinds(two, one)).containsExactly(Kind.PROPERTY_REMOVED);
        assertThat(kinds(closed, closedTwo)).containsExactly(Kind.PROPERTY_ADDED);
        assertThat(kinds(closedTwo, closed)).containsExactly(Kind.DIFFERENT);
        assertThat(kinds(one, "{'properties':{'a':{},'b':{}},'required':['b']}"))
                .containsExactly(Kind.PROPERTY_ADDED, Kind.NARROWED);
    }

    @Test
    void the_place_is_named() throws JsonProcessingException {
        assertThat(SchemaChanges.between(
                        json("{'properties':{'a':{'items':{'properties':{'b':{'minimum':1}}}}}}"),
                        json("{'properties':{'a':{'items':{'properties':{'b':{'minimum':2}}}}}}")))
                .containsExactly(new SchemaChanges.Change(Kind.NARROWED, "a[].b", "'minimum' went from 1 to 2"));
    }
}
