package org.clipmeter.score;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The manifest that lies in a folder of images, as clipmeter writes one beside what it draws: it is read before any name.
 *
 * @param name its file name
 * @param isList whether it lists images; false for another file that only has such a name
 * @param files the folder's files that it lists, with what it states about them
 * @param skipped the files of the folder that it does not list, the ones that it lists and that are not there, its bad rows
 * @param notes what people should know about the choice of its id column
 */
record FolderManifest(String name, boolean isList, List<ImageFile> files, List<Skipped> skipped, List<String> notes) {
    private static final List<String> NAMES =
            List.of("manifest.csv", "manifest.json", "manifest.jsonl", "manifest.tsv");

    /** The manifest of a folder; null if it has none. */
    static @Nullable FolderManifest in(Path folder, ImageFolder found) {
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                Manifest manifest = Manifest.readIfList(file);
                FolderManifest joined = manifest == null ? null : join(name, manifest, found);
                if (joined != null && !joined.files().isEmpty()) {
                    return joined;
                }
                String note = name + " is not used: it lists no picture of the folder";
                return new FolderManifest(name, false, List.of(), List.of(), List.of(note));
            }
        }
        return null;
    }

    private static FolderManifest join(String name, Manifest manifest, ImageFolder found) {
        Map<Path, ImageFile> here = new LinkedHashMap<>();
        found.files().forEach(file -> here.put(place(file.path()), file));
        List<ImageFile> files = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>(manifest.skipped());
        Set<Path> listed = new HashSet<>();
        for (ImageFile row : manifest.files()) {
            Path path = place(row.path());
            ImageFile file = here.get(path);
            if (file == null) {
                skipped.add(new Skipped(row.name(), "is listed in " + name + ", but not in the folder"));
            } else if (!listed.add(path)) {
                throw new ScoreException("manifest " + name + " lists " + Messages.name(row.name())
                        + " twice; an image belongs to one prompt");
            } else {
                files.add(new ImageFile(file.path(), file.name(), row.id(), row.prompt(), row.source()));
            }
        }
        here.forEach((path, file) -> {
            if (!listed.contains(path)) {
                skipped.add(new Skipped(file.name(), "is not listed in " + name));
            }
        });
        return new FolderManifest(name, true, files, skipped, manifest.notes());
    }

    private static Path place(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
