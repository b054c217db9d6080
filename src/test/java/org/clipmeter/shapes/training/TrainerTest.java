package org.clipmeter.shapes.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.ClipModel;
import org.clipmeter.model.TorchEngine;
import org.clipmeter.shapes.ClipEncoder;
import org.clipmeter.shapes.Encoder;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.Vocabulary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
    private static final Vocabulary VOCABULARY = Vocabulary.ofTheWorld();

    @TempDir
    Path folder;

    @BeforeAll
    static void startTheEngine() throws IOException {
        TorchEngine.start();
    }

    @Test
    void lowersEveryLossOnABatchThatItSeesAgainAndAgain() {
        Phase phase = Phase.curriculum().get(2);
        Batch batch = new BatchMaker(1, 2, VOCABULARY).make(phase, 0);
        try (Trainer trainer = new Trainer(VOCABULARY, 1, 100)) {
            float[] first = trainer.step(batch, 0);
            float[] last = first;
            for (int step = 1; step < 25; step++) {
                last = trainer.step(batch, step);
            }
            for (int i = 0; i < first.length; i++) {
                String name = Losses.NAMES.get(i);
                assertTrue(last[i] < .9 * first[i], name + " went from " + first[i] + " to " + last[i]);
            }
        }
    }

    @Test
    void writesAModelThatEncodesAsTheNetworkInTrainingDoes() throws IOException {
        SplitMix64 random = new SplitMix64(3);
        SceneSampler sampler = new SceneSampler(Level.WORLD, random);
        List<RgbImage> images = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Scene scene = sampler.next();
            images.add(Renderer.draw(scene, 64, i));
            captions.add(scene.caption());
        }
        try (Trainer trainer = new Trainer(VOCABULARY, 5, 100)) {
            BatchMaker maker = new BatchMaker(5, 2, VOCABULARY);
            for (int step = 0; step < 3; step++) {
                trainer.step(maker.make(Phase.curriculum().get(4), step), step);
            }
            ModelWriter.write(folder, trainer.table(), trainer.parameters(), VOCABULARY);
            try (ClipModel model = ClipModel.load(folder, "cpu")) {
                Encoder written = new ClipEncoder(model);
                Encoder inTraining = trainer.encoder(VOCABULARY);
                compare(inTraining.images(images), written.images(images));
                compare(inTraining.texts(captions), written.texts(captions));
                assertEquals(1 / .07, model.logitScaleExp(), .2);
            }
        }
    }

    private static void compare(float[][] expected, float[][] got) {
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], got[i], 2e-5f); // float32 sums in another order
        }
    }

    @Test
    void letsTheLearningRateRiseAndFall() {
        try (Trainer trainer = new Trainer(VOCABULARY, 1, 4000)) {
            assertEquals(1e-3 / 200, trainer.learningRate(0), 1e-9);
            assertEquals(1e-3, trainer.learningRate(200), 1e-5);
            assertEquals(5e-4, trainer.learningRate(2000), 1e-9);
            assertEquals(0, trainer.learningRate(3999), 1e-8);
        }
    }
}
