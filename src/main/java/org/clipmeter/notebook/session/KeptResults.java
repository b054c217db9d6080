package org.clipmeter.notebook.session;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.Result;
import org.clipmeter.ScoreRun;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.table.Overview;
import org.jspecify.annotations.Nullable;

/** The results of a session by name. The oldest are released if they take too much memory. */
final class KeptResults {
    /** About 100 MB of rows. */
    private static final int MOST_ROWS = 200_000;

    private static final int LISTED = 8;

    private final Map<String, Kept> results = new LinkedHashMap<>();

    /**
     * Adds a result as the last one. If a name is given, it replaces an earlier result of that name, as the variable
     * that it declares does. Otherwise the name is derived from the images' folder and replaces an earlier result only
     * if that has the same images and model.
     *
     * @param loadedFrom the file that it was read from; null if it was computed in this session
     * @return the name
     */
    String keep(Result result, @Nullable String given, @Nullable String loadedFrom) {
        String name = given == null ? free(result) : given;
        results.remove(name);
        results.put(
                name,
                new Kept(
                        result.named(name),
                        LocalDateTime.now(ZoneId.systemDefault()).withNano(0),
                        loadedFrom));
        long rows = results.values().stream().mapToLong(KeptResults::rows).sum();
        var oldest = results.values().iterator();
        while (rows > MOST_ROWS && results.size() > 1) {
            rows -= rows(oldest.next());
            oldest.remove();
        }
        return name;
    }

    private static long rows(Kept kept) {
        return kept.result().overview().total();
    }

    /** All results, the oldest first. */
    List<Kept> all() {
        return List.copyOf(results.values());
    }

    /** The results of scoring by their names, the oldest first. */
    Map<String, ScoreRun> runs() {
        Map<String, ScoreRun> runs = new LinkedHashMap<>();
        results.forEach((name, kept) -> {
            if (kept.result() instanceof ScoreRun run) {
                runs.put(name, run);
            }
        });
        return Collections.unmodifiableMap(runs);
    }

    /** The last result of scoring; null if nothing was scored yet. */
    @Nullable
    ScoreRun lastRun() {
        return runs().values().stream().reduce((earlier, later) -> later).orElse(null);
    }

    /**
     * A result by its name or, counted from 1, by its place.
     *
     * @throws InvalidRequestException if there is no such result
     */
    Result find(String nameOrPlace) {
        if (results.isEmpty()) {
            throw new InvalidRequestException("run " + nameOrPlace + ": nothing was scored yet; run %clip score first");
        }
        Kept named = results.get(nameOrPlace);
        if (named != null) {
            return named.result();
        }
        if (nameOrPlace.matches("[1-9][0-9]{0,5}")) {
            int place = Integer.parseInt(nameOrPlace);
            if (place <= results.size()) {
                return all().get(place - 1).result();
            }
        }
        String names = results.keySet().stream().limit(LISTED).collect(Collectors.joining(", "));
        throw new InvalidRequestException(
                "run " + nameOrPlace + ": no run has this name or place; expected one of " + names
                        + (results.size() > LISTED ? ", … (%clip runs lists all)" : "")
                        + NearNames.suggestion(nameOrPlace, results.keySet()));
    }

    /**
     * A result of scoring by its name or place.
     *
     * @throws InvalidRequestException if there is no such result
     */
    ScoreRun findRun(String nameOrPlace) {
        if (find(nameOrPlace) instanceof ScoreRun run) {
            return run;
        }
        throw new InvalidRequestException(
                "run " + nameOrPlace + " has no scores per image; expected a result of %clip score");
    }

    private String free(Result result) {
        String base = folderName(result.overview().images());
        String name = base;
        for (int next = 2;
                results.containsKey(name) && !again(result, results.get(name).result());
                next++) {
            name = base + "_" + next;
        }
        return name;
    }

    /** Whether a result is of the same kind, images and model as an earlier one. */
    private static boolean again(Result result, Result before) {
        Overview one = result.overview();
        Overview other = before.overview();
        return result.getClass() == before.getClass()
                && one.images().equals(other.images())
                && one.model().equals(other.model())
                && one.precision().equals(other.precision());
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
