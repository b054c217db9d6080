package org.clipmeter.shapes.training.clip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.evaluation.Evaluation;
import org.clipmeter.shapes.training.Course;
import org.clipmeter.shapes.training.LossCurve;
import org.clipmeter.shapes.training.TrainingState;

/** The training of a bundled CLIP. */
public final class ClipCourse implements Course<Batch> {
    private static final int GROUPS = 16;
    private static final int CHECKED = 240;

    private final Plan plan;
    private final long seed;
    private final ShapesVocabulary vocabulary = ShapesVocabulary.ofTheWorld();
    private final BatchMaker maker;
    private final Trainer trainer;

    public ClipCourse(Plan plan, long seed) {
        this.plan = plan;
        this.seed = seed;
        this.maker = new BatchMaker(seed, GROUPS, vocabulary);
        this.trainer = new Trainer(plan, vocabulary, seed);
    }

    @Override
    public int steps() {
        return plan.steps();
    }

    @Override
    public List<String> losses() {
        return Losses.NAMES;
    }

    @Override
    public Batch batch(int step) {
        return maker.make(Phase.at(plan.phases(), (double) step / plan.steps()), step);
    }

    @Override
    public String section(Batch batch) {
        return batch.phase().name();
    }

    @Override
    public float[] step(Batch batch, int step) {
        return trainer.step(batch, step);
    }

    @Override
    public int size() {
        return trainer.table().size();
    }

    @Override
    public TrainingState state(int done, double minutes, List<LossCurve.Point> curve) {
        return trainer.state(done, minutes, curve);
    }

    @Override
    public void restore(TrainingState state) {
        trainer.restore(state);
    }

    @Override
    public String save(Path folder) throws IOException {
        ModelWriter.write(folder, trainer.table(), trainer.parameters(), vocabulary, plan.type());
        return Evaluation.describe(Evaluation.levelOne(trainer.encoder(vocabulary), seed, CHECKED, BatchMaker.SIDE));
    }

    @Override
    public void close() {
        trainer.close();
    }
}
