package org.clipmeter.shapes.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ClipEncoder;
import org.clipmeter.shapes.Encoder;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.SplitMix64;

/** The program that {@link TrainerTest} runs in a separate Java process, with one thread like {@link Train}. */
final class TrainingTrial {
    private static final ShapesVocabulary VOCABULARY = ShapesVocabulary.ofTheWorld();

    private TrainingTrial() {}

    public static void main(String[] arguments) throws IOException {
        TorchEngine.start();
        if (arguments[0].equals("losses")) {
            losses();
        } else {
            difference(Path.of(arguments[1]));
        }
    }

    /** Prints the losses of one batch before and after 24 steps on it. */
    private static void losses() {
        Batch batch = new BatchMaker(1, 2, VOCABULARY).make(Phase.curriculum().get(2), 0);
        try (Trainer trainer = new Trainer(VOCABULARY, 1, 100)) {
            float[] last = trainer.step(batch, 0);
            System.out.println(Arrays.toString(last));
            for (int step = 1; step < 25; step++) {
                last = trainer.step(batch, step);
            }
            System.out.println(Arrays.toString(last));
        }
    }

    /** Prints the largest difference between embeddings of the network in training and of the written model. */
    private static void difference(Path folder) throws IOException {
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
                System.out.println(worst(inTraining.images(images), written.images(images)));
                System.out.println(worst(inTraining.texts(captions), written.texts(captions)));
            }
        }
    }

    private static double worst(float[][] expected, float[][] got) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int d = 0; d < expected[i].length; d++) {
                worst = Math.max(worst, Math.abs(expected[i][d] - got[i][d]));
            }
        }
        return worst;
    }
}
