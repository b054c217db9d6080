package org.clipmeter.notebook.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.clipmeter.hub.DownloadListener;
import org.junit.jupiter.api.Test;

class DownloadsTest {
    private final FakeCell cell = new FakeCell();
    private final ProgressBar bar = new ProgressBar(cell);
    private final Downloads downloads = new Downloads(bar);

    @Test
    void showsOneFileAfterTheOtherInOnePlaceAndSumsUp() {
        DownloadListener listener = downloads.listener(() -> false);
        listener.progress("config.json", 1_000_000, 1_000_000);
        assertTrue(
                cell.plain().get(0).contains("config.json: 1.0 MB of 1.0 MB"),
                cell.plain().get(0));
        listener.progress("model.safetensors", 2_000_000, 4_000_000);
        assertTrue(
                cell.plain().get(0).contains("model.safetensors: 2.0 MB of 4.0 MB"),
                cell.plain().get(0));
        listener.progress("model.safetensors", 4_000_000, 4_000_000);
        assertEquals(1, cell.plain().size());
        assertTrue(downloads.sum().startsWith("downloaded 2 files, 5.0 MB in "), downloads.sum());
    }

    @Test
    void showsNothingWhereNothingIsDownloaded() {
        assertEquals("", downloads.sum());
        assertEquals(List.of(), cell.plain());
    }

    @Test
    void endsADownloadThatWasCancelled() {
        AtomicBoolean cancelled = new AtomicBoolean();
        DownloadListener listener = downloads.listener(cancelled::get);
        listener.progress("model.safetensors", 1, 10);
        cancelled.set(true);
        assertThrows(CancellationException.class, () -> listener.progress("model.safetensors", 2, 10));
        assertEquals("cancelled while downloading model.safetensors", bar.cancelled());
    }
}
