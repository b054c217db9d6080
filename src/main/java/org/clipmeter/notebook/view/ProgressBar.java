package org.clipmeter.notebook.view;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of one magic in one place of its cell, with at most ten updates a second. Its stages, such as a
 * download and a scoring, follow each other in that place, and the last line stays. Until then each update carries its
 * time of day. Thread-safe.
 */
public final class ProgressBar {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RECENT = TimeUnit.SECONDS.toNanos(10);
    private static final int WIDTH = 30;

    /** The amount of work that was done at a point in time. */
    private record Mark(long at, long worked) {}

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** A rate over less time than this says nothing. */
    private static final double SHORTEST = 0.05;

    private final Cell cell;
    private final LongSupplier clock;
    private final Supplier<LocalTime> time;
    private final Deque<Mark> recent = new ArrayDeque<>();
    private String what = "";
    private String unit = "";
    private String doing = "";
    private Cell.@Nullable Updatable place;
    private @Nullable Output held;
    private boolean slow;
    private boolean shown;
    private long shownAt;
    private long done;
    private long total;
    private long cached;
    private boolean over;

    /** Creates a bar that appears with its first update. */
    public ProgressBar(Cell cell) {
        this(cell, System::nanoTime, LocalTime::now);
    }

    ProgressBar(Cell cell, LongSupplier clock, Supplier<LocalTime> time) {
        this.cell = cell;
        this.clock = clock;
        this.time = time;
    }

    /**
     * Begins a stage and starts counting from 0.
     *
     * @param nextWhat the stage's name on the screen, such as {@code Scoring}
     * @param nextUnit the things that are counted, such as {@code images} or {@code bytes}
     * @param nextDoing the work that an interrupt cancels, for its message, such as {@code downloading config.json}
     */
    public synchronized void stage(String nextWhat, String nextUnit, String nextDoing) {
        what = nextWhat;
        unit = nextUnit;
        doing = nextDoing;
        done = 0;
        total = 0;
        cached = 0;
        shown = false;
        recent.clear();
    }

    /**
     * Begins a stage in which nothing is counted. It appears once the work is {@link #slow}, so that work that succeeds or
     * fails at once shows its outcome only.
     */
    public synchronized void note(String text) {
        stage(text, "", text);
        String line = text + " …" + asOf();
        Output note = Output.of(line, quiet(line));
        if (slow || place != null) {
            put(note);
        } else {
            held = note;
        }
    }

    /** Says that the work takes a while: from now on, stages in which nothing is counted appear too. */
    public synchronized void slow() {
        slow = true;
        if (held != null && place == null) {
            put(held);
        }
    }

    /**
     * Shows how much is done, unless the last update was less than a tenth of a second ago. A total of 0 means that it
     * is unknown.
     */
    public synchronized void update(long nowDone, long nowTotal) {
        update(nowDone, nowTotal, 0);
    }

    /**
     * Shows how much is done, unless the last update was less than a tenth of a second ago.
     *
     * @param nowCached how much of it came from the cache; the rate and the remaining time are computed from the rest
     */
    public synchronized void update(long nowDone, long nowTotal, long nowCached) {
        done = nowDone;
        total = nowTotal;
        cached = nowCached;
        long now = clock.getAsLong();
        remember(now);
        boolean last = total > 0 && done >= total;
        if (shown && now - shownAt < PAUSE && !last) {
            return;
        }
        shown = true;
        shownAt = now;
        String text = what + ": " + counted() + speed() + asOf();
        put(Output.of(plainBar(done, total) + text, htmlBar(done, total) + Html.escape(text)));
    }

    /** How much of the stage came from the cache. */
    public synchronized long cached() {
        return cached;
    }

    /** Replaces the bar with its last line, which nothing changes afterwards. */
    public synchronized void finish(String text) {
        put(Output.of(text, quiet(text)));
        over = true;
    }

    /**
     * Ends the bar. If it has counted something, it stays and says how far the work got; otherwise it disappears. The
     * error appears below it, and is the only place that speaks of a failure.
     */
    public synchronized void failed() {
        if (place != null && !over) {
            boolean counted = done > 0 || total > 0;
            place.update(
                    counted ? Output.of(what + ": " + counted(), quiet(what + ": " + counted())) : Output.nothing());
        }
        over = true;
    }

    /**
     * Ends the bar, which disappears, and returns a line that says how far the work got. The error of the cell is the only
     * place that shows it.
     */
    public synchronized String cancelled() {
        if (place != null && !over) {
            place.update(Output.nothing());
        }
        over = true;
        return howFar();
    }

    /** Ends the bar, if it is shown, with the line that says how far the work got, in a cell that the kernel ends itself. */
    public synchronized void cutOff() {
        if (place != null) {
            finish(howFar());
        }
        over = true;
    }

    private String howFar() {
        String text = "cancelled";
        if (total > 0 && !unit.equals("bytes")) {
            text += " at " + counted();
        } else if (!doing.isEmpty()) {
            text += " while " + doing;
        }
        return text;
    }

    private void put(Output output) {
        if (over) {
            return;
        }
        if (place == null) {
            place = cell.open(output);
        } else {
            place.update(output);
        }
    }

    private void remember(long now) {
        long worked = done - cached;
        while (recent.size() > 1 && now - recent.getFirst().at() > RECENT) {
            recent.removeFirst();
        }
        boolean nothingNew = !recent.isEmpty() && recent.getLast().worked() == worked;
        if (nothingNew && recent.size() == 1) {
            recent.clear();
        }
        if (!nothingNew || recent.isEmpty()) {
            recent.addLast(new Mark(now, worked));
        }
    }

    /**
     * The rate over the last ten seconds. A mean since the start would be too high if the cache supplied the first
     * images.
     */
    private String speed() {
        String text = cached > 0 ? ", " + cached + " from the cache" : "";
        Mark first = recent.getFirst();
        Mark last = recent.getLast();
        double seconds = (last.at() - first.at()) / 1e9;
        long worked = last.worked() - first.worked();
        if (seconds < SHORTEST || worked <= 0) {
            return text;
        }
        double rate = worked / seconds;
        text += ", " + rate(rate);
        return total > done ? text + ", " + duration((total - done) / rate) + " left" : text;
    }

    /**
     * The time of this update. If the kernel ends in the middle of the work, the bar stays in the notebook as it is, and
     * this tells that it is old.
     */
    private String asOf() {
        return " (" + TIME.format(time.get()) + ")";
    }

    private String counted() {
        if (unit.equals("bytes")) {
            return total > 0 ? megabytes(done) + " of " + megabytes(total) : megabytes(done);
        }
        return total > 0 ? done + " of " + total + " " + unit : done + " " + unit;
    }

    private String rate(double perSecond) {
        if (unit.equals("bytes")) {
            return megabytes((long) perSecond) + "/s";
        }
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f %s/s" : "%.0f %s/s", perSecond, unit);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** A duration in readable units: {@code 4 s}, {@code 2 min 10 s}, {@code 1 h 5 min}. */
    static String duration(double seconds) {
        long s = Math.max(1, Math.round(seconds));
        if (s < 60) {
            return s + " s";
        }
        return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }

    private static String quiet(String text) {
        return "<span style=\"opacity:.75\">" + Html.escape(text) + "</span>";
    }

    private static String plainBar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] ";
    }

    private static String htmlBar(long done, long total) {
        if (total <= 0) {
            return "";
        }
        return "<progress value=\"" + Math.min(done, total) + "\" max=\"" + total
                + "\" style=\"width:16em;vertical-align:middle\"></progress> ";
    }
}
