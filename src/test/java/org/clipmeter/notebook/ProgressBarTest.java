package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
    private final FakeCell cell = new FakeCell();

    @Test
    void staysInItsPlaceAndBelowTenUpdatesASecond() throws InterruptedException {
        ProgressBar bar = new ProgressBar(cell, "Scoring", "images");
        long start = System.nanoTime();
        for (int done = 0; done < 400; done++) {
            bar.update(done, 1000);
            Thread.sleep(1);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertEquals(1, cell.plain().size());
        assertTrue(cell.updates() <= seconds * 10, cell.updates() + " updates in " + seconds + " s");
        assertTrue(cell.updates() >= 2, cell.updates() + " updates");
    }

    @Test
    void saysHowManyAreDone() {
        new ProgressBar(cell, "Scoring", "images").update(24, 60);
        assertEquals(List.of("[############..................] Scoring: 24 of 60 images"), cell.plain());
    }

    @Test
    void showsBytesAsMegabytesAndNoBarForAnUnknownTotal() {
        new ProgressBar(cell, "model.safetensors", "bytes").update(1_500_000, -1);
        assertEquals(List.of("model.safetensors: 1.5 MB"), cell.plain());
    }

    @Test
    void endsInOneLine() {
        ProgressBar bar = new ProgressBar(cell, "Scoring", "images");
        bar.update(1, 2);
        bar.finish("2 of 2 images in 1.0 s");
        assertEquals(List.of("2 of 2 images in 1.0 s"), cell.plain());
    }

    @ParameterizedTest
    @CsvSource({"0.2,1 s", "59,59 s", "130,2 min 10 s", "3900,1 h 5 min"})
    void saysDurationsAsPeopleDo(double seconds, String expected) {
        assertEquals(expected, ProgressBar.duration(seconds));
    }
}
