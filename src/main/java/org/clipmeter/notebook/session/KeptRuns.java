package org.clipmeter.notebook.session;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.ScoreRun;
import org.jspecify.annotations.Nullable;

/** The runs of a session by their names; the oldest are let go where they grow too many. */
public final class KeptRuns {
    /** About 100 MB of rows. */
    private static final int MOST_ROWS = 200_000;

    private static final int LISTED = 8;

    /** A run, and when it was done. */
    public record Kept(ScoreRun run, LocalDateTime when) {}

    private final Map<String, Kept> runs = new LinkedHashMap<>();

    /**
     * Keeps a run as the last one. A given name, like the variable it declares, takes the place of an earlier one; else
     * the name is that of the images' folder, which only a run of the same images and model gives up.
     */
    ScoreRun keep(ScoreRun run, @Nullable String given) {
        String name = given == null ? free(run) : given;
        ScoreRun named = run.named(name);
        runs.remove(name);
        runs.put(name, new Kept(named, LocalDateTime.now(ZoneId.systemDefault()).withNano(0)));
        long rows = runs.values().stream()
                .mapToLong(kept -> kept.run().result().totalCount())
                .sum();
        var oldest = runs.values().iterator();
        while (rows > MOST_ROWS && runs.size() > 1) {
            rows -= oldest.next().run().result().totalCount();
            oldest.remove();
        }
        return named;
    }

    @Nullable
    ScoreRun last() {
        ScoreRun last = null;
        for (Kept kept : runs.values()) {
            last = kept.run();
        }
        return last;
    }

    List<Kept> all() {
        return List.copyOf(runs.values());
    }

    Map<String, ScoreRun> byName() {
        Map<String, ScoreRun> byName = new LinkedHashMap<>();
        runs.forEach((name, kept) -> byName.put(name, kept.run()));
        return Collections.unmodifiableMap(byName);
    }

    ScoreRun find(String nameOrPlace) {
        if (runs.isEmpty()) {
            throw NotebookError.of("run " + nameOrPlace + ": nothing was scored yet; run %clip score first");
        }
        Kept named = runs.get(nameOrPlace);
        if (named != null) {
            return named.run();
        }
        if (nameOrPlace.matches("[1-9][0-9]{0,5}")) {
            int place = Integer.parseInt(nameOrPlace);
            if (place <= runs.size()) {
                return new ArrayList<>(runs.values()).get(place - 1).run();
            }
        }
        String names = runs.keySet().stream().limit(LISTED).collect(Collectors.joining(", "));
        throw NotebookError.of("run " + nameOrPlace + ": there is none of this name or place; there are " + names
                + (runs.size() > LISTED ? ", … (%clip runs lists all)" : ""));
    }

    private String free(ScoreRun run) {
        String base = folderName(run.result().pairs().imagesName());
        String name = base;
        for (int next = 2; runs.containsKey(name) && !again(run, runs.get(name).run()); next++) {
            name = base + "_" + next;
        }
        return name;
    }

    private static boolean again(ScoreRun run, ScoreRun before) {
        return run.result().pairs().imagesName().equals(before.result().pairs().imagesName())
                && run.result().model().name().equals(before.result().model().name())
                && run.result()
                        .model()
                        .precision()
                        .equals(before.result().model().precision());
    }

    /** The last part of a path that says something: runs keep their pictures in {@code images}. */
    static String folderName(String path) {
        String[] parts = path.replace('\\', '/').split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            String part = parts[i].replaceAll("[\\s\\p{Cntrl}]+", "_");
            boolean pattern = part.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
            if (!part.isEmpty() && !part.equals(".") && !part.equals("images") && !pattern) {
                return part;
            }
        }
        return "run";
    }
}
