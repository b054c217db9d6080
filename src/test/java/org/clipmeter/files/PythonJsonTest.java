package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonJsonTest {
    private static PythonJson.Document parse(String text) throws IOException {
        return PythonJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String refusal(String text) {
        return assertThrows(MalformedJsonException.class, () -> parse(text)).getMessage();
    }

    @Test
    void readsWhatStrictJsonHoldsWithoutAWarning() throws IOException {
        String text = "{\"a\":[1,-2,3000000000,1.5,true,false,null,\"é\\ud83d\\ude00\"],\"b\":{}}";
        PythonJson.Document document = parse(text);
        assertEquals(
                "{\"a\":[1,-2,3000000000,1.5,true,false,null,\"é😀\"],\"b\":{}}",
                document.root().toString());
        assertEquals(List.of(), document.warnings());
    }

    @Test
    void theLastOfDuplicateKeysCountsAndIsReported() throws IOException {
        PythonJson.Document document = parse("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}, \"a\": 3}");
        assertEquals("{\"a\":3,\"b\":{\"c\":2}}", document.root().toString());
        assertEquals(
                List.of("the keys \"c\", \"a\" appear more than once; the last value counts, as in Python"),
                document.warnings());
    }

    @Test
    void numbersThatAreNotFiniteAreReported() throws IOException {
        PythonJson.Document document = parse("[NaN, Infinity, -Infinity]");
        assertTrue(Double.isNaN(document.root().get(0).asDouble()));
        assertEquals(Double.POSITIVE_INFINITY, document.root().get(1).asDouble());
        assertEquals(Double.NEGATIVE_INFINITY, document.root().get(2).asDouble());
        assertEquals(
                List.of("it holds -Infinity, which JSON does not allow; it is read as Python reads it"),
                document.warnings());
    }

    @Test
    void aFloatBeyondTheRangeIsInfiniteAsInPython() throws IOException {
        assertEquals(Double.POSITIVE_INFINITY, parse("1e400").root().asDouble());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1,}",
                "{\"a\": 1",
                "[1 2]",
                "{} {}",
                "// c\n{}",
                "{'a': 1}",
                "[INF]",
                "[+1]",
                "[01]",
                "[.5]",
                "[1.]",
                "nan",
                "[\"a\tb\"]",
                "{\"a\"}",
                "{a: 1}",
                "[}",
                "\"\\x\""
            })
    void refusesWhatPythonRefuses(String text) {
        String message = refusal(text);
        assertTrue(message.startsWith("is not valid JSON ("), message);
    }

    @Test
    void refusesDeepNestingInvalidTextAndAByteOrderMark() {
        assertTrue(refusal("[".repeat(100_000)).contains("nested more than 1000 levels deep"));
        assertTrue(refusal("\ufeff{}").contains("byte order mark"));
        byte[] latin = {'"', (byte) 0xe9, '"'};
        String message = assertThrows(MalformedJsonException.class, () -> PythonJson.parse(latin))
                .getMessage();
        assertTrue(message.contains("not UTF-8 text"), message);
    }

    @Test
    void refusesMoreValuesThanAnHonestFileHas() {
        assertTrue(refusal("[" + "[],".repeat(1_100_000) + "0]").contains("holds more than 1000000 values"));
    }

    @Test
    void namesAPlaceholder() {
        assertTrue(refusal("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
                .startsWith("is a Git LFS pointer"));
        assertTrue(refusal(" <!DOCTYPE html><html>").startsWith("is a web page (HTML)"));
        assertTrue(refusal(" \n").startsWith("is an empty file"));
    }
}
