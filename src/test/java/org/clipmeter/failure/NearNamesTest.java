package org.clipmeter.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip of one or two letters finds the name; another word does not. */
final class NearNamesTest {
    @ParameterizedTest
    @CsvSource({
        "shape, '; did you mean shapes?'",
        "Shapes, '; did you mean shapes?'",
        "shpaes, '; did you mean shapes?'",
        "shqpos, '; did you mean shapes?'",
        "refernce, '; did you mean reference?'",
        "ab, ''",
        "cats, ''",
        "'', ''"
    })
    void theMostSimilarNameIsSuggested(String name, String suggestion) {
        assertEquals(suggestion, NearNames.suggestion(name, List.of("reference", "v1.0", "shapes")));
    }
}
