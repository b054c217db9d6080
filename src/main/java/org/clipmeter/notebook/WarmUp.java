package org.clipmeter.notebook;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipmeter.model.TorchEngine;
import org.clipmeter.text.ClipTokenizer;

/** Loads what the first score needs while the kernel starts and its user types: native libraries and many classes. */
public final class WarmUp {
    private WarmUp() {}

    /**
     * Starts to load, on threads that keep no process alive. What fails here fails again, and is told, where it is used.
     *
     * @return the threads, for who wants to wait
     */
    public static List<Thread> start() {
        return List.of(
                background("clipmeter-engine", () -> {
                    TorchEngine.start().warmUp();
                    ClipTokenizer.loadLibrary();
                    return null;
                }),
                background("clipmeter-magics", () -> new Magics(new Session())
                        .run("clip", List.of("score", "--help"), new Nowhere())));
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

    /** A cell that nobody sees. */
    private static final class Nowhere implements Cell {
        @Override
        public void show(Output output) {}

        @Override
        public Updatable open(Output output) {
            return changed -> {};
        }

        @Override
        public void bind(String name, Class<?> type, Object value) {}
    }
}
