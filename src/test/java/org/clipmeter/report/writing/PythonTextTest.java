package org.clipmeter.report.writing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what Python 3.11's {@code json.dumps} gives. */
class PythonTextTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1e-5, 1e-05",
        "0.0001, 0.0001",
        "2e-3, 0.002",
        "1e16, 1e+16",
        "1e15, 1000000000000000.0",
        "123456789012345680, 1.2345678901234568e+17",
        "1e22, 1e+22",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "-0.0, -0.0",
        "100, 100.0",
        "7.583851257960002, 7.583851257960002",
        "1795693337.8167858, 1795693337.8167858",
        "0.3333333333333333, 0.3333333333333333",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void numbersHavePythonsDigits(double number, String text) {
        assertEquals(text, PythonText.number(number));
    }

    @Test
    void indentedTextHasPythonsSpacesAndEscapes() throws Exception {
        assertEquals(
                """
                {
                    "a": [
                        1,
                        2.5,
                        null
                    ],
                    "b": {},
                    "c": [],
                    "\\u00e9": "\\ud83d\\ude00 \\"\\\\\\n\\t\\u0001\\u007f",
                    "d": true
                }""",
                PythonText.indented(
                        JSON.readTree(
                                "{\"a\": [1, 2.5, null], \"b\": {}, \"c\": [], \"é\": \"😀 \\\"\\\\\\n\\t\\u0001\\u007f\", \"d\": true}")));
    }

    @Test
    void sortedTextIsOneLine() throws Exception {
        assertEquals(
                "{\"a\": {\"c\": 1, \"d\": [true, null]}, \"b\": 1e-05}",
                PythonText.sorted(JSON.readTree("{\"b\": 1e-5, \"a\": {\"d\": [true, null], \"c\": 1}}")));
    }
}
