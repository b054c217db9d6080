package org.clipmeter.pairs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.clipmeter.files.FileException;
import org.clipmeter.files.LocalFile;
import org.clipmeter.image.decode.Format;
import org.clipmeter.pairs.lists.ListRows;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/**
 * The images of a run and what is known of their prompts; the files themselves are read when they are scored. Immutable.
 *
 * <p>Every method that finds images throws a {@link PairingException} if the place can't be read, is not what the method
 * reads, or has no image. A path may start with {@code ~/}, the user's folder.
 */
public final class Images {
    private final String name;
    private final List<ImageFile> files;
    private final List<Skipped> skipped;
    private final PairingKey key;
    private final List<String> notes;
    private final @Nullable String manifestName;
    private final @Nullable Images byNames;

    Images(String name, List<ImageFile> files, List<Skipped> skipped, PairingKey key) {
        this(name, files, skipped, key, List.of(), null, null);
    }

    private Images(
            String name,
            List<ImageFile> files,
            List<Skipped> skipped,
            PairingKey key,
            List<String> notes,
            @Nullable String manifestName,
            @Nullable Images byNames) {
        this.name = name;
        this.files = List.copyOf(files);
        this.skipped = List.copyOf(skipped);
        this.key = key;
        this.notes = List.copyOf(notes);
        this.manifestName = manifestName;
        this.byNames = byNames;
    }

    /** Whatever a person may name: a manifest file, a glob pattern, a folder of images, or a run's folder. */
    public static Images at(String place) {
        return at(place, null);
    }

    /**
     * Whatever a person may name, see {@link #at(String)}.
     *
     * @param idColumn the column of a manifest that holds the prompts' ids; null to find it by its name
     * @throws PairingException as {@link #at(String)}, or if a column is given and the place is not a manifest
     */
    public static Images at(String place, @Nullable String idColumn) {
        if (idColumn != null && !isManifest(place)) {
            throw new PairingException("images: idColumn " + idColumn
                    + " chooses a column of a prompt file or a manifest,"
                    + " but " + place + " is neither; give it together with the prompt file that has the column");
        }
        if (isGlob(place) && !exists(place)) {
            return glob(place);
        }
        return isManifest(place) ? manifest(path(place), idColumn) : run(path(place));
    }

    /** Whether a place is a file that lists images, by its name: reading it reports what is wrong with it. */
    public static boolean isManifest(String place) {
        if (isGlob(place) && !exists(place)) {
            return false;
        }
        Path path = path(place);
        String lower = path.toString().toLowerCase(Locale.ROOT);
        return ListRows.EXTENSIONS.stream().anyMatch(lower::endsWith)
                && LocalFile.exists(path)
                && !Files.isDirectory(path);
    }

    /** The image files in a folder, without its subfolders; see {@link #in(Path, boolean)}. */
    public static Images in(String folder) {
        return in(folder, false);
    }

    /** The image files in a folder, without its subfolders; see {@link #in(Path, boolean)}. */
    public static Images in(Path folder) {
        return in(folder, false);
    }

    /** The image files in a folder; see {@link #in(Path, boolean)}. */
    public static Images in(String folder, boolean recursive) {
        if (isManifest(folder)) {
            throw new PairingException("images: " + folder + " is a list of images, expected a folder of images");
        }
        if (isGlob(folder) && !exists(folder)) {
            throw new PairingException("images: " + folder
                    + " is a pattern, expected a folder of images; ** in a pattern crosses folders");
        }
        return in(path(folder), recursive);
    }

    /**
     * The image files in a folder; hidden files and folders are left out, links are followed, and loops are skipped. A
     * {@code manifest.csv} or {@code manifest.json} in the folder states which prompt each image has.
     */
    public static Images in(Path folder, boolean recursive) {
        if (!Files.isDirectory(folder)) {
            throw new PairingException(
                    "images: " + folder + " " + whyNoFolder(folder) + "; expected a folder of images");
        }
        ImageFolder found = ImageFolder.walk(folder, recursive ? Integer.MAX_VALUE : 1, relative -> true);
        if (found.files().isEmpty() && found.skipped().stream().allMatch(one -> one.kind() != null)) {
            throw new PairingException("images: no image file in " + folder + "; expected files ending in "
                    + String.join(", ", Format.readEndings())
                    + (recursive ? "" : "; its subfolders are read only if that is asked for")
                    + (found.skipped().isEmpty() ? "" : "; it holds " + Pairs.kinds(found.skipped())));
        }
        return found(folder.toString(), found, folder);
    }

    /** Files that were found; a manifest in their folder is read before any name. */
    private static Images found(String name, ImageFolder found, Path folder) {
        FolderManifest manifest = FolderManifest.in(folder, found);
        if (manifest == null) {
            return new Images(name, found.files(), found.skipped(), PairingKey.AUTO);
        }
        List<Skipped> others = found.skipped().stream()
                .filter(one -> !one.name().equals(manifest.name()))
                .toList();
        Images byNames = new Images(name, found.files(), others, PairingKey.AUTO);
        if (!manifest.isList()) {
            return byNames.noting(manifest.notes());
        }
        List<Skipped> all = new ArrayList<>(others);
        all.addAll(manifest.skipped());
        return new Images(name, manifest.files(), all, PairingKey.MANIFEST, manifest.notes(), manifest.name(), byNames);
    }

    private Images noting(List<String> newNotes) {
        return new Images(name, files, skipped, key, newNotes, manifestName, byNames);
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
            throw new PairingException("images: " + pattern + ": " + folder + " " + whyNoFolder(folder));
        }
        int depth = rest.contains("**")
                ? Integer.MAX_VALUE
                : 1 + (int) rest.chars().filter(c -> c == '/').count();
        ImageFolder found;
        try {
            var matcher = folder.getFileSystem().getPathMatcher("glob:" + rest);
            found = ImageFolder.walk(folder, depth, matcher);
        } catch (PatternSyntaxException e) {
            throw new PairingException("images: " + pattern + " is not a pattern: " + e.getDescription(), e);
        }
        if (found.files().isEmpty()) {
            throw new PairingException("images: no image file matches " + pattern + " in " + folder.toAbsolutePath());
        }
        return found(pattern, found, folder);
    }

    /** The images that a CSV or JSON file lists; see {@link #manifest(Path)}. */
    public static Images manifest(String file) {
        return manifest(path(file));
    }

    /**
     * The images that a CSV or JSON file lists with their prompts: columns {@code image} and {@code prompt} or
     * {@code id} (or both); relative paths start at the file's folder. JSON objects {@code {id: image}}
     * and {@code {image: prompt}} can be read too. Rows that can't be used are left out and named in {@link #skipped}.
     */
    public static Images manifest(Path file) {
        return manifest(file, null);
    }

    /**
     * The images that a CSV or JSON file lists, see {@link #manifest(Path)}.
     *
     * @param idColumn the column of the prompts' ids; null to find it by its name, see {@link
     *     org.clipmeter.prompts.IdColumn#NAMES}
     * @throws PairingException as {@link #manifest(Path)}, or if there is no such column
     */
    public static Images manifest(Path file, @Nullable String idColumn) {
        Manifest manifest = Manifest.read(file, idColumn);
        return new Images(
                file.toString(), manifest.files(), manifest.skipped(), PairingKey.GIVEN, manifest.notes(), null, null);
    }

    /** Images by their prompts' ids, in the map's order; the map is copied. */
    public static Images mapping(Map<String, Path> imagesById) {
        List<ImageFile> files = new ArrayList<>();
        new LinkedHashMap<>(imagesById)
                .forEach((id, path) -> files.add(new ImageFile(path, path.toString(), id, null, null)));
        if (files.isEmpty()) {
            throw new PairingException("images: the mapping id → file is empty");
        }
        return new Images("mapping", files, List.of(), PairingKey.GIVEN);
    }

    /** The images of a run's folder; see {@link #run(Path)}. */
    public static Images run(String folder) {
        return run(path(folder));
    }

    /**
     * The images of a run of the reference: {@code <output_dir>/<technique>_<metric>_<run id>/images/}. The folder may
     * be {@code images} itself, the run's folder, or an output folder that holds exactly one run.
     * Without a folder {@code images}, it is read as {@link #in(Path)} reads it.
     */
    public static Images run(Path folder) {
        if (!Files.isDirectory(folder)) {
            return in(folder);
        }
        Path images = folder.resolve("images");
        if (mayBeFolder(images)) {
            return in(images).passingOver(List.of(folder), images);
        }
        List<Path> runs;
        try (Stream<Path> children = Files.list(folder)) {
            runs = children.filter(child -> Files.isDirectory(child) && mayBeFolder(child.resolve("images")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PairingException("images: " + folder + " " + FileException.reasonOf(e), e);
        }
        if (runs.size() == 1) {
            Path only = runs.get(0).resolve("images");
            return in(only).passingOver(List.of(folder, runs.get(0)), only);
        }
        if (runs.isEmpty()) {
            return in(folder);
        }
        List<String> names =
                runs.stream().map(run -> String.valueOf(run.getFileName())).toList();
        throw new PairingException("images: " + folder + " holds " + runs.size() + " runs (" + Messages.firstFew(names)
                + "); score one of them, or compare them");
    }

    private static List<String> picturesIn(Path folder) {
        try {
            return ImageFolder.walk(folder, 1, relative -> true).files().stream()
                    .map(ImageFile::name)
                    .toList();
        } catch (PairingException e) {
            return List.of(); // a folder that can't be listed may still be passed through
        }
    }

    /** The same images, with a note on the pictures in folders above theirs, which are not read. */
    private Images passingOver(List<Path> folders, Path read) {
        List<String> all = new ArrayList<>();
        for (Path folder : folders) {
            List<String> pictures = picturesIn(folder);
            if (!pictures.isEmpty()) {
                all.add("the images are those of " + read + "; " + Messages.count(pictures.size(), "picture") + " in "
                        + folder + " itself " + (pictures.size() == 1 ? "is" : "are") + " not read: "
                        + Messages.firstFew(pictures));
            }
        }
        all.addAll(notes);
        return noting(all);
    }

    /**
     * The same images, joined to their prompts by this key of the file name; a manifest in their folder is then not read.
     *
     * @throws PairingException if the images are not those of a folder or pattern, but state themselves what they belong to
     */
    public Images by(PairingKey wanted) {
        if (wanted == key || wanted == PairingKey.AUTO) {
            return this;
        }
        if (key == PairingKey.GIVEN) {
            throw new PairingException(
                    "images: " + name + " says itself which prompt each image has; no key is needed");
        }
        if (wanted == PairingKey.MANIFEST || wanted == PairingKey.GIVEN) {
            throw new PairingException("images: there is no list of images (manifest.csv or manifest.json) in " + name);
        }
        return byNames != null ? byNames.by(wanted) : new Images(name, files, skipped, wanted, notes, null, null);
    }

    /** What people should know about how the images were found, one line each. */
    List<String> notes() {
        return notes;
    }

    /** The file name of the manifest that was found in the folder; empty if none was. */
    String manifestName() {
        return manifestName == null ? "" : manifestName;
    }

    /**
     * Whether the images come with prompts that these do not contradict: each id is one of theirs, with the same text. False
     * if the prompts are unknown or other ones.
     */
    public boolean agreeWith(PromptSet prompts) {
        Set<String> ids = new HashSet<>(prompts.ids().all());
        Map<String, Prompt> byId = prompts.byId();
        return files.stream()
                .allMatch(file -> file.id() != null
                        && ids.contains(file.id())
                        && (!byId.containsKey(file.id())
                                || byId.get(file.id()).text().equals(file.prompt())));
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
    public PairingKey key() {
        return key;
    }

    /** Whether every image comes with its prompt's text, so that no prompt set is needed. */
    public boolean havePrompts() {
        return key != PairingKey.AUTO && files.stream().allMatch(file -> file.prompt() != null);
    }

    @Override
    public String toString() {
        return name + " (" + Messages.count(files.size(), "image") + ")";
    }

    private static boolean isGlob(String place) {
        return place.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /** Whether a name is a folder's, even if it can't be opened now; a plain file of the name is something else. */
    private static boolean mayBeFolder(Path path) {
        return LocalFile.exists(path) && !Files.isRegularFile(path);
    }

    private static String whyNoFolder(Path path) {
        try {
            LocalFile.attributes(path);
            return "is not a folder";
        } catch (FileException e) {
            return Files.exists(path) ? "is not a folder" : e.reason();
        }
    }

    private static boolean exists(String place) {
        try {
            return LocalFile.exists(Path.of(place));
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
            throw new PairingException("images: " + text + " is not a path on this system: " + e.getReason(), e);
        }
    }
}
