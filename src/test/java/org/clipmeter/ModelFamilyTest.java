package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.clipmeter.embed.FakeTowers;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelFamily;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.clipmeter.model.catalogue.ModelFamilies;
import org.clipmeter.model.clip.ClipFamily;
import org.clipmeter.pairs.Images;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.weights.file.FileHashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another family of models takes a class and one line of the list: everything else scores with it as it is. */
class ModelFamilyTest {
    private static final ModelFamilies FAMILIES = new ModelFamilies(List.of(new ClipFamily(), new PixelFamily()));
    private static final HubSettings OFFLINE = HubSettings.of(Map.of("HF_HUB_OFFLINE", "1"), Path.of("nowhere"));

    @TempDir
    Path folder;

    @Test
    void aFolderIsLoadedAndScoredByTheFamilyThatItsConfigNames() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"pixel\"}");
        Path image = folder.resolve("red.png");
        BufferedImage red = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        red.setRGB(0, 0, 0xff0000);
        ImageIO.write(red, "png", image.toFile());
        Files.writeString(folder.resolve("list.csv"), "image,prompt\nred.png,a red pixel\n");
        LoadOptions options = LoadOptions.defaults().withCache(EmbeddingCache.off());
        try (ClipMeter meter = ClipMeter.load(folder.toString(), options, OFFLINE, FAMILIES)) {
            ScoreRun run = meter.score(Images.manifest(folder.resolve("list.csv")));
            TwoTower towers = new FakeTowers();
            float[] pixel = towers.imageEmbeds(List.of(new float[] {1, 0, 0}))[0];
            float[] text =
                    towers.textEmbeds(List.of(towers.tokens("a red pixel").inputIds()))[0];
            Similarity similarity = towers.similarity();
            assertEquals(
                    similarity.logit(Similarity.cosine(pixel, text)),
                    run.result().logitsPerImage()[0],
                    1e-6);
            assertEquals("sha256 of pixels", run.result().model().identity());
            assertTrue(meter.space().startsWith("weights of pixels, config "), meter.space());
        }
    }

    @Test
    void aFamilyThatNobodyKnowsIsRefusedByTheFirst() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"siglip\"}");
        ModelException refused =
                assertThrows(ModelException.class, () -> FAMILIES.load(folder, ModelOptions.defaults()));
        assertTrue(String.valueOf(refused.getMessage()).contains("model_type is \"siglip\""), refused.getMessage());
    }

    /** Models whose embedding of an image is its first pixel. */
    private static final class PixelFamily implements ModelFamily {
        @Override
        public String modelType() {
            return "pixel";
        }

        @Override
        public LoadedModel load(CheckpointFolder folder, ModelOptions options) {
            return new PixelModel(options.images());
        }
    }

    private record PixelModel(ImageRules imageRules) implements LoadedModel {
        @Override
        public TwoTower towers(ImageRules rules) {
            return new FakeTowers();
        }

        @Override
        public String family() {
            return "pixel";
        }

        @Override
        public int imageWidth() {
            return 1;
        }

        @Override
        public int tokenLimit() {
            return 77;
        }

        @Override
        public String architecture() {
            return "one pixel";
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public String precision() {
            return "fp32";
        }

        @Override
        public long parameterCount() {
            return 0;
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public String fingerprint(FileHashes remembered) {
            return "of pixels";
        }

        @Override
        public void requireOpen() {}

        @Override
        public void close() {}
    }
}
