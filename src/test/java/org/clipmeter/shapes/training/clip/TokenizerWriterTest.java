package org.clipmeter.shapes.training.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.training.CaptionSampler;
import org.clipmeter.text.ClipTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenizerWriterTest {
    private static final ShapesVocabulary VOCABULARY = ShapesVocabulary.ofTheWorld();

    @TempDir
    Path folder;

    @Test
    void makesOneTokenOfEveryWord() throws IOException {
        TokenizerWriter.write(folder, VOCABULARY, 32);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 32)) {
            for (String word : ShapesVocabulary.words()) {
                assertEquals(3, tokenizer.encode(word).inputIds().length, word);
            }
        }
    }

    @Test
    void givesTheLibraryTheIdsThatTrainingUses() throws IOException {
        TokenizerWriter.write(folder, VOCABULARY, 32);
        try (ClipTokenizer fast = ClipTokenizer.open(folder, 32)) {
            compare(fast);
        }
        Files.delete(folder.resolve("tokenizer.json"));
        try (ClipTokenizer slow = ClipTokenizer.open(folder, 32)) {
            compare(slow);
        }
    }

    private static void compare(ClipTokenizer tokenizer) {
        CaptionSampler captions = new CaptionSampler(new SplitMix64(4));
        SceneSampler scenes = new SceneSampler(Level.WORLD, new SplitMix64(5));
        for (int i = 0; i < 300; i++) {
            String caption = captions.next(scenes.next().labels()).text();
            assertArrayEquals(
                    VOCABULARY.encode(caption), tokenizer.encode(caption).inputIds(), caption);
        }
    }

    @Test
    void splitsAnyOtherWordIntoBytesAndCutsAtTheContext() throws IOException {
        TokenizerWriter.write(folder, VOCABULARY, 32);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 32)) {
            long[] ids = tokenizer.encode("Überraschung 東京 " + "z".repeat(100)).inputIds();
            assertEquals(32, ids.length);
            assertEquals(VOCABULARY.startId(), ids[0]);
            assertEquals(VOCABULARY.endId(), ids[31]);
            for (int i = 1; i < 31; i++) {
                assertTrue(ids[i] < VOCABULARY.startId(), "id " + ids[i]);
            }
        }
    }
}
