package org.clipmeter.notebook.view;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.hub.DownloadListener;

/** Shows the progress of downloads in a bar, one file after the other. */
public final class Downloads {
    private final ProgressBar bar;
    private final Map<String, Long> received = new LinkedHashMap<>();
    private String current = "";
    private long began;

    public Downloads(ProgressBar bar) {
        this.bar = bar;
    }

    /** A listener that ends the download if {@code cancelled} has become true. */
    public DownloadListener listener(BooleanSupplier cancelled) {
        return (file, done, total) -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled while downloading " + file);
            }
            update(file, done, total);
        };
    }

    private synchronized void update(String file, long done, long total) {
        if (received.isEmpty()) {
            began = System.nanoTime();
        }
        received.put(file, done);
        if (!file.equals(current)) {
            bar.stage(file, "bytes", "downloading " + file);
            current = file;
        }
        bar.update(done, total);
    }

    /** Describes in one line what was downloaded; empty if nothing was. */
    public synchronized String sum() {
        if (received.isEmpty()) {
            return "";
        }
        double megabytes = received.values().stream().mapToLong(Long::longValue).sum() / 1e6;
        String files = received.size() == 1 ? current : received.size() + " files";
        double seconds = (System.nanoTime() - began) / 1e9;
        return String.format(Locale.ROOT, "downloaded %s, %.1f MB in %.1f s", files, megabytes, seconds);
    }
}
