package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentTest {
    private static @Nullable String name(@Nullable String source) {
        return Assignment.of("clip", List.of("score", "images"), source);
    }

    @ParameterizedTest
    @CsvSource({
        "Table uce = %clip score images, uce",
        "uce=%clip score images, uce",
        "var übung_1 = %clip score  images, übung_1",
        "java.util.List<Table> uce = %clip score images, uce",
        "int i = 1; Table uce = %clip score images, uce"
    })
    void isTheNameOnTheLeft(String source, String expected) {
        assertEquals(expected, name(source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%clip score images",
                "  %clip score images",
                "%%clip score images",
                "tables[0] = %clip score images",
                "this.uce = %clip score images",
                "boolean same = uce == %clip score images",
                "class = %clip score images",
                "Table uce = %clip score others"
            })
    void isUnknownElsewhere(String source) {
        assertNull(name(source));
        assertNull(name(null));
    }

    @Test
    void isThatOfTheCallMeant() {
        String source = "Table sd = %clip score sd\nTable uce = %clip score images\nTable t = %tifa score images";
        assertEquals("uce", name(source));
    }

    @Test
    void ofEqualCallsItIsOnlyWhatTheyShare() {
        assertNull(name("Table a = %clip score images\nTable b = %clip score images"));
        assertNull(name("// Table a = %clip score images\n%clip score images"));
        assertEquals("a", name("Table a = %clip score images\na = %clip score images"));
    }
}
