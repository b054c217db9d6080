package org.clipmeter.notebook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.hub.DownloadListener;

/** Shows downloads: a bar for each file, in the order in which they begin. */
final class Downloads {
    private final Cell cell;
    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
    private final Map<String, Long> received = new LinkedHashMap<>();

    Downloads(Cell cell) {
        this.cell = cell;
    }

    /** A listener that ends the download where {@code cancelled} has turned true. */
    DownloadListener listener(BooleanSupplier cancelled) {
        return (file, done, total) -> {
            if (cancelled.getAsBoolean()) {
                finish();
                throw new CancellationException("cancelled while downloading " + file);
            }
            update(file, done, total);
        };
    }

    private synchronized void update(String file, long done, long total) {
        received.put(file, done);
        bars.computeIfAbsent(file, name -> new ProgressBar(cell, name, "bytes")).update(done, total);
    }

    /** Replaces each bar by one line. */
    synchronized void finish() {
        bars.forEach((file, bar) -> bar.finish(String.format(
                Locale.ROOT, "%s: %.1f MB in %.1f s", file, received.getOrDefault(file, 0L) / 1e6, bar.seconds())));
        bars.clear();
    }
}
