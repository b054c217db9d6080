package org.clipmeter.notebook.kernel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.TwoTower;
import org.clipmeter.model.catalogue.ModelFamilies;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.NoCell;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.table.ModelTable;
import org.clipmeter.text.ClipTokenizer;
import org.jspecify.annotations.Nullable;

/** Loads the native libraries and classes that the first score needs, while the kernel starts and the user types. */
public final class WarmUp {
    private WarmUp() {}

    /** Started at most once in a process. */
    private static final class Started {
        private static final List<Thread> THREADS =
                List.of(background("clipmeter-engine", WarmUp::model), background("clipmeter-magics", WarmUp::magics));
    }

    /**
     * Starts loading on daemon threads. Failures are ignored here; the first cell that needs the library reports them.
     *
     * @return the threads, for callers that want to wait for them
     */
    public static List<Thread> start() {
        return Started.THREADS;
    }

    /**
     * Embeds one text and one image with the smallest model, which uses the same classes and libraries as any other.
     */
    private static @Nullable Object model() throws IOException {
        TorchEngine.start().warmUp();
        ClipTokenizer.loadLibrary();
        ModelOptions options = ModelOptions.defaults().withDevice("cpu");
        try (LoadedModel model = ModelFamilies.ALL.load(ShapesModel.folder(), options)) {
            TwoTower towers = model.towers(model.imageRules());
            towers.textEmbeds(List.of(towers.tokens("a red circle").inputIds()));
            towers.imageEmbeds(List.of(new float[towers.valuesPerImage()]));
        }
        return null;
    }

    /**
     * Creates a table and a command: the first table makes Tablesaw search the whole classpath, and the first command
     * makes picocli read all others.
     */
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
