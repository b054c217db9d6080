package org.clipmeter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackwardPassTest {
    @TempDir
    Path folder;

    @Test
    void theEndOfTheProcessWaitsForThePassThatRuns() throws Exception {
        for (int i = 0; i < 2; i++) {
            String output = ChildJvm.output(ChildJvm.of(Endless.class, List.of("-Xmx256m")), folder.resolve("log" + i));
            assertEquals("ends\n", output.replace("\r", ""), output);
        }
    }

    /** Computes gradients on a daemon thread, and ends in the middle of it. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] arguments) throws Exception {
            TorchEngine.start();
            CountDownLatch begun = new CountDownLatch(3);
            Thread worker = new Thread(() -> {
                while (true) {
                    BackwardPass.run(Endless::gradient);
                    begun.countDown();
                }
            });
            worker.setDaemon(true);
            worker.start();
            begun.await();
            System.out.println("ends");
        }

        private static float gradient() {
            try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
                NDArray array = manager.ones(new Shape(300, 300));
                array.setRequiresGradient(true);
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    collector.backward(array.matMul(array).matMul(array).sum());
                }
                NDArray gradient = array.getGradient();
                gradient.attach(manager);
                return gradient.sum().getFloat();
            }
        }
    }
}
