package org.clipmeter.shapes.training.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.evaluation.Encoder;
import org.clipmeter.shapes.training.LossCurve;
import org.clipmeter.shapes.training.TrainingState;
import org.clipmeter.shapes.training.start.Train;
import org.clipmeter.weights.file.DType;

/** The program that {@link TrainerTest} runs in a separate Java process, with one thread like {@link Train}. */
final class TrainingTrial {
    private static final ShapesVocabulary VOCABULARY = ShapesVocabulary.ofTheWorld();
    private static final Plan PLAN = Plan.of("shapes").withSteps(100);

    private TrainingTrial() {}

    public static void main(String[] arguments) throws IOException {
        TorchEngine.start();
        if (arguments[0].equals("losses")) {
            losses();
        } else if (arguments[0].equals("restart")) {
            restart(Path.of(arguments[1]));
        } else {
            difference(Path.of(arguments[1]));
        }
    }

    /** Prints the losses of one batch before and after 24 steps on it. */
    private static void losses() {
        Batch batch = new BatchMaker(1, 2, VOCABULARY).make(Phase.curriculum().get(2), 0);
        try (Trainer trainer = new Trainer(PLAN, VOCABULARY, 1)) {
            float[] last = trainer.step(batch, 0);
            System.out.println(Arrays.toString(last));
            for (int step = 1; step < 25; step++) {
                last = trainer.step(batch, step);
            }
            System.out.println(Arrays.toString(last));
        }
    }

    /** Prints how parameters differ after six steps in one go, and after three, a restart and three more; two plans. */
    private static void restart(Path folder) throws IOException {
        for (String name : List.of("shapes-small", "shapes-bag")) {
            Plan plan = Plan.of(name).withSteps(6);
            BatchMaker maker = new BatchMaker(5, 2, VOCABULARY);
            Path states = Files.createDirectories(folder.resolve(name));
            float[] straight;
            try (Trainer trainer = new Trainer(plan, VOCABULARY, 5)) {
                for (int step = 0; step < 6; step++) {
                    if (step == 3) {
                        List<LossCurve.Point> curve = List.of(new LossCurve.Point(3, new float[] {1, 2, 3, 4, 5}));
                        trainer.state(step, .5, curve).write(states.resolve("model.safetensors"));
                    }
                    trainer.step(maker.make(plan.phases().get(2), step), step);
                }
                straight = trainer.parameters();
            }
            try (Trainer trainer = new Trainer(plan, VOCABULARY, 6)) {
                TrainingState state = TrainingState.read(states, trainer.table().size());
                if (state.done() != 3
                        || state.minutes() != .5
                        || state.curve().get(0).losses()[4] != 5) {
                    throw new IllegalStateException("the state is not what was written: " + state);
                }
                trainer.restore(state);
                for (int step = 3; step < 6; step++) {
                    trainer.step(maker.make(plan.phases().get(2), step), step);
                }
                System.out.println(worst(new float[][] {straight}, new float[][] {trainer.parameters()}));
            }
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
        try (Trainer trainer = new Trainer(PLAN, VOCABULARY, 5)) {
            BatchMaker maker = new BatchMaker(5, 2, VOCABULARY);
            for (int step = 0; step < 3; step++) {
                trainer.step(maker.make(Phase.curriculum().get(4), step), step);
            }
            ModelWriter.write(folder, trainer.table(), trainer.parameters(), VOCABULARY, DType.F32);
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
