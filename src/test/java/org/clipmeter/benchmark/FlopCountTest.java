package org.clipmeter.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlopCountTest {
    private static final String CONFIG = """
            {"projection_dim": %d,
             "text_config": {"hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": 12},
             "vision_config": {"hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d,
                               "patch_size": %d, "image_size": 224}}
            """;

    @TempDir
    private Path folder;

    /**
     * Image, 50 tokens of width 768: patches 49 · 3072 · 768 = 115,605,504; a layer 12 · 50 · 768² = 353,894,400 and
     * 2 · 50² · 768 = 3,840,000, twelve of them 4,292,812,800; projection 768 · 512 = 393,216; 4,408,811,520 in all. Text, 10
     * tokens of width 512: a layer 12 · 10 · 512² = 31,457,280 and 2 · 10² · 512 = 102,400, twelve of them 378,716,160;
     * projection 512 · 512 = 262,144; 378,978,304 in all.
     */
    @Test
    void patch32TakesWhatIsCountedByHand() throws IOException {
        FlopCount count = count(CONFIG.formatted(512, 512, 2048, 768, 3072, 12, 32));
        assertEquals(new FlopCount(4_408_811_520L, 378_978_304L), count);
        assertEquals(2.0 * (4_408_811_520L + 378_978_304L), count.flopsOfAPair());
    }

    /**
     * Image, 257 tokens of width 1024: patches 256 · 588 · 1024 = 154,140,672; a layer 12 · 257 · 1024² = 3,233,808,384 and
     * 2 · 257² · 1024 = 135,268,352, twenty-four of them 80,857,841,664; projection 1024 · 768 = 786,432; 81,012,768,768 in
     * all. Text, 10 tokens of width 768: a layer 12 · 10 · 768² = 70,778,880 and 2 · 10² · 768 = 153,600, twelve of them
     * 851,189,760; projection 768 · 768 = 589,824; 851,779,584 in all.
     */
    @Test
    void largePatch14TakesWhatIsCountedByHand() throws IOException {
        assertEquals(
                new FlopCount(81_012_768_768L, 851_779_584L),
                count(CONFIG.formatted(768, 768, 3072, 1024, 4096, 24, 14)));
    }

    private FlopCount count(String config) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, config);
        return FlopCount.of(file, 10);
    }
}
