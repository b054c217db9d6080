package org.clipmeter.result.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.clipmeter.failure.InvalidRequestException;
import org.junit.jupiter.api.Test;

class ImageTextsTest {
    private static List<String> words(String prompt) {
        List<String> texts = ImageTexts.wordByWord(Path.of("cat.png"), prompt).texts();
        assertEquals(prompt, texts.get(0));
        return texts.subList(1, texts.size());
    }

    @Test
    void eachWordIsThereOnceWhateverItsCase() {
        assertEquals(List.of("Red", "circle"), words("Red red RED, circle red."));
    }

    @Test
    void wordsHaveNoPunctuationAtTheirEndsInAnyScript() {
        assertEquals(List.of("a", "fox's", "Grüße", "猫"), words("a “fox's” «Grüße» — 「猫」…"));
        assertEquals(List.of("a", "cat"), words("a\u00a0cat"));
    }

    @Test
    void aPromptOfOneWordHasNoOtherText() {
        assertEquals(List.of(), words("circle"));
        assertEquals(List.of(), words(" circle. "));
        assertEquals(List.of("\ud83d\ude00"), words("\ud83d\ude00 \ud83d\ude00"));
    }

    @Test
    void aPromptWithoutWordsIsRefusedWithWhatItIs() {
        String message = assertThrows(InvalidRequestException.class, () -> words("!!! —"))
                .getMessage();
        assertTrue(message.contains("has no word, only !!! —; write words"), message);
    }
}
