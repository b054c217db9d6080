package org.clipmeter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.Test;

final class LongTextTest {
    @Test
    void refusesATextThatWouldKeepTheTokenizerBusyForMinutes() throws Exception {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(ShapesModel.folder(), 16)) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> tokenizer.encode("a".repeat(50_000_000)))
                    .getMessage();
            assertEquals("the text has 50000000 characters, expected at most 1000000; shorten the prompt", message);
        }
    }
}
