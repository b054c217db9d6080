package org.clipmeter.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The pictures of a run and what is known of their prompts; the files themselves are read when they are scored. */
public final class Images {
    private final String name;
    private final List<ImageFile> files;
    private final List<Skipped> skipped;
    private final Key key;

    Images(String name, List<ImageFile> files, List<Skipped> skipped, Key key) {
        this.name = name;
        this.files = List.copyOf(files);
        this.skipped = List.copyOf(skipped);
        this.key = key;
    }

    /** Whatever a person may name: a manifest file, a glob pattern, a folder of images, or a run's folder. */
    public static Images at(String place) {
        if (isGlob(place) && !exists(place)) {
            return glob(place);
        }
        Path path = path(place);
        String lower = path.toString().toLowerCase(Locale.ROOT);
        if (Files.isRegularFile(path) && Manifest.EXTENSIONS.stream().anyMatch(lower::endsWith)) {
            return manifest(path);
        }
        return run(path);
    }

    /** The image files in a folder, without its subfolders. */
    public static Images in(String folder) {
        return in(path(folder), false);
    }

    /** The image files in a folder, without its subfolders. */
    public static Images in(Path folder) {
        return in(folder, false);
    }

    /** The image files in a folder. */
    public static Images in(String folder, boolean recursive) {
        return in(path(folder), recursive);
    }

    /** The image files in a folder; hidden files and folders are left out, links are followed, loops are skipped. */
    public static Images in(Path folder, boolean recursive) {
        if (!Files.isDirectory(folder)) {
            throw new ScoreException(
                    "images: " + folder + (Files.exists(folder) ? " is not a folder" : " does not exist")
                            + "; expected a folder of images");
        }
        ImageFolder found = ImageFolder.walk(folder, recursive ? Integer.MAX_VALUE : 1, relative -> true);
        if (found.files().isEmpty() && found.skipped().isEmpty()) {
            throw new ScoreException("images: no image file in " + folder + "; expected files ending in "
                    + String.join(", ", ImageFolder.EXTENSIONS)
                    + (recursive ? "" : "; its subfolders are read only when asked (recursive)"));
        }
        return new Images(folder.toString(), found.files(), found.skipped(), Key.AUTO);
    }

    /** The image files that match a pattern such as {@code results/uce/images/*.png}; {@code **} crosses folders. */
    public static Images glob(String pattern) {
        String normal = pattern.replace('\\', '/');
        int firstWild = 0;
        while (firstWild < normal.length() && "*?[{".indexOf(normal.charAt(firstWild)) < 0) {
            firstWild++;
        }
        int slash = normal.lastIndexOf('/', firstWild);
        String base = slash < 0 ? "." : slash == 0 ? "/" : normal.substring(0, slash);
        String rest = normal.substring(slash + 1);
        Path folder = path(base);
        if (!Files.isDirectory(folder)) {
            throw new ScoreException("images: " + pattern + ": there is no folder " + folder);
        }
        int depth = rest.contains("**")
                ? Integer.MAX_VALUE
                : 1 + (int) rest.chars().filter(c -> c == '/').count();
        ImageFolder found;
        try {
            var matcher = folder.getFileSystem().getPathMatcher("glob:" + rest);
            found = ImageFolder.walk(folder, depth, matcher);
        } catch (PatternSyntaxException e) {
            throw new ScoreException("images: " + pattern + " is not a pattern: " + e.getDescription(), e);
        }
        if (found.files().isEmpty()) {
            throw new ScoreException("images: no image file matches " + pattern + " in " + folder.toAbsolutePath());
        }
        return new Images(pattern, found.files(), found.skipped(), Key.AUTO);
    }

    /** The images that a CSV or JSON file lists; see {@link #manifest(Path)}. */
    public static Images manifest(String file) {
        return manifest(path(file));
    }

    /**
     * The images that a CSV or JSON file lists with their prompts: columns {@code image} and {@code prompt} or
     * {@code id} (or both); relative paths start at the file's folder. A JSON object {@code {id: image}} will do too.
     */
    public static Images manifest(Path file) {
        Manifest manifest = Manifest.read(file);
        return new Images(file.toString(), manifest.files(), manifest.skipped(), Key.GIVEN);
    }

    /** Images by their prompts' ids, in the map's order. */
    public static Images mapping(Map<String, Path> imagesById) {
        List<ImageFile> files = new ArrayList<>();
        new LinkedHashMap<>(imagesById)
                .forEach((id, path) -> files.add(new ImageFile(path, path.toString(), id, null, null)));
        if (files.isEmpty()) {
            throw new ScoreException("images: the mapping id → file is empty");
        }
        return new Images("mapping", files, List.of(), Key.GIVEN);
    }

    /** The images of a run's folder; see {@link #run(Path)}. */
    public static Images run(String folder) {
        return run(path(folder));
    }

    /**
     * The images of a run of the reference: {@code <output_dir>/<technique>_<metric>_<run id>/images/}. The folder may
     * be {@code images} itself, the run's folder, or an output folder that holds exactly one run.
     */
    public static Images run(Path folder) {
        if (!Files.isDirectory(folder)) {
            return in(folder);
        }
        Path images = folder.resolve("images");
        if (Files.isDirectory(images)) {
            return in(images);
        }
        List<Path> runs;
        try (Stream<Path> children = Files.list(folder)) {
            runs = children.filter(child -> Files.isDirectory(child.resolve("images")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ScoreException("images: " + folder + " " + Messages.reason(e), e);
        }
        if (runs.size() == 1) {
            return in(runs.get(0).resolve("images"));
        }
        if (runs.isEmpty()) {
            return in(folder);
        }
        List<String> names =
                runs.stream().map(run -> String.valueOf(run.getFileName())).toList();
        throw new ScoreException("images: " + folder + " holds " + runs.size() + " runs (" + Messages.firstFew(names)
                + "); score one of them, or compare them");
    }

    /** The same images, joined to their prompts by this key of the file name. */
    public Images by(Key wanted) {
        if (key == Key.GIVEN && wanted != Key.GIVEN && wanted != Key.AUTO) {
            throw new ScoreException("images: " + name + " says itself which prompt each image has; no key is needed");
        }
        return new Images(name, files, skipped, key == Key.GIVEN ? key : wanted);
    }

    /** Where they come from, for people. */
    public String name() {
        return name;
    }

    /** The files in order of their names, or in the manifest's order. */
    public List<ImageFile> files() {
        return files;
    }

    /** What was found and left out, each with its reason. */
    public List<Skipped> skipped() {
        return skipped;
    }

    /** What joins them to their prompts. */
    public Key key() {
        return key;
    }

    /** Whether every image comes with its prompt's text, so that no prompt set is needed. */
    public boolean havePrompts() {
        return files.stream().allMatch(file -> file.prompt() != null);
    }

    @Override
    public String toString() {
        return name + " (" + Messages.count(files.size(), "image") + ")";
    }

    private static boolean isGlob(String place) {
        return place.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static boolean exists(String place) {
        try {
            return Files.exists(Path.of(place));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static Path path(String text) {
        try {
            if (text.equals("~") || text.startsWith("~/")) {
                return Path.of(System.getProperty("user.home", "."), text.substring(1));
            }
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ScoreException("images: " + text + " is not a path on this system: " + e.getReason(), e);
        }
    }
}
