package org.clipmeter.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.clipmeter.text.ClipTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyntheticTokenizerTest {
    @TempDir
    private Path folder;

    @Test
    void wordsOfCaptionsAreOneTokenEachAndTheEndsAreThoseOfThePublishedVocabulary() throws IOException {
        SyntheticTokenizer.write(folder);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            long[] ids = tokenizer.encode("a red circle above a blue star").inputIds();
            assertEquals(9, ids.length);
            assertEquals(49406, ids[0]);
            assertEquals(49407, ids[8]);
            assertEquals(ids[1], ids[5]);
        }
    }

    @Test
    void otherWordsReachTheTokensThatWereFilledIn() throws IOException {
        SyntheticTokenizer.write(folder);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77)) {
            long[] once = tokenizer.encode("xyz").inputIds();
            long[] again = tokenizer.encode("XYZ").inputIds();
            assertArrayEquals(once, again);
            assertEquals(3, once.length);
            assertEquals(true, once[1] > 707 && once[1] < 49406);
        }
    }
}
