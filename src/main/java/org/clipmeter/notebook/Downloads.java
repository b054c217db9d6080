package org.clipmeter.notebook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.hub.DownloadListener;
import org.jspecify.annotations.Nullable;

/** Shows downloads in one place of a cell, one file after the other. */
final class Downloads {
    private final Cell cell;
    private final Map<String, Long> received = new LinkedHashMap<>();
    private @Nullable ProgressBar bar;
    private String current = "";

    Downloads(Cell cell) {
        this.cell = cell;
    }

    /** A listener that ends the download where {@code cancelled} has turned true. */
    DownloadListener listener(BooleanSupplier cancelled) {
        return (file, done, total) -> {
            if (cancelled.getAsBoolean()) {
                finish("cancelled while downloading " + file + ", ");
                throw new CancellationException("cancelled while downloading " + file);
            }
            update(file, done, total);
        };
    }

    private synchronized void update(String file, long done, long total) {
        received.put(file, done);
        if (bar == null) {
            bar = new ProgressBar(cell, file, "bytes");
        } else if (!file.equals(current)) {
            bar.next(file);
        }
        current = file;
        bar.update(done, total);
    }

    /** Replaces the bar, where there is one, by a line that sums up. */
    void finish() {
        finish("downloaded ");
    }

    private synchronized void finish(String begun) {
        if (bar == null) {
            return;
        }
        double megabytes = received.values().stream().mapToLong(Long::longValue).sum() / 1e6;
        String files = received.size() == 1 ? current : received.size() + " files";
        bar.finish(String.format(Locale.ROOT, "%s%s, %.1f MB in %.1f s", begun, files, megabytes, bar.seconds()));
        bar = null;
    }
}
