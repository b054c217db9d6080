package org.clipmeter.notebook.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000;

    private final FakeCell cell = new FakeCell();
    private long now = 5;

    @Test
    void staysInItsPlaceAndBelowTenUpdatesASecond() {
        ProgressBar bar = scoring();
        for (int done = 0; done < 900; done++) {
            bar.update(done, 1000);
            now += 1_000_000;
        }
        assertEquals(1, cell.plain().size());
        assertEquals(8, cell.updates());
    }

    @Test
    void showsTheLastStepHoweverSoonItComes() {
        ProgressBar bar = scoring();
        bar.update(1, 2);
        bar.update(2, 2);
        assertEquals(List.of("[##############################] Scoring: 2 of 2 images (14:03:05)"), cell.plain());
    }

    @Test
    void saysHowManyAreDone() {
        scoring().update(24, 60);
        assertEquals(List.of("[############..................] Scoring: 24 of 60 images (14:03:05)"), cell.plain());
    }

    @Test
    void saysHowFastAndHowLong() {
        ProgressBar bar = scoring();
        bar.update(0, 60);
        now += SECOND;
        bar.update(20, 60);
        assertTrue(
                cell.plain().get(0).endsWith("20 of 60 images, 20 images/s, 2 s left (14:03:05)"),
                cell.plain()::toString);
    }

    @Test
    void whatTheCacheGaveFirstMakesTheRestNoFaster() {
        ProgressBar bar = scoring();
        bar.update(0, 200, 0);
        now += SECOND;
        bar.update(100, 200, 100);
        assertTrue(
                cell.plain().get(0).endsWith("100 of 200 images, 100 from the cache (14:03:05)"),
                cell.plain()::toString);
        now += SECOND;
        bar.update(104, 200, 100);
        now += SECOND;
        bar.update(108, 200, 100);
        assertTrue(
                cell.plain()
                        .get(0)
                        .endsWith("108 of 200 images, 100 from the cache, 4.0 images/s, 23 s left (14:03:05)"),
                cell.plain()::toString);
    }

    @Test
    void theRateIsThatOfTheLastTenSeconds() {
        ProgressBar bar = scoring();
        int done = 0;
        for (int second = 0; second < 20; second++) {
            bar.update(done, 1000);
            done += 50;
            now += SECOND;
        }
        for (int second = 0; second < 12; second++) {
            done += 1;
            bar.update(done, 2000);
            now += SECOND;
        }
        assertTrue(cell.plain().get(0).contains(", 1.0 images/s, "), cell.plain()::toString);
    }

    @Test
    void aNextStageCountsAnew() {
        ProgressBar bar = bar();
        bar.stage("model.safetensors", "bytes", "downloading model.safetensors");
        bar.update(1_500_000, -1);
        assertEquals(List.of("model.safetensors: 1.5 MB (14:03:05)"), cell.plain());
        bar.stage("Scoring", "images", "scoring");
        bar.update(0, 60);
        assertEquals(List.of("[..............................] Scoring: 0 of 60 images (14:03:05)"), cell.plain());
    }

    @Test
    void endsInOneLineThatStays() {
        ProgressBar bar = scoring();
        bar.update(1, 2);
        bar.finish("2 of 2 images in 1.0 s");
        bar.update(2, 2);
        assertEquals(List.of("2 of 2 images in 1.0 s"), cell.plain());
    }

    @Test
    void aCancelledBarSaysHowFarItCameAndLeavesThatToTheError() {
        ProgressBar bar = scoring();
        bar.update(120, 300);
        assertEquals("cancelled at 120 of 300 images", bar.cancelled());
        assertEquals(List.of(""), cell.plain());
        bar.cutOff();
        assertEquals(List.of(""), cell.plain(), "the magic ended first");
    }

    @Test
    void aBarWhoseCellTheKernelEndsSaysHowFarItCame() {
        ProgressBar bar = scoring();
        bar.update(120, 300);
        bar.cutOff();
        assertEquals(List.of("cancelled at 120 of 300 images"), cell.plain());
        assertEquals("cancelled at 120 of 300 images", bar.cancelled());
        assertEquals(List.of("cancelled at 120 of 300 images"), cell.plain(), "the kernel has ended the cell");
    }

    @Test
    void aFailedBarSaysHowFarItCameAndNotThatItFailed() {
        ProgressBar bar = scoring();
        bar.update(24, 60);
        bar.failed();
        assertEquals(List.of("Scoring: 24 of 60 images"), cell.plain());
        bar.update(25, 60);
        assertEquals(List.of("Scoring: 24 of 60 images"), cell.plain());
    }

    @Test
    void aFailedBarThatCountedNothingDisappears() {
        ProgressBar bar = bar();
        bar.note("loading B/32");
        assertEquals(List.of(), cell.plain(), "work that ends at once shows its outcome only");
        bar.slow();
        assertEquals(List.of("loading B/32 … (14:03:05)"), cell.plain());
        bar.failed();
        assertEquals(List.of(""), cell.plain());
        assertEquals("", cell.outputs().get(0).html());
    }

    @Test
    void aBarThatNeverAppearedIsCancelledWithoutAppearing() {
        ProgressBar bar = bar();
        assertEquals("cancelled", bar.cancelled());
        bar.update(1, 2);
        assertEquals(List.of(), cell.plain());
    }

    @Test
    void noTimeGivesNoRate() {
        ProgressBar bar = scoring();
        bar.update(0, 60);
        now += 1;
        bar.update(60, 60);
        assertTrue(cell.plain().get(0).endsWith("60 of 60 images (14:03:05)"), cell.plain()::toString);
    }

    @Test
    void cachedImagesGiveNoRateHoweverLateTheyAreCountedAsSuch() {
        ProgressBar bar = scoring();
        bar.update(10, 60, 0);
        now += SECOND;
        bar.update(20, 60, 10);
        now += SECOND;
        bar.update(20, 60, 20);
        assertTrue(
                cell.plain().get(0).endsWith("20 of 60 images, 20 from the cache (14:03:05)"), cell.plain()::toString);
    }

    @Test
    void aNoteHasItsTimeToo() {
        ProgressBar bar = bar();
        bar.slow();
        bar.note("loading the model");
        assertEquals(List.of("loading the model … (14:03:05)"), cell.plain());
    }

    private ProgressBar bar() {
        return new ProgressBar(cell, () -> now, () -> LocalTime.of(14, 3, 5));
    }

    private ProgressBar scoring() {
        ProgressBar bar = bar();
        bar.stage("Scoring", "images", "scoring");
        return bar;
    }

    @ParameterizedTest
    @CsvSource({"0.2,1 s", "59,59 s", "130,2 min 10 s", "3900,1 h 5 min"})
    void saysDurationsAsPeopleDo(double seconds, String expected) {
        assertEquals(expected, ProgressBar.duration(seconds));
    }
}
