package org.clipmeter.notebook.kernel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.NoCell;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.table.ModelTable;
import org.clipmeter.text.ClipTokenizer;
import org.jspecify.annotations.Nullable;

/** Loads what the first score needs while the kernel starts and its user types: native libraries and many classes. */
public final class WarmUp {
    private WarmUp() {}

    /** Started at most once in a process. */
    private static final class Started {
        private static final List<Thread> THREADS =
                List.of(background("clipmeter-engine", WarmUp::model), background("clipmeter-magics", WarmUp::magics));
    }

    /**
     * Starts to load, on threads that keep no process alive. What fails here fails again, and is told, where it is used.
     *
     * @return the threads, for who wants to wait
     */
    public static List<Thread> start() {
        return Started.THREADS;
    }

    /** One text and one image through the smallest model: all that a model is made of, but its numbers. */
    private static @Nullable Object model() throws IOException {
        TorchEngine.start().warmUp();
        ClipTokenizer.loadLibrary();
        try (ClipModel model = ClipModel.load(ShapesModel.folder(), "cpu")) {
            model.textEmbeds(List.of(model.tokenizer().encode("a red circle").inputIds()));
            int size = model.config().vision().imageSize();
            model.imageEmbeds(List.of(new float[3 * size * size]));
        }
        return null;
    }

    /** The first table makes Tablesaw look through the whole classpath, the first command makes picocli read all others. */
    private static @Nullable Object magics() {
        Views.table(ModelTable.of(List.of()));
        return new Magics(new Session()).run("clip", List.of("score", "--help"), NoCell.CELL);
    }

    private static Thread background(String name, Callable<?> loading) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loading.call();
                    } catch (Exception | LinkageError e) {
                        System.getLogger(WarmUp.class.getName()).log(Level.DEBUG, name, e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
